// Builds the scripts and the style of the pages. Each page loads one minified script; what only some need is a file of its own.
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { contentHash } from '#pages/content-hash.ts';

const FOLDER = join(import.meta.dirname, '..', '..', 'templates', 'pages');
export const BUILT_FOLDER = join(FOLDER, 'built');
const ENTRIES = [
  ...['scripts/pages.client.js', 'scripts/human.client.js', 'pages.css'],
  ...['scripts/account/account.client.js', 'scripts/account/account-consents.client.js'],
  ...['security', 'passkeys', 'second-factor'].map((name) => `scripts/factors/${name}.client.js`),
];

/** The oldest browsers that the pages work in; Samsung Internet 18 is Chromium 99. They decide on syntax alone: what the browsers must not lack besides is in test/pages/browsers.test.ts. */
const OLDEST_BROWSERS = ['chrome99', 'safari15', 'ios15'];

/**
 * The built files by name, with the hash of each: a page names its files, and need not read them. The result is the same on
 * every machine, since esbuild is pinned.
 */
export const buildPages = async (): Promise<ReadonlyMap<string, string>> => {
  const files = await Promise.all(ENTRIES.map(async (name) => [basename(name), await bundle(name)] as const));
  const hashes = Object.fromEntries(files.map(([name, text]) => [name, contentHash(text)]));
  return new Map([...files, ['hashes.json', `${JSON.stringify(hashes, undefined, 2)}\n`]]);
};

const bundle = async (name: string): Promise<string> => {
  const { outputFiles } = await build({
    entryPoints: [name],
    absWorkingDir: FOLDER,
    bundle: true,
    minify: true,
    format: 'esm',
    target: OLDEST_BROWSERS,
    charset: 'utf8',
    legalComments: 'none',
    // Settings for other code, such as a tsconfig.json, must not change what is served.
    tsconfigRaw: {},
    write: false,
    logLevel: 'warning',
  });
  const [file] = outputFiles;
  if (!file) throw new Error(`esbuild made nothing of ${name}`);
  return file.text;
};
