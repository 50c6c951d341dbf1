// Gives one restored account a new epoch and floor, which ends its sessions, links and codes.
import { parseItem } from '#adapters/store/stored-items.ts';
import { systemRandomness } from '#adapters/system-clock.ts';
import { floorOf, type User } from '#domain/account/user.ts';
import type { Ids } from '#domain/ports.ts';
import type { Store, Swap } from '#domain/store.ts';
import { userKey } from '#domain/store-keys.ts';
import { newEpoch } from '#use-cases/session/renew-user.ts';

export interface Restored {
  readonly store: Store;
  readonly ids: Ids;
  readonly row: Readonly<Record<string, unknown>>;
  /** An account with a floor or id above it is done. */
  readonly firstId: string;
  readonly isConfirmed: boolean;
}

const ROUNDS = 5;

export const renewRestored = async (restored: Restored): Promise<'accounts' | 'skipped' | 'failed'> => {
  const { store, ids, firstId, isConfirmed } = restored;
  const stored = readUser(restored.row);
  if (!stored) return 'failed';
  let user = stored;
  for (let round = 0; round < ROUNDS; round++) {
    if (floorOf(user) > firstId) return 'skipped';
    if (!isConfirmed) return 'accounts';
    const { version: _replaced, ...rest } = user;
    const swap: Swap<User> = await store.swap(userKey(user.id), user, {
      ...rest,
      epoch: newEpoch(systemRandomness),
      challengeFloor: ids.next(user.challengeFloor),
    });
    if (swap.ok) return 'accounts';
    // Deleted meanwhile.
    if (!swap.current) return 'skipped';
    user = swap.current;
  }
  return 'failed';
};

const readUser = (row: Readonly<Record<string, unknown>>): User | undefined => {
  try {
    return parseItem('user', row);
  } catch {
    return undefined;
  }
};
