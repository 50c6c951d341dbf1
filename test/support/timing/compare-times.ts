// Whether two sets of answer times differ: a rank test, which asks how often a time of one set is above one of the other.

/** 0.5: alike. With 160 and 160 times of one source, 0.12 away from it happens once in 5,000 comparisons. */
const AREA_BOUND = 0.12;
/** A difference that only a rank test sees is below what a network hides. */
const MEDIAN_BOUND_MILLISECONDS = 1.5;
/** What the measure must see on this machine, or it says that it sees nothing. */
const PLANTED_MILLISECONDS = 3;

export interface Comparison {
  /** The probability that a time of the first set is above one of the second, ties counted half (Mann-Whitney). */
  readonly area: number;
  readonly medians: readonly [number, number];
  readonly differs: boolean;
}

export type Verdict = 'alike' | 'different' | 'too noisy';

export const compareTimes = (one: readonly number[], other: readonly number[]): Comparison => {
  const area = areaOf(one, other);
  const medians = [medianOf(one), medianOf(other)] as const;
  const isFar = Math.abs(medians[0] - medians[1]) > MEDIAN_BOUND_MILLISECONDS;
  return { area, medians, differs: isOutside(area) && isFar };
};

/** `same` and `again` come from one source: if even they differ, or a planted delay is lost in them, nothing is known. */
export const judgeTimes = (tested: readonly number[], same: readonly number[], again: readonly number[]): Verdict => {
  const delayed = again.map((time) => time + PLANTED_MILLISECONDS);
  if (isOutside(areaOf(again, same)) || !compareTimes(delayed, same).differs) return 'too noisy';
  return compareTimes(tested, same).differs ? 'different' : 'alike';
};

const isOutside = (area: number): boolean => Math.abs(area - 0.5) > AREA_BOUND;

const areaOf = (one: readonly number[], other: readonly number[]): number => {
  let above = 0;
  for (const time of one) for (const against of other) above += time > against ? 1 : time === against ? 0.5 : 0;
  return above / (one.length * other.length);
};

const medianOf = (times: readonly number[]): number => {
  const sorted = times.toSorted((one, other) => one - other);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
};
