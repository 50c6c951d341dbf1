// Reads the command line of the importer.
import { readFileSync } from 'node:fs';
import { PROFILE_KEY } from '#domain/account/profile.ts';
import { AdminImportRequest } from '#schemas/admin/requests.ts';
import { parseFields } from '#schemas/field-errors.ts';
import { PLACE_OPTIONS, type PlaceOptions } from '../admin/place.ts';
import { languageOf } from '../doctor/arguments.ts';
import type { Language } from '../doctor/finding.ts';
import { parseWords } from '../parse-words.ts';
import { isSourceName, SOURCES, type SourceName } from './from/all.ts';
import { readHashConfig } from './from/firebase.ts';
import type { SourceOptions } from './from/source.ts';
import { misused } from './usage.ts';

export interface ImportOptions extends SourceOptions {
  readonly file: string;
  readonly from: SourceName;
  readonly place: PlaceOptions;
  readonly isDryRun: boolean;
  readonly isResumed: boolean;
  /** Accounts a second. */
  readonly rate: number | undefined;
  readonly dropsWeakPasswords: boolean;
  readonly reportFile: string;
  readonly showsAddresses: boolean;
  readonly reason: string;
  readonly isConfirmed: boolean;
}

export interface Arguments {
  /** `undefined`: the usage. */
  readonly options: ImportOptions | undefined;
  readonly language: Language;
  readonly isJson: boolean;
}

const parse = (words: readonly string[]) =>
  parseWords(
    words,
    {
      allowPositionals: true,
      options: {
        ...PLACE_OPTIONS,
        from: { type: 'string', default: 'latchkey' },
        'dry-run': { type: 'boolean', default: false },
        resume: { type: 'boolean', default: false },
        rate: { type: 'string' },
        profile: { type: 'string' },
        'all-verified': { type: 'boolean', default: false },
        'without-weak-passwords': { type: 'boolean', default: false },
        'hash-config': { type: 'string' },
        report: { type: 'string' },
        'show-addresses': { type: 'boolean', default: false },
        reason: { type: 'string' },
        yes: { type: 'boolean', default: false },
        lang: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    },
    misused,
  );

type Values = ReturnType<typeof parse>['values'];

/** @throws UserError with the usage, for a wrong command line. */
export const readArguments = (words: readonly string[], environment: NodeJS.ProcessEnv): Arguments => {
  const { values, positionals } = parse(words);
  const language = values.lang ?? languageOf(environment);
  if (language !== 'ko' && language !== 'en') throw misused('--lang must be ko or en');
  return { options: values.help ? undefined : optionsOf(positionals, values), language, isJson: values.json };
};

const optionsOf = ([file, ...more]: readonly string[], values: Values): ImportOptions => {
  const { from, reason } = values;
  const isDryRun = values['dry-run'];
  if (file === undefined) throw misused('the file is missing');
  if (more.length > 0) throw misused('one file at a time');
  if (!isSourceName(from)) throw misused(`--from must be one of ${Object.keys(SOURCES).join(', ')}`);
  if (!isDryRun && reason === undefined) throw misused('--reason is missing');
  const faultOfReason = faultIn(reason ?? DRY_RUN_REASON);
  if (faultOfReason !== undefined) throw misused(`--reason ${faultOfReason}`);
  if (isDryRun && values.resume) throw misused('--resume and --dry-run cannot be used together');
  const hashConfig = values['hash-config'];
  if (hashConfig !== undefined && from !== 'firebase') throw misused('--hash-config goes with --from firebase');
  return {
    file,
    from,
    place: values,
    isDryRun,
    isResumed: values.resume,
    rate: rateOf(values.rate),
    areAllVerified: values['all-verified'],
    dropsWeakPasswords: values['without-weak-passwords'],
    profileKeys: profileKeysOf(values.profile),
    hashConfig: hashConfig === undefined ? undefined : readHashConfig(readText(hashConfig)),
    reportFile: values.report ?? `${file}.report.ndjson`,
    showsAddresses: values['show-addresses'],
    reason: reason ?? DRY_RUN_REASON,
    isConfirmed: values.yes,
  };
};

const DRY_RUN_REASON = 'dry run of an import';

/** By the rules of the service, which would refuse every batch. */
const faultIn = (reason: string): string | undefined => {
  const users = [{ id: 'any', email: 'any@example.com', emailVerified: true }];
  const parsed = parseFields(AdminImportRequest, { users, reason });
  return parsed.ok ? undefined : parsed.errors.find(({ path }) => path === 'reason')?.message;
};

const rateOf = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,4}$/.test(text)) throw misused('--rate must be a number of accounts a second, such as 50');
  return Number(text);
};

const profileKeysOf = (text: string | undefined): readonly string[] | undefined => {
  if (text === undefined) return undefined;
  const keys = text === 'none' ? [] : text.split(',').map((key) => key.trim());
  if (keys.some((key) => !PROFILE_KEY.test(key))) throw misused('--profile must be keys such as name,city');
  return keys;
};

const readText = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw misused(`${file} cannot be read`);
  }
};
