// Finds accounts by what an administrator knows of a person.
import type { User } from '#domain/account/user.ts';
import { isE164, readEmail } from '#domain/address.ts';
import { NO_ACCOUNT } from '#domain/audit/audit.ts';
import { accept, type Outcome } from '#domain/errors.ts';
import type { Ports } from '#domain/ports.ts';
import { readPhone } from '../../account/phone/read-phone.ts';
import { loadAccount } from '../../load-account.ts';
import { loadUser, loadUsers } from '../load-user.ts';
import { type AdminCall, noteAct } from '../note-act.ts';

export type UserQuery = { readonly userId: string } | { readonly email: string } | { readonly phone: string };

type Dependencies = Pick<Ports, 'store' | 'clock' | 'ids' | 'settings' | 'phoneNumbers'>;

/** The act is noted before anything of an account is told: with each account that is found, or once for none. */
export const findUsers = async (
  dependencies: Dependencies,
  query: UserQuery,
  call: AdminCall,
): Promise<Outcome<readonly User[]>> => {
  const found = await lookUp(dependencies, query);
  if (!found.ok) return found;
  const what = 'admin.find';
  const by = ['userId', 'email', 'phone'].find((name) => name in query) ?? '';
  const concerned = found.value.length > 0 ? found.value.map(({ id }) => id) : [NO_ACCOUNT];
  await Promise.all(concerned.map((userId) => noteAct(dependencies, { ...call, userId, what, data: { by } })));
  return found;
};

const lookUp = async (dependencies: Dependencies, query: UserQuery): Promise<Outcome<readonly User[]>> => {
  const { store } = dependencies;
  if ('userId' in query) return accept(asList(await loadUser(store, query.userId)));
  if ('phone' in query) return lookUpPhone(dependencies, query.phone);
  const address = readEmail(query.email, 'email');
  return address.ok ? accept(asList(await loadAccount(store, address.value))) : address;
};

const asList = (user: User | undefined): readonly User[] => (user ? [user] : []);

/** The index may be a moment behind the rows. */
const lookUpPhone = async (dependencies: Dependencies, text: string): Promise<Outcome<readonly User[]>> => {
  // Also one of a country that the stage sends nothing to: accounts may have such a number from before, or from an import.
  const phone = isE164(text) ? accept(text) : await readPhone(dependencies, text, 'phone');
  if (!phone.ok) return phone;
  const { store } = dependencies;
  const users = await loadUsers(store, await store.usersByPhone(phone.value));
  return accept(users.filter((user) => user.phone === phone.value));
};
