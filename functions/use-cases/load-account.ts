// Loads the account that is reachable at an address: the one its claim names, if its own email is that address.
import { isReachableAt, type User } from '#domain/account/user.ts';
import type { Store } from '#domain/store.ts';
import { emailClaimKey, userKey } from '#domain/store-keys.ts';

export const loadAccount = async (store: Store, address: string): Promise<User | undefined> => {
  const [claim] = await store.load([emailClaimKey(address)]);
  const [user] = claim ? await store.load([userKey(claim.userId)]) : [];
  return isReachableAt(claim, user, address) ? user : undefined;
};
