// The courier's work on one delivery: load, decide what is owed, send, note. At least once, never lost, never thrown.
import type { Challenge, ChallengeRef } from '../domain/challenge.ts';
import {
  backOffSeconds,
  DELIVERY_REASONS,
  type Delivery,
  type DeliveryReason,
  type DeliveryTicket,
  isUrgent,
  isWaiting,
} from '../domain/delivery.ts';
import type { Mail } from '../domain/mail.ts';
import { placeOf } from '../domain/place-of-error.ts';
import type {
  Clock,
  EventLog,
  KeyRing,
  MailComposer,
  MailRenderer,
  MailTransport,
  RetryQueue,
  Store,
} from '../domain/ports.ts';
import type { Settings } from '../domain/settings.ts';
import { challengeKey, emailClaimKey, parseChallengeKey, suppressionKey, userKey } from '../domain/store-keys.ts';
import { isReachableAt } from '../domain/user.ts';
import { signUpMail } from './sign-up-mail.ts';

export interface DeliverDependencies {
  readonly store: Store;
  readonly clock: Clock;
  readonly keyRing: KeyRing;
  readonly renderer: MailRenderer;
  readonly composer: MailComposer;
  readonly transport: MailTransport;
  readonly retries: RetryQueue;
  readonly settings: Settings;
  readonly log: EventLog;
}

/** Who brings the ticket. A queued delivery belongs to its queue: the stream leaves it alone. */
export type DeliverySource = 'stream' | 'queue';

/** `unsafe`: neither sent, nor noted, nor queued, so whoever brought the ticket must bring it again. */
export type DeliveryResult = 'done' | 'unsafe';

/** The outcome of an attempt, as it goes into the row. */
interface Note {
  readonly status: 'sent' | 'queued' | 'failed' | 'skipped';
  readonly reason?: DeliveryReason;
  readonly messageId?: string;
  /** For the log only. */
  readonly error?: string;
}

const NOTE_ROUNDS = 20;

export const createDeliver =
  (dependencies: DeliverDependencies) =>
  async (ticket: DeliveryTicket, source: DeliverySource): Promise<DeliveryResult> => {
    const ref = parseChallengeKey(ticket.pk);
    // A row this code does not know: the stream shows all kinds, but a queued one is owed by newer code.
    if (!ref) return source === 'stream' ? 'done' : 'unsafe';
    try {
      const challenge = await loadOwed(dependencies, ref, ticket, source);
      if (challenge) await attempt(dependencies, ref, challenge, ticket);
      return 'done';
    } catch (error) {
      return rescue(dependencies, ref, ticket, source, error);
    }
  };

/** The challenge whose mail is still owed under this ticket, if it is. */
const loadOwed = async (
  { store }: DeliverDependencies,
  ref: ChallengeRef,
  ticket: DeliveryTicket,
  source: DeliverySource,
): Promise<Challenge | undefined> => {
  const [challenge] = await store.load([challengeKey(ref)]);
  if (!challenge || !isOwed(challenge, ticket) || challenge.usedAt !== undefined) return undefined;
  return source === 'stream' && challenge.delivery.status !== 'pending' ? undefined : challenge;
};

const isOwed = ({ id, delivery }: Challenge, ticket: DeliveryTicket): boolean =>
  id === ticket.id && delivery.seq === ticket.seq && isWaiting(delivery);

const attempt = async (
  dependencies: DeliverDependencies,
  ref: ChallengeRef,
  challenge: Challenge,
  ticket: DeliveryTicket,
): Promise<void> => {
  const { store, clock, renderer, composer, transport } = dependencies;
  const note = (what: Note) => noteDelivery(dependencies, ref, ticket, what);
  if (clock.now() >= challenge.expiresAt) return note({ status: 'failed', reason: 'expired_before_sent' });
  const [suppression, claim] = await store.load([suppressionKey(ref.channel, ref.address), emailClaimKey(ref.address)]);
  if (suppression) return note({ status: 'skipped', reason: 'suppressed' });
  const [user] = claim ? await store.load([userKey(claim.userId)]) : [];

  const mail = await mailFor(dependencies, ref, challenge, isReachableAt(claim, user, ref.address));
  const raw = await composer.compose(ref.address, renderer.render(mail));
  const tags = { purpose: ref.purpose, challenge: challenge.id, seq: String(ticket.seq) };
  const sent = await transport.send({ to: ref.address, raw, tags });
  if (sent.ok) return note({ status: 'sent', messageId: sent.messageId });
  const why = { reason: sent.reason, ...(sent.error && { error: sent.error }) };
  if (sent.permanent) return note({ status: 'failed', ...why });
  return handOver(dependencies, ref, challenge, ticket, why);
};

const mailFor = async (
  { clock, keyRing, settings }: DeliverDependencies,
  ref: ChallengeRef,
  challenge: Challenge,
  hasAccount: boolean,
): Promise<Mail> => {
  const keys = await keyRing.generation(challenge.keyGeneration);
  if (!keys) throw new Error(`generation ${challenge.keyGeneration} of the master key is not accepted`);
  if (ref.purpose !== 'signup') throw new Error(`no mail is written for ${ref.purpose}`);
  return signUpMail({ keys, ref, challenge, hasAccount, settings, now: clock.now() });
};

/** Puts the delivery into its queue, then says so in the row. What would expire while waiting fails now, with its reason. */
const handOver = async (
  dependencies: DeliverDependencies,
  ref: ChallengeRef,
  challenge: Challenge,
  ticket: DeliveryTicket,
  why: Omit<Note, 'status'>,
): Promise<void> => {
  const delaySeconds = backOffSeconds(challenge.delivery.tries);
  if (dependencies.clock.now() + delaySeconds * 1000 >= challenge.expiresAt) {
    return noteDelivery(dependencies, ref, ticket, { status: 'failed', ...why });
  }
  await dependencies.retries.put(ticket, { urgent: isUrgent(ref.purpose), delaySeconds });
  return noteDelivery(dependencies, ref, ticket, { status: 'queued', ...why });
};

/**
 * After a surprise the retry queue takes over from the stream, so that one bad row never blocks the others.
 * A message of the queue is reported instead: the queue counts its receipts and ends in the dead-letter queue.
 */
const rescue = async (
  { retries, log }: DeliverDependencies,
  ref: ChallengeRef,
  ticket: DeliveryTicket,
  source: DeliverySource,
  error: unknown,
): Promise<DeliveryResult> => {
  log.write('courier_failed', { challenge: ticket.id, seq: ticket.seq, error: nameOf(error), stack: placeOf(error) });
  if (source === 'queue') return 'unsafe';
  try {
    await retries.put(ticket, { urgent: isUrgent(ref.purpose), delaySeconds: backOffSeconds(0) });
    return 'done';
  } catch (refusal) {
    log.write('retry_queue_refused', { challenge: ticket.id, seq: ticket.seq, error: nameOf(refusal) });
    return 'unsafe';
  }
};

/** Swaps the delivery until it holds, unless it has become another one's business or is already past this. */
const noteDelivery = async (
  { store, clock, log }: DeliverDependencies,
  ref: ChallengeRef,
  ticket: DeliveryTicket,
  note: Note,
): Promise<void> => {
  const key = challengeKey(ref);
  let [seen] = await store.load([key]);
  for (let round = 0; round < NOTE_ROUNDS && seen && isOwed(seen, ticket); round++) {
    const swap = await store.swap(key, seen, { ...seen, delivery: delivered(seen.delivery, note, clock.now()) });
    if (swap.ok) return logNote(log, ticket, note);
    seen = swap.current;
  }
  if (seen && isOwed(seen, ticket)) throw new Error('the delivery could not be noted');
};

const delivered = (delivery: Delivery, { error: _error, ...note }: Note, at: number): Delivery => ({
  ...note,
  seq: delivery.seq,
  at,
  tries: delivery.tries + (note.status === 'queued' ? 1 : 0),
});

const NOTE_EVENTS = {
  sent: 'mail_sent',
  queued: 'mail_queued',
  failed: 'mail_failed',
  skipped: 'mail_skipped',
} as const;

const logNote = (log: EventLog, { id, seq }: DeliveryTicket, { status, reason, error }: Note): void =>
  log.write(NOTE_EVENTS[status], {
    challenge: id,
    seq,
    error,
    ...(reason && { reason, advice: DELIVERY_REASONS[reason] }),
  });

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');
