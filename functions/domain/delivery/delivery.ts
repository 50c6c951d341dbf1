// The outbox entry inside a challenge: what became of its message, and when it is tried again.
import type { NoticeKind, Purpose } from '../purpose.ts';
import type { DeliveryReason } from './reasons.ts';

export const DELIVERY_STATUSES = [
  'pending',
  'queued',
  'sent',
  'failed',
  'skipped',
  'delivered',
  'bounced',
  'complained',
] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

export interface Delivery {
  readonly status: DeliveryStatus;
  /** Grows by one with each resend; an attempt for another `seq` stops. */
  readonly seq: number;
  readonly reason?: DeliveryReason;
  readonly messageId?: string;
  /** Epoch milliseconds of the last change. */
  readonly at: number;
  /** Epoch milliseconds at which it was asked for. */
  readonly askedAt?: number;
  /** Attempts that failed for a passing reason. */
  readonly tries: number;
}

/** Names one delivery. All that ever goes into a queue: never the item itself, it holds a password hash. */
export interface DeliveryTicket {
  readonly pk: string;
  readonly id: string;
  readonly seq: number;
  /** Set: it was sent, and only what became of it is asked. */
  readonly asks?: 'result';
}

/** A new request for a mail; `previous` when it is asked again. */
export const requestDelivery = (now: number, previous?: Delivery): Delivery => ({
  status: 'pending',
  seq: (previous?.seq ?? 0) + 1,
  at: now,
  askedAt: now,
  tries: 0,
});

/** Whole seconds since it was asked for; `undefined` for rows from before that was kept. */
export const waitedSeconds = ({ askedAt }: Delivery, now: number): number | undefined =>
  askedAt === undefined ? undefined : Math.max(0, Math.round((now - askedAt) / 1000));

/** Whether an attempt may still act on it. The stream wakes on `pending` alone; a queued one belongs to its queue. */
export const isWaiting = (delivery: Delivery): boolean => delivery.status === 'pending' || delivery.status === 'queued';

/** What a message is for: that of its challenge, or the change that a notice tells of. */
export type MessagePurpose = Purpose | NoticeKind;

/** Whether it goes before others: somebody is waiting in front of a screen, or must be warned. */
export const isUrgent = (purpose: MessagePurpose): boolean => purpose !== 'signup' && purpose !== 'email_change';

const LONGEST_SECONDS = 240;
/** A change follows its notice within a moment, and a slot is free again within seconds. */
const FIRST_SECONDS: { readonly [Reason in DeliveryReason]?: number } = { change_pending: 1, rate_exceeded: 2 };

/** An urgent message that waits for a slot comes back while its mark still makes the others step back. */
const URGENT_SLOT_SECONDS = 3;

/** Seconds until the next try: doubling from 15 s, or from less where less will do, at most 240 s. */
export const backOffSeconds = (tries: number, reason?: DeliveryReason, isForUrgent = false): number => {
  if (reason === 'rate_exceeded' && isForUrgent) return URGENT_SLOT_SECONDS;
  const first = (reason && FIRST_SECONDS[reason]) ?? 15;
  return Math.min(first * 2 ** Math.min(tries, 10), LONGEST_SECONDS);
};
