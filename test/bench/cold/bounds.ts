// What cold starts reach, as multiples of the bare handler, and whether a measurement still holds it.
import type { ScenarioName } from '../scenarios.ts';
import type { Round } from './rounds.ts';
import { type Measure, ratioOf } from './table.ts';

/** Medians of docs/performance.md. Lower them with what was won. */
export const REACHED: Readonly<Record<ScenarioName, Readonly<Record<Measure, number>>>> = {
  reset: { milliseconds: 5.0, cpuMilliseconds: 4.65 },
  signup: { milliseconds: 6.3, cpuMilliseconds: 5.85 },
  'verify-junk': { milliseconds: 4.4, cpuMilliseconds: 4.25 },
  verify: { milliseconds: 6.5, cpuMilliseconds: 5.55 },
  login: { milliseconds: 8.4, cpuMilliseconds: 7.9 },
  refresh: { milliseconds: 5.6, cpuMilliseconds: 5.25 },
  me: { milliseconds: 5.4, cpuMilliseconds: 5.1 },
  otp: { milliseconds: 5.1, cpuMilliseconds: 4.8 },
  page: { milliseconds: 3.6, cpuMilliseconds: 3.35 },
  keys: { milliseconds: 4.3, cpuMilliseconds: 4.1 },
  courier: { milliseconds: 9.5, cpuMilliseconds: 8.85 },
  feedback: { milliseconds: 4.4, cpuMilliseconds: 4.15 },
};

/** How much slower a cold start may become before the check fails. */
const SLACK = { milliseconds: 1.25, cpuMilliseconds: 1.12 } as const satisfies Readonly<Record<Measure, number>>;

/** How far the bare handler may differ from itself. Beyond it, the machine is too busy to judge this measure. */
const NOISE = 0.08;

const WORDS = { milliseconds: 'time', cpuMilliseconds: 'processor time' } as const;

export interface Verdict {
  readonly slower: readonly string[];
  readonly notMeasured: readonly string[];
}

/**
 * A cold start is too slow if even the lower end of the interval of its median lies above the bound: chance alone does that in
 * one of forty measurements that lie exactly on the bound, and the bound lies above what is reached.
 */
export const judgeCold = (names: readonly ScenarioName[], rounds: readonly Round[]): Verdict => {
  const verdicts = (['milliseconds', 'cpuMilliseconds'] as const).map((measure) => judge(names, rounds, measure));
  return {
    slower: verdicts.flatMap(({ slower }) => slower),
    notMeasured: verdicts.flatMap(({ notMeasured }) => notMeasured),
  };
};

const judge = (names: readonly ScenarioName[], rounds: readonly Round[], measure: Measure): Verdict => {
  const [bare, again] = [ratioOf('bare', rounds, measure), ratioOf('again', rounds, measure)];
  const difference = Math.abs(bare.median - again.median);
  if (difference > NOISE) {
    const said = `the bare handler differs from itself by ${(100 * difference).toFixed(0)} % in ${WORDS[measure]}`;
    return { slower: [], notMeasured: [said] };
  }
  const slower = names.flatMap((name) => {
    const { median, low } = ratioOf(name, rounds, measure);
    const bound = REACHED[name][measure] * SLACK[measure];
    if (low <= bound) return [];
    const said = `${WORDS[measure]} ${median.toFixed(2)} × bare, at least ${low.toFixed(2)}`;
    return [`${name}: ${said}, but at most ${bound.toFixed(2)} is allowed`];
  });
  return { slower, notMeasured: [] };
};
