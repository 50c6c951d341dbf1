// Attempts at a challenge: how many are allowed, which of them the daily cap stops, and that only failures stay counted.
import { describe, expect, it } from 'vitest';
import { attemptsLeft, countAttempt, takeBackAttempt } from '#domain/challenge/attempts.ts';
import type { Challenge } from '#domain/challenge/challenge.ts';
import { DEFAULTS, type Limits } from '#domain/defaults.ts';
import { PURPOSES } from '#domain/purpose.ts';
import { aChallenge, accepted, DAY, HOUR, LIFETIME_SECONDS, NOW, refusalOf } from '../../support/builders.ts';

const LIMITS: Limits = DEFAULTS.limits;

describe('countAttempt', () => {
  it('counts for the id and for the day', () => {
    const counted = accepted(
      countAttempt('signup', aChallenge({ failures: 2, failuresToday: 9 }), 'code', NOW, LIMITS),
    );
    expect(counted).toEqual(aChallenge({ failures: 3, failuresToday: 10 }));
    expect(attemptsLeft('signup', counted as Challenge, 'code', LIMITS)).toBe(2);
  });

  it('permits five for one id, and locks until its code would have expired', () => {
    expect(countAttempt('signup', aChallenge({ failures: 4 }), 'code', NOW, LIMITS).ok).toBe(true);
    expect(refusalOf(countAttempt('signup', aChallenge({ failures: 5 }), 'code', NOW, LIMITS))).toEqual({
      code: 'too_many_requests',
      reason: 'code_locked',
      retryAfterSeconds: LIFETIME_SECONDS,
    });
  });

  it('permits 20 a day for the row, and locks until the day is over', () => {
    expect(countAttempt('signup', aChallenge({ failuresToday: 19 }), 'code', NOW, LIMITS).ok).toBe(true);
    const locked = aChallenge({ failuresToday: 20, failuresWindowEndsAt: NOW + HOUR });
    expect(refusalOf(countAttempt('signup', locked, 'code', NOW, LIMITS))).toEqual({
      code: 'too_many_requests',
      reason: 'code_locked',
      retryAfterSeconds: 3600,
    });
    const next = accepted(countAttempt('signup', locked, 'code', NOW + HOUR, LIMITS));
    expect([next.failuresToday, next.failuresWindowEndsAt]).toEqual([1, NOW + HOUR + DAY]);
  });

  it('does not stop passwords by the daily cap, which strangers can use up, but still after five for one id', () => {
    expect(countAttempt('signup', aChallenge({ failuresToday: 20 }), 'password', NOW, LIMITS).ok).toBe(true);
    expect(attemptsLeft('signup', aChallenge({ failures: 2, failuresToday: 21 }), 'password', LIMITS)).toBe(3);
    expect(countAttempt('signup', aChallenge({ failures: 5 }), 'password', NOW, LIMITS).ok).toBe(false);
  });
});

describe('attemptsLeft', () => {
  it('is what the tighter limit leaves, never below zero', () => {
    expect(attemptsLeft('signup', aChallenge({ failures: 1, failuresToday: 1 }), 'code', LIMITS)).toBe(4);
    expect(attemptsLeft('signup', aChallenge({ failures: 1, failuresToday: 18 }), 'code', LIMITS)).toBe(2);
    expect(attemptsLeft('signup', aChallenge({ failures: 9, failuresToday: 9 }), 'code', LIMITS)).toBe(0);
  });
});

describe('takeBackAttempt', () => {
  it('undoes one count, never below zero', () => {
    const challenge = aChallenge({ failures: 2, failuresToday: 9 });
    expect(takeBackAttempt(accepted(countAttempt('signup', challenge, 'code', NOW, LIMITS)) as Challenge)).toEqual(
      challenge,
    );
    expect(takeBackAttempt(aChallenge())).toEqual(aChallenge());
  });
});

describe('wrong codes a day', () => {
  const capOf = (purpose: (typeof PURPOSES)[number], limits = LIMITS): number => {
    const counts = Array.from({ length: 300 }, (_, count) => count);
    return counts.findIndex(
      (failuresToday) => !countAttempt(purpose, aChallenge({ failuresToday }), 'code', NOW, limits).ok,
    );
  };

  it('are 10 where a code gives access to an existing account, 20 where there is also a link, and more where there is none', () => {
    const caps = Object.fromEntries(PURPOSES.map((purpose) => [purpose, capOf(purpose)]));
    const { reset, login, otp, phone_change, ...others } = caps;
    expect([reset, login]).toEqual([10, 10]);
    expect([otp, phone_change]).toEqual([250, 250]);
    expect(new Set(Object.values(others))).toEqual(new Set([20]));
  });

  it('are the deployment’s settings, each for its purposes', () => {
    const limits = { ...LIMITS, failuresPerDay: 7, failuresPerDayOfAccount: 3, failuresPerDayWithoutLink: 9 };
    expect([capOf('signup', limits), capOf('otp', limits)]).toEqual([7, 9]);
    expect([capOf('reset', limits), capOf('login', limits)]).toEqual([3, 3]);
  });

  it('are reported as what is left, down to the last one', () => {
    const left = (failuresToday: number) => attemptsLeft('reset', aChallenge({ failuresToday }), 'code', LIMITS);
    expect([0, 6, 9, 10, 15].map(left)).toEqual([5, 4, 1, 0, 0]);
  });
});
