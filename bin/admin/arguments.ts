// Reads the command line.
import { languageOf } from '../doctor/arguments.ts';
import type { Language } from '../doctor/finding.ts';
import { parseWords } from '../parse-words.ts';
import { type AnyCommand, type OptionName, OWN_OPTIONS, type Ready, type Values } from './command.ts';
import { COMMANDS } from './commands/all.ts';
import { PLACE_OPTIONS, type PlaceOptions } from './place.ts';
import { misused } from './usage.ts';

export interface Arguments {
  /** `undefined`: the usage. */
  readonly ready: Ready | undefined;
  readonly place: PlaceOptions;
  readonly isJson: boolean;
  readonly language: Language;
  readonly values: Values;
}

/** The next line of the standard input; `undefined` at its end. */
export type NextLine = () => Promise<string | undefined>;

const parse = (words: readonly string[]) =>
  parseWords(
    words,
    {
      allowPositionals: true,
      options: {
        ...PLACE_OPTIONS,
        ...OWN_OPTIONS,
        lang: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    },
    misused,
  );

/** Of `--lang`, also on a command line that is wrong, or of the environment. */
export const languageIn = (words: readonly string[], environment: NodeJS.ProcessEnv): Language => {
  const asked = /(?:^|\n)--lang[=\n](ko|en)(?:\n|$)/.exec(words.join('\n'))?.[1];
  if (asked === 'ko' || asked === 'en') return asked;
  return languageOf(environment);
};

/** @throws UserError with the usage, for a wrong command line. */
export const readArguments = async (
  words: readonly string[],
  environment: NodeJS.ProcessEnv,
  nextLine: NextLine,
): Promise<Arguments> => {
  const { values, positionals } = parse(words);
  const { lang } = values;
  if (lang !== undefined && lang !== 'ko' && lang !== 'en') throw misused('--lang must be ko or en');
  const [name, ...given] = positionals;
  const isHelp = values.help || name === 'help';
  return {
    ready: isHelp ? undefined : await readCommand(name, given, values, nextLine),
    place: values,
    isJson: values.json,
    language: lang ?? languageOf(environment),
    values,
  };
};

const readCommand = async (
  name: string | undefined,
  given: readonly string[],
  values: Values,
  nextLine: NextLine,
): Promise<Ready> => {
  if (name === undefined) throw misused('a command is missing');
  const known = COMMANDS.find((command) => command.name === name);
  if (!known) throw misused(`there is no command "${name}"`);
  const stray = strayOf(known, values);
  if (stray !== undefined) throw misused(`--${stray} cannot be used with "${name}"`);
  return known.read({ words: await fillIn(given, nextLine), values });
};

/** An option that is given and belongs to other commands. */
const strayOf = ({ options }: AnyCommand, values: Values): string | undefined =>
  (Object.keys(OWN_OPTIONS) as OptionName[]).find((name) => Boolean(values[name]) && !options.includes(name));

const fillIn = async (words: readonly string[], nextLine: NextLine): Promise<readonly string[]> => {
  const filled: string[] = [];
  for (const word of words) {
    const line = word === '-' ? (await nextLine())?.trim() : word;
    if (!line) throw misused('the standard input has no line for "-"');
    filled.push(line);
  }
  return filled;
};
