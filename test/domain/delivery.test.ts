import { describe, expect, it } from 'vitest';
import { PURPOSES } from '../../functions/domain/challenge.ts';
import {
  backOffSeconds,
  DELIVERY_REASONS,
  DELIVERY_STATUSES,
  type DeliveryReason,
  isUrgent,
  isWaiting,
  requestDelivery,
} from '../../functions/domain/delivery.ts';
import { NOTICE_KINDS } from '../../functions/domain/notice.ts';
import { NOW } from '../support/builders.ts';

describe('requestDelivery', () => {
  it('begins pending at sequence 1, and one higher when asked again, with nothing left of the last', () => {
    expect(requestDelivery(NOW)).toEqual({ status: 'pending', seq: 1, at: NOW, tries: 0 });
    const last = { status: 'bounced', seq: 3, reason: 'suppressed', messageId: 'm', at: NOW, tries: 4 } as const;
    expect(requestDelivery(NOW + 1, last)).toEqual({ status: 'pending', seq: 4, at: NOW + 1, tries: 0 });
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

  it('doubles from 1 s where a change is about to follow its notice', () => {
    const seconds = [0, 1, 2, 3, 7, 8, 1000].map((tries) => backOffSeconds(tries, 'change_pending'));
    expect(seconds).toEqual([1, 2, 4, 8, 128, 240, 240]);
  });

  it('is as long for every other reason as for none', () => {
    const others = (Object.keys(DELIVERY_REASONS) as DeliveryReason[]).filter((reason) => reason !== 'change_pending');
    expect(new Set(others.map((reason) => backOffSeconds(0, reason)))).toEqual(new Set([15]));
  });
});

describe('isUrgent', () => {
  it('holds for what somebody waits for or must be warned by, not for sign-ups and email changes', () => {
    const ordinary = [...PURPOSES, ...NOTICE_KINDS].filter((purpose) => !isUrgent(purpose));
    expect(ordinary).toEqual(['signup', 'email_change']);
  });
});
