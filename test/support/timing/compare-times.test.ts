// The measure of `test/attacks/timing.test.ts` can fail, and knows when it can not.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareTimes, judgeTimes } from './compare-times.ts';

/** Times as a service answers: most near 10 ms, some much later. The same seed gives the same ones. */
const timesOf = (seed: number, { count = 160, spread = 3, delay = 0 } = {}): number[] => {
  // mulberry32: neighbouring seeds give independent numbers.
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return Array.from({ length: count }, () => 10 + delay - spread * Math.log(1 - next()));
};

const SEEDS = Array.from({ length: 200 }, (_none, index) => 1000 + 7919 * index);
const judged = (options: { spread?: number; delay?: number }) => {
  const { delay = 0, ...noise } = options;
  return SEEDS.map((seed) =>
    judgeTimes(timesOf(seed, { ...noise, delay }), timesOf(seed + 1, noise), timesOf(seed + 2, noise)),
  );
};

describe('a rank test of two sets of 160 times', () => {
  it('is 0.5 for equal ones, 1 for one above the other, and counts ties half', () => {
    const times = timesOf(1);
    expect(compareTimes(times, times).area).toBe(0.5);
    expect(compareTimes([3, 4], [1, 2]).area).toBe(1);
    expect(compareTimes([1, 2], [3, 4]).area).toBe(0);
    expect(compareTimes([1, 2], [2, 3]).area).toBe(0.125);
  });

  it('gives the mirror image when the sets are swapped', () => {
    const times = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(times, times, (one, other) => {
        const there = compareTimes(one, other);
        const back = compareTimes(other, one);
        expect(there.area + back.area).toBeCloseTo(1, 10);
        expect(there.differs).toBe(back.differs);
        expect(there.medians).toEqual([back.medians[1], back.medians[0]]);
      }),
    );
  });

  it('takes the middle of an odd and of an even number', () => {
    expect(compareTimes([5, 1, 9], [1, 2, 3, 10]).medians).toEqual([5, 2.5]);
  });
});

describe('the verdict', () => {
  it('finds a planted difference of 3 ms, every time', () => {
    expect(judged({ delay: 3 })).toEqual(SEEDS.map(() => 'different'));
  });

  it('finds no difference where there is none, every time', () => {
    expect(judged({})).toEqual(SEEDS.map(() => 'alike'));
  });

  it('is not moved by a difference too small for a network, however regular', () => {
    expect(judged({ spread: 1, delay: 1 })).toEqual(SEEDS.map(() => 'alike'));
  });

  it('is "too noisy" where 3 ms would be lost in the noise', () => {
    const noisy = judged({ spread: 60 }).filter((verdict) => verdict === 'too noisy');
    expect(noisy.length).toBeGreaterThan(0.97 * SEEDS.length);
  });

  it('is "too noisy" where two sets of one source differ', () => {
    const [same, again] = [timesOf(1), timesOf(2, { delay: 3 })];
    expect(judgeTimes(timesOf(3), same, again)).toBe('too noisy');
  });
});
