// The courier's work on one delivery: load, decide what is owed, send, note. At least once, never lost, never thrown.
import { backOffSeconds, type DeliveryReason, type DeliveryTicket, isUrgent } from '../domain/delivery.ts';
import { placeOf } from '../domain/place-of-error.ts';
import type {
  Clock,
  EventLog,
  KeyRing,
  MailComposer,
  MailDomains,
  MailRenderer,
  MailTransport,
  RetryQueue,
  SendResult,
  Store,
  TextRenderer,
  TextTransport,
} from '../domain/ports.ts';
import type { Settings } from '../domain/settings.ts';
import { suppressionKey } from '../domain/store-keys.ts';
import { chooseMessage } from './choose-message.ts';
import { countFailure } from './count-failure.ts';
import { isOwed, loadRow, type OwedRow, type OwedTo, ownerOf } from './delivery-rows.ts';
import { markUsed } from './finish-proof.ts';
import type { Message } from './message.ts';
import { type DeliveryNote, noteDelivery } from './note-delivery.ts';
import { noteSent, type TakeTurnDependencies, takeTurn } from './take-turn.ts';

export interface DeliverDependencies extends TakeTurnDependencies {
  readonly store: Store;
  readonly clock: Clock;
  readonly keyRing: KeyRing;
  readonly renderer: MailRenderer;
  readonly textRenderer: TextRenderer;
  readonly composer: MailComposer;
  readonly transport: MailTransport;
  readonly texts: TextTransport;
  readonly mailDomains: MailDomains;
  readonly retries: RetryQueue;
  readonly settings: Settings;
  readonly log: EventLog;
}

/** Who brings the ticket. A queued delivery belongs to its queue: the stream leaves it alone. */
export type DeliverySource = 'stream' | 'queue';

/** `unsafe`: neither sent, nor noted, nor queued, so whoever brought the ticket must bring it again. */
export type DeliveryResult = 'done' | 'unsafe';

export const createDeliver =
  (dependencies: DeliverDependencies) =>
  async (ticket: DeliveryTicket, source: DeliverySource): Promise<DeliveryResult> => {
    const owner = ownerOf(ticket.pk);
    // A row this code does not know: the stream shows all kinds, but a queued one is owed by newer code.
    if (!owner) return source === 'stream' ? 'done' : 'unsafe';
    try {
      const row = await loadRow(dependencies.store, owner);
      if (row && isOwed(row, ticket) && isTurnOf(source, row)) await attempt(dependencies, row, ticket);
      return 'done';
    } catch (error) {
      return rescue(dependencies, owner, ticket, source, error);
    }
  };

const isTurnOf = (source: DeliverySource, { item }: OwedRow): boolean =>
  source === 'queue' || item.delivery.status === 'pending';

const attempt = async (dependencies: DeliverDependencies, row: OwedRow, ticket: DeliveryTicket): Promise<void> => {
  const { store, clock } = dependencies;
  const { channel, address } = row.owner;
  const note = (what: DeliveryNote) => noteDelivery(dependencies, row.owner, ticket, what);
  if (clock.now() >= row.item.expiresAt) return note({ status: 'failed', reason: 'expired_before_sent' });
  const [suppression] = await store.load([suppressionKey(channel, address)]);
  if (suppression) return note({ status: 'skipped', reason: 'suppressed' });

  const chosen = await chooseMessage(dependencies, row);
  if (!chosen.ok) {
    const { reason, isFinal } = chosen;
    if (!isFinal) return handOver(dependencies, row, ticket, { reason });
    await note({ status: 'skipped', reason });
    // A dead challenge that is not marked so would be sent again by the next request, and skipped again.
    const isDead = reason === 'account_changed' && row.kind === 'challenge';
    if (isDead) await markUsed(dependencies, { ref: row.owner.ref, challenge: row.item, wasGuess: false });
    return;
  }
  const held = await holdBack(dependencies, row, chosen.message);
  if (held)
    return held.isFinal ? note({ status: 'failed', reason: held.reason }) : handOver(dependencies, row, ticket, held);
  const sent = await send(dependencies, row, ticket, chosen.message);
  if (sent.ok) {
    if (chosen.message.channel === 'email') await noteSent(dependencies);
    return note({ status: 'sent', messageId: sent.messageId });
  }
  const why = { reason: sent.reason, ...(sent.error && { error: sent.error }) };
  return sent.permanent ? note({ status: 'failed', ...why }) : handOver(dependencies, row, ticket, why);
};

/** Why a mail does not go now; `isFinal` where it never will. */
const holdBack = async (
  dependencies: DeliverDependencies,
  { owner }: OwedRow,
  message: Message,
): Promise<{ readonly reason: DeliveryReason; readonly isFinal: boolean } | undefined> => {
  if (message.channel === 'sms') return undefined;
  const domain = owner.address.slice(owner.address.lastIndexOf('@') + 1);
  if (message.isFirst && !(await dependencies.mailDomains.mayTakeMail(domain))) {
    return { reason: 'domain_without_mail', isFinal: true };
  }
  const reason = await takeTurn(dependencies, owner.purpose, message.isFirst);
  return reason && { reason, isFinal: false };
};

const send = async (
  { renderer, textRenderer, composer, transport, texts }: DeliverDependencies,
  { owner, item }: OwedRow,
  ticket: DeliveryTicket,
  message: Message,
): Promise<SendResult> => {
  const { address: to } = owner;
  if (message.channel === 'sms') {
    const reference = `${item.id}-${ticket.seq}`;
    return texts.send({ to, body: textRenderer.render(message.text), reference });
  }
  const raw = await composer.compose(to, renderer.render(message.mail));
  return transport.send({ to, raw, tags: { purpose: owner.purpose, challenge: item.id, seq: String(ticket.seq) } });
};

/** Puts the delivery into its queue, then says so in the row. What would expire while waiting fails now, with its reason. */
const handOver = async (
  dependencies: DeliverDependencies,
  { owner, item }: OwedRow,
  ticket: DeliveryTicket,
  why: Omit<DeliveryNote, 'status'>,
): Promise<void> => {
  const urgent = isUrgent(owner.purpose);
  const delaySeconds = backOffSeconds(item.delivery.tries, why.reason, urgent);
  if (dependencies.clock.now() + delaySeconds * 1000 >= item.expiresAt) {
    return noteDelivery(dependencies, owner, ticket, { status: 'failed', ...why });
  }
  await dependencies.retries.put(ticket, { urgent, delaySeconds });
  return noteDelivery(dependencies, owner, ticket, { status: 'queued', ...why });
};

/**
 * After a surprise the retry queue takes over from the stream, so that one bad row never blocks the others.
 * A message of the queue is reported instead: the queue counts its receipts and ends in the dead-letter queue.
 */
const rescue = async (
  { retries, log }: DeliverDependencies,
  owner: OwedTo,
  ticket: DeliveryTicket,
  source: DeliverySource,
  error: unknown,
): Promise<DeliveryResult> => {
  log.write('courier_failed', { challenge: ticket.id, seq: ticket.seq, error: nameOf(error), stack: placeOf(error) });
  countFailure(log, error, ticket);
  if (source === 'queue') return 'unsafe';
  try {
    await retries.put(ticket, { urgent: isUrgent(owner.purpose), delaySeconds: backOffSeconds(0) });
    return 'done';
  } catch (refusal) {
    log.write('retry_queue_refused', { challenge: ticket.id, seq: ticket.seq, error: nameOf(refusal) });
    countFailure(log, refusal, ticket);
    return 'unsafe';
  }
};

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');
