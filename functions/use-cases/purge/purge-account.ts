// One account before the purge: its owner is told, and it is deleted when the time of the mail is over and nobody used it.

import { unusedSince } from '#domain/account/unused.ts';
import { isGone, type User } from '#domain/account/user.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import { UNKNOWN_CALLER } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import { userKey } from '#domain/store-keys.ts';
import { removeAccount } from '../account/remove-account.ts';
import { decideAndSwap } from '../decide-and-swap.ts';
import { type Telling, tellOwner } from './tell-owner.ts';

export type PurgePorts = Pick<Ports, 'store' | 'clock' | 'ids' | 'settings' | 'log'>;

export interface PurgeRule {
  readonly since: number;
  /** Absent: only what owners asked for is deleted. */
  readonly months?: number | undefined;
}

/** `used`: it was used in the meantime. */
export type Purged = 'kept' | 'deleted' | 'used' | Exclude<Telling, 'told'>;

const WHO = 'purge';

/** A disabled account stays, as it does when nobody uses it: somebody disabled it for a reason. */
const isAskedFor = (user: User, now: number): boolean => isGone(user, now) && !user.disabled;

const unusedBy = ({ since, months }: PurgeRule, user: User, now: number): number | undefined =>
  months === undefined ? undefined : unusedSince(user, { since, months, now });

/** What `tellOwner` answered, for an account that is unused; `kept` for the others. */
export const judgeAccount = async (
  dependencies: PurgePorts,
  user: User,
  rule: PurgeRule,
): Promise<Exclude<Purged, 'deleted' | 'used'> | 'told'> => {
  const now = dependencies.clock.now();
  if (isAskedFor(user, now)) return 'told';
  const from = user.deleteAt === undefined ? unusedBy(rule, user, now) : undefined;
  if (from !== undefined) return tellOwner(dependencies, user, from);
  if (isMarked(user)) await unmark(dependencies, user);
  return 'kept';
};

/** The one that its owner asked for, or that of an unused account. */
export const deleteTold = (dependencies: PurgePorts, user: User, rule: PurgeRule): Promise<Purged> =>
  user.deleteAt === undefined ? deleteUnused(dependencies, user, rule) : deleteAsked(dependencies, user);

/** The row names nobody who removes it: its owner did. */
const deleteAsked = async (dependencies: PurgePorts, user: User): Promise<Purged> => {
  await unmark(dependencies, user);
  const { clock } = dependencies;
  const removed = await removeAccount(dependencies, user, UNKNOWN_CALLER, (seen) =>
    seen.email === user.email && !isMarked(seen) && isAskedFor(seen, clock.now())
      ? accept(undefined)
      : refuse('superseded'),
  );
  return removed.ok ? 'deleted' : 'used';
};

/**
 * The row says first who removes it, for the event that its removal is. A log-in before the removal changes the row, which is
 * then judged anew, and stays.
 */
const deleteUnused = async (dependencies: PurgePorts, user: User, rule: PurgeRule): Promise<Purged> => {
  const { store, clock } = dependencies;
  const from = unusedBy(rule, user, clock.now());
  const isStill = (seen: User | undefined): seen is User =>
    seen?.email === user.email && seen.deleteAt === undefined && unusedBy(rule, seen, clock.now()) === from;
  const marked = await decideAndSwap(store, userKey(user.id), user, (seen) =>
    isStill(seen) ? accept({ ...seen, removal: { by: 'system', who: WHO } as const }) : refuse('superseded'),
  );
  if (!marked.ok) return 'used';
  const permit = (seen: User): Outcome<undefined> => (isStill(seen) ? accept(undefined) : refuse('superseded'));
  const removed = await removeAccount(dependencies, marked.value, UNKNOWN_CALLER, permit);
  if (removed.ok) return 'deleted';
  await unmark(dependencies, marked.value);
  return 'used';
};

const isMarked = ({ removal }: User): boolean => removal?.by === 'system' && removal.who === WHO;

/** Else a later deletion by its owner would be told as one of the purge. */
const unmark = ({ store }: PurgePorts, user: User) =>
  decideAndSwap(store, userKey(user.id), user, (seen) => {
    if (!seen || !isMarked(seen)) return refuse('superseded');
    const { removal: _ended, ...rest } = seen;
    return accept(rest);
  });
