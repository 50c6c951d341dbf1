// Prepares a release: the change log, the version, the package with its bill of materials, and checksums. Nothing leaves the machine.
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../user-error.ts';
import { withRelease } from './changelog.ts';
import { faultsOf } from './checks.ts';
import { type Makers, makeFiles } from './files.ts';

export interface Asked extends Makers {
  /** As 2026-11-27. */
  readonly day: string;
  readonly isDryRun: boolean;
}

export interface Prepared {
  /** The files of the repository that have changed; copies of them in a dry run. */
  readonly changed: readonly string[];
  /** The file of the package, its bill and their checksums. */
  readonly made: readonly string[];
}

/** @throws UserError with every fault, before anything is written. */
export const prepare = async (asked: Asked): Promise<Prepared> => {
  const { root, version, isDryRun } = asked;
  const read = (name: string): string => readFileSync(join(root, name), 'utf8');
  const current: string = JSON.parse(read('package.json')).version;
  const faults = faultsOf({ root, changelog: read('CHANGELOG.md'), current }, version);
  if (faults.length > 0) throw new UserError(faults.join('\n'));
  const before = new Map(VERSIONED.map((name) => [name, read(name)]));
  const after = textsAfter(before, asked, current);
  if (isDryRun) {
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-release-'));
    mkdirSync(join(folder, 'docs'));
    const changed = write(folder, after);
    return { changed, made: await makeFiles(asked, join(folder, 'dist')) };
  }
  const changed = write(root, after);
  try {
    return { changed, made: await makeFiles(asked, join(root, 'dist')) };
  } catch (error) {
    write(root, before);
    throw error;
  }
};

/** The files that name the version. */
const VERSIONED = ['CHANGELOG.md', 'package.json', 'package-lock.json', 'docs/openapi.json'] as const;
type Texts = ReadonlyMap<(typeof VERSIONED)[number], string>;

const textsAfter = (before: Texts, { version, day }: Asked, current: string): Texts => {
  const text = (name: (typeof VERSIONED)[number]): string => before.get(name) ?? '';
  const withVersion = (json: string): string => json.replace(`"version": "${current}"`, `"version": "${version}"`);
  const lock = JSON.parse(text('package-lock.json'));
  const packages = { ...lock.packages, '': { ...lock.packages[''], version } };
  return new Map([
    ['CHANGELOG.md', withRelease(text('CHANGELOG.md'), version, day)],
    ['package.json', withVersion(text('package.json'))],
    ['package-lock.json', `${JSON.stringify({ ...lock, version, packages }, null, 2)}\n`],
    ['docs/openapi.json', withVersion(text('docs/openapi.json'))],
  ]);
};

const write = (folder: string, texts: Texts): readonly string[] =>
  [...texts].map(([name, text]) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  });
