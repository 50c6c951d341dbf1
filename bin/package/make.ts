// Makes the package that other apps install: JavaScript with types, the bundles of the functions, and nothing else.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FUNCTIONS } from '#routes.ts';
import { ROOT } from '../../lib/bundling/options.ts';
import { bundleFunction } from '../bundle.ts';
import { buildEntries } from './entries.ts';
import { ENTRIES, manifestOf } from './manifest.ts';
import { typesOf } from './types.ts';

/** `version`: default is that of package.json. The files that went into it, as paths from the root of the project. */
export const makePackage = async (folder: string, version?: string): Promise<readonly string[]> => {
  const inFolder = (...parts: readonly string[]): string => join(folder, ...parts);
  rmSync(folder, { recursive: true, force: true });
  const inputs = new Set<string>();
  for (const name of FUNCTIONS)
    for (const path of (await bundleFunction(name, inFolder('bundles'))).inputs) inputs.add(path);
  const emitted = inFolder('emitted');
  execFileSync(process.execPath, [
    join(ROOT, 'node_modules/typescript/bin/tsc'),
    '-p',
    join(ROOT, 'bin/package'),
    '--outDir',
    emitted,
  ]);
  for (const format of ['esm', 'cjs'] as const) {
    mkdirSync(inFolder(format), { recursive: true });
    // The nearest one says how Node and TypeScript read the files of the folder.
    writeFileSync(
      inFolder(format, 'package.json'),
      `${JSON.stringify({ type: format === 'esm' ? 'module' : 'commonjs' })}\n`,
    );
    for (const path of await buildEntries(format, inFolder(format))) inputs.add(path);
    typesOf(Object.values(ENTRIES), emitted, inFolder(format, 'types'), format);
  }
  rmSync(emitted, { recursive: true });
  const own = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const manifest = manifestOf({ ...own, version: version ?? own.version });
  writeFileSync(inFolder('package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  for (const [from, to] of [
    ['LICENSE', 'LICENSE'],
    ['docs/third-party.md', 'THIRD-PARTY.md'],
  ] as const)
    cpSync(join(ROOT, from), inFolder(to));
  // What its links lead to is in the repository.
  const guide = readFileSync(join(ROOT, 'docs/construct.md'), 'utf8');
  const text = guide.replaceAll(/<!--.*-->\n\n/g, '').replaceAll(/\[([^\]]+)\]\([^)]+\)/g, '$1');
  writeFileSync(inFolder('README.md'), text);
  return [...inputs];
};
