import { describe, expect, it } from 'vitest';
import { countCodeAttempt, forgetCodeAttempts, takeBackCodeAttempt } from '#domain/factors/code-attempts.ts';
import { accepted, DAY, MINUTE, NOW, SECOND } from '../../support/builders.ts';

type Row = Parameters<typeof countCodeAttempt>[0];
const versioned = (draft: Omit<NonNullable<Row>, 'version'>): Row => ({ ...draft, version: 'v' });

/** After so many wrong codes, each at the first moment at which it is taken. */
const afterWrong = (failures: number) => {
  let [row, now]: [Row, number] = [undefined, NOW];
  for (let count = 0; count < failures; count++) {
    const counted = countCodeAttempt(row, now);
    if (!counted.ok) {
      now += (counted.refusal.retryAfterSeconds ?? 0) * SECOND;
      count--;
      continue;
    }
    row = versioned(counted.value);
  }
  return { row, now };
};

describe('attempts at the second factor of an account', () => {
  it('are free five times, then wait a minute, doubled up to an hour', () => {
    const waits = [4, 5, 6, 7, 8, 9, 10, 11, 12].map((failures) => {
      const { row, now } = afterWrong(failures);
      const next = countCodeAttempt(row, now);
      return next.ok ? 0 : (next.refusal.retryAfterSeconds ?? 0) / 60;
    });
    expect(waits).toEqual([0, 1, 2, 4, 8, 16, 32, 60, 60]);
  });

  it('are refused during a wait without making it longer', () => {
    const { row, now } = afterWrong(5);
    expect(countCodeAttempt(row, now + MINUTE - 1)).toMatchObject({
      refusal: { code: 'too_many_requests', reason: 'code_locked', retryAfterSeconds: 1 },
    });
    expect(countCodeAttempt(row, now + MINUTE).ok).toBe(true);
  });

  it('begin anew after a day, and after a right code', () => {
    const { row, now } = afterWrong(8);
    expect(countCodeAttempt(row, NOW + DAY).ok).toBe(true);
    const right = versioned(forgetCodeAttempts(row, now));
    expect(accepted(countCodeAttempt(right, now)).failures).toBe(1);
  });

  it('are taken back if no code was compared', () => {
    const { row, now } = afterWrong(5);
    const back = versioned(takeBackCodeAttempt(row, now));
    expect(countCodeAttempt(back, now).ok).toBe(true);
    expect(takeBackCodeAttempt(undefined, now).failures).toBe(0);
  });

  it('wait no longer than meant after the clock was set back', () => {
    const { row } = afterWrong(12);
    const earlier = countCodeAttempt(row, NOW - DAY * 2);
    expect(earlier.ok).toBe(true);
  });
});
