// Invariants of a challenge's row under random sequences of operations.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attemptsLeft, countAttempt, takeBackAttempt } from '#domain/challenge/attempts.ts';
import {
  beginChallenge,
  type Challenge,
  challengeEndsAt,
  liveChallenge,
  resendable,
  resendChallenge,
  useChallenge,
} from '#domain/challenge/challenge.ts';
import { DEFAULTS } from '#domain/defaults.ts';
import { aBeginning, DAY, HOUR, idNumber, LIFETIME_SECONDS, MINUTE, NOW, SECOND } from '../../support/builders.ts';

const LIMITS = DEFAULTS.limits;
const LIFETIME = LIFETIME_SECONDS * SECOND;

type Step =
  | { readonly kind: 'begin' | 'resend' | 'guess wrong' | 'guess right' | 'use' }
  | { readonly kind: 'wait'; readonly milliseconds: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('begin' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('resend' as const) }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('guess wrong' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('guess right' as const, 'use' as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      milliseconds: fc.oneof(
        fc.nat({ max: 2 * MINUTE }),
        fc.constantFrom(MINUTE, LIFETIME, 3 * LIFETIME, HOUR, DAY),
        fc.nat({ max: 26 * HOUR }),
      ),
    }),
  },
);
const steps = fc.array(step, { maxLength: 150 });

/** One row under random operations, with a record of the results. */
class Row {
  now = NOW;
  begun = 0;
  current: Challenge | undefined;
  readonly comparedPerId = new Map<string, number>();
  readonly wrongAt: number[] = [];
  readonly used = new Set<string>();

  take(next: Step): void {
    if (next.kind === 'wait') this.now += next.milliseconds;
    if (next.kind === 'begin') this.begin();
    if (next.kind === 'resend') this.resend();
    if (next.kind === 'guess wrong') this.guess(false);
    if (next.kind === 'guess right') this.guess(true);
    if (next.kind === 'use') this.use();
  }

  private get id(): string {
    return this.current?.id ?? idNumber(0);
  }

  private write(next: Omit<Challenge, 'version'>): void {
    this.current = { ...next, version: '1' };
  }

  private begin(): void {
    const id = idNumber(this.begun + 1);
    const outcome = beginChallenge(this.current, aBeginning({ now: this.now, id }));
    if (!outcome.ok) return;
    this.begun++;
    this.write(outcome.value);
  }

  private resend(): void {
    const live = resendable(this.current, this.id, this.now);
    if (!live) return;
    const { network, lifetimeSeconds, limits } = aBeginning();
    const outcome = resendChallenge(live, { now: this.now, network, lifetimeSeconds, limits });
    if (outcome.ok) this.write(outcome.value);
  }

  private guess(isRight: boolean): void {
    const live = liveChallenge(this.current, this.id, this.now);
    const counted = live.ok ? countAttempt('signup', live.value, 'code', this.now, LIMITS) : live;
    if (!counted.ok) return;
    this.write(counted.value);
    this.comparedPerId.set(this.id, (this.comparedPerId.get(this.id) ?? 0) + 1);
    if (!isRight) this.wrongAt.push(this.now);
    if (!isRight || !this.current) return;
    this.write(useChallenge(takeBackAttempt(this.current), this.now, true));
    this.used.add(this.id);
  }

  private use(): void {
    const live = liveChallenge(this.current, this.id, this.now);
    if (!live.ok) return;
    this.write(useChallenge(live.value, this.now, false));
    this.used.add(this.id);
  }
}

/** Checks after every step, with the row as it was before. */
const always = (check: (row: Row, before: Challenge | undefined, taken: Step) => void) => {
  let checks = 0;
  fc.assert(
    fc.property(steps, (sequence) => {
      const row = new Row();
      row.take({ kind: 'begin' });
      for (const taken of sequence) {
        const before = row.current;
        row.take(taken);
        check(row, before, taken);
        checks++;
      }
    }),
    { numRuns: 300 },
  );
  expect(checks).toBeGreaterThan(1000);
};

describe('a challenge, whatever happens to it', () => {
  it('permits at most 5 comparisons for one id', () => {
    let most = 0;
    always((row) => {
      for (const count of row.comparedPerId.values()) most = Math.max(most, count);
      expect(most).toBeLessThanOrEqual(LIMITS.failuresPerChallenge);
    });
    expect(most).toBe(LIMITS.failuresPerChallenge);
  });

  it('permits at most 20 wrong guesses in one window, over all ids', () => {
    always(({ current, wrongAt }) => {
      const endsAt = current?.failuresWindowEndsAt ?? 0;
      const inWindow = wrongAt.filter((at) => at >= endsAt - DAY && at < endsAt).length;
      expect(inWindow).toBeLessThanOrEqual(LIMITS.failuresPerDay);
      expect(current?.failuresToday).toBeGreaterThanOrEqual(inWindow);
    });
  });

  it('keeps counting the failures of the day through new ids', () => {
    always((row, before, { kind }) => {
      if (kind !== 'begin' || row.current?.id === before?.id || !before) return;
      const isOpen = row.now < before.failuresWindowEndsAt;
      expect(row.current?.failures).toBe(0);
      expect(row.current?.failuresToday).toBe(isOpen ? before.failuresToday : 0);
      expect(row.current?.failuresWindowEndsAt).toBe(isOpen ? before.failuresWindowEndsAt : row.now + DAY);
    });
  });

  it('keeps id, link time, continuation, data and wrong guesses through a resend', () => {
    always(({ current }, before, { kind }) => {
      if (kind !== 'resend' || !before) return;
      const kept = ({ id, createdAt, notAfter, continuationHash, data, failures, failuresToday }: Challenge) =>
        JSON.stringify([id, createdAt, notAfter, continuationHash, data, failures, failuresToday]);
      expect(current && kept(current)).toBe(kept(before));
      expect(current?.expiresAt).toBeGreaterThanOrEqual(before.expiresAt);
    });
  });

  it('never works past the time its link carries, which never moves', () => {
    always(({ current }) => {
      expect(current?.expiresAt).toBeLessThanOrEqual(current?.notAfter ?? 0);
      expect(current?.notAfter).toBe((current?.createdAt ?? 0) + 3 * LIFETIME);
    });
  });

  it('is never live or resendable again once it was used, and never has data again', () => {
    always(({ current, used, now }) => {
      for (const id of used) {
        expect(liveChallenge(current, id, now).ok).toBe(false);
        expect(resendable(current, id, now)).toBeUndefined();
      }
      if (current?.usedAt !== undefined) expect(current.data).toBeUndefined();
    });
  });

  it('is never live under an id that a newer one replaced', () => {
    always((row) => {
      for (let index = 1; index < row.begun; index++) {
        expect(liveChallenge(row.current, idNumber(index), row.now).ok).toBe(false);
      }
    });
  });

  it('never reports more attempts than are left', () => {
    always((row, before, { kind }) => {
      if (kind !== 'guess wrong' || !row.current || row.current === before) return;
      const compared = row.comparedPerId.get(row.current.id) ?? 0;
      expect(attemptsLeft('signup', row.current, 'code', LIMITS)).toBeLessThanOrEqual(
        LIMITS.failuresPerChallenge - compared,
      );
    });
  });

  it('asks for a mail with every send: pending, its sequence increased by one or started again', () => {
    always(({ current, now }, before, { kind }) => {
      if (!current || !before || current.sends === before.sends || current.resendAfter === before.resendAfter) return;
      expect(['begin', 'resend']).toContain(kind);
      const seq = current.id === before.id ? before.delivery.seq + 1 : 1;
      expect(current.delivery).toEqual({ status: 'pending', seq, at: now, askedAt: now, tries: 0 });
    });
  });

  it('may be removed only when nothing in it matters any more', () => {
    always(({ current }) => {
      if (!current) return;
      const { notAfter, sendsWindowEndsAt, failuresWindowEndsAt, usedAt = 0 } = current;
      const endsAt = challengeEndsAt(current);
      for (const at of [notAfter, sendsWindowEndsAt, failuresWindowEndsAt, usedAt + DAY]) {
        expect(endsAt).toBeGreaterThanOrEqual(at + HOUR);
      }
    });
  });
});
