// One of every mail in every language, with values that reveal a broken link or a lost code.
import { createMailRenderer } from '#adapters/mail/mail-renderer.ts';
import type { Brand } from '#domain/brand.ts';
import type { Mail, MailName } from '#domain/delivery/mail.ts';
import { LOCALES, type Locale } from '#domain/locale.ts';
import { fill } from '#texts/fill.ts';
import { MAIL_TEXTS } from '#texts/mails.ts';

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
  when: Date.UTC(2026, 0, 5, 6, 4),
  device: 'Samsung Internet, Android',
  ip: '2001:db8:1234:*',
};

const VALUES: { readonly [Name in MailName]: Extract<Mail, { name: Name }>['values'] } = {
  verification: linkAndCode('verify', '048213'),
  'account-exists': { link: linkTo('login'), resetLink: linkTo('reset') },
  reset: linkAndCode('reset', '04821377'),
  login: linkAndCode('login', '91827364'),
  invitation: { link: linkTo('invitation'), lifetimeMinutes: 90 },
  'email-change': linkAndCode('email/confirm', '560192'),
  otp: { code: '048213', lifetimeMinutes: 37 },
  'password-changed': { link: linkTo('reset'), ...notice },
  'email-changed': {
    link: linkTo('email/undo'),
    undoHours: 72,
    undoUntil: Date.UTC(2026, 0, 8, 6, 4),
    newAddress: 's***@example.com',
    ...notice,
  },
  'email-changed-late': { newAddress: 's***@example.com', ...notice },
  'email-restored': notice,
  'phone-changed': { link: linkTo('reset'), ...notice },
  'account-deleted': notice,
  'deletion-asked': { link: linkTo('login'), keptUntil: Date.UTC(2026, 1, 5, 6, 4), ...notice },
  'account-kept': { link: linkTo('reset'), ...notice },
  'account-unused': { link: linkTo('login'), keptUntil: Date.UTC(2026, 1, 5, 6, 4) },
  'new-log-in': { link: linkTo('reset'), ...notice },
  'passkey-added': { link: linkTo('reset'), ...notice },
  'passkey-removed': { link: linkTo('reset'), ...notice },
  'second-factor-on': { link: linkTo('reset'), ...notice },
  'second-factor-off': { link: linkTo('reset'), ...notice },
};
/** `changes` may have any type, so that a test can use a wrong value. */
export const sampleMail = (name: MailName, locale: Locale, changes: object = {}): Mail =>
  ({ name, locale, values: { ...VALUES[name], ...changes } }) as Mail;

export const everyMail: readonly Mail[] = LOCALES.flatMap((locale) =>
  (Object.keys(VALUES) as MailName[]).map((name) => sampleMail(name, locale)),
);

/** The subject of a mail without the brand, as the team words it now: tests ask here, so that rewording breaks none. */
export const subjectOf = (name: Exclude<MailName, 'otp'>, locale: Locale = 'ko'): string =>
  createMailRenderer(plainBrand).render(sampleMail(name, locale)).subject.replace(`[${plainBrand.name}] `, '');

/** `30분`, in the words of the mails. */
export const spanOf = (count: number | string, unit: 'minutes' | 'hours'): string =>
  fill(MAIL_TEXTS.ko.units[unit], { count: String(count) });
