// The outbox entry in a challenge or notice: the status of its message, and when it is tried again.
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
  /** Each resend adds one. A try for another `seq` stops. */
  readonly seq: number;
  readonly reason?: DeliveryReason;
  readonly messageId?: string;
  /** Epoch milliseconds of the last change. */
  readonly at: number;
  /** Epoch milliseconds of the request. */
  readonly askedAt?: number;
  /** As SES reports it: from when it took the mail until the mailbox's server did. */
  readonly tookMilliseconds?: number;
  /** Tries that failed for a passing reason. */
  readonly tries: number;
}

/** Identifies one delivery. Only this goes into a queue, never the row, which contains a password hash. */
export interface DeliveryTicket {
  readonly pk: string;
  readonly id: string;
  readonly seq: number;
  /** Set if the message was sent and only its outcome is asked for. */
  readonly asks?: 'result';
}

/** A new request for a message; `previous` if it is sent again. */
export const requestDelivery = (now: number, previous?: Delivery): Delivery => ({
  status: 'pending',
  seq: (previous?.seq ?? 0) + 1,
  at: now,
  askedAt: now,
  tries: 0,
});

/** Whole seconds since the request; `undefined` for rows of older releases, which do not have it. */
export const waitedSeconds = ({ askedAt }: Delivery, now: number): number | undefined =>
  askedAt === undefined ? undefined : Math.max(0, Math.round((now - askedAt) / 1000));

/** Whether a try may still act on it. The stream acts only on `pending`; a queued one belongs to its queue. */
export const isWaiting = (delivery: Delivery): boolean => delivery.status === 'pending' || delivery.status === 'queued';

/** The purpose of a message: that of its challenge, or the kind of its notice. */
export type MessagePurpose = Purpose | NoticeKind;

/** Nobody waits for an invitation, and the other two can wait a little. */
const PATIENT: readonly MessagePurpose[] = ['signup', 'email_change', 'invitation'];

/** Whether it is sent before others: a person waits in front of a screen, or must be warned. */
export const isUrgent = (purpose: MessagePurpose): boolean => !PATIENT.includes(purpose);

const LONGEST_SECONDS = 240;
/** Such a turn is mostly one look at the pace of the domain, and ends the wait sooner once the domain takes mails again. */
export const LONGEST_DEFERRED_SECONDS = 120;
/** These are tried again sooner: a change follows its notice at once, and a slot is free again within seconds. */
const FIRST_SECONDS: { readonly [Reason in DeliveryReason]?: number } = { change_pending: 1, rate_exceeded: 2 };

/** An urgent message that waits for a slot comes back while its mark still makes other messages wait. */
const URGENT_SLOT_SECONDS = 3;

/** Seconds until the next try: doubled each time from 15 s, or from less for the reasons above, at most 240 s, or 120 s. */
export const backOffSeconds = (tries: number, reason?: DeliveryReason, isForUrgent = false): number => {
  if (reason === 'rate_exceeded' && isForUrgent) return URGENT_SLOT_SECONDS;
  const first = (reason && FIRST_SECONDS[reason]) ?? 15;
  const longest = reason === 'recipient_deferred' ? LONGEST_DEFERRED_SECONDS : LONGEST_SECONDS;
  return Math.min(first * 2 ** Math.min(tries, 10), longest);
};
