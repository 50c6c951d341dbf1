// Reads the command line of the doctor.
import { parseWords } from '../parse-words.ts';
import { COMMANDS, type Given, MOVED, type Ready } from './commands/all.ts';
import type { Language } from './finding.ts';
import { misused, readEmail } from './usage.ts';

export interface CommonOptions {
  /** `undefined`: the stage that cdk.json names. */
  readonly stage: string | undefined;
  readonly isJson: boolean;
  readonly language: Language;
  /** `host` or `host:port` of the name server to ask; `undefined`: the machine's own. */
  readonly nameServer: string | undefined;
}

export type Command =
  | { readonly name: 'check'; readonly address: string | undefined }
  | { readonly name: 'help' }
  | { readonly name: 'before-deploy' }
  | { readonly name: 'other'; readonly ready: Ready };

export interface Arguments {
  readonly command: Command;
  readonly options: CommonOptions;
}

/** By `LC_ALL`, `LC_MESSAGES` and `LANG`, in the order POSIX gives them. */
export const languageOf = (environment: NodeJS.ProcessEnv): Language => {
  const locale = environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || '';
  return locale.toLowerCase().startsWith('ko') ? 'ko' : 'en';
};

/** @throws UserError with the usage, for a wrong command line. */
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

const parse = (words: readonly string[]) =>
  parseWords(
    words,
    {
      allowPositionals: true,
      options: {
        stage: { type: 'string' },
        address: { type: 'string' },
        to: { type: 'string' },
        text: { type: 'string' },
        'before-deploy': { type: 'boolean', default: false },
        yes: { type: 'boolean', default: false },
        since: { type: 'string' },
        dns: { type: 'string' },
        lang: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    },
    misused,
  );

interface Values extends Omit<Given, 'name' | 'words'> {
  readonly address?: string | undefined;
  readonly 'before-deploy': boolean;
}

const readCommand = ([name = 'check', ...words]: readonly string[], values: Values): Command => {
  const { address, 'before-deploy': isBefore, ...test } = values;
  const known = COMMANDS.find((command) => command.name === name);
  if (Object.hasOwn(MOVED, name)) throw misused(`"${name}" is now: npm run admin -- ${MOVED[name]}`);
  if (!known && name !== 'check') throw misused(`there is no command "${name}"`);
  if (address !== undefined && known) throw misused('--address cannot be used with a command');
  if (isBefore && (known || address !== undefined)) throw misused('--before-deploy is used alone');
  const stray = strayOf(name, test);
  if (stray !== undefined) throw misused(stray);
  if (known) return { name: 'other', ready: known.read({ ...test, name, words }) };
  if (words.length > 0) throw misused(`too many words after "${name}"`);
  if (isBefore) return { name: 'before-deploy' };
  return { name: 'check', address: address === undefined ? undefined : readEmail(address) };
};

/** Says whose the first option is that is given and belongs to another command. */
const strayOf = (name: string, { to, text, yes, since }: Omit<Given, 'name' | 'words'>): string | undefined => {
  if (name !== 'send' && to !== undefined) return '--to can only be used with "send"';
  if (name !== 'send' && text !== undefined) return '--text can only be used with "send"';
  if (name !== 'send' && name !== 'after-restore' && yes)
    return '--yes can only be used with "send" and "after-restore"';
  return name !== 'after-restore' && since !== undefined ? '--since can only be used with "after-restore"' : undefined;
};
