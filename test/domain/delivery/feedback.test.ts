// Events of SES about a mail, in every order and more than once: the result is the same.
import { describe, expect, it } from 'vitest';
import type { Delivery, DeliveryStatus } from '#domain/delivery/delivery.ts';
import {
  applyFeedback,
  FEEDBACK_KINDS,
  type Feedback,
  type FeedbackKind,
  suppressionReason,
} from '#domain/delivery/feedback.ts';
import { DELIVERY_REASONS } from '#domain/delivery/reasons.ts';
import { ADDRESS, ID, NOW, SECOND } from '../../support/builders.ts';

const sent: Delivery = { status: 'sent', seq: 1, messageId: 'm', at: NOW, askedAt: NOW - SECOND, tries: 1 };
const tell = (kind: FeedbackKind, later = SECOND, messageId = 'm'): Feedback => ({
  kind,
  address: ADDRESS,
  messageId,
  purpose: 'signup',
  id: ID,
  seq: 1,
  at: NOW + later,
});
const outcome = (delivery: Delivery, told: readonly Feedback[]): Delivery =>
  told.reduce((now, feedback) => applyFeedback(now, feedback) ?? now, delivery);

const orders = <Item>(items: readonly Item[]): Item[][] =>
  items.length < 2
    ? [[...items]]
    : items.flatMap((item, index) => orders(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));

/** One after the other, a second apart, so that events of one kind differ, too. */
const groups: FeedbackKind[][] = FEEDBACK_KINDS.flatMap((one) =>
  FEEDBACK_KINDS.flatMap((two) => [[one, two], ...FEEDBACK_KINDS.map((three) => [one, two, three])]),
);
const happening = (kinds: readonly FeedbackKind[]) =>
  kinds.map((kind, index) => tell(kind, (index + 1) * SECOND, `m${index}`));
const asDistinct = (deliveries: readonly Delivery[]) =>
  new Set(deliveries.map((delivery) => JSON.stringify(Object.entries(delivery).toSorted())));

describe('one event', () => {
  it.each([
    ['delivered', 'delivered', undefined],
    ['delayed', 'sent', 'delivery_delayed'],
    ['bounced', 'bounced', 'mailbox_unavailable'],
    ['bounced_for_good', 'bounced', 'mailbox_refused'],
    ['complained', 'complained', 'complaint'],
    ['rejected', 'failed', 'rejected_by_ses'],
  ] as const)('%s makes it %s (%s)', (kind, status, reason) => {
    const expected = { ...sent, status, at: NOW + SECOND, ...(reason && { reason }) };
    expect(applyFeedback(sent, tell(kind))).toEqual(expected);
    if (reason) expect(DELIVERY_REASONS).toHaveProperty(reason);
  });

  it.each(FEEDBACK_KINDS)('%s changes nothing the second time', (kind) => {
    expect(applyFeedback(outcome(sent, [tell(kind)]), tell(kind))).toBeUndefined();
  });

  it.each<DeliveryStatus>(['pending', 'queued', 'failed', 'skipped'])(
    'stands over %s: SES knows better what became of the mail than a courier that stopped before noting it',
    (status) => {
      const before: Delivery = { status, seq: 1, at: NOW + 60 * SECOND, tries: 0 };
      for (const kind of FEEDBACK_KINDS) expect(applyFeedback(before, tell(kind))).toMatchObject({ messageId: 'm' });
    },
  );

  it('keeps the sequence, the time of the request and the tries, and discards the previous reason', () => {
    const before: Delivery = { ...sent, status: 'queued', reason: 'rate_exceeded', tries: 4 };
    const delivered = applyFeedback(before, tell('delivered'));
    expect(delivered).toEqual({ ...before, status: 'delivered', at: NOW + SECOND, reason: undefined });
    expect(delivered).not.toHaveProperty('reason');
  });
});

describe('several events', () => {
  it.each([sent, { status: 'pending', seq: 1, at: NOW, askedAt: NOW, tries: 0 }] as Delivery[])(
    'after $status, every pair and triple in every order ends the same',
    (before) => {
      for (const kinds of groups) {
        const ends = orders(happening(kinds)).map((told) => outcome(before, told));
        expect([kinds, asDistinct(ends).size]).toEqual([kinds, 1]);
      }
    },
  );

  it('each delivered twice, in every order, give the same result as once', () => {
    for (const kinds of groups.filter(({ length }) => length === 2)) {
      const told = happening(kinds);
      const ends = orders([...told, ...told]).map((twice) => outcome(sent, twice));
      expect(asDistinct([...ends, outcome(sent, told)]).size).toBe(1);
    }
  });

  it('end with the more serious one, or with the later of one kind', () => {
    const graver: FeedbackKind[] = ['delayed', 'rejected', 'delivered', 'bounced', 'bounced_for_good', 'complained'];
    for (const [index, kind] of graver.entries()) {
      for (const lesser of graver.slice(0, index)) {
        expect(outcome(sent, [tell(kind, SECOND), tell(lesser, 9 * SECOND)])).toEqual(
          outcome(sent, [tell(kind, SECOND)]),
        );
      }
    }
    const twice = outcome(sent, [tell('bounced', 9 * SECOND, 'late'), tell('bounced', SECOND, 'early')]);
    expect(twice).toMatchObject({ at: NOW + 9 * SECOND, messageId: 'late' });
  });
});

describe('suppression', () => {
  it('follows a permanent bounce and a complaint, nothing else', () => {
    const suppressing = FEEDBACK_KINDS.map((kind) => [kind, suppressionReason(kind)]).filter(([, reason]) => reason);
    expect(suppressing).toEqual([
      ['bounced_for_good', 'bounced'],
      ['complained', 'complained'],
    ]);
  });
});
