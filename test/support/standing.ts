// Accounts that are not as usual: disabled ones, and those that no sign-up created.
import { disableUser } from '#use-cases/admin/disable-user.ts';
import { enableUser } from '#use-cases/admin/enable-user.ts';
import { loadAccount } from '#use-cases/load-account.ts';
import type { TestService } from './service.ts';

const ACT = 'an act';

/** The account at the address, or an error. */
const accountAt = async (service: TestService, address: string) => {
  const user = await loadAccount(service.store, address);
  if (!user) throw new Error('no account');
  return user;
};

export const disable = async (service: TestService, address: string): Promise<void> => {
  const { id } = await accountAt(service, address);
  const done = await disableUser(service.dependencies, id, ACT);
  if (!done.ok) throw new Error(`not disabled: ${done.refusal.code}`);
};

export const enable = async (service: TestService, address: string): Promise<void> => {
  const { id } = await accountAt(service, address);
  const done = await enableUser(service.dependencies, id, ACT);
  if (!done.ok) throw new Error(`not enabled: ${done.refusal.code}`);
};
