// Reads the command line of the preview.
import { parseWords } from '../parse-words.ts';
import { UserError } from '../user-error.ts';

export interface Arguments {
  /** A file to write instead of serving; `-` is standard output. */
  readonly out: string | undefined;
  /** `undefined`: the stage that cdk.json names. */
  readonly stage: string | undefined;
  /** 0: a free one. */
  readonly port: number;
  readonly opensBrowser: boolean;
}

const USAGE = `Usage: npm run preview [-- <options>]
  --stage <name>  whose brand; default: the stage of cdk.json
  --out <file>    writes one HTML file instead of serving; - is standard output
  --no-open       does not open a browser
  PREVIEW_PORT    default: a free one`;

/** @throws UserError with the usage, for a wrong command line. */
export const readArguments = (words: readonly string[], environment: NodeJS.ProcessEnv): Arguments => {
  const { out, stage, 'no-open': staysClosed } = parse(words);
  return { out, stage, port: readPort(environment['PREVIEW_PORT']), opensBrowser: !staysClosed };
};

const parse = (words: readonly string[]) =>
  parseWords(
    words,
    {
      options: { out: { type: 'string' }, stage: { type: 'string' }, 'no-open': { type: 'boolean', default: false } },
    },
    () => new UserError(USAGE),
  ).values;

const readPort = (text: string | undefined): number => {
  const port = Number(text || '0');
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new UserError('PREVIEW_PORT must be a port from 0 to 65535.');
  }
  return port;
};
