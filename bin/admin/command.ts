// What a command is: its words, its own options, and what it does.
import type { Report } from '../doctor/report.ts';
import type { Context } from './context.ts';
import { misused } from './usage.ts';

/** Options that only some commands take, with what `parseArgs` makes of them. */
export interface Values {
  readonly reason?: string | undefined;
  readonly 'dry-run': boolean;
  readonly yes: boolean;
}
export type OptionName = keyof Values;

export interface Given {
  /** After the name of the command. */
  readonly words: readonly string[];
  readonly values: Values;
}

/** A command with its arguments. */
export interface Ready {
  readonly run: (context: Context) => Promise<Report>;
}

interface Command<Argument> {
  readonly name: string;
  readonly options: readonly OptionName[];
  /** Says what is wrong by `misused`. */
  readonly takes: (given: Given) => Argument;
  readonly run: (context: Context, argument: Argument) => Promise<Report>;
}

export interface AnyCommand {
  readonly name: string;
  readonly options: readonly OptionName[];
  /** @throws UserError with the usage, for a wrong command line. */
  readonly read: (given: Given) => Ready;
}

export const command = <Argument>({ name, options, takes, run }: Command<Argument>): AnyCommand => ({
  name,
  options,
  read: (given) => {
    const argument = takes(given);
    return { run: (context) => run(context, argument) };
  },
});

const WHO = 'an email address, a phone number or an id is missing';

/** One word, no more. `missing`: what is said if it is not there. */
export const oneWord = ({ words }: Given, missing = WHO): string => {
  const [word, ...others] = words;
  if (!word) throw misused(missing);
  if (others.length > 0) throw misused('there are too many words');
  return word;
};
