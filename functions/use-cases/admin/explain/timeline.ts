// The mails and sms to one address in the order of time, from the rows that owed them. They hold no secret of a person.
import type { Challenge } from '#domain/challenge/challenge.ts';
import type { Delivery, DeliveryStatus, MessagePurpose } from '#domain/delivery/delivery.ts';
import type { Notice } from '#domain/delivery/notice.ts';
import type { DeliveryReason } from '#domain/delivery/reasons.ts';

export type TimelineStatus = DeliveryStatus | 'asked' | 'asked_again' | 'used' | 'expired' | 'expires';

export interface TimelineEntry {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly mail: MessagePurpose;
  readonly status: TimelineStatus;
  readonly reason?: DeliveryReason;
  /** How often it was asked for in its window; of an end, how many codes were wrong. */
  readonly times?: number;
}

/** Of one message: its purpose and its row. */
export type MessageRow =
  | { readonly mail: MessagePurpose; readonly challenge: Challenge }
  | { readonly mail: MessagePurpose; readonly notice: Notice };

export const toTimeline = (rows: readonly MessageRow[], now: number): readonly TimelineEntry[] =>
  rows.flatMap((row) => entriesOf(row, now)).toSorted((left, right) => left.at - right.at);

const entriesOf = (row: MessageRow, now: number): readonly TimelineEntry[] =>
  'challenge' in row ? ofChallenge(row.mail, row.challenge, now) : ofNotice(row.mail, row.notice);

const ofChallenge = (mail: MessagePurpose, challenge: Challenge, now: number): readonly TimelineEntry[] => {
  const { createdAt, usedAt, expiresAt, sends, failures, delivery } = challenge;
  const { seq, askedAt } = delivery;
  const ended: TimelineEntry =
    usedAt === undefined
      ? {
          mail,
          at: expiresAt,
          status: now < expiresAt ? 'expires' : 'expired',
          ...(failures > 0 && { times: failures }),
        }
      : { mail, at: usedAt, status: 'used' };
  return [
    { mail, at: createdAt, status: 'asked', times: sends },
    ...(seq > 1 && askedAt !== undefined ? [{ mail, at: askedAt, status: 'asked_again' } as const] : []),
    ofDelivery(mail, delivery),
    ended,
  ];
};

const ofNotice = (mail: MessagePurpose, { createdAt, delivery }: Notice): readonly TimelineEntry[] => [
  { mail, at: createdAt, status: 'asked' },
  ofDelivery(mail, delivery),
];

const ofDelivery = (mail: MessagePurpose, { at, status, reason }: Delivery): TimelineEntry => ({
  mail,
  at,
  status,
  ...(reason && { reason }),
});
