// Makes the package that other apps install, in dist/: JavaScript with types, the bundles of the functions, and nothing else.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FUNCTIONS } from '#routes.ts';
import { ROOT } from '../lib/bundling/options.ts';
import { bundleFunction } from './bundle.ts';
import { buildEntries } from './package/entries.ts';
import { ENTRIES, manifestOf } from './package/manifest.ts';
import { typesOf } from './package/types.ts';

const DIST = join(ROOT, 'dist');
const inDist = (...parts: readonly string[]): string => join(DIST, ...parts);

rmSync(DIST, { recursive: true, force: true });
for (const name of FUNCTIONS) await bundleFunction(name, inDist('bundles'));
const emitted = inDist('emitted');
execFileSync(process.execPath, [
  join(ROOT, 'node_modules/typescript/bin/tsc'),
  '-p',
  join(ROOT, 'bin/package'),
  '--outDir',
  emitted,
]);
for (const format of ['esm', 'cjs'] as const) {
  mkdirSync(inDist(format), { recursive: true });
  // The nearest one says how Node and TypeScript read the files of the folder.
  writeFileSync(
    inDist(format, 'package.json'),
    `${JSON.stringify({ type: format === 'esm' ? 'module' : 'commonjs' })}\n`,
  );
  await buildEntries(format, inDist(format));
  typesOf(Object.values(ENTRIES), emitted, inDist(format, 'types'), format);
}
rmSync(emitted, { recursive: true });
const own = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
writeFileSync(inDist('package.json'), `${JSON.stringify(manifestOf(own), null, 2)}\n`);
for (const [from, to] of [
  ['LICENSE', 'LICENSE'],
  ['docs/third-party.md', 'THIRD-PARTY.md'],
] as const)
  cpSync(join(ROOT, from), inDist(to));
// What its links lead to is in the repository.
const guide = readFileSync(join(ROOT, 'docs/construct.md'), 'utf8');
writeFileSync(inDist('README.md'), guide.replaceAll(/<!--.*-->\n\n/g, '').replaceAll(/\[([^\]]+)\]\([^)]+\)/g, '$1'));
