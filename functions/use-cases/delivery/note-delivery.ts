// Writes into the row what became of its message, and into the log why.
import {
  DELIVERY_REASONS,
  type Delivery,
  type DeliveryReason,
  type DeliveryTicket,
  waitedSeconds,
} from '#domain/delivery/delivery.ts';
import type { EventLog, Ports } from '#domain/ports.ts';
import { callAttention } from './call-attention.ts';
import { isNotable, loadRow, type OwedTo, swapDelivery } from './owed-rows.ts';

/** The outcome of an attempt, as it goes into the row. */
export interface DeliveryNote {
  readonly status: 'sent' | 'queued' | 'failed' | 'skipped';
  readonly reason?: DeliveryReason;
  readonly messageId?: string;
  /** For the log only. */
  readonly error?: string | undefined;
}

const ROUNDS = 20;

/** Swaps the delivery until it holds, unless it has become another one's business or is already past this. */
export const noteDelivery = async (
  { store, clock, log }: Pick<Ports, 'store' | 'clock' | 'log'>,
  owner: OwedTo,
  ticket: DeliveryTicket,
  note: DeliveryNote,
): Promise<void> => {
  for (let round = 0; round < ROUNDS; round++) {
    const row = await loadRow(store, owner);
    if (!row || !isNotable(row, ticket)) return;
    if (await swapDelivery(store, row, delivered(row.item.delivery, note, clock.now()))) {
      return logNote(log, owner, ticket, note, waitedSeconds(row.item.delivery, clock.now()));
    }
  }
  throw new Error('the delivery could not be noted');
};

const delivered = (delivery: Delivery, { error: _error, ...note }: DeliveryNote, at: number): Delivery => ({
  ...note,
  seq: delivery.seq,
  at,
  ...(delivery.askedAt !== undefined && { askedAt: delivery.askedAt }),
  tries: delivery.tries + (note.status === 'queued' ? 1 : 0),
});

const NOTE_EVENTS = {
  sent: 'mail_sent',
  queued: 'mail_queued',
  failed: 'mail_failed',
  skipped: 'mail_skipped',
} as const;

const logNote = (
  log: EventLog,
  { purpose }: OwedTo,
  ticket: DeliveryTicket,
  { status, reason, error }: DeliveryNote,
  waited: number | undefined,
): void => {
  log.write(NOTE_EVENTS[status], {
    challenge: ticket.id,
    purpose,
    seq: ticket.seq,
    waitedSeconds: waited,
    error,
    ...(reason && { reason, advice: DELIVERY_REASONS[reason] }),
  });
  callAttention(log, ticket, purpose, reason);
};
