// Accounts that are not as usual: disabled ones, and those that no sign-up created.
import { normalisePassword } from '#domain/account/password-policy.ts';
import type { User } from '#domain/account/user.ts';
import type { Draft } from '#domain/row.ts';
import { emailClaimKey, userKey } from '#domain/store-keys.ts';
import { disableUser } from '#use-cases/admin/disable-user.ts';
import { enableUser } from '#use-cases/admin/enable-user.ts';
import { loadAccount } from '#use-cases/load-account.ts';
import { freshNumber } from './fresh-numbers.ts';
import type { TestService } from './service.ts';

const ACT = 'an act';

/** The account at the address, or an error. */
export const accountAt = async (service: TestService, address: string): Promise<User> => {
  const user = await loadAccount(service.store, address);
  if (!user) throw new Error('no account');
  return user;
};

export const disableById = async (service: TestService, id: string): Promise<void> => {
  const done = await disableUser(service.dependencies, id, ACT);
  if (!done.ok) throw new Error(`not disabled: ${done.refusal.code}`);
};

export const enableById = async (service: TestService, id: string): Promise<void> => {
  const done = await enableUser(service.dependencies, id, ACT);
  if (!done.ok) throw new Error(`not enabled: ${done.refusal.code}`);
};

export const disable = async (service: TestService, address: string): Promise<void> =>
  disableById(service, (await accountAt(service, address)).id);

export const enable = async (service: TestService, address: string): Promise<void> =>
  enableById(service, (await accountAt(service, address)).id);

export interface Foreign {
  /** Absent: the account has none. */
  readonly password?: string;
  /** Whether somebody has proven its address. By default nobody has. */
  readonly isProven?: boolean;
  /** By default one that no ULID is greater than. */
  readonly id?: string;
}

/** An account as an import or an invitation makes it. Returns its id. */
export const addForeign = async (
  service: TestService,
  address: string,
  { password, isProven = false, id = `zz_legacy-${freshNumber('account')}` }: Foreign = {},
): Promise<string> => {
  const { store, ids, clock, passwords } = service.dependencies;
  const now = clock.now();
  const draft: Draft<User> = {
    id,
    email: address,
    ...(password !== undefined && { passwordHash: await passwords.hash(normalisePassword(password)) }),
    ...(isProven && { emailVerifiedAt: now }),
    locale: 'ko',
    profile: {},
    epoch: 'the first epoch',
    challengeFloor: ids.next(),
    createdAt: now - 1_000_000,
  };
  await store.swap(userKey(id), 'absent', draft);
  await store.swap(emailClaimKey(address), 'absent', { userId: id });
  return id;
};

/** Changes the row behind the service. */
export const setAccount = async (
  service: TestService,
  address: string,
  change: (user: User) => User,
): Promise<void> => {
  const user = await accountAt(service, address);
  await service.store.swap(userKey(user.id), user, change(user));
};
