// Reads the words of a command line.
import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { UserError } from './user-error.ts';

/** `misused`: the error for a wrong option or a word too many, made from what Node says about it. */
export const parseWords = <const Config extends ParseArgsConfig>(
  words: readonly string[],
  config: Config,
  misused: (why: string) => UserError,
) => {
  try {
    return parseArgs({ ...config, args: [...words] });
  } catch (error) {
    throw misused(error instanceof Error ? error.message : String(error));
  }
};
