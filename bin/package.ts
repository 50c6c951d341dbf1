// `npm run package`: the package that other apps install, in dist/.
import { join } from 'node:path';
import { ROOT } from '../lib/bundling/options.ts';
import { makePackage } from './package/make.ts';

await makePackage(join(ROOT, 'dist'));
