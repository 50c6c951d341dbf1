// Writes the outcome of a message into its row, and the reason into the log.
import { type Challenge, holdChallenge, startLifetime } from '#domain/challenge/challenge.ts';
import { type Delivery, type DeliveryTicket, waitedSeconds } from '#domain/delivery/delivery.ts';
import { lateAfterSeconds } from '#domain/delivery/late.ts';
import { providerOf } from '#domain/delivery/provider.ts';
import { adviceOn, DELIVERY_REASONS, type DeliveryReason } from '#domain/delivery/reasons.ts';
import type { EventLog, Ports } from '#domain/ports.ts';
import { isNotable, type OwedRow, type OwedTo, swapDelivery } from './owed-rows.ts';

/** The outcome of one try to send, as it is written into the row. */
export interface DeliveryNote {
  readonly status: 'sent' | 'queued' | 'failed' | 'skipped';
  readonly reason?: DeliveryReason;
  readonly messageId?: string;
  /** The change of this notice was seen. */
  readonly isDue?: boolean;
  /** The next try of a mail that the breaker holds, in epoch milliseconds. Its link and code live from then. */
  readonly heldUntil?: number | undefined;
  /** For the log only. */
  readonly error?: string | undefined;
}

/** Starts from the loaded row. Writes nothing if the row has another delivery by now, or a later outcome. */
export const noteDelivery = async (
  { store, clock, log, settings }: Pick<Ports, 'store' | 'clock' | 'log' | 'settings'>,
  row: OwedRow,
  ticket: DeliveryTicket,
  note: DeliveryNote,
): Promise<void> => {
  const now = clock.now();
  const noted = await swapDelivery(
    store,
    row,
    (seen) => (isNotable(seen, ticket) ? delivered(seen.delivery, note, now) : undefined),
    {
      challenge: (seen) => withTimes(seen, note, now),
      notice: (seen) => (note.isDue ? { ...seen, dueAt: seen.dueAt ?? now } : seen),
    },
  );
  if (noted.ok) {
    const waited = waitedSeconds(noted.value.delivery, clock.now());
    const isLate = waited !== undefined && waited > lateAfter(row.owed, settings);
    return logNote(log, row.owed, ticket, note, { waited, isLate });
  }
  if (noted.refusal.code === 'try_again') throw new Error('the delivery could not be noted');
};

const lateAfter = ({ purpose }: OwedTo, { lifetimes }: Ports['settings']): number =>
  lateAfterSeconds(purpose, lifetimes) ?? Number.POSITIVE_INFINITY;

const withTimes = (challenge: Challenge, { status, heldUntil }: DeliveryNote, now: number): Challenge => {
  if (heldUntil !== undefined) return holdChallenge(challenge, heldUntil);
  return status === 'sent' ? startLifetime(challenge, now) : challenge;
};

const delivered = (delivery: Delivery, { status, reason, messageId }: DeliveryNote, at: number): Delivery => ({
  status,
  ...(reason && { reason }),
  ...(messageId !== undefined && { messageId }),
  seq: delivery.seq,
  at,
  ...(delivery.askedAt !== undefined && { askedAt: delivery.askedAt }),
  tries: delivery.tries + (status === 'queued' ? 1 : 0),
});

const NOTE_EVENTS = {
  sent: 'mail_sent',
  queued: 'mail_queued',
  failed: 'mail_failed',
  skipped: 'mail_skipped',
} as const;

const logNote = (
  log: EventLog,
  { purpose, channel, address }: OwedTo,
  ticket: DeliveryTicket,
  { status, reason, error }: DeliveryNote,
  { waited, isLate }: { readonly waited: number | undefined; readonly isLate: boolean },
): void => {
  // Of one that was sent at last, or must not be sent, nobody has to be told.
  const late = isLate && (status === 'queued' || status === 'failed') ? 1 : undefined;
  log.write(NOTE_EVENTS[status], {
    challenge: ticket.id,
    purpose,
    seq: ticket.seq,
    domain: channel === 'email' && status !== 'skipped' ? providerOf(address) : undefined,
    waitedSeconds: waited,
    late,
    error,
    ...(status === 'sent' && purpose === 'signup' && { unusedMails: 1 }),
    ...(reason && { reason, advice: adviceOn(reason) }),
  });
  callAttention(log, ticket, purpose, reason);
};

const ATTENTION_EVENTS = { operator: 'operator_needed', breaker: 'mail_held' } as const;

/**
 * Logs a separate line if an operator must act or the breaker holds mails; alarms count these lines. Writes nothing for
 * other reasons.
 */
export const callAttention = (
  log: Ports['log'],
  { id, seq }: Pick<DeliveryTicket, 'id' | 'seq'>,
  purpose: string,
  reason: DeliveryReason | undefined,
): void => {
  const attention = reason ? DELIVERY_REASONS[reason].attention : 'none';
  if (!reason || attention === 'none') return;
  log.write(ATTENTION_EVENTS[attention], { challenge: id, purpose, seq, reason, advice: adviceOn(reason) });
};
