// A clock that is set back: no wait is longer than its cap, and none lasts until the clock is where it was.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { permitPasswordChange } from '#domain/account/user.ts';
import { countAttempt } from '#domain/challenge/attempts.ts';
import { addSend, decideSend, type SendHistory } from '#domain/challenge/send-limits.ts';
import { DEFAULTS } from '#domain/defaults.ts';
import type { Outcome } from '#domain/errors.ts';
import { countLogInAttempt, type LogInAttempts } from '#domain/session/log-in-attempts.ts';
import { isDayOpen, notedAt } from '#domain/window.ts';
import { aChallenge, aUser, DAY, HOUR, idNumber, MINUTE, NOW, SECOND } from '../support/builders.ts';

const LIMITS = DEFAULTS.limits;
const NETWORK = '198.51.100.0/24';
const OTHERS = ['203.0.113.0/24', '203.0.114.0/24'];

const secondsOf = <Value>(outcome: Outcome<Value>): number =>
  outcome.ok ? 0 : (outcome.refusal.retryAfterSeconds ?? 0);
const attempt = (now: number, network = NETWORK) => ({ now, network, limits: LIMITS });

/** Each wait after so many requests at `NOW`, asked for at `now`. */
const WAITS = {
  sending: (count: number, now: number) => {
    const networks = [...Array(count)].map((_, index) => [NETWORK, ...OTHERS][index % 3] ?? NETWORK);
    const history = networks.reduce<SendHistory | undefined>(
      (before, network) => addSend(before, attempt(NOW, network)),
      undefined,
    );
    return secondsOf(decideSend(history, attempt(now)));
  },
  logIn: (count: number, now: number) => {
    const row: LogInAttempts = {
      version: '1',
      failures: count,
      at: NOW,
      windowEndsAt: NOW + DAY,
      byNetwork: { [NETWORK]: { failures: count, at: NOW } },
      knownNetworks: {},
    };
    return secondsOf(countLogInAttempt(row, attempt(now)));
  },
  code: (count: number, now: number) => {
    const row = aChallenge({ failures: Math.min(count, 5), failuresToday: count, failuresWindowEndsAt: NOW + DAY });
    return secondsOf(countAttempt('signup', row, 'code', now, LIMITS));
  },
  password: (count: number, now: number) => {
    const changes = [...Array(count)].map((_, index) => ({ id: idNumber(index), at: NOW, byPassword: true as const }));
    return secondsOf(permitPasswordChange(aUser({ changes }), now));
  },
} as const;

const CAPS_SECONDS = { sending: 3600, logIn: 900, code: 86_400, password: 86_400 } as const;
const KINDS = ['sending', 'logIn', 'code', 'password'] as const;

describe.each(KINDS)('the wait of %s', (kind) => {
  it('is never above its cap, however far the clock is set back', () => {
    const back = fc.oneof(fc.integer({ min: 0, max: 2 * MINUTE }), fc.integer({ min: 0, max: 400 * DAY }));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), back, (count, milliseconds) => {
        expect(WAITS[kind](count, NOW - milliseconds)).toBeLessThanOrEqual(CAPS_SECONDS[kind]);
      }),
    );
  });

  it('holds when two clocks differ by less than a minute', () => {
    expect(WAITS[kind](60, NOW)).toBeGreaterThan(0);
    expect(WAITS[kind](60, NOW - 30 * SECOND)).toBeGreaterThan(0);
  });
});

describe.each(['sending', 'logIn', 'password'] as const)('the wait of %s', (kind) => {
  it('ends when the clock is set back by hours', () => {
    expect(WAITS[kind](60, NOW - 2 * HOUR)).toBe(0);
  });
});

describe('a time that was noted', () => {
  it('is what it was, now if clocks may differ so much, and none if the clock was set back', () => {
    expect([NOW - DAY, NOW, NOW + MINUTE, NOW + MINUTE + 1].map((at) => notedAt(at, NOW))).toEqual([
      NOW - DAY,
      NOW,
      NOW,
      0,
    ]);
  });

  it('opens a window of a day for a day', () => {
    const ends = [NOW, NOW + 1, NOW + DAY + MINUTE, NOW + DAY + MINUTE + 1];
    expect(ends.map((endsAt) => isDayOpen(endsAt, NOW))).toEqual([false, true, true, false]);
  });
});
