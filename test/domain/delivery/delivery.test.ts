import { describe, expect, it } from 'vitest';
import {
  backOffSeconds,
  DELIVERY_STATUSES,
  isUrgent,
  isWaiting,
  requestDelivery,
  waitedSeconds,
} from '#domain/delivery/delivery.ts';
import { DELIVERY_REASONS, type DeliveryReason } from '#domain/delivery/reasons.ts';
import { NOTICE_KINDS, PURPOSES } from '#domain/purpose.ts';
import { NOW } from '../../support/builders.ts';

describe('requestDelivery', () => {
  it('begins pending at sequence 1, and one higher when asked again, with nothing left of the previous one', () => {
    expect(requestDelivery(NOW)).toEqual({ status: 'pending', seq: 1, at: NOW, askedAt: NOW, tries: 0 });
    const last = {
      status: 'bounced',
      seq: 3,
      reason: 'suppressed',
      messageId: 'm',
      at: NOW,
      askedAt: NOW,
      tries: 4,
    } as const;
    const asked = { status: 'pending', seq: 4, at: NOW + 1, askedAt: NOW + 1, tries: 0 };
    expect(requestDelivery(NOW + 1, last)).toEqual(asked);
  });
});

describe('isWaiting', () => {
  it('holds for pending and queued alone', () => {
    const waiting = DELIVERY_STATUSES.filter((status) => isWaiting({ status, seq: 1, at: NOW, tries: 0 }));
    expect(waiting).toEqual(['pending', 'queued']);
  });
});

describe('backOffSeconds', () => {
  it('doubles from 15 s to 240 s and stays there', () => {
    const seconds = [0, 1, 2, 3, 4, 5, 1000].map((tries) => backOffSeconds(tries));
    expect(seconds).toEqual([15, 30, 60, 120, 240, 240, 240]);
  });

  it('is at most 120 s for a domain that defers, so that its mails follow soon once it takes them', () => {
    const seconds = [0, 1, 2, 3, 4, 1000].map((tries) => backOffSeconds(tries, 'recipient_deferred'));
    expect(seconds).toEqual([15, 30, 60, 120, 120, 120]);
  });

  it('doubles from 1 s where a change is about to follow its notice', () => {
    const seconds = [0, 1, 2, 3, 7, 8, 1000].map((tries) => backOffSeconds(tries, 'change_pending'));
    expect(seconds).toEqual([1, 2, 4, 8, 128, 240, 240]);
  });

  it('doubles from 2 s where a slot is free again within seconds', () => {
    const seconds = [0, 1, 2, 6, 7, 1000].map((tries) => backOffSeconds(tries, 'rate_exceeded'));
    expect(seconds).toEqual([2, 4, 8, 128, 240, 240]);
  });

  it('is 3 s where an urgent message waits for a slot, however often, and no other wait is shorter for it', () => {
    expect([0, 1, 1000].map((tries) => backOffSeconds(tries, 'rate_exceeded', true))).toEqual([3, 3, 3]);
    expect([backOffSeconds(1, 'suppressed', true), backOffSeconds(1, undefined, true)]).toEqual([30, 30]);
  });

  it('is as long for every other reason as for none', () => {
    const short = ['change_pending', 'rate_exceeded'];
    const others = (Object.keys(DELIVERY_REASONS) as DeliveryReason[]).filter((reason) => !short.includes(reason));
    expect(new Set(others.map((reason) => backOffSeconds(0, reason)))).toEqual(new Set([15]));
  });
});

describe('waitedSeconds', () => {
  const delivery = { status: 'sent', seq: 1, at: NOW, tries: 0 } as const;

  it('counts from the request in whole seconds, never below 0', () => {
    const waited = [-5000, 0, 499, 1500, 90_000].map((later) =>
      waitedSeconds({ ...delivery, askedAt: NOW }, NOW + later),
    );
    expect(waited).toEqual([0, 0, 0, 2, 90]);
  });

  it('is not known for rows from before it was kept', () => {
    expect(waitedSeconds(delivery, NOW)).toBeUndefined();
  });
});

describe('isUrgent', () => {
  it('is true for mails that a person waits for and for warnings, not for sign-ups, invitations and email changes', () => {
    const ordinary = [...PURPOSES, ...NOTICE_KINDS].filter((purpose) => !isUrgent(purpose));
    expect(ordinary).toEqual(['signup', 'invitation', 'email_change']);
  });
});
