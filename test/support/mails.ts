// One of every mail in every language, with values that reveal a broken link or a lost code.
import { createMailRenderer } from '#adapters/mail/mail-renderer.ts';
import type { Brand } from '#domain/brand.ts';
import type { Mail, MailName } from '#domain/delivery/mail.ts';
import { LOCALES, type Locale } from '#domain/locale.ts';

/** Contains characters that must be escaped in HTML and must not be in text. */
export const linkTo = (path: string): string => `https://api.example/${path}?token=AbC_-9&lang=ko#x`;
export const escapeLink = (link: string): string => link.replaceAll('&', '&amp;').replaceAll('=', '&#x3D;');

export const plainBrand: Brand = { name: '모두의마켓', color: '#1f6feb' };
export const fullBrand: Brand = { ...plainBrand, supportAddress: 'help@modu.example', appUrl: 'https://modu.example' };

const linkAndCode = (path: string, code: string) => ({
  link: linkTo(path),
  code,
  lifetimeMinutes: 37,
});

const notice = {
  when: '2026년 1월 5일 오후 3:04 (한국 시간)',
  device: 'Samsung Internet, Android',
  ip: '2001:db8:1234:*',
};

const VALUES: { readonly [Name in MailName]: Extract<Mail, { name: Name }>['values'] } = {
  verification: linkAndCode('verify', '048213'),
  'account-exists': { link: linkTo('login'), resetLink: linkTo('reset') },
  reset: linkAndCode('reset', '04821377'),
  login: linkAndCode('login', '91827364'),
  'email-change': linkAndCode('email/confirm', '560192'),
  otp: { code: '048213', lifetimeMinutes: 37 },
  'password-changed': { link: linkTo('reset'), ...notice },
  'email-changed': {
    link: linkTo('email/undo'),
    undoHours: 72,
    undoUntil: '2026년 1월 8일 오후 3:04 (한국 시간)',
    newAddress: 's***@example.com',
    ...notice,
  },
  'email-changed-late': { newAddress: 's***@example.com', ...notice },
  'email-restored': notice,
  'phone-changed': { link: linkTo('reset'), ...notice },
  'account-deleted': notice,
  'new-log-in': { link: linkTo('reset'), ...notice },
};
const ENGLISH: Readonly<Record<string, string>> = {
  when: '5 January 2026, 06:04 UTC',
  undoUntil: '8 January 2026, 06:04 UTC',
};

/** The moments are in words, so each language has its own. */
const valuesIn = (name: MailName, locale: Locale): object =>
  Object.fromEntries(
    Object.entries(VALUES[name]).map(([key, value]) => [key, locale === 'en' ? (ENGLISH[key] ?? value) : value]),
  );

/** `changes` may have any type, so that a test can use a wrong value. */
export const sampleMail = (name: MailName, locale: Locale, changes: object = {}): Mail =>
  ({ name, locale, values: { ...valuesIn(name, locale), ...changes } }) as Mail;

export const everyMail: readonly Mail[] = LOCALES.flatMap((locale) =>
  (Object.keys(VALUES) as MailName[]).map((name) => sampleMail(name, locale)),
);

/** The subject of a mail without the brand, as the team words it now: tests ask here, so that rewording breaks none. */
export const subjectOf = (name: Exclude<MailName, 'otp'>, locale: Locale = 'ko'): string =>
  createMailRenderer(plainBrand).render(sampleMail(name, locale)).subject.replace(`[${plainBrand.name}] `, '');
