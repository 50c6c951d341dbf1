// `npm run where <function> <place> …`: the place in the source of a place in a bundle, as a logged stack names it. The bundle is
// made again, so it must be run at the commit that is deployed.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { FUNCTIONS } from '#routes.ts';
import { ROOT } from '../lib/bundling/options.ts';
import { bundleFunction } from './bundle.ts';
import { UserError } from './user-error.ts';

const USAGE = `Usage: npm run where <function> <place> …
  <function>  ${FUNCTIONS.join(', ')}
  <place>     a file of the bundle, line and column, such as index.mjs:3:4711`;
const PLACE = /([\w-]+\.mjs):(\d+):(\d+)/;

const readArguments = ([name, ...words]: readonly string[]) => {
  const known = FUNCTIONS.find((handler) => handler === name);
  const places = words.flatMap((word) => placeOf(word) ?? []);
  if (!known || places.length === 0) throw new UserError(USAGE);
  return { name: known, places };
};

const placeOf = (text: string) => {
  const [, file, line, column] = PLACE.exec(text) ?? [];
  return file === undefined ? undefined : { file, line: Number(line), column: Number(column) };
};

const folder = mkdtempSync(join(tmpdir(), 'latchkey-where-'));
try {
  const { name, places } = readArguments(process.argv.slice(2));
  const { file: entry } = await bundleFunction(name, folder, true);
  for (const { file, line, column } of places) {
    const map = join(dirname(entry), `${file}.map`);
    if (!existsSync(map)) throw new UserError(`The bundle of ${name} has no ${file} at this commit.`);
    const found = new SourceMap(JSON.parse(readFileSync(map, 'utf8'))).findOrigin(line, column);
    if (!('fileName' in found)) throw new UserError(`${file}:${line}:${column} is no place in the bundle of ${name}.`);
    const source = relative(ROOT, resolve(dirname(map), found.fileName));
    process.stdout.write(`${file}:${line}:${column} ${source}:${found.lineNumber}\n`);
  }
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}
