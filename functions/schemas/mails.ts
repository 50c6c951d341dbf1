// What each mail must be given before it is written: a missing value would print as nothing, an extra one is a mistake.
import * as z from 'zod/mini';
import type { Mail } from '../domain/mail.ts';

const reference = z.string().check(z.regex(/^[0-9A-Z]{4}$/));

// The URL parser quietly drops tabs and line ends, which would break the link in the text: the pattern refuses them first.
const link = z.string().check(
  z.regex(/^https?:\/\/[\x21-\x7e]+$/),
  z.refine((value) => URL.canParse(value)),
);

export const MAIL_SCHEMAS = {
  verification: z.strictObject({
    link,
    code: z.string().check(z.regex(/^[0-9]{6,8}$/)),
    lifetimeMinutes: z.int().check(z.positive()),
    reference,
  }),
  'account-exists': z.strictObject({ reference }),
} as const satisfies { readonly [Name in Mail['name']]: z.ZodMiniType<Extract<Mail, { name: Name }>['values']> };
