// An account as another service exported it, and what is taken over of it.
import { createHash } from 'node:crypto';
import { isE164, normaliseEmail } from '../address.ts';
import { NO_ACCOUNT } from '../audit/audit.ts';
import { accept, type FieldError, type Outcome, refuse } from '../errors.ts';
import { type Locale, spokenLocale } from '../locale.ts';
import { UNKNOWN } from '../network.ts';
import type { Settings } from '../settings.ts';
import { CHANGES_KEPT, type Consent, type ConsentsHeld } from './consents.ts';
import { type HashRefusalReason, readHash } from './foreign-hash.ts';
import { readMetadata } from './metadata.ts';
import { checkImportedProfile } from './profile-fields.ts';
import type { Profile, User } from './user.ts';

/** What a person said to one consent, elsewhere. */
export interface ImportedConsent {
  readonly key: string;
  readonly version: string;
  readonly granted: boolean;
  /** ISO 8601 with a time zone. */
  readonly at: string;
  /** Default: the language of the account. */
  readonly locale?: Locale;
  /** From where, with its last part hidden: `203.0.113.*`. Default: unknown. */
  readonly network?: string;
}

export interface ImportedAccount {
  /** Kept, so that what other systems store by it stays right. The same account has the same one in every run. */
  readonly id: string;
  readonly email: string;
  /** Whether the person has shown that the mailbox is theirs. If not, the password is not taken over. */
  readonly emailVerified: boolean;
  /** In a form that `readHash` knows. */
  readonly passwordHash?: string;
  /** E.164. Taken over only if it is verified. */
  readonly phone?: string;
  readonly phoneVerified?: boolean;
  readonly locale?: Locale;
  readonly profile?: Profile;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly consents?: readonly ImportedConsent[];
  /** ISO 8601 with a time zone. Default: now. */
  readonly createdAt?: string;
  /** The account cannot be used until an administrator enables it. */
  readonly disabled?: boolean;
}

/** Everything of the new row that the file decides. The rest is of the service: epoch, floor, act. */
export type TakenOver = ConsentsHeld &
  Pick<User, 'id' | 'email' | 'passwordHash' | 'emailVerifiedAt' | 'phone' | 'phoneVerifiedAt'> &
  Pick<User, 'locale' | 'profile' | 'metadata' | 'disabled' | 'createdAt'> & { readonly importDigest: string };

/** What the reading of an account depends on. */
export interface ImportRules {
  readonly settings: Pick<Settings, 'languages' | 'profileFields'>;
  /** Epoch milliseconds. */
  readonly now: number;
}

const HASH_FAULTS: Readonly<Record<HashRefusalReason, string>> = {
  weak: 'is too weak: a stolen one is as good as the password. Leave it out, and the person sets a new password',
  too_expensive: 'takes more memory or time than a log-in may take. Leave it out, and the person sets a new password',
  unreadable: 'has no form that this service knows',
};

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/;

/** Epoch milliseconds; `undefined` for what is no moment, or is to come. */
const readMoment = (text: string, now: number): number | undefined => {
  const at = MOMENT.test(text) ? Date.parse(text) : Number.NaN;
  return at >= 0 && at <= now ? at : undefined;
};

const NO_MOMENT = 'must be a time of the past with its zone, such as 2024-05-01T09:30:00Z';

/** All faults at once, without any value. */
export const takeOver = (account: ImportedAccount, rules: ImportRules): Outcome<TakenOver> => {
  const { settings, now } = rules;
  const email = normaliseEmail(account.email);
  const createdAt = account.createdAt === undefined ? now : readMoment(account.createdAt, now);
  const locale = spokenLocale(settings.languages, account.locale);
  const errors = [...faultsOf(account, rules), ...faultsOfConsents(account.consents ?? [], now)];
  if (email === undefined || createdAt === undefined || errors.length > 0) {
    const plain = [
      ...(email === undefined ? [{ path: 'email', message: 'must be an email address' }] : []),
      ...(createdAt === undefined ? [{ path: 'createdAt', message: NO_MOMENT }] : []),
    ];
    return refuse('invalid_request', { errors: [...plain, ...errors] });
  }
  const { id, emailVerified, phone, metadata, disabled } = account;
  const hash = passwordOf(account);
  return accept({
    id,
    email,
    ...(emailVerified && { emailVerifiedAt: createdAt }),
    ...(hash?.ok && { passwordHash: hash.stored }),
    ...(phone !== undefined && account.phoneVerified && { phone, phoneVerifiedAt: createdAt }),
    locale,
    profile: account.profile ?? {},
    ...(metadata && { metadata }),
    ...consentsHeld(account.consents ?? [], locale),
    ...(disabled && { disabled: { at: now } }),
    createdAt,
    importDigest: digestOf(account, email),
  });
};

/** Not of an address that was never proven: whoever signed up with it would get in with the password chosen then. */
const passwordOf = ({ emailVerified, passwordHash }: ImportedAccount) =>
  emailVerified && passwordHash !== undefined ? readHash(passwordHash) : undefined;

const faultsOf = (account: ImportedAccount, { settings }: ImportRules): FieldError[] => {
  const { id, phone, phoneVerified, metadata } = account;
  const hash = passwordOf(account);
  const profile = checkImportedProfile(settings.profileFields, account.profile ?? {});
  const isPhoneWrong = phoneVerified === true && (phone === undefined || !isE164(phone));
  return [
    ...(id === NO_ACCOUNT ? [{ path: 'id', message: 'must be another word: this one stands for no account' }] : []),
    ...(hash && !hash.ok ? [{ path: 'passwordHash', message: HASH_FAULTS[hash.reason] }] : []),
    ...(isPhoneWrong
      ? [{ path: 'phone', message: 'must be a number such as +821012345678, because it is verified' }]
      : []),
    ...(profile.ok ? [] : (profile.refusal.errors ?? [])),
    ...(metadata && !readMetadata({ metadata })
      ? [{ path: 'metadata', message: 'must have at most 20 keys and 2 KB as JSON' }]
      : []),
  ];
};

const faultsOfConsents = (consents: readonly ImportedConsent[], now: number): FieldError[] =>
  consents.flatMap(({ at }, index) =>
    readMoment(at, now) === undefined ? [{ path: `consents.${index}.at`, message: NO_MOMENT }] : [],
  );

/** The last answer to each consent counts; the earlier ones are its history. */
const consentsHeld = (imported: readonly ImportedConsent[], language: Locale): ConsentsHeld => {
  const answers = imported
    .map(({ key, version, granted, at, locale = language, network = UNKNOWN }): Consent => {
      return { key, version, granted, at: Date.parse(at), locale, network };
    })
    .toSorted((one, other) => one.at - other.at);
  const isLast = ({ key }: Consent, index: number) => !answers.slice(index + 1).some((later) => later.key === key);
  const consents = answers.filter(isLast);
  const former = answers.filter((answer, index) => !isLast(answer, index)).slice(-CHANGES_KEPT);
  return { ...(consents.length > 0 && { consents }), ...(former.length > 0 && { formerConsents: former }) };
};

/**
 * Of the content without the id, which the importer may have made. It tells the same line from another account at the address
 * even after the person has changed the account.
 */
const digestOf = ({ id: _id, ...content }: ImportedAccount, email: string): string =>
  createHash('sha256')
    .update(JSON.stringify(sorted({ ...content, email })))
    .digest('base64url');

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, part]) => [key, sorted(part)]),
  );
};

/**
 * What a line is beside an account that exists: the same one, which stays as it is, or another. A person may have changed the
 * account since, so the digest of its line decides, and for another line the id together with the address.
 */
export const isSameAccount = (
  line: Pick<TakenOver, 'id' | 'email' | 'importDigest'>,
  account: Pick<User, 'id' | 'email' | 'importDigest'>,
): boolean => {
  if (line.importDigest === account.importDigest) return true;
  return line.id === account.id && line.email === account.email;
};

/** What is not taken over of an account that is in order. The importer counts them. */
export const leftOut = ({ emailVerified, passwordHash, phone, phoneVerified }: ImportedAccount) => ({
  password: passwordHash !== undefined && !emailVerified,
  phone: phone !== undefined && !phoneVerified,
});
