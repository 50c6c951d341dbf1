// Keeps the sessions of an account few: a log-in beyond the limit ends the oldest. Other routes that open a session begin an
// epoch or an account, so they leave no others.
import type { User } from '#domain/account/user.ts';
import type { Ports } from '#domain/ports.ts';
import { isLive } from '#domain/session/session.ts';
import { sessionKey } from '#domain/store-keys.ts';
import { endSession } from './refresh-session.ts';

const SESSIONS_AT_MOST = 50;
const IDS_READ = 100;

/**
 * Makes room for one more session. Can run beside the write of the new one if it is called first: it looks only at ids that
 * are smaller than one it takes. One query; the rows are read only if there are many. Log-ins at the same moment can leave
 * some more, which the next log-in ends.
 */
export const endOldestSessions = async (
  dependencies: Pick<Ports, 'store' | 'clock' | 'ids'>,
  user: User,
): Promise<void> => {
  const { store, clock, ids } = dependencies;
  const found = await store.sessionsOf(user.id, { limit: IDS_READ, before: ids.next() });
  if (found.length < SESSIONS_AT_MOST) return;
  const rows = await store.load(found.map(sessionKey), 'eventual');
  const live = found.filter((_, index) => isLive(rows[index], user, clock.now()));
  await Promise.all(live.slice(SESSIONS_AT_MOST - 1).map((id) => endSession(dependencies, id)));
};
