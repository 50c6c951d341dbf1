// One of every mail and SMS, with values as long as real ones.
import { mailedQuery } from '#domain/challenge/mailed-link.ts';
import type { Lifetimes } from '#domain/defaults.ts';
import type { Mail, Sms } from '#domain/delivery/mail.ts';
import type { Locale } from '#domain/locale.ts';
import type { Appearance } from './appearance.ts';

/** As long as the token for an ordinary address. */
const TOKEN = `AZ3k9-Qx_${'7dPq2LmV0sHcYt8WnBf5RgJ6uKoE1iXa4zTe-vN_yD'.repeat(4).slice(0, 150)}`;

const CHANGED_AT = Date.UTC(2026, 10, 27, 5, 20);

const minutes = (seconds: number): number => Math.max(1, Math.round(seconds / 60));

export const sampleMails = (
  { issuer, lifetimes }: Pick<Appearance, 'issuer' | 'lifetimes'>,
  locale: Locale,
): readonly Mail[] => {
  const linkTo = (path: string): string => `${issuer}${path}${mailedQuery(locale, TOKEN)}`;
  const sample = (path: string, code: string, lifetime: keyof Lifetimes) => ({
    link: linkTo(path),
    code,
    lifetimeMinutes: minutes(lifetimes[lifetime]),
  });
  const resetLink = `${issuer}/reset${mailedQuery(locale)}`;
  const undoHours = Math.max(1, Math.round(lifetimes.emailUndoSeconds / 3600));
  const undoUntil = CHANGED_AT + lifetimes.emailUndoSeconds * 1000;
  const notice = {
    when: CHANGED_AT,
    device: 'Chrome, Windows',
    ip: '203.0.113.*',
  };
  const newAddress = 's***@example.com';
  const { code: _noCode, ...invitation } = sample('/invitation', '', 'invitationSeconds');
  const { link: _none, ...codeAlone } = sample('', '048213', 'otpEmailSeconds');
  return [
    { name: 'verification', locale, values: sample('/verify', '048213', 'signupSeconds') },
    { name: 'account-exists', locale, values: { link: `${issuer}/login${mailedQuery(locale)}`, resetLink } },
    { name: 'login', locale, values: sample('/login', '91827364', 'loginSeconds') },
    { name: 'reset', locale, values: sample('/reset', '04821377', 'resetSeconds') },
    { name: 'invitation', locale, values: invitation },
    { name: 'email-change', locale, values: sample('/email/confirm', '560192', 'emailChangeSeconds') },
    { name: 'otp', locale, values: codeAlone },
    { name: 'password-changed', locale, values: { link: resetLink, ...notice } },
    {
      name: 'email-changed',
      locale,
      values: { link: linkTo('/email/undo'), undoHours, undoUntil, newAddress, ...notice },
    },
    { name: 'email-changed-late', locale, values: { newAddress, ...notice } },
    { name: 'email-restored', locale, values: notice },
    { name: 'phone-changed', locale, values: { link: resetLink, ...notice } },
    { name: 'account-deleted', locale, values: notice },
    {
      name: 'deletion-asked',
      locale,
      values: {
        link: `${issuer}/login${mailedQuery(locale)}`,
        keptUntil: CHANGED_AT + 14 * 24 * 3_600_000,
        ...notice,
      },
    },
    { name: 'account-kept', locale, values: { link: resetLink, ...notice } },
    {
      name: 'account-unused',
      locale,
      values: { link: `${issuer}/login${mailedQuery(locale)}`, keptUntil: CHANGED_AT + 31 * 24 * 3_600_000 },
    },
    { name: 'new-log-in', locale, values: { link: resetLink, ...notice } },
    { name: 'passkey-added', locale, values: { link: resetLink, ...notice } },
    { name: 'passkey-removed', locale, values: { link: resetLink, ...notice } },
    { name: 'second-factor-on', locale, values: { link: resetLink, ...notice } },
    { name: 'second-factor-off', locale, values: { link: resetLink, ...notice } },
  ];
};

export const sampleSms = (locale: Locale): readonly Sms[] => [{ name: 'code', locale, values: { code: '048213' } }];
