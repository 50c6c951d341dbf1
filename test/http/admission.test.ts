// Too many requests for one process: what cannot be answered in time is refused at once, and the rest is answered as before.
import { describe, expect, it } from 'vitest';
import type { Refusal } from '#domain/errors.ts';
import { createAdmission } from '#http/admission.ts';

const LEFT = 10_000;

interface Load {
  readonly seconds: number;
  readonly perSecond: number;
  /** One at a time, in their order. */
  readonly serviceMilliseconds: (index: number) => number;
  readonly routes?: readonly string[];
}

interface Outcome {
  /** Milliseconds from the request to its answer. */
  readonly durations: readonly number[];
  /** Right answers that came within the time, from the fifth second on. */
  readonly goodput: number;
  readonly refusals: readonly (Refusal & { readonly at: number; readonly idleAt: number })[];
}

/** A process that works on one request after another, in a time of its own. */
const simulate = ({ seconds, perSecond, serviceMilliseconds, routes = ['POST /signup'] }: Load): Outcome => {
  let now = 0;
  const admission = createAdmission(() => now);
  const running: { readonly endsAt: number; readonly beganAt: number; end(): void }[] = [];
  let busyUntil = 0;
  const durations: number[] = [];
  let good = 0;
  const refusals: Outcome['refusals'][number][] = [];
  const finishUntil = (time: number) => {
    for (let first = running[0]; first && first.endsAt <= time; first = running[0]) {
      running.shift();
      now = first.endsAt;
      first.end();
      durations.push(now - first.beganAt);
      if (now - first.beganAt <= LEFT && now >= 5000 && now < seconds * 1000) good++;
    }
    now = time;
  };
  for (let index = 0; index < seconds * perSecond; index++) {
    finishUntil((index * 1000) / perSecond);
    const place = admission.enter(routes[index % routes.length] ?? '', LEFT);
    if (!place.ok) {
      refusals.push({ ...place.refusal, at: now, idleAt: busyUntil });
      continue;
    }
    busyUntil = Math.max(busyUntil, now) + serviceMilliseconds(index);
    running.push({ beganAt: now, endsAt: busyUntil, end: () => place.value.leave(true) });
  }
  finishUntil(Number.POSITIVE_INFINITY);
  return { durations, goodput: good / (seconds - 5), refusals };
};

describe('admission', () => {
  it.each([1, 1.5, 3, 10, 100])('answers as many as it can when %d times as many ask', (factor) => {
    const { durations, goodput } = simulate({ seconds: 60, perSecond: factor * 40, serviceMilliseconds: () => 25 });
    expect(goodput).toBeGreaterThan(0.95 * 40);
    expect(Math.max(...durations)).toBeLessThan(LEFT);
  });

  it('refuses nothing below the capacity', () => {
    expect(simulate({ seconds: 60, perSecond: 32, serviceMilliseconds: () => 25 }).refusals).toEqual([]);
  });

  it('goes on when the process gets slower by half, and answers in time', () => {
    const serviceMilliseconds = (index: number) => (index < 6000 ? 25 : 50);
    const { durations, goodput } = simulate({ seconds: 60, perSecond: 400, serviceMilliseconds });
    expect(goodput).toBeGreaterThan(0.95 * 20);
    expect(Math.max(...durations)).toBeLessThan(LEFT);
  });

  it('answers as many as it can of dear and cheap routes, mixed', () => {
    const serviceMilliseconds = (index: number) => (index % 2 === 0 ? 48 : 2);
    const routes = ['POST /signup', 'POST /token/refresh'];
    const { goodput, durations } = simulate({ seconds: 60, perSecond: 400, serviceMilliseconds, routes });
    expect(goodput).toBeGreaterThan(0.95 * 40);
    expect(Math.max(...durations)).toBeLessThan(LEFT);
  });

  it('says a time after which what was in progress is done', () => {
    const { refusals } = simulate({ seconds: 20, perSecond: 400, serviceMilliseconds: () => 25 });
    expect(refusals.length).toBeGreaterThan(1000);
    const early = refusals.filter(({ at, idleAt, retryAfterSeconds = 0 }) => at + retryAfterSeconds * 1000 < idleAt);
    // Half of what is in progress is done by then in any case; the estimate is learned in the first second.
    expect(early.filter(({ at }) => at > 5000)).toEqual([]);
    for (const { retryAfterSeconds } of refusals) {
      expect(retryAfterSeconds).toBeGreaterThanOrEqual(1);
      expect(retryAfterSeconds).toBeLessThanOrEqual(10);
    }
  });

  it('takes in one request at least, however long they take', () => {
    let now = 0;
    const admission = createAdmission(() => now);
    for (let index = 0; index < 20; index++) {
      const place = admission.enter('POST /signup', LEFT);
      expect(place.ok).toBe(true);
      now += 9000;
      if (place.ok) place.value.leave(true);
    }
    expect(admission.enter('POST /signup', 0).ok).toBe(true);
  });

  it('takes in nothing beside a request that takes too long', () => {
    let now = 0;
    const admission = createAdmission(() => now);
    admission.enter('POST /signup', LEFT);
    expect(admission.enter('POST /login', LEFT).ok).toBe(true);
    now = 4001;
    expect(admission.enter('POST /login', LEFT)).toEqual({
      ok: false,
      refusal: { code: 'unavailable', retryAfterSeconds: 5 },
    });
  });

  it('does not learn from what was refused for other reasons', () => {
    let now = 0;
    const admission = createAdmission(() => now);
    for (let index = 0; index < 100; index++) {
      const junk = admission.enter('POST /signup', LEFT);
      now += 0.1;
      if (junk.ok) junk.value.leave(false);
    }
    const taken = Array.from({ length: 200 }, () => admission.enter('POST /signup', LEFT).ok);
    // 50 ms for each: 4 s hold eighty.
    expect(taken.filter(Boolean)).toHaveLength(80);
  });
});
