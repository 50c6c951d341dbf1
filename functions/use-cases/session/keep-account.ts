// Keeps an account whose owner asked for its deletion, and opens it before that. Where nobody asked, it costs nothing.
import { keepingId, keepUser } from '#domain/account/grace.ts';
import { isGone, type User } from '#domain/account/user.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import { userKey } from '#domain/store-keys.ts';
import { writeNotice } from '../account/write-notice.ts';
import { decideAndSwap } from '../decide-and-swap.ts';

/** Before the swap that keeps the account. All requests that keep it share one notice, so none withdraws it. */
export const tellKeeping = async (
  dependencies: Pick<Ports, 'store' | 'clock' | 'settings'>,
  user: User,
  caller: Caller,
): Promise<Outcome<unknown>> => {
  const changeId = keepingId(user);
  if (changeId === undefined) return accept(undefined);
  return writeNotice(dependencies, { kind: 'account_kept', address: user.email, changeId }, user, caller);
};

/** For a log-in with the password. `superseded`: the time came, or the account changed, in between. */
export const keepAccount = async (
  dependencies: Pick<Ports, 'store' | 'clock' | 'settings'>,
  user: User,
  caller: Caller,
): Promise<Outcome<User>> => {
  const { store, clock } = dependencies;
  if (user.deleteAt === undefined) return accept(user);
  const told = await tellKeeping(dependencies, user, caller);
  if (!told.ok) return told;
  return decideAndSwap(store, userKey(user.id), user, (seen) => {
    const isSame = seen?.epoch === user.epoch && seen.email === user.email && !seen.disabled;
    return isSame && !isGone(seen, clock.now()) ? accept(keepUser(seen, clock.now())) : refuse('superseded');
  });
};
