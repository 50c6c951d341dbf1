import { describe, expect, it } from 'vitest';
import { backOffSeconds, DELIVERY_STATUSES, isWaiting, requestDelivery } from '../../functions/domain/delivery.ts';
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
    expect([0, 1, 2, 3, 4, 5, 1000].map(backOffSeconds)).toEqual([15, 30, 60, 120, 240, 240, 240]);
  });
});
