// Loads accounts by their ids. A row whose address names no such account is none: a sign-up that did not finish left it.
import { isReachableAt, type User } from '#domain/account/user.ts';
import type { Store } from '#domain/store.ts';
import { emailClaimKey, userKey } from '#domain/store-keys.ts';

/** In the same order; those that are no accounts are left out. */
export const loadUsers = async (store: Store, userIds: readonly string[]): Promise<readonly User[]> =>
  userIds.length === 0 ? [] : onlyAccounts(store, await store.load(userIds.map(userKey)));

export const loadUser = async (store: Store, userId: string): Promise<User | undefined> =>
  (await loadUsers(store, [userId]))[0];

export const onlyAccounts = async (store: Store, rows: readonly (User | undefined)[]): Promise<readonly User[]> => {
  const users = rows.filter((row) => row !== undefined);
  const claims = users.length > 0 ? await store.load(users.map(({ email }) => emailClaimKey(email))) : [];
  return users.filter((user, index) => isReachableAt(claims[index], user, user.email));
};
