// The sending quota: when to ask again, which part is kept for urgent mails, and the slots of a second.
import { describe, expect, it } from 'vitest';
import { isUrgent, type MessagePurpose } from '#domain/delivery/delivery.ts';
import {
  isSlotFree,
  isStale,
  isWithinDay,
  slotCounter,
  UNKNOWN_QUOTA,
  urgentWaitingCounter,
  urgentWaitingKeys,
  usedPercent,
} from '#domain/delivery/sending-quota.ts';
import { NOTICE_KINDS, PURPOSES } from '#domain/purpose.ts';
import { NOW, SECOND } from '../../support/builders.ts';

const used = (sentInLast24Hours: number, mailsPer24Hours = 200) => ({
  mailsPer24Hours,
  mailsPerSecond: 1,
  sentInLast24Hours,
});
const everyPurpose: MessagePurpose[] = [...PURPOSES, ...NOTICE_KINDS];
const urgent = everyPurpose.filter(isUrgent);
const ordinary = everyPurpose.filter((purpose) => !isUrgent(purpose));

describe('the quota is asked for again', () => {
  const staleAfter = (seconds: number, sent: number, perDay = 200) =>
    isStale({ ...used(sent, perDay), at: NOW }, NOW + seconds * SECOND);

  it('at once if nothing is known', () => {
    expect(isStale(undefined, NOW)).toBe(true);
  });

  it('after a minute, while less than half of the day is used', () => {
    expect([staleAfter(59.999, 99), staleAfter(60, 99)]).toEqual([false, true]);
  });

  it('after five seconds from half of it on', () => {
    expect([staleAfter(4.999, 100), staleAfter(5, 100), staleAfter(5, 199)]).toEqual([false, true, true]);
  });

  it('after a minute if there is no daily limit', () => {
    expect([staleAfter(59.999, 1_000_000, -1), staleAfter(60, 1_000_000, -1)]).toEqual([false, true]);
  });
});

describe('the day’s quota', () => {
  const mayGo = (purposes: readonly MessagePurpose[], sent: number, perDay = 200) =>
    new Set(purposes.map((purpose) => isWithinDay(used(sent, perDay), purpose)));

  it('is open to all for its first nine tenths', () => {
    expect(mayGo(everyPurpose, 179)).toEqual(new Set([true]));
  });

  it('is kept in its last tenth for people who wait in front of a screen or must be warned', () => {
    for (const sent of [180, 199]) {
      expect(mayGo(ordinary, sent)).toEqual(new Set([false]));
      expect(mayGo(urgent, sent)).toEqual(new Set([true]));
    }
  });

  it('is closed to all when it is used up, or overdrawn', () => {
    for (const sent of [200, 205]) expect(mayGo(everyPurpose, sent)).toEqual(new Set([false]));
  });

  it('never closes if there is no limit, or none is known', () => {
    expect(mayGo(everyPurpose, 1_000_000, -1)).toEqual(new Set([true]));
    const unknown = { ...UNKNOWN_QUOTA, sentInLast24Hours: 1_000_000 };
    for (const purpose of everyPurpose) expect(isWithinDay(unknown, purpose)).toBe(true);
  });

  it('of zero is none: it is not divided by', () => {
    for (const sent of [0, 5]) {
      expect(mayGo(everyPurpose, sent, 0)).toEqual(new Set([true]));
      expect(usedPercent(used(sent, 0))).toBeUndefined();
      expect(isStale({ ...used(sent, 0), at: NOW }, NOW + 59 * SECOND)).toBe(false);
    }
  });
});

describe('what is used of it', () => {
  it('is told in percent with one decimal, also past the end', () => {
    expect([0, 1, 3, 4].map((sent) => usedPercent(used(sent, 3)))).toEqual([0, 33.3, 100, 133.3]);
  });

  it('is not told where the day has no end', () => {
    expect(usedPercent(used(1_000_000, -1))).toBeUndefined();
  });
});

describe('a slot', () => {
  it('is free for as many mails as the account may send in one second, rounded down, but at least one', () => {
    const freeAt = (mailsPerSecond: number) =>
      [1, 2, 14, 15].filter((total) => isSlotFree({ total, slice: 0 }, { ...used(0), mailsPerSecond }));
    expect(freeAt(1)).toEqual([1]);
    expect(freeAt(0.5)).toEqual([1]);
    expect(freeAt(2.9)).toEqual([1, 2]);
    expect(freeAt(14)).toEqual([1, 2, 14]);
  });

  it('belongs to one clock second, and its row exists for less than two more minutes', () => {
    const start = NOW - (NOW % SECOND);
    const rows = [start - 1, start, start + 999, start + 1000].map((now) => slotCounter(now).key.pk);
    expect(rows[1]).toBe(rows[2]);
    expect(new Set(rows).size).toBe(3);
    const { endsAt } = slotCounter(start).window;
    expect(endsAt).toBeGreaterThan(start + SECOND);
    expect(endsAt).toBeLessThan(start + 120 * SECOND);
  });
});

describe('the mark of an urgent message without a slot', () => {
  const isSeen = (later: number) =>
    urgentWaitingKeys(NOW + later).some(({ pk }) => pk === urgentWaitingCounter(NOW).key.pk);

  it('is seen by other messages for at least five and at most ten seconds', () => {
    for (const seconds of [0, 1, 4.999]) expect(isSeen(seconds * SECOND)).toBe(true);
    expect(isSeen(10 * SECOND)).toBe(false);
  });

  it('is kept while it is read, and for less than two minutes', () => {
    const { endsAt } = urgentWaitingCounter(NOW).window;
    expect(endsAt).toBeGreaterThan(NOW + 10 * SECOND);
    expect(endsAt).toBeLessThan(NOW + 120 * SECOND);
  });

  it('does not use the rows that count slots', () => {
    expect(urgentWaitingKeys(NOW).map(({ pk }) => pk)).not.toContain(slotCounter(NOW).key.pk);
  });
});
