// Makes what the bench runs: the functions as they are deployed, and beside them handlers of others.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import type { AnyFunctionName } from '#routes.ts';
import { bundleFunction } from '../../bin/bundle.ts';

const HERE = import.meta.dirname;

export interface Bundled {
  readonly file: string;
  readonly bytes: number;
  readonly gzipBytes: number;
}

const measured = (file: string): Bundled => {
  const code = readFileSync(file);
  return { file, bytes: code.length, gzipBytes: gzipSync(code, { level: 9 }).length };
};

export const bundleOurs = async (name: AnyFunctionName, folder: string): Promise<Bundled> =>
  measured((await bundleFunction(name, folder)).file);

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
  return measured(file);
};
