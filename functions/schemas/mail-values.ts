// The values that each mail needs. Checked before rendering, because a missing value would print as nothing and an extra
// one is a mistake.
import * as z from 'zod/mini';
import type { Mail, MailName, Sms } from '#domain/delivery/mail.ts';

// The URL parser silently drops tabs and line breaks, which would break the link in the text, so the pattern refuses them first.
const link = z.string().check(
  z.regex(/^https?:\/\/[\x21-\x7e]+$/),
  z.refine((value) => URL.canParse(value)),
);

const code = z.string().check(z.regex(/^[0-9]{6,8}$/));
const count = z.int().check(z.positive());
const notice = {
  when: count,
  device: z.string().check(z.regex(/^[A-Za-z0-9 ,.]{0,40}$/)),
  ip: z.string().check(z.regex(/^[0-9a-f.:*]{0,45}$/)),
};
const newAddress = z.string().check(z.regex(/^(?:\S\*{3}@\S+)?$/));
const linkAndCode = z.strictObject({ link, code, lifetimeMinutes: count });

export const MAIL_SCHEMAS = {
  verification: linkAndCode,
  'account-exists': z.strictObject({ link, resetLink: link }),
  reset: linkAndCode,
  login: linkAndCode,
  invitation: z.strictObject({ link, lifetimeMinutes: count }),
  'email-change': linkAndCode,
  otp: z.strictObject({ code, lifetimeMinutes: count }),
  'password-changed': z.strictObject({ link, ...notice }),
  'email-changed': z.strictObject({ link, undoHours: count, undoUntil: count, newAddress, ...notice }),
  'email-changed-late': z.strictObject({ newAddress, ...notice }),
  'email-restored': z.strictObject(notice),
  'phone-changed': z.strictObject({ link, ...notice }),
  'account-deleted': z.strictObject(notice),
  'deletion-asked': z.strictObject({ link, keptUntil: count, ...notice }),
  'account-kept': z.strictObject({ link, ...notice }),
  'account-unused': z.strictObject({ link, keptUntil: count }),
  'new-log-in': z.strictObject({ link, ...notice }),
  'passkey-added': z.strictObject({ link, ...notice }),
  'passkey-removed': z.strictObject({ link, ...notice }),
  'second-factor-on': z.strictObject({ link, ...notice }),
  'second-factor-off': z.strictObject({ link, ...notice }),
} as const satisfies { readonly [Name in MailName]: z.ZodMiniType<Extract<Mail, { name: Name }>['values']> };

export const SMS_SCHEMAS = {
  code: z.strictObject({ code }),
} as const satisfies { readonly [Name in Sms['name']]: z.ZodMiniType<Extract<Sms, { name: Name }>['values']> };
