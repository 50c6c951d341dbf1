// Whether anybody gets into an account: nobody into a disabled one, and into one whose address was never proven only by a mail to it.
import type { Renewal, User } from './user.ts';

/** Why no session of this account is opened or accepted; `undefined` for an account as usual. */
export const whyClosed = ({
  disabled,
  emailVerifiedAt,
}: Pick<User, 'disabled' | 'emailVerifiedAt'>): 'account_disabled' | 'email_not_verified' | undefined => {
  if (disabled) return 'account_disabled';
  return emailVerifiedAt === undefined ? 'email_not_verified' : undefined;
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
