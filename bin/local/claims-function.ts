// `CLAIMS=./claims.mjs`: the team's own function for claims, run in this process. The file is what Lambda runs: it exports `handler`.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ClaimsFunction } from '#domain/ports/tokens.ts';
import { UserError } from '../user-error.ts';

/** @throws UserError if the file cannot be loaded, or exports no `handler`. */
export const readClaimsFunction = async ({ CLAIMS: file }: NodeJS.ProcessEnv): Promise<ClaimsFunction | undefined> => {
  if (!file) return undefined;
  const { handler } = await load(resolve(file));
  if (typeof handler !== 'function') throw new UserError('CLAIMS must be a JavaScript file that exports "handler".');
  return {
    // In JSON both ways, as Lambda passes it.
    ask: async (request) => inJson(await handler(inJson(request))),
  };
};

const inJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value) ?? 'null');

const load = async (path: string): Promise<{ readonly handler?: unknown }> => {
  try {
    return await import(pathToFileURL(path).href);
  } catch (error) {
    throw new UserError(`CLAIMS cannot be loaded: ${error instanceof Error ? error.message : error}`);
  }
};
