// Changes the password after checking the current one. Ends all sessions, returns a new one, notifies the owner.
import { checkPassword } from '#domain/account/password-policy.ts';
import { permitPasswordChange, renewCredentials } from '#domain/account/user.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import { asSure, authenticationTime } from '#domain/session/session.ts';
import {
  type Authentication,
  openSession,
  prepareSession,
  type SessionPorts,
  type Tokens,
} from '../../session/open-session.ts';
import type { Authenticated } from '../../session/proof/authenticate.ts';
import { reauthenticate } from '../../session/proof/reauthenticate.ts';
import { renewUser } from '../../session/renew-user.ts';
import { withdraw, writeNotice } from '../write-notice.ts';
import { hashNewPassword } from './hash-new-password.ts';

export interface PasswordChange {
  /** Left out by an account that has none. */
  readonly currentPassword?: string | undefined;
  /** Of the session of the request. Instead of a password, it must have begun a moment ago. */
  readonly refreshToken?: string | undefined;
  readonly newPassword: string;
}

const BY_PASSWORD = { byPassword: true } as const;
const PASSWORD_MISSING = refuse('invalid_request', {
  errors: [{ path: 'currentPassword', message: 'must be a string' }],
});

export const changePassword = async (
  dependencies: SessionPorts & Pick<Ports, 'commonPasswords' | 'leakedPasswords' | 'passwords' | 'foreignPasswords'>,
  owner: Authenticated,
  change: PasswordChange,
  caller: Caller,
): Promise<Outcome<Tokens>> => {
  const { clock, ids, commonPasswords, log } = dependencies;
  const { user } = owner;
  const { currentPassword: password, refreshToken } = change;
  if (password === undefined && user.passwordHash !== undefined) return PASSWORD_MISSING;
  const checked = await checkPassword(change.newPassword, user.email, commonPasswords);
  if (!checked.ok) return checked;
  // No other change can come in between: it would start a new epoch, which is checked below.
  const permitted = permitPasswordChange(user, clock.now());
  if (!permitted.ok) return permitted;
  const confirmed = await reauthenticate(dependencies, owner, { password, refreshToken }, caller);
  if (!confirmed.ok) return confirmed;
  const [opening, hashed] = await Promise.all([
    prepareSession(dependencies),
    hashNewPassword(dependencies, checked.value),
  ]);
  if (!hashed.ok) return hashed;
  const changeId = ids.next(user.challengeFloor);
  const ref = { kind: 'password_changed', address: user.email, changeId } as const;
  const notice = await writeNotice(dependencies, ref, user, caller);
  if (!notice.ok) return notice;
  const renewed = await renewUser(dependencies, user, 'unauthenticated', (seen, renewal) =>
    seen.epoch === user.epoch
      ? accept({
          ...renewCredentials(seen, { ...renewal, changeId, ...(password !== undefined && BY_PASSWORD) }),
          passwordHash: hashed.value,
        })
      : refuse('unauthenticated'),
  );
  if (!renewed.ok) {
    await withdraw(dependencies, ref, user);
    return renewed;
  }
  log.write('password_changed', { user: user.id });
  const authentication = password === undefined ? asBefore(owner) : { amr: asSure(['pwd'], owner.session.amr) };
  return openSession(dependencies, opening, renewed.value, { caller, ...authentication });
};

/** The session was the proof: the next one is of the same log-in. */
const asBefore = ({ session }: Authenticated): Pick<Authentication, 'amr' | 'at'> => ({
  amr: session.amr ?? [],
  at: authenticationTime(session),
});
