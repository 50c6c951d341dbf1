// The sub-commands of the doctor. A new one needs a line here, and a line in both usages.
import { isE164 } from '#domain/address.ts';
import type { Context } from '../context.ts';
import type { Report } from '../report.ts';
import { misused, readEmail } from '../usage.ts';
import { type AfterRestore, afterRestore } from './after-restore.ts';
import { deliveryTimes } from './delivery-times.ts';
import { redrive } from './redrive.ts';
import { sendTest } from './send.ts';
import { sendTestSms } from './send-sms.ts';

/** What the command line holds besides the options of every command. */
export interface Given {
  readonly name: string;
  /** After the name. */
  readonly words: readonly string[];
  readonly to?: string | undefined;
  readonly text?: string | undefined;
  readonly yes: boolean;
  readonly since?: string | undefined;
}

/** A command with its arguments. */
export interface Ready {
  readonly name: string;
  readonly argument: unknown;
  readonly run: (context: Context) => Promise<Report>;
}

interface Command<Argument> {
  readonly name: string;
  /** @throws UserError with the usage, for a wrong command line. */
  readonly takes: (given: Given) => Argument;
  readonly run: (context: Context, argument: Argument) => Promise<Report>;
}

const command = <Argument>({ name, takes, run }: Command<Argument>) => ({
  name,
  read: (given: Given): Ready => {
    const argument = takes(given);
    return { name, argument, run: (context) => run(context, argument) };
  },
});

const atMost = (count: number, { name, words }: Given): void => {
  if (words.length > count) throw misused(`too many words after "${name}"`);
};

const nothing = (given: Given): void => atMost(0, given);

/** Which addresses are allowed depends on the configuration: see `send.ts`. */
const oneTest = (given: Given): { readonly channel: 'email' | 'sms'; readonly to: string } => {
  atMost(0, given);
  const { to, text, yes } = given;
  if (text === undefined) {
    if (to === undefined) throw misused('"send" needs --to or --text');
    if (yes) throw misused('--yes can only be used with --text');
    return { channel: 'email', to: readEmail(to) };
  }
  if (to !== undefined) throw misused('--to and --text cannot be used together');
  if (!isE164(text)) throw misused('--text must be a phone number such as +821012345678');
  if (!yes) throw misused('--text sends an SMS that costs money and reaches a person: to confirm, add --yes');
  return { channel: 'sms', to: text };
};

const theRestore = (given: Given): AfterRestore => {
  atMost(0, given);
  const since = given.since === undefined ? undefined : Date.parse(given.since);
  if (Number.isNaN(since)) throw misused('--since must be a time such as 2026-01-31T09:00:00Z');
  return { since, isConfirmed: given.yes };
};

/** What `npm run admin` does now: it needs no right to the tables, and leaves a row of each act. */
export const MOVED: Readonly<Record<string, string>> = {
  trace: 'explain',
  suppress: 'suppress',
  unsuppress: 'unsuppress',
};

export const COMMANDS = [
  command({ name: 'delivery-times', takes: nothing, run: deliveryTimes }),
  command({ name: 'redrive', takes: nothing, run: redrive }),
  command({ name: 'after-restore', takes: theRestore, run: afterRestore }),
  command({
    name: 'send',
    takes: oneTest,
    run: (context, { channel, to }) => (channel === 'sms' ? sendTestSms(context, to) : sendTest(context, to)),
  }),
];
