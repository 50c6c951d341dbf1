// What a function loads late, bundled by itself. esbuild puts each module that a late file shares with the start into one more
// file, which the start then reads, too: 2 ms of 40. So this part has its own copies of the few modules it needs.
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { ROOT } from './options.ts';

/** Asks the function of a team for claims. */
const FILE = './lambda.ts';
const IMPORTER = join(ROOT, 'functions/runtime/aws/claims/claims.ts');

/** The name of its file in a bundle, without extension. */
export const APART = 'claims';
export const APART_ENTRY = join(IMPORTER, '..', FILE);
export const APART_PATH = `./${APART}.mjs`;

export const apart: Plugin = {
  name: 'apart',
  setup: (build) => {
    build.onResolve({ filter: /^\.\/lambda\.ts$/ }, ({ importer }) =>
      importer === IMPORTER ? { path: APART_PATH, external: true } : undefined,
    );
  },
};
