// Chooses the mail of a notice, once the account shows its change.
import { sealLinkToken } from '#domain/challenge/link-token.ts';
import { type Mail, referenceOf } from '#domain/delivery/mail.ts';
import { sayMoment } from '#domain/delivery/moment.ts';
import { judgeNotice, type Notice, type Sight, sightOf } from '#domain/delivery/notice.ts';
import type { Ports } from '#domain/ports.ts';
import type { NoticeRef } from '#domain/purpose.ts';
import { userKey } from '#domain/store-keys.ts';
import { HOUR_MILLISECONDS } from '#domain/window.ts';
import { asMail, type ChosenMessage, keysFor } from './message.ts';

type Dependencies = Pick<Ports, 'store' | 'clock' | 'settings' | 'keyRing' | 'otpKeyRing'>;

export const chooseNotice = async (
  dependencies: Dependencies,
  ref: NoticeRef,
  notice: Notice,
): Promise<ChosenMessage> => {
  const now = dependencies.clock.now();
  const judged = judgeNotice(notice, await see(dependencies, ref, notice), now);
  if (judged === 'later') return { ok: false, reason: 'change_pending', isFinal: false };
  if (judged === 'not_changed') return { ok: false, reason: 'not_changed', isFinal: true };
  return asMail(await chooseMail(dependencies, ref, notice, now));
};

/** The account is not read again for a notice that is due. */
const see = async ({ store }: Dependencies, ref: NoticeRef, notice: Notice): Promise<Sight> => {
  if (notice.dueAt !== undefined) return 'made';
  const [user] = await store.load([userKey(notice.userId)]);
  return sightOf(ref, user);
};

const chooseMail = async (
  dependencies: Dependencies,
  { kind, address, changeId }: NoticeRef,
  notice: Notice,
  now: number,
): Promise<Mail> => {
  const { issuer } = dependencies.settings;
  const { locale, createdAt, device = '', ip = '' } = notice;
  const facts = { when: sayMoment(createdAt, locale), device, ip, reference: referenceOf(changeId) };
  const resetLink = `${issuer}/reset`;
  switch (kind) {
    case 'password_changed':
      return { name: 'password-changed', locale, values: { resetLink, ...facts } };
    case 'phone_changed':
      return { name: 'phone-changed', locale, values: { resetLink, ...facts } };
    case 'new_log_in':
      return { name: 'new-log-in', locale, values: { resetLink, ...facts } };
    case 'account_deleted':
      return { name: 'account-deleted', locale, values: facts };
    case 'email_restored':
      return { name: 'email-restored', locale, values: facts };
    case 'email_changed': {
      const until = notice.undoUntil ?? notice.expiresAt;
      if (now >= until) return { name: 'email-changed-late', locale, values: facts };
      const keys = await keysFor(dependencies, notice.keyGeneration);
      const claims = { purpose: 'email_undo', channel: 'email', address, id: changeId, notAfter: until } as const;
      const undoLink = `${issuer}/email/undo?token=${sealLinkToken(keys, claims)}`;
      const undoHours = Math.max(1, Math.floor((until - now) / HOUR_MILLISECONDS));
      return {
        name: 'email-changed',
        locale,
        values: { undoLink, undoHours, undoUntil: sayMoment(until, locale), ...facts },
      };
    }
  }
};
