// Whether anybody gets into an account: nobody into a disabled one, and into one whose address was never proven only by a mail to it.
import {
  type ChangeRenewal,
  changeEmail,
  leaveAddresses,
  type Origin,
  type Renewal,
  renewCredentials,
  type User,
} from './user.ts';

/** Whether a session of this account may be open. A deletion that was asked for ends when the account is opened. */
export const isOpen = (user: Pick<User, 'disabled' | 'emailVerifiedAt' | 'deleteAt'>): boolean =>
  whyClosed(user) === undefined && user.deleteAt === undefined;

/** Why no session of this account is opened or accepted; `undefined` for an account as usual. */
export const whyClosed = ({
  disabled,
  emailVerifiedAt,
}: Pick<User, 'disabled' | 'emailVerifiedAt'>): 'account_disabled' | 'email_not_verified' | undefined => {
  if (disabled) return 'account_disabled';
  return emailVerifiedAt === undefined ? 'email_not_verified' : undefined;
};

/**
 * The account whose owner read a mail at its address, for the first time: from there a log-in is not new. Somebody else may have
 * chosen the password from before, or added a passkey, so they go.
 */
export const proveAddress = (user: User, { now, network, device }: Origin & { readonly now: number }): User => {
  if (user.emailVerifiedAt !== undefined) return user;
  const { passwordHash: _unproven, passkeys: _neither, ...rest } = user;
  return { ...rest, emailVerifiedAt: now, origin: { network, device } };
};

/** An act of an administrator. `actId`: the id of its audit row. */
export type ActRenewal = Renewal & { readonly actId: string };

/** All sessions, links and codes end. The way back to a former address stays, and is refused meanwhile. */
export const disableUser = (user: User, { epoch, floor: challengeFloor, now, actId: lastAct }: ActRenewal): User => ({
  ...user,
  disabled: { at: now },
  epoch,
  challengeFloor,
  lastAct,
});

/** Sessions, links and codes from before stay ended: also those that a function of the last release gave in the meantime. */
export const enableUser = (user: User, { epoch, floor: challengeFloor, actId: lastAct }: ActRenewal): User => {
  const { disabled: _ended, ...rest } = user;
  return { ...rest, epoch, challengeFloor, lastAct };
};

/**
 * The account at an address that an administrator gave: nobody has proven it, and no password or passkey opens the account. `changeId`: the
 * id of the act. `until`: as long as the old address can undo the change; absent: it cannot.
 */
export const moveByAdmin = (
  user: User,
  change: ChangeRenewal & { readonly email: string; readonly until: number | undefined },
): User => {
  const { changeId: lastAct, email, until } = change;
  const moved =
    until === undefined
      ? leaveAddresses(renewCredentials(user, change), [user.email])
      : changeEmail(user, { ...change, until });
  const { emailVerifiedAt: _unproven, passwordHash: _ended, passkeys: _too, ...rest } = moved;
  return { ...rest, email, lastAct };
};
