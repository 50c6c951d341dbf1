// Medians of measured values, and how sure they are.

/** The value below which a share of the values lies, between two values in proportion. */
export const quantile = (values: readonly number[], share: number): number => {
  if (values.length === 0) throw new Error('no values');
  const sorted = values.toSorted((one, other) => one - other);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
};

export const median = (values: readonly number[]): number => quantile(values, 0.5);

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Two-sided. */
const CONFIDENCE = 0.95;

/**
 * An interval that holds the true median with at least 95 %, whatever the distribution: two values between which as few values
 * lie as a fair coin allows. With fewer than 6 values it is the whole range, which is less sure.
 */
export const medianInterval = (values: readonly number[]): Interval => {
  const sorted = values.toSorted((one, other) => one - other);
  const count = sorted.length;
  if (count === 0) throw new Error('no values');
  // The chance that at most `outside` of `count` values lie on one side of the true median.
  let chance = 0.5 ** count;
  let tail = chance;
  let outside = 0;
  while (outside + 1 < count / 2) {
    chance = (chance * (count - outside)) / (outside + 1);
    if (tail + chance > (1 - CONFIDENCE) / 2) break;
    tail += chance;
    outside += 1;
  }
  return { low: sorted[outside] ?? Number.NaN, high: sorted[count - 1 - outside] ?? Number.NaN };
};

export interface Summary extends Interval {
  readonly median: number;
  readonly lowerQuartile: number;
  readonly upperQuartile: number;
}

export const summarise = (values: readonly number[]): Summary => ({
  median: median(values),
  lowerQuartile: quantile(values, 0.25),
  upperQuartile: quantile(values, 0.75),
  ...medianInterval(values),
});

/** In an order of chance, so that nothing always follows the same thing. */
export const shuffle = <Value>(values: readonly Value[], random: () => number = Math.random): readonly Value[] => {
  const left = [...values];
  return values.flatMap(() => left.splice(Math.floor(random() * left.length), 1));
};
