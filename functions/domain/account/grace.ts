// The deletion that an owner asked for, until its time has come (ADR 0057).
import { eventId } from '../audit/event-id.ts';
import { DAY_MILLISECONDS } from '../window.ts';
import { addChange, type ChangeRenewal, renewCredentials, type User } from './user.ts';

/** `undefined`: the account is deleted at once. */
export const deletionTime = (graceDays: number | undefined, now: number): number | undefined =>
  graceDays === undefined ? undefined : now + graceDays * DAY_MILLISECONDS;

/** All sessions, links and codes end. The way back to a former address stays. */
export const askDeletion = (
  user: User,
  { deleteAt, ...renewal }: ChangeRenewal & { readonly deleteAt: number },
): User => ({
  ...renewCredentials(user, renewal),
  deleteAt,
});

/** The id of the notice that the account is kept: the same for all requests that keep it. `undefined`: nobody asked for its deletion. */
export const keepingId = ({ id, deleteAt }: User): string | undefined =>
  deleteAt === undefined ? undefined : eventId(deleteAt, id, 'account_kept');

/** The account as before its owner asked for the deletion, but without its sessions. */
export const keepUser = (user: User, now: number): User => {
  const changeId = keepingId(user);
  if (changeId === undefined) return user;
  const { deleteAt: _over, ...rest } = user;
  return addChange(rest, changeId, now);
};
