// Takes the second factor from an account whose owner lost the app and the recovery codes. The owner is told: somebody else may have
// asked for it. All sessions end; the next log-in takes one factor.
import { endSessions, type User } from '#domain/account/user.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import { removeSecondFactor as remove } from '#domain/factors/use-second-factor.ts';
import { type Caller, UNKNOWN } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import { userKey } from '#domain/store-keys.ts';
import { isFinal, withdraw, writeNotice } from '../account/write-notice.ts';
import { decideAndSwap } from '../decide-and-swap.ts';
import { newEpoch } from '../session/renew-user.ts';
import type { BegunAct } from './begin-act.ts';

/** The owner is told what changed, but not where an administrator sits. */
const NOBODY_TOLD: Caller = { client: UNKNOWN, network: UNKNOWN, device: UNKNOWN, ip: UNKNOWN };

/** An account without one stays as it is. */
export const removeSecondFactor = async (
  dependencies: Pick<Ports, 'store' | 'clock' | 'random' | 'settings' | 'log'>,
  { user, actId }: BegunAct,
): Promise<Outcome<User>> => {
  const { store, clock, random, log } = dependencies;
  if (!user.secondFactor) return accept(user);
  const ref = { kind: 'second_factor_off', address: user.email, changeId: actId } as const;
  const notice = await writeNotice(dependencies, ref, user, NOBODY_TOLD);
  if (!notice.ok) return notice;
  const epoch = newEpoch(random);
  const removed = await decideAndSwap(store, userKey(user.id), user, (seen) =>
    seen ? accept({ ...endSessions(remove(seen, actId, clock.now()), epoch), lastAct: actId }) : refuse('not_found'),
  );
  if (removed.ok) log.write('second_factor_changed', { user: user.id, change: 'off', by: 'admin' });
  if (isFinal(removed)) await withdraw(dependencies, ref, user);
  return removed;
};
