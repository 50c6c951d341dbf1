// Takes the place of source.ts in the package (bin/package.ts), which has the bundles already.
import { join } from 'node:path';
import type { AnyFunctionName } from '#routes.ts';

/** From the folder of the built file: the bundles are beside it. */
export const bundleOf = (name: AnyFunctionName): string => join(import.meta.dirname, '../bundles', name);
