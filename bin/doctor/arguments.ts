// Reads the command line of the doctor.
import { parseArgs } from 'node:util';
import { isE164, normaliseEmail } from '#domain/address.ts';
import type { Language } from './finding.ts';
import { misused } from './usage.ts';

export interface CommonOptions {
  /** `undefined`: the one that cdk.json names. */
  readonly stage: string | undefined;
  readonly isJson: boolean;
  readonly language: Language;
  /** `host` or `host:port` of the name server to ask; `undefined`: the machine's own. */
  readonly nameServer: string | undefined;
}

export type Command =
  | { readonly name: 'check'; readonly address: string | undefined }
  | { readonly name: 'trace' | 'suppress' | 'unsuppress'; readonly address: string }
  | { readonly name: 'redrive' }
  | { readonly name: 'send' | 'sendSms'; readonly to: string }
  | { readonly name: 'help' };

export interface Arguments {
  readonly command: Command;
  readonly options: CommonOptions;
}

/** By `LC_ALL`, `LC_MESSAGES` and `LANG`, in the order POSIX gives them. */
export const languageOf = (environment: NodeJS.ProcessEnv): Language => {
  const locale = environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || '';
  return locale.toLowerCase().startsWith('ko') ? 'ko' : 'en';
};

/** @throws UserError with the usage, for what it does not understand. */
export const readArguments = (words: readonly string[], environment: NodeJS.ProcessEnv): Arguments => {
  const { values, positionals } = parse(words);
  const language = values.lang ?? languageOf(environment);
  if (language !== 'ko' && language !== 'en') throw misused('--lang must be ko or en');
  const options: CommonOptions = {
    stage: values.stage,
    isJson: values.json,
    language,
    nameServer: values.dns ?? environment['LATCHKEY_DNS'],
  };
  return { command: values.help ? { name: 'help' } : readCommand(positionals, values), options };
};

const parse = (words: readonly string[]) => {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        stage: { type: 'string' },
        address: { type: 'string' },
        to: { type: 'string' },
        text: { type: 'string' },
        yes: { type: 'boolean', default: false },
        dns: { type: 'string' },
        lang: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw misused(error instanceof Error ? error.message : String(error));
  }
};

interface Values extends Test {
  readonly address?: string | undefined;
}

const readCommand = ([name = 'check', ...rest]: readonly string[], { address, ...test }: Values): Command => {
  const takesAddress = name === 'trace' || name === 'suppress' || name === 'unsuppress';
  if (rest.length > (takesAddress ? 1 : 0)) throw misused(`too many words after "${name}"`);
  if (address !== undefined && name !== 'check') throw misused('--address goes with the check alone');
  const stray = name === 'send' ? undefined : strayOf(test);
  if (stray !== undefined) throw misused(`${stray} goes with "send" alone`);
  if (takesAddress) return { name, address: readAddress(rest[0]) };
  if (name === 'check') return { name, address: address === undefined ? undefined : readEmail(address) };
  if (name === 'redrive') return { name };
  if (name === 'send') return readTest(test);
  throw misused(`there is no command "${name}"`);
};

/** The first option that is given and belongs to "send". */
const strayOf = ({ to, text, yes }: Test): string | undefined => {
  if (to !== undefined) return '--to';
  if (text !== undefined) return '--text';
  return yes ? '--yes' : undefined;
};

const readEmail = (text: string): string => {
  const address = normaliseEmail(text);
  if (address === undefined) throw misused('that is no email address');
  return address;
};

/** An email address, or a phone number in E.164. */
const readAddress = (text: string | undefined): string => {
  if (text === undefined) throw misused('an address is missing');
  return isE164(text) ? text : readEmail(text);
};

interface Test {
  readonly to?: string | undefined;
  readonly text?: string | undefined;
  readonly yes: boolean;
}

/** Which addresses may be written to, the configuration tells: `commands/send.ts`. */
const readTest = ({ to, text, yes }: Test): Command => {
  if (text === undefined) {
    if (to === undefined) throw misused('"send" needs --to or --text');
    if (yes) throw misused('--yes goes with --text alone');
    return { name: 'send', to: readEmail(to) };
  }
  if (to !== undefined) throw misused('--to and --text do not go together');
  if (!isE164(text)) throw misused('--text must be a phone number such as +821012345678');
  if (!yes) throw misused('--text sends a text that costs money and reaches a person: if it may, add --yes');
  return { name: 'sendSms', to: text };
};
