// The windows of the clock that counters live in.
import { describe, expect, it } from 'vitest';
import { limitKey } from '#domain/store-keys.ts';
import {
  counterOf,
  DAY_MILLISECONDS,
  HOUR_MILLISECONDS,
  MINUTE_MILLISECONDS,
  nextStart,
  partOf,
  startOf,
} from '#domain/window.ts';

const START = Date.UTC(2026, 0, 1, 13);
const LAST = START + HOUR_MILLISECONDS - 1;

describe('a window', () => {
  it.each([START, START + 1, LAST])('of an hour that %d is in starts and ends on the hour', (now) => {
    expect([startOf(now, HOUR_MILLISECONDS), nextStart(now, HOUR_MILLISECONDS)]).toEqual([START, LAST + 1]);
  });

  it('of a day starts at midnight in UTC', () => {
    expect(startOf(START, DAY_MILLISECONDS)).toBe(Date.UTC(2026, 0, 1));
  });

  it('numbers its parts from 0', () => {
    expect(
      [START, START + MINUTE_MILLISECONDS, LAST].map((at) => partOf(at, HOUR_MILLISECONDS, MINUTE_MILLISECONDS)),
    ).toEqual([0, 1, 59]);
  });
});

describe('a counter', () => {
  it('is one row for a whole window, which is kept to its end', () => {
    const counter = counterOf('sending', 'a', START, { length: HOUR_MILLISECONDS, slice: 'm0' });
    expect(counter).toEqual({ key: limitKey('sending', 'a', START), window: { endsAt: LAST + 1, slice: 'm0' } });
    expect(counterOf('sending', 'a', LAST, { length: HOUR_MILLISECONDS, slice: 'm0' })).toEqual(counter);
    expect(counterOf('sending', 'a', LAST + 1, { length: HOUR_MILLISECONDS }).key).not.toEqual(counter.key);
  });

  it('is kept for longer where that is told', () => {
    const { window } = counterOf('rate', 'mail', LAST, { length: HOUR_MILLISECONDS, keptFor: DAY_MILLISECONDS });
    expect(window.endsAt).toBe(START + DAY_MILLISECONDS);
  });
});
