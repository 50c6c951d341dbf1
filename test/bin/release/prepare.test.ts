// A release of a small repository: what it refuses, what it writes, and that it leaves nothing behind.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readArguments, USAGE } from '../../../bin/release/arguments.ts';
import { type Asked, prepare } from '../../../bin/release/prepare.ts';
import { renderSteps } from '../../../bin/release/steps.ts';
import { UserError } from '../../../bin/user-error.ts';

const CHANGELOG = '# Changelog\n\n## [Unreleased]\n\n### Fixed\n\n- A fault.\n\n## [0.1.0] - 2026-01-02\n\n- All.\n';
const PACKAGES = { zod: '4.6.7', jose: '6.2.17', 'aws-cdk-lib': '2.276.0', vitest: '5.1.1' };
const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

let root: string;
let folders: string[];

const git = (...words: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...words], {
    cwd: root,
    encoding: 'utf8',
  });
const put = (path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const commit = (): void => {
  git('add', '.');
  git('commit', '-qm', 'chore: begin');
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'latchkey-repository-'));
  folders = [root];
  put('.gitignore', 'node_modules/\ndist/\n');
  put('CHANGELOG.md', CHANGELOG);
  put('package.json', json({ name: 'latchkey', version: '0.1.0', dependencies: { other: '0.1.0' } }));
  const own = { name: 'latchkey', version: '0.1.0' };
  put('package-lock.json', json({ ...own, packages: { '': own, 'node_modules/other': { version: '0.1.0' } } }));
  put('docs/openapi.json', json({ openapi: '3.1.0', info: { title: 'Latchkey', version: '0.1.0' } }));
  for (const [name, version] of Object.entries(PACKAGES))
    put(`node_modules/${name}/package.json`, json({ name, version }));
  git('init', '-q', '-b', 'main');
  commit();
});
afterEach(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const makePackage: Asked['makePackage'] = async (folder, version) => {
  mkdirSync(folder, { recursive: true });
  const dependencies = { jose: '^6.2.17' };
  const peerDependencies = { 'aws-cdk-lib': '^2.276.0' };
  writeFileSync(join(folder, 'package.json'), json({ name: 'latchkey', version, dependencies, peerDependencies }));
  return ['lib/stack.ts', 'node_modules/zod/mini/index.js', 'node_modules/zod/core.js'];
};

/** npm's, of everything that is installed. */
const readBill: Asked['readBill'] = () => ({
  metadata: { component: { 'bom-ref': 'latchkey@0.1.0', name: 'folder', properties: [{ name: 'private' }] } },
  components: Object.entries(PACKAGES).map(([name, version]) => ({ 'bom-ref': `${name}@${version}`, name, version })),
  dependencies: [{ ref: 'zod@4.6.7', dependsOn: ['vitest@5.1.1'] }],
});

const ask = async (version: string, change: Partial<Asked> = {}) => {
  const asked = { root, version, day: '2026-03-04', isDryRun: false, makePackage, readBill, ...change };
  const prepared = await prepare(asked);
  if (asked.isDryRun) folders.push(dirname(prepared.changed[0] ?? ''));
  return prepared;
};

describe('a release', () => {
  it('sets the version wherever it is named, and nowhere else', async () => {
    await ask('0.1.1');
    expect(git('status', '--porcelain').match(/\S+$/gm)).toEqual([
      'CHANGELOG.md',
      'docs/openapi.json',
      'package-lock.json',
      'package.json',
    ]);
    expect(read('CHANGELOG.md')).toContain('## [Unreleased]\n\n## [0.1.1] - 2026-03-04\n\n### Fixed');
    expect(JSON.parse(read('package.json'))).toMatchObject({ version: '0.1.1', dependencies: { other: '0.1.0' } });
    expect(JSON.parse(read('package-lock.json'))).toMatchObject({
      version: '0.1.1',
      packages: { '': { version: '0.1.1' }, 'node_modules/other': { version: '0.1.0' } },
    });
    expect(JSON.parse(read('docs/openapi.json')).info.version).toBe('0.1.1');
    expect(git('log', '--oneline').trim().split('\n')).toHaveLength(1);
    expect(git('tag')).toBe('');
  });

  it('makes the file of the package, a bill of what is in it or installed with it, and checksums', async () => {
    const { made } = await ask('0.1.1');
    expect(made.map((path) => basename(path))).toEqual(['latchkey-0.1.1.tgz', 'latchkey-0.1.1.cdx.json', 'SHA256SUMS']);
    const [tarball = '', billFile = '', sums = ''] = made;
    const bill = JSON.parse(readFileSync(billFile, 'utf8'));
    expect(bill.metadata.component).toEqual({
      'bom-ref': 'latchkey@0.1.1',
      name: 'latchkey',
      version: '0.1.1',
      purl: 'pkg:npm/latchkey@0.1.1',
    });
    const scopes = bill.components.map((one: Record<string, string>) => [one['bom-ref'], one['scope']]);
    expect(scopes).toEqual([
      ['zod@4.6.7', 'required'],
      ['jose@6.2.17', 'required'],
      ['aws-cdk-lib@2.276.0', 'optional'],
    ]);
    expect(bill.dependencies).toEqual([
      { ref: 'latchkey@0.1.1', dependsOn: ['aws-cdk-lib@2.276.0', 'jose@6.2.17', 'zod@4.6.7'] },
      { ref: 'zod@4.6.7', dependsOn: [] },
    ]);
    const sum = createHash('sha256').update(readFileSync(tarball)).digest('hex');
    expect(readFileSync(sums, 'utf8')).toContain(`${sum}  latchkey-0.1.1.tgz\n`);
  });

  it('without effect writes into a temporary folder alone', async () => {
    const { changed, made } = await ask('0.1.1', { isDryRun: true });
    for (const path of [...changed, ...made]) {
      expect(path.startsWith(root)).toBe(false);
      expect(existsSync(path)).toBe(true);
    }
    expect(git('status', '--porcelain', '--ignored')).toBe('!! node_modules/\n');
  });

  it.each([
    ['the package', { makePackage: () => Promise.reject(new Error('no esbuild')) }, 'no esbuild'],
    ['the bill', { readBill: () => ({ ...readBill(), components: [] }) }, 'npm sbom does not know zod@4.6.7'],
  ])('that cannot make %s takes its changes back', async (_what, change, message) => {
    await expect(ask('0.1.1', change)).rejects.toThrow(message);
    expect(git('status', '--porcelain')).toBe('');
  });

  it('is refused with every fault at once, and what to do', async () => {
    git('tag', 'v0.3.0');
    git('switch', '-qc', 'feature');
    put('CHANGELOG.md', '# Changelog\n\n## [Unreleased]\n\n## [0.1.0] - 2026-01-02\n');
    const refused = ask('0.3.0');
    await expect(refused).rejects.toThrow(UserError);
    await expect(refused).rejects.toThrow(
      /Commit or stash them:\n M CHANGELOG.md\n.*git switch main.\n.*v0\.3\.0 exists.*\n.*write there what users can notice.\n.*take 0\.1\.1/,
    );
    expect(existsSync(join(root, 'dist'))).toBe(false);
  });
});

describe('the command line', () => {
  it('takes one version', () => {
    expect(readArguments(['0.2.0'])).toEqual({ version: '0.2.0', isDryRun: false, isHelp: false });
    expect(readArguments(['--dry-run', '0.2.0'])).toMatchObject({ version: '0.2.0', isDryRun: true });
    expect(readArguments(['--help'])).toMatchObject({ isHelp: true });
  });

  it('takes none where only the files are made', () => {
    expect(readArguments(['--files'])).toEqual({ version: '', isDryRun: false, isHelp: false });
  });

  it.each([[[]], [['0.2.0', '0.3.0']], [['0.2.0', '--publish']], [['--files', '0.2.0']], [['--files', '--dry-run']]])(
    '%j is answered with the usage',
    (words) => {
      expect(() => readArguments(words)).toThrow(USAGE);
    },
  );
});

it('says what is left to a person, with the version', () => {
  const steps = renderSteps('0.1.1', false);
  expect(steps).toContain('git tag -a v0.1.1');
  expect(steps).toContain('npm publish ./dist/release/latchkey-0.1.1.tgz --provenance');
  expect(renderSteps('0.1.1', true)).toContain(steps.slice(steps.indexOf('  1.')));
});
