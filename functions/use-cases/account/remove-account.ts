// Removes an account, whoever asked for it. Its sessions and links stop working, and its addresses become free.
import type { User } from '#domain/account/user.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import type { NoticeRef } from '#domain/purpose.ts';
import { challengeKey, emailClaimKey, userKey } from '#domain/store-keys.ts';
import { withdraw, writeNotice } from './write-notice.ts';

type Dependencies = Pick<Ports, 'store' | 'clock' | 'ids' | 'settings' | 'log'>;

const ROUNDS = 3;

/**
 * `caller`: whom the notice names. `refusalOf`: why the account, as it is now, may not be removed any more; it is asked when
 * another request has changed the account since `user` was read.
 */
export const removeAccount = async (
  dependencies: Dependencies,
  user: User,
  caller: Caller,
  refusalOf: (seen: User) => Outcome<unknown>,
): Promise<Outcome<undefined>> => {
  const { clock, ids } = dependencies;
  const refs = noticesOf('account_deleted', user, ids.next(user.challengeFloor), clock.now());
  const notices = await Promise.all(refs.map((ref) => writeNotice(dependencies, ref, user, caller)));
  const unwritten = notices.find((notice) => !notice.ok);
  if (unwritten) return unwritten;
  const addresses = addressesOf(user);
  await useSignUps(dependencies, user, addresses);
  const removed = await removeUser(dependencies, user, refusalOf);
  if (!removed.ok) {
    await Promise.all(refs.map((ref) => withdraw(dependencies, ref, user)));
    return removed;
  }
  await releaseAddresses(dependencies, user.id, addresses);
  dependencies.log.write('account_deleted', { user: user.id });
  return accept(undefined);
};

/** Those that may still be claimed for the account. */
export const addressesOf = ({ email, emailHistory = [], leftAddresses = [] }: User): readonly string[] => [
  ...new Set([email, ...emailHistory.map(({ address }) => address), ...leftAddresses]),
];

/**
 * The deletion is told to the address of the account and to those that could still take it back. Each request has its own
 * id: shared by two requests, a notice could be withdrawn by the one that was refused. An address that nobody has proven may be
 * a stranger's, and is told nothing.
 */
export const noticesOf = (
  kind: 'account_deleted' | 'deletion_asked',
  { email, emailVerifiedAt, emailHistory = [] }: User,
  changeId: string,
  now: number,
) => {
  const former = emailHistory.filter(({ until }) => now < until).map(({ address }) => address);
  const addresses = [...(emailVerifiedAt === undefined ? [] : [email]), ...former];
  return [...new Set(addresses)].map((address): NoticeRef => ({ kind, address, changeId }));
};

/** An unfinished or concurrently verified sign-up could recreate the account under the same id. */
const useSignUps = async ({ store, clock }: Dependencies, user: User, addresses: readonly string[]): Promise<void> => {
  const keys = addresses.map((address) => challengeKey({ purpose: 'signup', channel: 'email', address }));
  for (let round = 0; round < ROUNDS; round++) {
    const signUps = await store.load(keys);
    const swaps = keys.map(async (key, index) => {
      const signUp = signUps[index];
      if (signUp?.id !== user.id) return true;
      const { data: _emptied, ...rest } = signUp;
      const now = clock.now();
      return (await store.swap(key, signUp, { ...rest, usedAt: signUp.usedAt ?? now, accountDeletedAt: now })).ok;
    });
    if ((await Promise.all(swaps)).every(Boolean)) return;
  }
};

const removeUser = async (
  { store }: Dependencies,
  user: User,
  refusalOf: (seen: User) => Outcome<unknown>,
): Promise<Outcome<undefined>> => {
  let seen: User | undefined = user;
  for (let round = 0; round < ROUNDS && seen; round++) {
    if (await store.remove(userKey(user.id), seen)) return accept(undefined);
    [seen] = await store.load([userKey(user.id)]);
    const may = seen ? refusalOf(seen) : accept(undefined);
    if (!may.ok) return may;
  }
  return seen ? refuse('try_again') : accept(undefined);
};

/** Claims that are left after a crash are stale, and can be taken when their reservation is over. */
export const releaseAddresses = async (
  { store }: Pick<Dependencies, 'store'>,
  userId: string,
  addresses: readonly string[],
): Promise<void> => {
  const keys = addresses.map(emailClaimKey);
  for (let round = 0; round < ROUNDS; round++) {
    const claims = await store.load(keys);
    const removals = keys.map(async (key, index) => {
      const claim = claims[index];
      return claim?.userId !== userId || store.remove(key, claim);
    });
    if ((await Promise.all(removals)).every(Boolean)) return;
  }
};
