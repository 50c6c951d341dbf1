// How long a webhook waits for its next try.
import { describe, expect, it } from 'vitest';
import { pauseAfter, readRetryAfter, WEBHOOK_TRIES } from '#domain/webhooks/retries.ts';

const TRIES = Array.from({ length: WEBHOOK_TRIES }, (_, index) => index + 1);
const [MINUTE, HOUR] = [60, 60 * 60];
const NOW = Date.parse('2026-11-27T12:00:00Z');

describe('the pause after a failed try', () => {
  it('grows, and the last try is about a day after the first one', () => {
    const pauses = TRIES.map((tries) => pauseAfter({ tries, random: 0 }));
    expect(pauses).toEqual([5, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 8 * HOUR, 8 * HOUR, undefined]);
    const hours = pauses.reduce<number>((sum, pause = 0) => sum + pause, 0) / HOUR;
    expect(hours).toBeGreaterThan(23);
    expect(hours).toBeLessThan(25);
  });

  it('is up to a fifth longer, at random, and never longer than SQS can hide a message', () => {
    for (const tries of TRIES.slice(0, -1)) {
      const [shortest = 0, longest = 0] = [0, 1].map((random) => pauseAfter({ tries, random, retryAfter: 1e9 }));
      expect(longest / shortest).toBeCloseTo(1.2, 5);
      expect(longest).toBeLessThan(12 * HOUR);
    }
  });

  it.each([
    { tries: 1, retryAfter: 1, seconds: 5 },
    { tries: 1, retryAfter: 60, seconds: 60 },
    { tries: 1, retryAfter: 301, seconds: 300 },
    { tries: 3, retryAfter: 86_400, seconds: 2 * HOUR },
    { tries: 7, retryAfter: 86_400, seconds: 8 * HOUR },
  ])('of try $tries is $seconds s for an endpoint that asks for $retryAfter s', ({ tries, retryAfter, seconds }) => {
    expect(pauseAfter({ tries, retryAfter, random: 0 })).toBe(seconds);
  });

  it.each([WEBHOOK_TRIES, WEBHOOK_TRIES + 1, 1000])('there is none after try %i', (tries) => {
    expect(pauseAfter({ tries, random: 0.5, retryAfter: 60 })).toBeUndefined();
  });
});

describe('Retry-After', () => {
  it.each([
    ['120', 120],
    ['0', 0],
    ['Fri, 27 Nov 2026 12:02:00 GMT', 120],
    ['Fri, 27 Nov 2026 11:00:00 GMT', 0],
    ['soon', undefined],
    ['-5', undefined],
    ['1e3', undefined],
    ['9999999999', undefined],
    ['2026', 2026],
    ['2026-11-27', undefined],
    [undefined, undefined],
  ])('%j means %j seconds', (header, seconds) => {
    expect(readRetryAfter(header, NOW)).toBe(seconds);
  });
});
