// What cold starts reach, as multiples of the bare handler, and whether a measurement still holds it.
import { writeFileSync } from 'node:fs';
import type { ScenarioName } from '../scenarios.ts';
import reached from './reached.json' with { type: 'json' };
import type { Round } from './rounds.ts';
import { MEASURES, type Measure, noiseOf, ratioOf } from './table.ts';

const FILE = new URL('reached.json', import.meta.url);

/** Medians that the last whole measurement wrote, beside docs/performance.md. */
export const REACHED: Readonly<Record<ScenarioName, Readonly<Record<Measure, number>>>> = reached;

export const writeReached = (names: readonly ScenarioName[], rounds: readonly Round[]): void => {
  const medianOf = (name: ScenarioName, measure: Measure): number =>
    Number(ratioOf(name, rounds, measure).median.toFixed(2));
  const medians = names.map((name) => [
    name,
    { milliseconds: medianOf(name, 'milliseconds'), cpuMilliseconds: medianOf(name, 'cpuMilliseconds') },
  ]);
  const text = JSON.stringify(Object.fromEntries(medians), undefined, 2);
  // In the form that Biome asks for.
  const lines = text.replaceAll(/\{\n {4}(.*?),\n {4}(.*?)\n {2}\}/g, '{ $1, $2 }');
  writeFileSync(FILE, `${lines}\n`);
};

/** How much slower a cold start may become before the check fails. The time differs more from run to run, and between processors. */
const SLACK = { milliseconds: 1.3, cpuMilliseconds: 1.15 } as const satisfies Readonly<Record<Measure, number>>;

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
  const noise = noiseOf(rounds, measure);
  if (noise) return { slower: [], notMeasured: [noise] };
  const slower = names.flatMap((name) => {
    const { median, low } = ratioOf(name, rounds, measure);
    const bound = REACHED[name][measure] * SLACK[measure];
    if (low <= bound) return [];
    const said = `${MEASURES[measure]} ${median.toFixed(2)} × bare, at least ${low.toFixed(2)}`;
    return [`${name}: ${said}, but at most ${bound.toFixed(2)} is allowed`];
  });
  return { slower, notMeasured: [] };
};
