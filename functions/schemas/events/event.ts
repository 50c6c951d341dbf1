// The form of an event on the bus and in a webhook, for docs/events/ and the tests that compare real events with it.
import * as z from 'zod/mini';
import type { EventType } from '#domain/audit/event-types.ts';
import { LOCALES } from '#domain/locale.ts';

const text = z.string();
const ulid = z.string().check(z.regex(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/));

const NOTHING = z.object({});
const DATA: { readonly [Type in EventType]?: z.ZodMiniType } = {
  'user.created': z.object({ verified: z.boolean() }),
  'user.phone_changed': z.object({ change: z.enum(['added', 'replaced', 'removed']) }),
  'user.passkey_added': z.object({ passkeys: z.int() }),
  'user.passkey_removed': z.object({ passkeys: z.int() }),
  'user.second_factor_changed': z.object({ change: z.enum(['on', 'off', 'recovery_codes']) }),
  'user.consent_changed': z.object({ consent: text, version: text, granted: z.boolean() }),
  'session.reused': z.object({ session: ulid }),
};
/** What an act of an administrator says of itself. */
const OF_ACT = z.record(text, z.union([text, z.number(), z.boolean()]));

const dataOf = (type: EventType): z.ZodMiniType => DATA[type] ?? (type.startsWith('admin.') ? OF_ACT : NOTHING);

/** Readers must ignore what they do not know: so no schema forbids more. */
export const eventSchema = (type: EventType): z.ZodMiniType =>
  z.object({
    id: z.string().check(z.regex(/^[\w-]{1,64}\.[0-7][0-9A-HJKMNP-TV-Z]{25}$/)),
    type: z.literal(type),
    specversion: z.literal('1'),
    at: z.iso.datetime(),
    userId: z.string().check(z.regex(/^[\w-]{1,64}$/)),
    by: z.object({ kind: z.enum(['admin', 'user', 'system']), who: z.exactOptional(text) }),
    act: z.exactOptional(ulid),
    data: dataOf(type),
    user: z.exactOptional(
      z.object({
        email: text,
        emailVerified: z.boolean(),
        phone: z.exactOptional(text),
        locale: z.enum(LOCALES),
        disabled: z.boolean(),
      }),
    ),
  });
