// The bundles of the functions, made from the sources beside this file. esbuild takes plugins only through its asynchronous API, and
// a construct cannot wait, so one Node of its own bundles all functions before the first is asked for.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { AnyFunctionName } from '#routes.ts';
import { makeFolder } from './folder.ts';
import { ROOT } from './options.ts';

/** The folder of all bundles. */
const bundleAll = (): string => {
  const made = makeFolder();
  const words = ['--import', join(ROOT, 'bin/text-imports.ts'), join(ROOT, 'bin/bundle.ts'), made];
  execFileSync(process.execPath, words, { stdio: ['ignore', 'ignore', 'inherit'] });
  return made;
};

let bundles: string | undefined;

/** `isNeeded`: otherwise any folder will do, as for `cdk list` and the tests of the template. */
export const bundleOf = (name: AnyFunctionName, isNeeded: boolean): string => {
  if (!isNeeded) return join(ROOT, 'functions/handlers');
  bundles ??= bundleAll();
  return join(bundles, name);
};
