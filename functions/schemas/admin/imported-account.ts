// An account to import, in wire form: a line of the importer's own format, and an element of `POST /admin/import`.
import * as z from 'zod/mini';
import type { ImportedAccount } from '#domain/account/imported-account.ts';
import { LOCALES, mustBeOneOf } from '#domain/locale.ts';
import { profile, text } from '../fields.ts';
import { late } from '../late.ts';

/** Of a mail address in the longest form that anybody writes. */
const ADDRESS_MAXIMUM_LENGTH = 254;
/** The longest hash, with its parameters and salt. */
const HASH_MAXIMUM_LENGTH = 1024;
const PHONE_MAXIMUM_LENGTH = 20;
const MOMENT_MAXIMUM_LENGTH = 40;
/** The current answers, and as many earlier ones as an account keeps. */
const CONSENTS_MAXIMUM = 70;

const id = late(() =>
  z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be 1 to 64 letters, digits, "_" or "-"')),
);
const locale = late(() => z.exactOptional(z.enum(LOCALES, mustBeOneOf(LOCALES))));
const flag = () => z.boolean('must be true or false');
const moment = () => text(MOMENT_MAXIMUM_LENGTH);

const consent = late(() =>
  z.strictObject({
    key: text(32),
    version: text(20),
    granted: flag(),
    at: moment(),
    locale,
    network: z.exactOptional(text(64)),
  }),
);

const fields = () => ({
  email: text(ADDRESS_MAXIMUM_LENGTH),
  emailVerified: flag(),
  passwordHash: z.exactOptional(text(HASH_MAXIMUM_LENGTH)),
  phone: z.exactOptional(text(PHONE_MAXIMUM_LENGTH)),
  phoneVerified: z.exactOptional(flag()),
  locale,
  profile: z.exactOptional(profile),
  metadata: z.exactOptional(z.record(z.string(), z.unknown(), 'must be an object')),
  consents: z.exactOptional(
    z
      .array(consent, 'must be a list of consents')
      .check(z.maxLength(CONSENTS_MAXIMUM, `must have at most ${CONSENTS_MAXIMUM} consents`)),
  ),
  createdAt: z.exactOptional(moment()),
  disabled: z.exactOptional(flag()),
});

/** As the API takes it. */
export const ImportedAccountBody: z.ZodMiniType<ImportedAccount, ImportedAccount> = late(() =>
  z.strictObject({ id, ...fields() }),
);

/** As it is in a file: the importer makes the id if there is none. */
export const ImportedAccountLine: z.ZodMiniType<
  Omit<ImportedAccount, 'id'> & { readonly id?: string },
  Omit<ImportedAccount, 'id'> & { readonly id?: string }
> = late(() => z.strictObject({ id: z.exactOptional(id), ...fields() }));
