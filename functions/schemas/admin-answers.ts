// The answers to administrators, for OpenAPI and for the tests that compare real answers with them.
import * as z from 'zod/mini';
import { LOCALES } from '#domain/locale.ts';
import { anyText, email, list, metadata, phone, profile, text, time } from './answer-fields.ts';

/** Those of one page, or all that have one phone number. */
const USERS_MAXIMUM = 100;

const userId = text(64);

export const AdminUserResponse = z.strictObject({
  userId,
  email,
  emailVerified: z.boolean(),
  phone: z.exactOptional(phone),
  phoneVerified: z.boolean(),
  locale: z.enum(LOCALES),
  profile,
  metadata: z.exactOptional(metadata),
  disabled: z.boolean(),
  hasPassword: z.boolean(),
  createdAt: time,
  activeAt: z.exactOptional(time),
});

export const AdminUsersResponse = z.strictObject({ users: list(AdminUserResponse, USERS_MAXIMUM) });

/** The account as it is after an act. */
export const AdminActedResponse = z.strictObject({ user: AdminUserResponse });

export const AdminResentResponse = z.strictObject({ expiresAt: time, user: z.exactOptional(AdminUserResponse) });

const SENTENCE_MAXIMUM_LENGTH = 500;
const sentence = z.strictObject({ en: text(SENTENCE_MAXIMUM_LENGTH), ko: text(SENTENCE_MAXIMUM_LENGTH) });
const name = text(32);

/** Four for each purpose, and two for each notice. */
const TIMELINE_MAXIMUM = 1000;

export const AdminExplainResponse = z.strictObject({
  address: email,
  timeline: list(
    z.strictObject({ at: time, mail: name, status: name, reason: z.exactOptional(name), sentence }),
    TIMELINE_MAXIMUM,
  ),
  suppressed: z.exactOptional(z.strictObject({ reason: name, at: time, until: z.exactOptional(time) })),
  limits: list(z.strictObject({ until: time, sentence })),
  advice: list(sentence),
});

export const AdminLiftedResponse = z.strictObject({
  address: email,
  wasSuppressed: z.exactOptional(name),
  wasOnAccountList: z.boolean(),
});

export const AdminSuppressedResponse = z.strictObject({ address: email, isNew: z.boolean() });

/** Each account of an import has its result. */
const IMPORT_MAXIMUM_ACCOUNTS = 100;

export const AdminImportResponse = z.strictObject({
  results: list(
    z.strictObject({
      index: z.int(),
      status: z.enum(['created', 'unchanged', 'duplicate', 'invalid']),
      userId: z.exactOptional(userId),
      fault: z.exactOptional(anyText),
    }),
    IMPORT_MAXIMUM_ACCOUNTS,
  ),
});
