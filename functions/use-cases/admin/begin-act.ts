// Begins what an administrator does with one account: the act is noted with it, and the account is there.
import type { User } from '#domain/account/user.ts';
import { NO_ACCOUNT } from '#domain/audit/audit.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Ports } from '#domain/ports.ts';
import { loadUser } from './load-user.ts';
import { type Act, type AdminCall, noteAct } from './note-act.ts';

export interface BegunAct {
  readonly user: User;
  readonly actId: string;
}

/** Without the account the row is one of no account, and what was asked for is not in it: it may be an address. */
export const beginAct = async (
  dependencies: Pick<Ports, 'store' | 'clock' | 'ids' | 'settings'>,
  { userId, ...act }: Pick<Act, 'userId' | 'what' | 'data'>,
  call: AdminCall,
): Promise<Outcome<BegunAct>> => {
  const user = await loadUser(dependencies.store, userId);
  const actId = await noteAct(dependencies, { ...call, ...act, userId: user?.id ?? NO_ACCOUNT });
  return user ? accept({ user, actId }) : refuse('not_found');
};
