// Turns changed rows into audit rows, and new audit rows into events. What fails goes into the retry queue, so that it keeps nothing waiting.
import { type AuditRow, auditRow } from '#domain/audit/audit.ts';
import { difference, type RowChange } from '#domain/audit/difference.ts';
import type { EventTicket } from '#domain/audit/event.ts';
import { DependencyError, nameOfError } from '#domain/errors.ts';
import type { Ports } from '#domain/ports.ts';
import type { Draft } from '#domain/row.ts';
import { auditKey } from '#domain/store-keys.ts';
import { sendEvents } from './send-events.ts';

/** A record of one of the two streams, or a ticket of the retry queue. */
export type News =
  | { readonly kind: 'change'; readonly change: RowChange }
  | { readonly kind: 'row'; readonly row: AuditRow }
  | { readonly kind: 'ticket'; readonly ticket: EventTicket };

type Dependencies = Pick<Ports, 'store' | 'settings' | 'log' | 'bus' | 'pause' | 'eventRetries'>;

/** For each piece of news: whether nothing of it can be lost any more. If not, its source must deliver it again. */
export const takeNews = async (dependencies: Dependencies, news: readonly News[]): Promise<readonly boolean[]> => {
  const [unwritten, unsent] = await Promise.all([
    Promise.all(news.map((one) => writeRows(dependencies, rowsOf(dependencies, one)))),
    sendAll(dependencies, news),
  ]);
  return Promise.all(
    news.map(async (one, index) => {
      const left = [...(unwritten[index] ?? []), ...(unsent.has(one) ? [ticketOf(one)] : [])];
      // The queue itself counts how often a ticket fails.
      if (one.kind === 'ticket') return left.length === 0;
      const kept = await Promise.all(left.map((ticket) => keep(dependencies, ticket)));
      return kept.every(Boolean);
    }),
  );
};

/** The audit rows to be written. */
const rowsOf = ({ settings }: Dependencies, news: News): readonly Draft<AuditRow>[] => {
  if (news.kind === 'change') return difference(news.change).map((fields) => auditRow(fields, settings));
  return news.kind === 'ticket' && news.ticket.row ? [news.ticket.row] : [];
};

/** Returns tickets of the rows that could not be written. A row that is there already is of an earlier try. */
const writeRows = async (
  { store, log }: Dependencies,
  rows: readonly Draft<AuditRow>[],
): Promise<readonly EventTicket[]> => {
  const left = rows.map(async (row) => {
    const { userId, id } = row;
    try {
      await store.swap(auditKey(userId, id), 'absent', row);
      return [];
    } catch (error) {
      noteFailure(log, error);
      return [{ userId, id, row }];
    }
  });
  return (await Promise.all(left)).flat();
};

/** Returns what could not be sent. */
const sendAll = async (dependencies: Dependencies, news: readonly News[]): Promise<ReadonlySet<News>> => {
  const toSend = await Promise.all(news.map(async (one) => ({ one, row: await rowToSend(dependencies, one) })));
  const rows = toSend.flatMap(({ row }) => (row && row !== 'unknown' ? [row] : []));
  const refused = new Set(await sendEvents(dependencies, rows));
  return new Set(toSend.filter(({ row }) => row === 'unknown' || (row && refused.has(row))).map(({ one }) => one));
};

/** `unknown`: the row could not be loaded. A row whose time is over is gone, and is not sent. */
const rowToSend = async ({ store, log }: Dependencies, news: News): Promise<AuditRow | 'unknown' | undefined> => {
  if (news.kind === 'row') return news.row;
  if (news.kind === 'change' || news.ticket.row) return undefined;
  const { userId, id } = news.ticket;
  try {
    const [row] = await store.load([auditKey(userId, id)]);
    return row;
  } catch (error) {
    noteFailure(log, error);
    return 'unknown';
  }
};

const ticketOf = (news: News): EventTicket => {
  if (news.kind === 'ticket') return news.ticket;
  if (news.kind === 'change') throw new Error('a changed row is not sent');
  const { userId, id } = news.row;
  return { userId, id };
};

const keep = async ({ eventRetries, log }: Dependencies, ticket: EventTicket): Promise<boolean> => {
  try {
    await eventRetries.put(ticket);
    return true;
  } catch (error) {
    noteFailure(log, error);
    return false;
  }
};

const noteFailure = (log: Dependencies['log'], error: unknown): void => {
  const { dependency, cause } = error instanceof DependencyError ? error : { dependency: 'unknown', cause: error };
  log.write('dependency_failed', { dependency, error: nameOfError(cause) });
};
