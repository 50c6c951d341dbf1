// `npm run invoke <function> <event>`: runs one function's bundle, as it is deployed, on one sample event with Node alone.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type AnyFunctionName, FUNCTIONS } from '#routes.ts';
import { bundleFunction } from './bundle.ts';
import { UserError } from './user-error.ts';

/** In the form of `sam local invoke --env-vars`. Variables that are already set stay as they are. */
const ENVIRONMENT_FILE = join(import.meta.dirname, '../test/events/env.json');
const TIME_LIMIT_MILLISECONDS = 15_000;

type Handler = (event: unknown, context: object) => Promise<unknown>;

const USAGE = `Usage: npm run invoke <function> <event>
  <function>  ${FUNCTIONS.join(', ')}
  <event>     a JSON file, such as test/events/get-health.json`;

const readArguments = ([name, file]: readonly string[]): { readonly name: AnyFunctionName; readonly file: string } => {
  const known = FUNCTIONS.find((handler) => handler === name);
  if (!known || !file) throw new UserError(USAGE);
  return { name: known, file };
};

const readJson = (file: string) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UserError(`${file} cannot be read as JSON: ${error instanceof Error ? error.message : error}`);
  }
};

const setEnvironment = (): void => {
  const { Parameters } = readJson(ENVIRONMENT_FILE) as { readonly Parameters: Readonly<Record<string, string>> };
  for (const [name, value] of Object.entries(Parameters)) process.env[name] ??= value;
};

const lambdaContext = (name: AnyFunctionName) => {
  const endsAt = Date.now() + TIME_LIMIT_MILLISECONDS;
  return {
    functionName: name,
    awsRequestId: crypto.randomUUID(),
    getRemainingTimeInMillis: () => Math.max(0, endsAt - Date.now()),
  };
};

const load = async (name: AnyFunctionName): Promise<Handler> => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-invoke-'));
  // Not before the end: a bundle loads some of its files when it needs them.
  process.once('exit', () => rmSync(folder, { recursive: true }));
  const { file } = await bundleFunction(name, folder);
  return (await import(pathToFileURL(file).href)).handler;
};

/** Log lines go to standard error, so that standard output holds the result and nothing else. */
const withLogAside = async <Result>(work: () => Promise<Result>): Promise<Result> => {
  const write = process.stdout.write;
  process.stdout.write = process.stderr.write.bind(process.stderr) as typeof write;
  try {
    return await work();
  } finally {
    process.stdout.write = write;
  }
};

try {
  const { name, file } = readArguments(process.argv.slice(2));
  const event = readJson(file);
  setEnvironment();
  const handler = await load(name);
  const result = await withLogAside(() => handler(event, lambdaContext(name)));
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
