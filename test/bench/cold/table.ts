// Reads the rounds of cold starts: each time as a multiple of the bare handler's median.
import { median, type Summary, summarise } from '../measure/statistics.ts';
import { textTable } from '../text-table.ts';
import type { Contender } from './contenders.ts';
import type { Round, Sample } from './rounds.ts';

/** Both are the same handler: how far they differ is the noise of the machine. */
const FLOORS = ['bare', 'again'] as const;

/** `milliseconds`: until the first answer. `cpuMilliseconds`: of the processor, which other processes hardly change. */
export type Measure = 'milliseconds' | 'cpuMilliseconds';

const valuesOf = (name: string, rounds: readonly Round[], value: (sample: Sample) => number): number[] =>
  rounds.map((round) => {
    const sample = round[name];
    if (!sample) throw new Error(`${name} is missing in a round`);
    return value(sample);
  });

/** In multiples of the median of all bare handlers. */
export const ratioOf = (name: string, rounds: readonly Round[], measure: Measure): Summary => {
  const take = (sample: Sample): number => sample[measure];
  const floor = median(FLOORS.flatMap((one) => valuesOf(one, rounds, take)));
  return summarise(valuesOf(name, rounds, take).map((value) => value / floor));
};

/** In a process that never waits for the processor, both are about the same. */
const BUSY = 1.5;
/** How far the bare handler may differ from itself. */
const NOISE = 0.08;

/** Why a measure of these rounds says little: the machine does too much beside them. `undefined` if it is sound. */
export const noiseOf = (rounds: readonly Round[], measure: Measure): string | undefined => {
  const [bare, again] = FLOORS.map((name) => ratioOf(name, rounds, measure).median);
  const difference = Math.abs((bare ?? Number.NaN) - (again ?? Number.NaN));
  if (difference > NOISE)
    return `the bare handler differs from itself by ${percent(difference)} in ${MEASURES[measure]}`;
  if (measure === 'cpuMilliseconds') return undefined;
  const floor = (value: (sample: Sample) => number): number => median(valuesOf('bare', rounds, value));
  const [time, work] = [floor(({ milliseconds }) => milliseconds), floor(({ cpuMilliseconds }) => cpuMilliseconds)];
  return time > BUSY * work
    ? `the bare handler waits for the processor ${percent(1 - work / time)} of its time`
    : undefined;
};

export const MEASURES: Readonly<Record<Measure, string>> = { milliseconds: 'time', cpuMilliseconds: 'processor time' };

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;

const HEAD = [
  'first answer',
  '× bare',
  'quartiles',
  'CPU × bare',
  'ms',
  'ms loading',
  'AWS calls',
  'KB at start',
  'KB in all',
];

export const coldTable = (contenders: readonly Contender[], rounds: readonly Round[]): string => {
  const rows = contenders.map(({ name, title, bundle }) => {
    const time = ratioOf(name, rounds, 'milliseconds');
    const middle = (value: (sample: Sample) => number): string => median(valuesOf(name, rounds, value)).toFixed(0);
    return [
      title,
      time.median.toFixed(2),
      `${time.lowerQuartile.toFixed(2)}–${time.upperQuartile.toFixed(2)}`,
      ratioOf(name, rounds, 'cpuMilliseconds').median.toFixed(2),
      middle(({ milliseconds }) => milliseconds),
      middle(({ importMilliseconds }) => importMilliseconds),
      middle(({ calls }) => calls.length),
      kilobytes(bundle.startBytes),
      kilobytes(bundle.bytes),
    ];
  });
  return textTable(HEAD, rows);
};

const kilobytes = (bytes: number): string => (bytes / 1000).toFixed(bytes < 10_000 ? 1 : 0);
