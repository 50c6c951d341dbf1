// Sends an event again, as its audit row says it: to all who subscribe, or to one endpoint of webhooks.
import { NO_ACCOUNT } from '#domain/audit/audit.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Ports } from '#domain/ports.ts';
import { auditKey } from '#domain/store-keys.ts';
import { type AdminCall, noteAct } from '../admin/note-act.ts';
import { sendEvents } from './send-events.ts';

type Dependencies = Pick<Ports, 'store' | 'clock' | 'ids' | 'settings' | 'log' | 'bus' | 'pause'> & {
  /** The names of the endpoints of the stage. */
  readonly webhookNames: readonly string[];
};

interface Replay {
  /** `<user id>.<ULID>` */
  readonly eventId: string;
  /** Left out: all. */
  readonly endpoint?: string | undefined;
}

/** Its id is the same again, so that a receiver knows a repeat. `not_found` after the time of the audit row, or for another endpoint. */
export const replayEvent = async (
  dependencies: Dependencies,
  { eventId, endpoint }: Replay,
  call: AdminCall,
): Promise<Outcome<{ readonly eventId: string; readonly type: string }>> => {
  const { store, webhookNames } = dependencies;
  const dot = eventId.lastIndexOf('.');
  const [userId, id] = [eventId.slice(0, dot), eventId.slice(dot + 1)];
  const isKnown = endpoint === undefined || webhookNames.includes(endpoint);
  const [row] = isKnown ? await store.load([auditKey(userId, id)]) : [];
  const data = { event: id, ...(isKnown && endpoint !== undefined && { endpoint }) };
  await noteAct(dependencies, { ...call, userId: row ? userId : NO_ACCOUNT, what: 'admin.replay', data });
  if (!row) return refuse('not_found');
  const left = await sendEvents(dependencies, [row], endpoint);
  return left.length > 0 ? refuse('unavailable') : accept({ eventId, type: row.what });
};
