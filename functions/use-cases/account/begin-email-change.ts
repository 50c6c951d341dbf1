// Begins an email change: the new address must be verified before the account moves. A taken address gets the same answer.
import type { User } from '#domain/account/user.ts';
import { readEmail } from '#domain/address.ts';
import type { Outcome } from '#domain/errors.ts';
import type { Locale } from '#domain/locale.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import { ownChange } from '../challenge/change-owner.ts';
import { type Sent, sendChallenge } from '../challenge/send-challenge.ts';
import { confirmPassword } from '../session/confirm-password.ts';

export interface EmailChange {
  readonly newEmail: string;
  readonly password: string;
  /** The person no longer controls the old mailbox: its reader can undo the change for a short time only. */
  readonly oldMailboxLost?: boolean | undefined;
  readonly locale: Locale;
  readonly continuation?: string | undefined;
}

export const beginEmailChange = async (
  dependencies: Pick<Ports, 'store' | 'clock' | 'ids' | 'random' | 'settings' | 'log' | 'passwords' | 'keyRing'>,
  user: User,
  change: EmailChange,
  caller: Caller,
): Promise<Outcome<Sent>> => {
  const email = readEmail(change.newEmail, 'newEmail');
  if (!email.ok) return email;
  const ref = { purpose: 'email_change', channel: 'email', address: email.value } as const;
  return sendChallenge(dependencies, {
    ref,
    caller,
    locale: change.locale,
    lifetimeSeconds: dependencies.settings.lifetimes.emailChangeSeconds,
    onLive: 'replace',
    check: () => confirmPassword(dependencies, user, change.password, caller),
    makeData: () =>
      ownChange(dependencies, ref, { userId: user.id, ...(change.oldMailboxLost && { oldMailboxLost: true }) }),
    continuation: change.continuation,
  });
};
