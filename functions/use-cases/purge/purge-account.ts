// One account before the purge: its owner is told, and it is deleted when the time of the mail is over and nobody used it.

import { unusedSince } from '#domain/account/unused.ts';
import type { User } from '#domain/account/user.ts';
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
  readonly months: number;
}

/** `used`: it was used in the meantime. */
export type Purged = 'kept' | 'deleted' | 'used' | Exclude<Telling, 'told'>;

const WHO = 'purge';

/** What `tellOwner` answered, for an account that is unused; `kept` for the others. */
export const judgeAccount = async (
  dependencies: PurgePorts,
  user: User,
  rule: PurgeRule,
): Promise<Exclude<Purged, 'deleted' | 'used'> | 'told'> => {
  const from = unusedSince(user, { ...rule, now: dependencies.clock.now() });
  if (from !== undefined) return tellOwner(dependencies, user, from);
  if (isMarked(user)) await unmark(dependencies, user);
  return 'kept';
};

/**
 * The row says first who removes it, for the event that its removal is. A log-in before the removal changes the row, which is
 * then judged anew, and stays.
 */
export const deleteUnused = async (dependencies: PurgePorts, user: User, rule: PurgeRule): Promise<Purged> => {
  const { store, clock } = dependencies;
  const from = unusedSince(user, { ...rule, now: clock.now() });
  const isStill = (seen: User | undefined): seen is User =>
    seen?.email === user.email && unusedSince(seen, { ...rule, now: clock.now() }) === from;
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
