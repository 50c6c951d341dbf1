// Chooses the mail of a notice, once the account shows its change.
import { lastUseOf } from '#domain/account/unused.ts';
import { hasChanged, type User } from '#domain/account/user.ts';
import { sealLinkToken } from '#domain/challenge/link-token.ts';
import { mailedQuery } from '#domain/challenge/mailed-link.ts';
import type { Mail } from '#domain/delivery/mail.ts';
import { judgeNotice, type Notice, sightOf } from '#domain/delivery/notice.ts';
import type { Ports } from '#domain/ports.ts';
import type { NoticeRef } from '#domain/purpose.ts';
import { userKey } from '#domain/store-keys.ts';
import { HOUR_MILLISECONDS, MINUTE_MILLISECONDS } from '#domain/window.ts';
import { asMail, type ChosenMessage, keysFor } from './message.ts';

/** What a mail may take from the change until it is written. */
const SENDING_MILLISECONDS = 5 * MINUTE_MILLISECONDS;

type Dependencies = Pick<Ports, 'store' | 'clock' | 'settings' | 'keyRing' | 'otpKeyRing'>;

export const chooseNotice = async (
  dependencies: Dependencies,
  ref: NoticeRef,
  notice: Notice,
): Promise<ChosenMessage> => {
  const now = dependencies.clock.now();
  const [user] = await dependencies.store.load([userKey(notice.userId)]);
  if (ref.kind === 'account_unused' && !isStillUnused(ref, notice, user))
    return { ok: false, reason: 'not_changed', isFinal: true };
  if (ref.kind === 'deletion_asked' && isDecided(ref, notice, user))
    return { ok: false, reason: 'not_changed', isFinal: true };
  if (user?.disabled) return { ok: false, reason: 'account_disabled', isFinal: true };
  const judged = judgeNotice(notice, sightOf(ref, user), now);
  if (judged === 'later') return { ok: false, reason: 'change_pending', isFinal: false };
  if (judged === 'not_changed') return { ok: false, reason: 'not_changed', isFinal: true };
  return asMail(await chooseMail(dependencies, ref, notice, now));
};

/** Nobody is told of a deletion that will not be, or that was. */
const isStillUnused = ({ address }: NoticeRef, { createdAt }: Notice, user: User | undefined): boolean =>
  user?.email === address && lastUseOf(user) < createdAt;

/** Whether the account was kept or removed before its owner could be told that this will be. */
const isDecided = ({ changeId }: NoticeRef, { keptUntil }: Notice, user: User | undefined): boolean =>
  !user || (hasChanged(user, changeId) && user.deleteAt !== keptUntil);

const chooseMail = async (
  dependencies: Dependencies,
  { kind, address, changeId }: NoticeRef,
  notice: Notice,
  now: number,
): Promise<Mail> => {
  const { issuer } = dependencies.settings;
  const { locale, createdAt, device = '', ip = '' } = notice;
  const facts = { when: createdAt, device, ip };
  const link = `${issuer}/reset${mailedQuery(locale)}`;
  switch (kind) {
    case 'password_changed':
      return { name: 'password-changed', locale, values: { link, ...facts } };
    case 'phone_changed':
      return { name: 'phone-changed', locale, values: { link, ...facts } };
    case 'new_log_in':
      return { name: 'new-log-in', locale, values: { link, ...facts } };
    case 'passkey_added':
      return { name: 'passkey-added', locale, values: { link, ...facts } };
    case 'passkey_removed':
      return { name: 'passkey-removed', locale, values: { link, ...facts } };
    case 'second_factor_on':
      return { name: 'second-factor-on', locale, values: { link, ...facts } };
    case 'second_factor_off':
      return { name: 'second-factor-off', locale, values: { link, ...facts } };
    case 'account_deleted':
      return { name: 'account-deleted', locale, values: facts };
    case 'deletion_asked': {
      const { keptUntil = notice.expiresAt } = notice;
      const values = { link: `${issuer}/login${mailedQuery(locale)}`, keptUntil, ...facts };
      return { name: 'deletion-asked', locale, values };
    }
    case 'account_kept':
      return { name: 'account-kept', locale, values: { link, ...facts } };
    case 'account_unused': {
      const { keptUntil = notice.expiresAt } = notice;
      return { name: 'account-unused', locale, values: { link: `${issuer}/login${mailedQuery(locale)}`, keptUntil } };
    }
    case 'email_restored':
      return { name: 'email-restored', locale, values: facts };
    case 'email_changed': {
      const until = notice.undoUntil ?? notice.expiresAt;
      const { newAddress = '' } = notice;
      if (now >= until) return { name: 'email-changed-late', locale, values: { newAddress, ...facts } };
      const keys = await keysFor(dependencies, notice.keyGeneration);
      const claims = { purpose: 'email_undo', channel: 'email', address, id: changeId, notAfter: until } as const;
      const undoLink = `${issuer}/email/undo${mailedQuery(locale, sealLinkToken(keys, claims))}`;
      // A mail that goes out at once says 72 hours, not 71.
      const undoHours = Math.max(1, Math.floor((until - now + SENDING_MILLISECONDS) / HOUR_MILLISECONDS));
      return {
        name: 'email-changed',
        locale,
        values: { link: undoLink, undoHours, undoUntil: until, newAddress, ...facts },
      };
    }
  }
};
