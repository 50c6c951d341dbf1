// The figures of the bench: medians, how sure they are, and what the check makes of them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeCold, REACHED } from './cold/bounds.ts';
import type { Round, Sample } from './cold/rounds.ts';
import { ratioOf } from './cold/table.ts';
import { coresIn } from './measure/pin.ts';
import { median, medianInterval, quantile, shuffle, summarise } from './measure/statistics.ts';
import { textTable } from './text-table.ts';

const values = fc.array(fc.double({ min: 0, max: 1000, noNaN: true }), { minLength: 1, maxLength: 40 });

describe('quantiles', () => {
  it('are values or lie between two of them', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([1, 2, 3, 4])).toBe(2.5);
    expect(quantile([1, 2, 3, 4, 5], 0.25)).toBe(2);
    expect(() => median([])).toThrow('no values');
  });

  it('grow with the share and stay within the values', () => {
    fc.assert(
      fc.property(values, (some) => {
        const { low, high, lowerQuartile, upperQuartile, median: middle } = summarise(some);
        expect(lowerQuartile).toBeLessThanOrEqual(middle);
        expect(middle).toBeLessThanOrEqual(upperQuartile);
        expect(low).toBeGreaterThanOrEqual(Math.min(...some));
        expect(high).toBeLessThanOrEqual(Math.max(...some));
        expect(low).toBeLessThanOrEqual(middle);
        expect(high).toBeGreaterThanOrEqual(middle);
      }),
    );
  });
});

describe('the interval of a median', () => {
  const upTo = (count: number) => Array.from({ length: count }, (_none, index) => index + 1);

  // Ranks from a table of the sign test at 95 %.
  it.each([
    [5, 1, 5],
    [6, 1, 6],
    [9, 2, 8],
    [12, 3, 10],
    [21, 6, 16],
    [40, 14, 27],
  ])('of %d values lies between the %dth and the %dth', (count, low, high) => {
    expect(medianInterval(shuffle(upTo(count)))).toEqual({ low, high });
  });
});

it('an order of chance holds each value once', () => {
  fc.assert(fc.property(values, (some) => void expect(shuffle(some).toSorted()).toEqual(some.toSorted())));
  expect(shuffle([1, 2, 3], () => 0)).toEqual([1, 2, 3]);
  expect(shuffle([1, 2, 3], () => 0.99)).toEqual([3, 2, 1]);
});

it('the cores of a list are read one by one', () => {
  expect(coresIn('0,1')).toEqual([0, 1]);
  expect(coresIn('2-4,7')).toEqual([2, 3, 4, 7]);
  expect(coresIn('')).toEqual([0]);
});

it('a table has its columns in line', () => {
  expect(textTable(['what', '×'], [['a longer name', '1.25']])).toBe(
    ['| what          |    × |', '| ------------- | ---: |', '| a longer name | 1.25 |'].join('\n'),
  );
});

const sample = (milliseconds: number, cpuMilliseconds: number): Sample => ({
  milliseconds,
  cpuMilliseconds,
  importMilliseconds: 1,
  callMilliseconds: 1,
  residentBytes: 1,
  calls: [],
});

/** Nine rounds in which `/reset` takes `factor` times as long as it should. */
const roundsOf = ({ factor = 1, again = 1, cpuFactor = 1, wait = 1 } = {}): Round[] =>
  Array.from({ length: 9 }, (_none, index) => {
    const busy = 1 + index / 100;
    const { milliseconds, cpuMilliseconds } = REACHED.reset;
    return {
      bare: sample(40 * wait * busy, 30 * busy),
      again: sample(40 * again * wait * busy, 30 * busy),
      reset: sample(40 * milliseconds * factor * busy, 30 * cpuMilliseconds * cpuFactor * busy),
    };
  });

describe('the check of cold starts', () => {
  it('holds what is reached, and finds what became much slower', () => {
    expect(ratioOf('reset', roundsOf(), 'milliseconds').median).toBeCloseTo(REACHED.reset.milliseconds, 5);
    expect(judgeCold(['reset'], roundsOf())).toEqual({ slower: [], notMeasured: [] });
    expect(judgeCold(['reset'], roundsOf({ factor: 0.5 }))).toEqual({ slower: [], notMeasured: [] });
    const { slower } = judgeCold(['reset'], roundsOf({ factor: 1.5, cpuFactor: 1.5 }));
    expect(slower).toHaveLength(2);
    expect(slower[0]).toMatch(/^reset: time [\d.]+ × bare, at least [\d.]+, but at most [\d.]+ is allowed$/);
  });

  it('judges no time while the bare handler waits for the processor', () => {
    const { slower, notMeasured } = judgeCold(['reset'], roundsOf({ factor: 3, wait: 2 }));
    expect(slower).toEqual([]);
    expect(notMeasured).toEqual(['the bare handler waits for the processor 63 % of its time']);
  });

  it('finds more work, even where the machine is too busy to judge the time', () => {
    const noisy = roundsOf({ again: 1.3, factor: 1.3, cpuFactor: 1.3 });
    const { slower, notMeasured } = judgeCold(['reset'], noisy);
    expect(slower).toEqual([expect.stringContaining('reset: processor time')]);
    expect(notMeasured).toEqual([expect.stringMatching(/the bare handler differs from itself by \d+ % in time/)]);
  });
});
