// Reads the command line of a release.
import { parseWords } from '../parse-words.ts';
import { UserError } from '../user-error.ts';

export const USAGE = `Usage: npm run release -- <version> [--dry-run]   prepares a release, and publishes nothing
       npm run release -- --files                 in CI, on the tag: makes the files of the version of package.json
  --dry-run   writes into a temporary folder alone
  --help      this text
It wants main without changes. It moves "[Unreleased]" of CHANGELOG.md under the version, sets the version, makes the
package in dist/, and its file, bill of materials and checksums in dist/release/. Then it says what is left to do.
A line of the change log that begins with "**Breaking:**", or a part "Removed", asks for a minor version before 1.0 and
for a major one after.`;

export interface Arguments {
  /** Empty: only the files, of the version of now. */
  readonly version: string;
  readonly isDryRun: boolean;
  readonly isHelp: boolean;
}

/** @throws UserError with the usage, for a wrong command line. */
export const readArguments = (words: readonly string[]): Arguments => {
  const { values, positionals } = parse(words);
  const [version = '', ...more] = positionals;
  if (values.files && (version !== '' || values['dry-run']))
    throw misused('--files takes neither a version nor --dry-run.');
  if (!values.help && !values.files && (version === '' || more.length > 0)) throw misused('One version is needed.');
  return { version, isDryRun: values['dry-run'], isHelp: values.help };
};

const parse = (words: readonly string[]) =>
  parseWords(
    words,
    {
      allowPositionals: true,
      options: {
        files: { type: 'boolean', default: false },
        'dry-run': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    },
    misused,
  );

const misused = (why: string): UserError => new UserError(`${why}\n\n${USAGE}`);
