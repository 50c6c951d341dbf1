// Ends every session of an account. Its links and codes keep working.
import { endSessions, type User } from '#domain/account/user.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Ports } from '#domain/ports.ts';
import { userKey } from '#domain/store-keys.ts';
import { decideAndSwap } from '../decide-and-swap.ts';
import { newEpoch } from '../session/renew-user.ts';
import type { BegunAct } from './begin-act.ts';

export const logOutUser = async (
  { store, random, log }: Pick<Ports, 'store' | 'random' | 'log'>,
  { user, actId: lastAct }: BegunAct,
): Promise<Outcome<User>> => {
  const epoch = newEpoch(random);
  const ended = await decideAndSwap(store, userKey(user.id), user, (seen) =>
    seen ? accept({ ...endSessions(seen, epoch), lastAct }) : refuse('not_found'),
  );
  if (ended.ok) log.write('sessions_ended', { user: user.id });
  return ended;
};
