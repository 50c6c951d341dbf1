// Disables an account: its sessions, links and codes end at once, and nobody gets in until it is enabled again.
import { disableUser as disable } from '#domain/account/standing.ts';
import type { User } from '#domain/account/user.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Ports } from '#domain/ports.ts';
import { userKey } from '#domain/store-keys.ts';
import { decideAndSwap } from '../decide-and-swap.ts';
import { newEpoch } from '../session/renew-user.ts';

/** `actId`: the id of the audit row of this act. An account that is disabled already stays as it is. */
export const disableUser = async (
  dependencies: Pick<Ports, 'store' | 'clock' | 'ids' | 'random'>,
  userId: string,
  actId: string,
): Promise<Outcome<User>> => {
  const { store, clock, ids, random } = dependencies;
  const [user] = await store.load([userKey(userId)]);
  if (!user) return refuse('not_found');
  if (user.disabled) return accept(user);
  const epoch = newEpoch(random);
  // The reset and log-in mails of before are not marked: who reads them is told why they open nothing.
  return decideAndSwap(store, userKey(userId), user, (seen) => {
    if (!seen) return refuse('not_found');
    if (seen.disabled) return accept(seen);
    return accept(disable(seen, { epoch, floor: ids.next(seen.challengeFloor), now: clock.now(), actId }));
  });
};
