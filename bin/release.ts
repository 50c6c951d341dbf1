// `npm run release -- <version>`: prepares a release, and says what a person still does. It commits, tags, pushes and publishes nothing.
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT } from '../lib/bundling/options.ts';
import { makePackage } from './package/make.ts';
import { readArguments, USAGE } from './release/arguments.ts';
import { makeFiles } from './release/files.ts';
import { readWholeBill } from './release/npm-bill.ts';
import { prepare } from './release/prepare.ts';
import { renderSteps } from './release/steps.ts';
import { UserError } from './user-error.ts';

const MAKERS = { root: ROOT, makePackage, readBill: readWholeBill };

const listed = (heading: string, paths: readonly string[]): string =>
  [heading, ...paths.map((path) => `  ${path.startsWith(ROOT) ? relative(ROOT, path) : path}`), ''].join('\n');

const release = async (version: string, isDryRun: boolean): Promise<string> => {
  if (version === '') {
    const { version: current } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    return listed('Made:', await makeFiles({ ...MAKERS, version: current }, join(ROOT, 'dist')));
  }
  const day = new Date().toISOString().slice(0, 10);
  const { changed, made } = await prepare({ ...MAKERS, version, day, isDryRun });
  return `${listed('Changed:', changed)}${listed('Made:', made)}\n${renderSteps(version, isDryRun)}`;
};

try {
  const { version, isDryRun, isHelp } = readArguments(process.argv.slice(2));
  process.stdout.write(isHelp ? `${USAGE}\n` : await release(version, isDryRun));
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
