// Sends audit rows as events. At least once: a row whose answer was lost is sent again, with the same id.
import type { User } from '#domain/account/user.ts';
import { type AuditRow, NO_ACCOUNT } from '#domain/audit/audit.ts';
import { type AccountEvent, toEvent } from '#domain/audit/event.ts';
import { DependencyError, nameOfError } from '#domain/errors.ts';
import type { Ports } from '#domain/ports.ts';
import { userKey } from '#domain/store-keys.ts';

type Dependencies = Pick<Ports, 'store' | 'settings' | 'log' | 'bus' | 'pause'>;

/** The most that EventBridge takes at once. */
const AT_ONCE = 10;
const ROUNDS = 3;
const PAUSE_MILLISECONDS = 100;

/** The rows that the bus did not take. `endpoint`: only for this one of webhooks. Never throws for a dependency. */
export const sendEvents = async (
  dependencies: Dependencies,
  rows: readonly AuditRow[],
  endpoint?: string,
): Promise<readonly AuditRow[]> => {
  let left = rows;
  for (let round = 0; round < ROUNDS && left.length > 0; round++) {
    if (round > 0) await dependencies.pause.wait(PAUSE_MILLISECONDS * 2 ** round);
    const chunks = Array.from({ length: Math.ceil(left.length / AT_ONCE) }, (_, index) =>
      left.slice(index * AT_ONCE, (index + 1) * AT_ONCE),
    );
    const refused: AuditRow[] = [];
    // One after the other, so that the events of a batch keep their order as long as nothing fails.
    for (const chunk of chunks) refused.push(...(await sendChunk(dependencies, chunk, endpoint)));
    left = refused;
  }
  return left;
};

const sendChunk = async (
  dependencies: Dependencies,
  rows: readonly AuditRow[],
  endpoint?: string,
): Promise<readonly AuditRow[]> => {
  const { bus, log } = dependencies;
  try {
    const taken = await bus.put(await eventsOf(dependencies, rows), endpoint);
    return rows.filter((_row, index) => taken[index] !== true);
  } catch (error) {
    if (!(error instanceof DependencyError)) throw error;
    log.write('dependency_failed', { dependency: error.dependency, error: nameOfError(error.cause) });
    return rows;
  }
};

const eventsOf = async (
  { store, settings }: Dependencies,
  rows: readonly AuditRow[],
): Promise<readonly AccountEvent[]> => {
  if (!settings.events.addresses) return rows.map((row) => toEvent(row));
  const ids = [...new Set(rows.map(({ userId }) => userId))].filter((id) => id !== NO_ACCOUNT);
  const users: readonly (User | undefined)[] = ids.length > 0 ? await store.load(ids.map(userKey)) : [];
  const byId = new Map(users.flatMap((user) => (user ? [[user.id, user] as const] : [])));
  return rows.map((row) => toEvent(row, byId.get(row.userId)));
};
