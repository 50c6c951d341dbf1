// The courier's work on one delivery: load the row, choose the message, send it, write the outcome. At least once; never throws.
import { backOffSeconds, type DeliveryTicket, isUrgent } from '#domain/delivery/delivery.ts';
import { LONGEST_HOLD_MILLISECONDS } from '#domain/delivery/reputation.ts';
import { nameOfError, stackOf } from '#domain/errors.ts';
import type { Ports } from '#domain/ports.ts';
import { markUsed } from '../challenge/finish-proof.ts';
import { checkSmsOutcome } from './check-sms-outcome.ts';
import { chooseMessage } from './choose-message.ts';
import { isStopped } from './is-stopped.ts';
import { logDependencyFailure } from './log-dependency-failure.ts';
import { type DeliveryNote, noteDelivery } from './note-delivery.ts';
import { isNeeded, isNotable, loadRow, type OwedRow, type OwedTo, owedOf } from './owed-rows.ts';
import { sendMessage } from './send-message.ts';

type Dependencies = Pick<
  Ports,
  'store' | 'clock' | 'pause' | 'settings' | 'log' | 'keyRing' | 'otpKeyRing' | 'renderer'
> &
  Pick<Ports, 'smsRenderer' | 'composer' | 'transport' | 'texts' | 'mailDomains' | 'quotaReader' | 'retries'>;

/** The source of the ticket. A queued delivery belongs to its queue; the stream ignores it. */
export type DeliverySource = 'stream' | 'queue';

/** `unsafe`: neither sent nor written nor queued, so the source must deliver the ticket again. */
export type DeliveryResult = 'done' | 'unsafe';

export const deliver = async (
  dependencies: Dependencies,
  ticket: DeliveryTicket,
  source: DeliverySource,
): Promise<DeliveryResult> => {
  const owed = owedOf(ticket.pk);
  // A key of another kind of row. The stream shows all kinds; in a queue it must come from a newer release.
  if (!owed) return source === 'stream' ? 'done' : 'unsafe';
  try {
    if (ticket.asks) {
      await checkSmsOutcome(dependencies, owed, ticket);
      return 'done';
    }
    const row = await loadRow(dependencies.store, owed);
    if (row && isNotable(row.item, ticket) && isTurnOf(source, row)) await attempt(dependencies, row, ticket);
    return 'done';
  } catch (error) {
    return rescue(dependencies, owed, ticket, source, error);
  }
};

const isTurnOf = (source: DeliverySource, { item }: OwedRow): boolean =>
  source === 'queue' || item.delivery.status === 'pending';

const attempt = async (dependencies: Dependencies, row: OwedRow, ticket: DeliveryTicket): Promise<void> => {
  const { clock } = dependencies;
  const note = (what: DeliveryNote) => noteDelivery(dependencies, row, ticket, what);
  if (!isNeeded(row)) return note({ status: 'skipped', reason: 'not_needed' });
  if (clock.now() >= row.item.expiresAt) return note({ status: 'failed', reason: 'expired_before_sent' });
  if (await isStopped(dependencies, row)) return note({ status: 'skipped', reason: 'suppressed' });

  const chosen = await chooseMessage(dependencies, row);
  if (!chosen.ok) {
    const { reason, isFinal } = chosen;
    if (!isFinal) return handOver(dependencies, row, ticket, { reason });
    await note({ status: 'skipped', reason });
    // If the dead challenge were not marked, the next request would resend it, and it would be skipped again.
    const isDead = (reason === 'account_changed' || reason === 'not_own') && row.kind === 'challenge';
    if (isDead) await markUsed(dependencies, { ref: row.owed.ref, challenge: row.item, wasCounted: false });
    return;
  }
  const sent = await sendMessage(dependencies, row, ticket, chosen.message);
  if (sent.ok) {
    await note({ status: 'sent', messageId: sent.messageId });
    if (sent.askAfterSeconds === undefined) return;
    const options = { urgent: false, delaySeconds: sent.askAfterSeconds };
    return dependencies.retries.put({ ...ticket, asks: 'result' }, options);
  }
  // Only a mail that was chosen comes here. A notice stays due, whatever happens to the account while its mail waits.
  const why = { reason: sent.reason, error: sent.error, isDue: row.kind === 'notice' };
  return sent.permanent ? note({ status: 'failed', ...why }) : handOver(dependencies, row, ticket, why);
};

/**
 * Puts the delivery into its queue, then writes that into the row. If it would expire while it waits, it fails now with its
 * reason. A mail that the breaker holds cannot expire, because its link and code live from when it is sent.
 */
const handOver = async (
  dependencies: Dependencies,
  row: OwedRow,
  ticket: DeliveryTicket,
  why: Omit<DeliveryNote, 'status'>,
): Promise<void> => {
  const { owed, item } = row;
  const urgent = isUrgent(owed.purpose);
  const delaySeconds = backOffSeconds(item.delivery.tries, why.reason, urgent);
  const nextTry = dependencies.clock.now() + delaySeconds * 1000;
  const isHeld = why.reason === 'reputation';
  if (nextTry >= (isHeld ? holdEndsAt(row) : item.expiresAt)) {
    return noteDelivery(dependencies, row, ticket, { status: 'failed', ...why });
  }
  await dependencies.retries.put(ticket, { urgent, delaySeconds });
  return noteDelivery(dependencies, row, ticket, { status: 'queued', ...why, ...(isHeld && { heldUntil: nextTry }) });
};

const holdEndsAt = ({ item: { createdAt, delivery } }: OwedRow): number =>
  (delivery.askedAt ?? createdAt) + LONGEST_HOLD_MILLISECONDS;

/**
 * After an unexpected error the retry queue takes over from the stream, so that one bad row never blocks the others.
 * A message from the queue is reported as failed instead: the queue counts the receives and moves it to the dead-letter queue.
 */
const rescue = async (
  { retries, log }: Dependencies,
  owed: OwedTo,
  ticket: DeliveryTicket,
  source: DeliverySource,
  error: unknown,
): Promise<DeliveryResult> => {
  log.write('courier_failed', {
    challenge: ticket.id,
    seq: ticket.seq,
    error: nameOfError(error),
    stack: stackOf(error),
  });
  logDependencyFailure(log, error, ticket);
  if (source === 'queue') return 'unsafe';
  try {
    await retries.put(ticket, { urgent: isUrgent(owed.purpose), delaySeconds: backOffSeconds(0) });
    return 'done';
  } catch (refusal) {
    log.write('retry_queue_refused', { challenge: ticket.id, seq: ticket.seq, error: nameOfError(refusal) });
    logDependencyFailure(log, refusal, ticket);
    return 'unsafe';
  }
};
