// The bodies of the routes for administrators, in wire form.
import * as z from 'zod/mini';
import { ADMIN_MAILS } from '#domain/purpose.ts';
import { locale, profile, text, typed } from '../fields.ts';
import { late } from '../late.ts';
import { ImportedAccountBody } from './imported-account.ts';

const userId = late(() =>
  z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be 1 to 64 letters, digits, "_" or "-"')),
);

const REASON_MINIMUM_LENGTH = 3;
const REASON_MAXIMUM_LENGTH = 200;
/** Seven digits in a row, or three groups as a phone number has them. */
const PHONE_NUMBER = /\d{7}|\d{2,4}[ .-]\d{3,4}[ .-]\d{4}/;

/** Why an administrator acts. It is kept with the act for a year, so it names nobody. */
const reason = late(() =>
  text(REASON_MAXIMUM_LENGTH).check(
    z.refine(
      (value) => value.trim().length >= REASON_MINIMUM_LENGTH,
      `must have at least ${REASON_MINIMUM_LENGTH} characters`,
    ),
    z.refine(
      (value) => !value.includes('@') && !PHONE_NUMBER.test(value),
      'must not contain an address or a phone number',
    ),
  ),
);

/** What only reads asks for no reason, and keeps one that is given. */
const whyRead = { reason: late(() => z.optional(reason)) };

export const AdminFindRequest = late(() =>
  z.union([
    z.strictObject({ userId, ...whyRead }),
    z.strictObject({ email: typed, ...whyRead }),
    z.strictObject({ phone: typed, ...whyRead }),
  ]),
);

/** By the rules of `domain/account/metadata.ts`. */
const metadata = late(() => z.record(z.string(), z.unknown(), 'must be an object'));

export const AdminCreateRequest = late(() =>
  z.strictObject({
    email: typed,
    locale,
    profile: z.optional(profile),
    metadata: z.optional(metadata),
    invite: z.optional(z.boolean('must be true or false')),
    reason,
  }),
);

export const AdminResendRequest = late(() =>
  z.strictObject({
    email: typed,
    mail: z.enum(ADMIN_MAILS, `must be one of ${ADMIN_MAILS.map((mail) => `"${mail}"`).join(', ')}`),
    reason,
  }),
);

export const AdminMetadataRequest = late(() => z.strictObject({ userId, metadata: z.nullable(metadata), reason }));

export const AdminEmailRequest = late(() =>
  z.strictObject({ userId, email: typed, oldMailboxLost: z.optional(z.boolean('must be true or false')), reason }),
);

export const AdminExplainRequest = late(() =>
  z.union([
    z.strictObject({ email: typed, ...whyRead }),
    z.strictObject({ phone: typed, ...whyRead }),
    z.strictObject({ userId, ...whyRead }),
  ]),
);

export const AdminRecipientRequest = late(() =>
  z.union([z.strictObject({ email: typed, reason }), z.strictObject({ phone: typed, reason })]),
);

const IMPORT_MAXIMUM_ACCOUNTS = 100;

export const AdminImportRequest = late(() =>
  z.strictObject({
    users: z
      .array(ImportedAccountBody, 'must be a list of accounts')
      .check(
        z.minLength(1, 'must have an account'),
        z.maxLength(IMPORT_MAXIMUM_ACCOUNTS, `must have at most ${IMPORT_MAXIMUM_ACCOUNTS} accounts`),
      ),
    dryRun: z.exactOptional(z.boolean('must be true or false')),
    reason,
  }),
);
const LISTED_MAXIMUM = 100;
const cursor = late(() =>
  z.optional(z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be the "cursor" of a page'))),
);

export const AdminListRequest = late(() =>
  z.strictObject({
    limit: z.optional(
      z.int('must be a whole number').check(z.gte(1, 'must be 1 to 100'), z.lte(LISTED_MAXIMUM, 'must be 1 to 100')),
    ),
    cursor,
    state: z.optional(z.enum(['disabled', 'unverified'], 'must be "disabled" or "unverified"')),
    ...whyRead,
  }),
);

export const AdminReadRequest = late(() => z.strictObject({ userId, ...whyRead }));

export const AdminAuditRequest = late(() => z.strictObject({ userId, cursor, ...whyRead }));

/** Of an act that needs to know no more than the account. */
export const AdminActRequest = late(() => z.strictObject({ userId, reason }));

export const AdminReplayRequest = late(() =>
  z.strictObject({
    eventId: z
      .string()
      .check(
        z.regex(/^[A-Za-z0-9_-]{1,64}\.[0-9A-HJKMNP-TV-Z]{26}$/, 'must be the id of an event: "<user id>.<ULID>"'),
      ),
    endpoint: z.optional(z.string().check(z.regex(/^[a-z][a-z0-9-]{0,19}$/, 'must be the name of an endpoint'))),
    reason,
  }),
);
