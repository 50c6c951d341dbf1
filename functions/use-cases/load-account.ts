// Loads the account that is reachable at an address: the one its claim names, if its own email is that address.
import { isGone, isReachableAt, type User } from '#domain/account/user.ts';
import type { Ports } from '#domain/ports.ts';
import type { Store } from '#domain/store.ts';
import { emailClaimKey, userKey } from '#domain/store-keys.ts';

export const loadAccount = async (store: Store, address: string): Promise<User | undefined> => {
  const [claim] = await store.load([emailClaimKey(address)]);
  const [user] = claim ? await store.load([userKey(claim.userId)]) : [];
  return isReachableAt(claim, user, address) ? user : undefined;
};

/** The same, for a mail: an account whose deletion is due is gone. */
export const loadPresent = async (
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  address: string,
): Promise<User | undefined> => {
  const user = await loadAccount(store, address);
  return isGone(user, clock.now()) ? undefined : user;
};
