// The answers to administrators, for OpenAPI and for the tests that compare real answers with them.
import * as z from 'zod/mini';
import { LOCALES } from '#domain/locale.ts';
import { email, list, metadata, phone, profile, text, time } from './answer-fields.ts';

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
