// Reads the command line of the calibration.
import { parseWords } from '../parse-words.ts';
import { UserError } from '../user-error.ts';

export interface Arguments {
  /** How long one hash may take. */
  readonly targetMilliseconds: number;
  /** Hashes of each setting, of which the median counts. */
  readonly runs: number;
  readonly isJson: boolean;
  readonly isHelp: boolean;
}

export const USAGE = `Usage: npm run calibrate [-- <options>]   how long a password hash takes on this machine, and which to choose
  --target <ms>   how long one hash may take; default: 250
  --runs <n>      hashes of each setting, of which the median counts; default: 9
  --json          for scripts
  --help          this text
The settings begin with OWASP's minima for argon2id, which are as strong as one another; none is weaker.
It recommends the setting with the most work that stays below the target, as the key "passwordHash" of a stage in cdk.json.
Lambda gives a function with 1,769 MB one whole core. It may be slower than yours: after a deployment npm run doctor
says how long a hash takes there.
Exit code: 0 a setting is recommended, 1 none is fast enough, 2 the command line is wrong.`;

/** @throws UserError with the usage, for a wrong command line. */
export const readArguments = (words: readonly string[]): Arguments => {
  const { target, runs, json, help } = parse(words);
  return {
    targetMilliseconds: readNumber('--target', target, 10_000),
    runs: readNumber('--runs', runs, 1000),
    isJson: json,
    isHelp: help,
  };
};

const parse = (words: readonly string[]) =>
  parseWords(
    words,
    {
      options: {
        target: { type: 'string', default: '250' },
        runs: { type: 'string', default: '9' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    },
    misused,
  ).values;

const readNumber = (option: string, text: string, maximum: number): number => {
  const number = Number(text);
  if (text.trim() !== '' && Number.isInteger(number) && number >= 1 && number <= maximum) return number;
  throw misused(`${option} must be a whole number from 1 to ${maximum}`);
};

const misused = (why: string): UserError => new UserError(`${why}\n\n${USAGE}`);
