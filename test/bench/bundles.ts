// Makes what the bench runs: the functions as they are deployed, and beside them handlers of others.
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import type { AnyFunctionName } from '#routes.ts';
import { bundleFunction } from '../../bin/bundle.ts';

const HERE = import.meta.dirname;

export interface Bundled {
  /** The file that is loaded first. */
  readonly file: string;
  /** All files, the first one among them. */
  readonly files: readonly string[];
  /** Of `file` and what it loads at once. */
  readonly startBytes: number;
  /** Of all files. */
  readonly bytes: number;
  readonly gzipBytes: number;
}

export const bundleOurs = async (name: AnyFunctionName, folder: string): Promise<Bundled> => {
  const { file, files, startBytes, bytes } = await bundleFunction(name, folder);
  return { file, files, startBytes, bytes, gzipBytes: gzipBytesOf(files) };
};

/** Of TypeScript that is not ours to deploy: a child of the bench, or a peer. As a careful team would: ESM, minified, for Node 24. */
export const bundleOther = async (source: string, folder: string): Promise<Bundled> => {
  const file = join(folder, `${source.replaceAll('/', '-')}.mjs`);
  await build({
    entryPoints: [join(HERE, `${source}.ts`)],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    mainFields: ['module', 'main'],
    minify: true,
    keepNames: true,
    logLevel: 'warning',
  });
  const { size } = statSync(file);
  return { file, files: [file], startBytes: size, bytes: size, gzipBytes: gzipBytesOf([file]) };
};

const gzipBytesOf = (files: readonly string[]): number =>
  files.reduce((sum, file) => sum + gzipSync(readFileSync(file), { level: 9 }).length, 0);

/** Changes with the code of any of the bundles, and with Node. */
export const keyOfBundles = (bundles: Readonly<Record<string, Bundled>>): string => {
  const hash = createHash('sha256').update(process.version);
  for (const [name, { files }] of Object.entries(bundles)) {
    hash.update(name);
    for (const file of files.toSorted()) hash.update(readFileSync(file));
  }
  return hash.digest('base64url');
};
