// Runs the two linters on a document, as a program of their own, and reads what they find.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Finding, placeOf } from './judge.ts';

const PACKAGES = join(import.meta.dirname, 'node_modules');
const DOCUMENT = join(import.meta.dirname, '../../docs/openapi.json');

/** They tell nobody that they run, and look for no newer version. */
const QUIET = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };

/** What the program writes as JSON. */
const run = (program: string, argumentsFor: (document: string) => readonly string[], document: object): unknown => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-openapi-'));
  try {
    const file = join(folder, 'openapi.json');
    writeFileSync(file, JSON.stringify(document));
    const { error, stdout, stderr } = spawnSync(process.execPath, [join(PACKAGES, program), ...argumentsFor(file)], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      env: { ...process.env, ...QUIET },
    });
    if (error || !stdout.trim()) throw new Error(`${program} did not run: ${error?.message ?? stderr}`);
    return JSON.parse(stdout);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const keyOf = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~');

export const askRedocly = (document: object): readonly Finding[] => {
  const config = join(import.meta.dirname, 'redocly.yaml');
  const options = ['--config', config, '--format', 'json', '--max-problems', '10000'];
  const report = run('@redocly/cli/bin/cli.js', (file) => ['lint', file, ...options], document) as {
    readonly problems: readonly {
      readonly ruleId: string;
      readonly location: readonly { readonly pointer?: string }[];
    }[];
  };
  return report.problems.map(({ ruleId, location }) => ({
    rule: ruleId,
    place: placeOf((location[0]?.pointer ?? '').split('/').slice(1).map(keyOf)),
  }));
};

export const askSpectral = (document: object): readonly Finding[] => {
  const ruleset = join(import.meta.dirname, 'spectral.json');
  const options = ['--ruleset', ruleset, '--format', 'json', '--quiet'];
  const report = run(
    '@stoplight/spectral-cli/dist/index.js',
    (file) => ['lint', file, ...options],
    document,
  ) as readonly {
    readonly code: string;
    readonly path: readonly (string | number)[];
  }[];
  return report.map(({ code, path }) => ({ rule: code, place: placeOf(path.map(String)) }));
};

/** A copy of docs/openapi.json, to be spoiled. */
export const readDocument = () => JSON.parse(readFileSync(DOCUMENT, 'utf8'));
