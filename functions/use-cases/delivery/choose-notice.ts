// Chooses the mail of a notice, once the account shows its change.
import { hasChanged } from '#domain/account/user.ts';
import { sealLinkToken } from '#domain/challenge/link-token.ts';
import { referenceOf } from '#domain/delivery/mail.ts';
import { awaitsChange, type Notice } from '#domain/delivery/notice.ts';
import type { Ports } from '#domain/ports.ts';
import type { NoticeRef } from '#domain/purpose.ts';
import { userKey } from '#domain/store-keys.ts';
import { HOUR_MILLISECONDS } from '#domain/window.ts';
import { asMail, type ChosenMessage, keysFor } from './message.ts';

export const chooseNotice = async (
  dependencies: Pick<Ports, 'store' | 'clock' | 'settings' | 'keyRing'>,
  { kind, address, changeId }: NoticeRef,
  notice: Notice,
): Promise<ChosenMessage> => {
  const { store, clock, settings } = dependencies;
  const { locale, expiresAt } = notice;
  const now = clock.now();
  const [user] = await store.load([userKey(notice.userId)]);
  if (!user || !hasChanged(user, changeId)) {
    const isFinal = !user || !awaitsChange(notice, now);
    return { ok: false, reason: isFinal ? 'not_changed' : 'change_pending', isFinal };
  }
  const reference = referenceOf(changeId);
  if (kind === 'password_changed') {
    return asMail({
      name: 'password-changed',
      locale,
      values: { resetLink: `${settings.issuer}/reset`, reference },
    });
  }
  const keys = await keysFor(dependencies, notice.keyGeneration);
  const claims = { purpose: 'email_undo', channel: 'email', address, id: changeId, notAfter: expiresAt } as const;
  return asMail({
    name: 'email-changed',
    locale,
    values: {
      undoLink: `${settings.issuer}/email/undo?token=${sealLinkToken(keys, claims)}`,
      undoHours: Math.max(1, Math.floor((expiresAt - now) / HOUR_MILLISECONDS)),
      reference,
    },
  });
};
