// One of every mail in every language, with values that reveal a broken link or a lost code.
import type { Brand } from '#domain/brand.ts';
import type { Mail, MailName } from '#domain/delivery/mail.ts';
import { LOCALES, type Locale } from '#domain/locale.ts';

export const REFERENCE = '7K2M';

/** Contains characters that must be escaped in HTML and must not be in text. */
export const linkTo = (path: string): string => `https://api.example/${path}?token=AbC_-9&lang=ko#x`;
export const escapeLink = (link: string): string => link.replaceAll('&', '&amp;').replaceAll('=', '&#x3D;');

export const plainBrand: Brand = { name: '모두의마켓', color: '#1f6feb' };
export const fullBrand: Brand = { ...plainBrand, supportAddress: 'help@modu.example', appUrl: 'https://modu.example' };

const linkAndCode = (path: string, code: string) => ({
  link: linkTo(path),
  code,
  lifetimeMinutes: 37,
  reference: REFERENCE,
});

const VALUES: { readonly [Name in MailName]: Extract<Mail, { name: Name }>['values'] } = {
  verification: linkAndCode('verify', '048213'),
  'account-exists': { loginLink: linkTo('login'), resetLink: linkTo('reset'), reference: REFERENCE },
  reset: linkAndCode('reset', '04821377'),
  login: linkAndCode('login', '91827364'),
  'email-change': linkAndCode('email/confirm', '560192'),
  otp: { code: '048213', lifetimeMinutes: 37, reference: REFERENCE },
  'password-changed': { resetLink: linkTo('reset'), reference: REFERENCE },
  'email-changed': { undoLink: linkTo('email/undo'), undoHours: 72, reference: REFERENCE },
};

/** `changes` may have any type, so that a test can use a wrong value. */
export const sampleMail = (name: MailName, locale: Locale, changes: object = {}): Mail =>
  ({ name, locale, values: { ...VALUES[name], ...changes } }) as Mail;

export const everyMail: readonly Mail[] = LOCALES.flatMap((locale) =>
  (Object.keys(VALUES) as MailName[]).map((name) => sampleMail(name, locale)),
);
