// Applies what a transport reports about a message after it accepted it. Events give the same result in any order.
import type { Delivery, DeliveryStatus } from './delivery.ts';
import type { DeliveryReason } from './reasons.ts';

export const FEEDBACK_KINDS = [
  'delivered',
  'delayed',
  'bounced',
  'undelivered',
  'bounced_for_good',
  'complained',
  'rejected',
] as const;
export type FeedbackKind = (typeof FEEDBACK_KINDS)[number];

/** One SES event about one mail, or the outcome of an sms. Events can come more than once, late, and in any order. */
export interface Feedback {
  readonly kind: FeedbackKind;
  readonly address: string;
  readonly messageId: string;
  /** The mail's tags, which identify its row. */
  readonly purpose: string;
  readonly id: string;
  readonly seq: number;
  /** Epoch milliseconds. */
  readonly at: number;
  /** From when SES took the mail until the mailbox's server did. */
  readonly tookMilliseconds?: number;
  /** The address is on the account's own list at SES, so SES did not try it, and does not count it for the reputation. */
  readonly isNotTried?: true;
}

interface Effect {
  readonly status: DeliveryStatus;
  readonly reason?: DeliveryReason;
  /** The higher rank wins, whichever event comes first. */
  readonly rank: number;
}

const EFFECTS: Readonly<Record<FeedbackKind, Effect>> = {
  delayed: { status: 'sent', reason: 'delivery_delayed', rank: 2 },
  rejected: { status: 'failed', reason: 'rejected_by_ses', rank: 3 },
  delivered: { status: 'delivered', rank: 4 },
  bounced: { status: 'bounced', reason: 'mailbox_unavailable', rank: 5 },
  undelivered: { status: 'bounced', reason: 'text_undelivered', rank: 5 },
  bounced_for_good: { status: 'bounced', reason: 'mailbox_refused', rank: 6 },
  complained: { status: 'complained', reason: 'complaint', rank: 7 },
};

const rankOf = ({ status, reason }: Delivery): number => {
  const effect = Object.values(EFFECTS).find((known) => known.status === status && known.reason === reason);
  return effect?.rank ?? 0;
};

/** The delivery after the event; `undefined` if nothing changes. */
export const applyFeedback = (delivery: Delivery, feedback: Feedback): Delivery | undefined => {
  const { kind, messageId, at, tookMilliseconds } = feedback;
  const { status, reason, rank } = EFFECTS[kind];
  const known = rankOf(delivery);
  if (rank < known || (rank === known && at <= delivery.at)) return undefined;
  const { reason: _reason, tookMilliseconds: _took, ...rest } = delivery;
  return {
    ...rest,
    status,
    messageId,
    at,
    ...(reason && { reason }),
    ...(tookMilliseconds !== undefined && { tookMilliseconds }),
  };
};

/** Whether the event suppresses the address, and why. */
export const suppressionReason = (kind: FeedbackKind): 'bounced' | 'complained' | undefined => {
  if (kind === 'complained') return 'complained';
  return kind === 'bounced_for_good' ? 'bounced' : undefined;
};
