// Makes what the browser gets of the pages: all scripts as one, and the style, both without what only their authors need.
import { join } from 'node:path';
import { build } from 'esbuild';

const FOLDER = join(import.meta.dirname, '..', '..', 'templates', 'pages');
export const BUILT_FOLDER = join(FOLDER, 'built');

/** The built files by their names. The same sources and the same esbuild, which is pinned, give the same text anywhere. */
export const buildPages = async (): Promise<ReadonlyMap<string, string>> =>
  new Map(await Promise.all(['pages.client.js', 'pages.css'].map(async (name) => [name, await bundle(name)] as const)));

const bundle = async (name: string): Promise<string> => {
  const { outputFiles } = await build({
    entryPoints: [name],
    absWorkingDir: FOLDER,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    // Nobody's settings for other code may change what is served.
    tsconfigRaw: {},
    write: false,
    logLevel: 'warning',
  });
  const [file] = outputFiles;
  if (!file) throw new Error(`esbuild made nothing of ${name}`);
  return file.text;
};
