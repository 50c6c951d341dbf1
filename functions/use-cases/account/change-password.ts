// Changes the password after checking the current one. Ends all sessions, returns a new one, notifies the owner.
import { checkPassword } from '#domain/account/password-policy.ts';
import { permitPasswordChange, renewCredentials, type User } from '#domain/account/user.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import { confirmPassword } from '../session/confirm-password.ts';
import { openSession, prepareSession, type SessionPorts, type Tokens } from '../session/open-session.ts';
import { renewUser } from '../session/renew-user.ts';
import { withdraw, writeNotice } from './write-notice.ts';

export interface PasswordChange {
  readonly currentPassword: string;
  readonly newPassword: string;
}

export const changePassword = async (
  dependencies: SessionPorts & Pick<Ports, 'commonPasswords' | 'passwords' | 'foreignPasswords'>,
  user: User,
  change: PasswordChange,
  caller: Caller,
): Promise<Outcome<Tokens>> => {
  const { clock, ids, passwords, commonPasswords, log } = dependencies;
  const checked = await checkPassword(change.newPassword, user.email, commonPasswords);
  if (!checked.ok) return checked;
  // No other change can come in between: it would start a new epoch, which is checked below.
  const permitted = permitPasswordChange(user, clock.now());
  if (!permitted.ok) return permitted;
  const confirmed = await confirmPassword(dependencies, user, change.currentPassword, caller);
  if (!confirmed.ok) return confirmed;
  const [opening, passwordHash] = await Promise.all([prepareSession(dependencies), passwords.hash(checked.value)]);
  const changeId = ids.next(user.challengeFloor);
  const ref = { kind: 'password_changed', address: user.email, changeId } as const;
  const notice = await writeNotice(dependencies, ref, user, caller);
  if (!notice.ok) return notice;
  const renewed = await renewUser(dependencies, user, 'unauthenticated', (seen, renewal) =>
    seen.epoch === user.epoch
      ? accept({ ...renewCredentials(seen, { ...renewal, changeId, byPassword: true }), passwordHash })
      : refuse('unauthenticated'),
  );
  if (!renewed.ok) {
    await withdraw(dependencies, ref, user);
    return renewed;
  }
  log.write('password_changed', { user: user.id });
  return accept(await openSession(dependencies, opening, renewed.value, { caller, amr: ['pwd'] }));
};
