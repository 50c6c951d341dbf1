// Ends a session whose refresh token was copied, and writes that into the audit rows of its account.
import { auditRow } from '#domain/audit/audit.ts';
import { eventId } from '#domain/audit/event-id.ts';
import { DependencyError, nameOfError } from '#domain/errors.ts';
import type { Ports } from '#domain/ports.ts';
import type { Session } from '#domain/session/session.ts';
import type { Settings } from '#domain/settings.ts';
import { auditKey, sessionKey } from '#domain/store-keys.ts';

type Dependencies = Pick<Ports, 'store' | 'clock' | 'settings' | 'log'>;

const ROUNDS = 3;

/** First the row says that it has ended: from then on no token of it works, whatever becomes of the audit row. */
export const endReused = async (dependencies: Dependencies, sessionId: string, session: Session): Promise<void> => {
  const { store, clock } = dependencies;
  let seen: Session | undefined = session;
  for (let round = 0; round < ROUNDS && seen; round++) {
    if (seen.reusedAt !== undefined) return tellReuse(dependencies, sessionId, seen);
    const held: Session = seen;
    const ended = await store.swap(sessionKey(sessionId), held, { ...held, epoch: '', reusedAt: clock.now() });
    if (ended.ok) return tellReuse(dependencies, sessionId, ended.item);
    seen = ended.current;
  }
};

/**
 * The session has ended, so the answer is the same if this fails. The row is only removed when the audit row is written: until
 * then the next use of one of its tokens writes it, or `doctor redrive`. A repeat writes the same audit row.
 */
export const tellReuse = async (
  { store, settings, log }: Pick<Dependencies, 'store' | 'log'> & { readonly settings: Pick<Settings, 'auditDays'> },
  sessionId: string,
  session: Session,
): Promise<void> => {
  const { userId, reusedAt: at } = session;
  if (at === undefined) return;
  const id = eventId(at, sessionId, 'session.reused');
  const by = { kind: 'system' } as const;
  const row = auditRow({ id, userId, at, what: 'session.reused', by, data: { session: sessionId } }, settings);
  try {
    await store.swap(auditKey(userId, id), 'absent', row);
    await store.remove(sessionKey(sessionId), session);
  } catch (error) {
    if (!(error instanceof DependencyError)) throw error;
    const { dependency, cause } = error;
    log.write('dependency_failed', { session: sessionId, dependency, error: nameOfError(cause) });
  }
};
