// Finds accounts by what an administrator knows of a person.
import type { User } from '#domain/account/user.ts';
import { readEmail } from '#domain/address.ts';
import { NO_ACCOUNT } from '#domain/audit/audit.ts';
import { accept, type Outcome } from '#domain/errors.ts';
import type { Ports } from '#domain/ports.ts';
import { loadAccount } from '../load-account.ts';
import { loadUser } from './load-user.ts';
import { type AdminCall, noteAct } from './note-act.ts';

export type UserQuery = { readonly userId: string } | { readonly email: string };

type Dependencies = Pick<Ports, 'store' | 'clock' | 'ids' | 'settings'>;

/** The act is noted before anything of an account is told: with each account that is found, or once for none. */
export const findUsers = async (
  dependencies: Dependencies,
  query: UserQuery,
  call: AdminCall,
): Promise<Outcome<readonly User[]>> => {
  const found = await lookUp(dependencies, query);
  if (!found.ok) return found;
  const what = 'admin.find';
  const data = { by: 'userId' in query ? 'userId' : 'email' };
  const concerned = found.value.length > 0 ? found.value.map(({ id }) => id) : [NO_ACCOUNT];
  await Promise.all(concerned.map((userId) => noteAct(dependencies, { ...call, userId, what, data })));
  return found;
};

const lookUp = async ({ store }: Dependencies, query: UserQuery): Promise<Outcome<readonly User[]>> => {
  if ('userId' in query) return accept(asList(await loadUser(store, query.userId)));
  const address = readEmail(query.email, 'email');
  return address.ok ? accept(asList(await loadAccount(store, address.value))) : address;
};

const asList = (user: User | undefined): readonly User[] => (user ? [user] : []);
