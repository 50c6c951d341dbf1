// The notice of a change: requested once, requested again only if its mail was given up, and not kept for long.
import { describe, expect, it } from 'vitest';
import { DELIVERY_STATUSES, type Delivery } from '#domain/delivery/delivery.ts';
import { awaitsChange, beginNotice, noticeEndsAt } from '#domain/delivery/notice.ts';
import { aNotice, DAY, ID, MINUTE, NOW, USER_ID } from '../../support/builders.ts';

const begin = (now = NOW) =>
  ({
    changeId: ID,
    userId: USER_ID,
    locale: 'ko',
    keyGeneration: 1,
    now,
    expiresAt: now + 3 * DAY,
    device: 'unknown',
    ip: 'unknown',
  }) as const;
const withDelivery = (delivery: Partial<Delivery>) => aNotice({ delivery: { ...aNotice().delivery, ...delivery } });

describe('beginNotice', () => {
  it('owes its mail from the start, under the id of the change', () => {
    const { version: _version, ...expected } = aNotice();
    expect(beginNotice(undefined, begin())).toEqual(expected);
  });

  it('keeps no address and no secret: the key says where it goes', () => {
    expect(JSON.stringify(beginNotice(undefined, begin()))).not.toContain('@');
  });

  it('keeps the current one, whatever the outcome of its mail', () => {
    const begun = DELIVERY_STATUSES.map((status) => beginNotice(withDelivery({ status }), begin(NOW + MINUTE)));
    expect(begun.every((next) => next === undefined)).toBe(true);
    expect(beginNotice(withDelivery({ status: 'skipped', reason: 'suppressed' }), begin(NOW + 1))).toBeUndefined();
  });

  it('asks again, as a new delivery, if the change was not made in time', () => {
    const givenUp = withDelivery({ status: 'skipped', reason: 'not_changed', seq: 3, tries: 9 });
    const again = beginNotice(givenUp, begin(NOW + 1));
    expect(again).toMatchObject({ createdAt: NOW + 1, expiresAt: NOW + 1 + 3 * DAY });
    expect(again?.delivery).toEqual({ status: 'pending', seq: 4, at: NOW + 1, askedAt: NOW + 1, tries: 0 });
  });

  it('asks again before the wait of the first is over, so that a late change has its notice', () => {
    expect(beginNotice(aNotice(), begin(NOW + 5 * MINUTE - 1))).toBeUndefined();
    expect(beginNotice(aNotice(), begin(NOW + 5 * MINUTE))?.delivery).toMatchObject({ status: 'pending', seq: 2 });
  });

  it('of something that is due is owed once a week at most', () => {
    const told = aNotice({ dueAt: NOW, delivery: { ...aNotice().delivery, status: 'sent' } });
    expect(beginNotice(told, begin(NOW + 7 * DAY - 1))).toBeUndefined();
    expect(beginNotice(told, begin(NOW + 7 * DAY))?.delivery).toMatchObject({ status: 'pending', seq: 2 });
  });
});

describe('awaitsChange', () => {
  it('holds for 10 minutes, to the millisecond', () => {
    expect(awaitsChange(aNotice(), NOW + 10 * MINUTE - 1)).toBe(true);
    expect(awaitsChange(aNotice(), NOW + 10 * MINUTE)).toBe(false);
  });
});

describe('noticeEndsAt', () => {
  it('is a week after it was written, long after its undo link expires', () => {
    expect(noticeEndsAt(aNotice())).toBe(NOW + 7 * DAY);
  });
});
