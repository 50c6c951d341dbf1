// How every function is bundled: for the stack, for `npm run invoke` and for the tests of the bundles.
import { join } from 'node:path';
import type { BuildOptions } from 'esbuild';

export const ROOT = join(import.meta.dirname, '../..');

/** The file esbuild starts from. */
export const entryOf = (handler: string): string => join(ROOT, 'functions', 'handlers', `${handler}.ts`);

/**
 * What the SDK would import in a case that no function has: event streams, and the user agent of a browser. They are left out,
 * so such an import would fail.
 */
export const NOT_BUNDLED = ['@smithy/core/event-streams', 'bowser'];

/**
 * `splitting`: what a handler imports dynamically stays in a file of its own, which is read when it is asked for. The SDK is
 * bundled, so that the SDK that was tested is the one that runs.
 */
export const OPTIONS = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  splitting: true,
  external: NOT_BUNDLED,
  mainFields: ['module', 'main'],
  target: 'node24',
  minify: true,
  outExtension: { '.js': '.mjs' },
  absWorkingDir: ROOT,
  metafile: true,
  logLevel: 'warning',
} satisfies BuildOptions;
