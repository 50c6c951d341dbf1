// What a command is: its words, its own options, and what it does.
import type { Report } from '../doctor/report.ts';
import type { Context } from './context.ts';
import { misused } from './usage.ts';

/** Options that only some commands take, as `parseArgs` reads them. */
export const OWN_OPTIONS = {
  reason: { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
  yes: { type: 'boolean', default: false },
  state: { type: 'string' },
  limit: { type: 'string' },
  cursor: { type: 'string' },
  out: { type: 'string' },
  locale: { type: 'string' },
  profile: { type: 'string' },
  metadata: { type: 'string' },
  mail: { type: 'string' },
  endpoint: { type: 'string' },
  'old-mailbox-lost': { type: 'boolean', default: false },
} as const;
export type OptionName = keyof typeof OWN_OPTIONS;

/** What it makes of them. */
export interface Values {
  readonly reason?: string | undefined;
  readonly 'dry-run': boolean;
  readonly yes: boolean;
  readonly state?: string | undefined;
  readonly limit?: string | undefined;
  readonly cursor?: string | undefined;
  readonly out?: string | undefined;
  readonly locale?: string | undefined;
  readonly profile?: string | undefined;
  readonly metadata?: string | undefined;
  readonly mail?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly 'old-mailbox-lost': boolean;
}

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
  readonly options?: readonly OptionName[];
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

/** A command that changes nothing. */
export const command = <Argument>({ name, options = [], takes, run }: Command<Argument>): AnyCommand => ({
  name,
  options: ['reason', ...options],
  read: (given) => {
    const argument = takes(given);
    return { run: (context) => run(context, argument) };
  },
});

/** A command that changes something, so it says why. */
export const actCommand = <Argument>(act: Command<Argument>): AnyCommand =>
  command({
    ...act,
    options: ['dry-run', ...(act.options ?? [])],
    takes: (given) => {
      if (!given.values.reason) throw misused(`"${act.name}" needs --reason`);
      return act.takes(given);
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

/** Two words, no more. `missing`: what is said if the second is not there. */
export const twoWords = ({ words, values }: Given, missing: string): readonly [string, string] => {
  const [first = '', ...others] = words;
  return [oneWord({ words: first ? [first] : [], values }), oneWord({ words: others, values }, missing)];
};
