// Deletes an account for an administrator. Its owner is told as if they had deleted it themselves, but not from where.
import type { Removal } from '#domain/account/user.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import { UNKNOWN_CALLER } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import { userKey } from '#domain/store-keys.ts';
import { removeAccount } from '../account/remove-account.ts';
import { decideAndSwap } from '../decide-and-swap.ts';
import type { BegunAct } from './begin-act.ts';

/** The row says first who removes it, for the event that its removal is. */
export const deleteUser = async (
  dependencies: Pick<Ports, 'store' | 'clock' | 'ids' | 'settings' | 'log'>,
  { user, actId: act }: BegunAct,
): Promise<Outcome<undefined>> => {
  const removal: Removal = { by: 'admin', act };
  const marked = await decideAndSwap(dependencies.store, userKey(user.id), user, (seen) =>
    seen ? accept({ ...seen, removal }) : refuse('not_found'),
  );
  if (!marked.ok) return marked;
  return removeAccount(dependencies, marked.value, UNKNOWN_CALLER, () => accept(undefined));
};
