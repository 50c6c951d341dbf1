// Measures cold starts: each round starts every bundle once, in an order of chance.
import { type ColdStart, coldStart } from '../measure/cold-start.ts';
import type { Pinned } from '../measure/pin.ts';
import { shuffle } from '../measure/statistics.ts';
import { checkAnswer, type Prepared, type Rig, withRig } from '../rig.ts';
import type { Contender } from './contenders.ts';

/** What one start took, by contender. */
export type Round = Readonly<Record<string, Sample>>;
export type Sample = Omit<ColdStart, 'result'> & { readonly calls: readonly string[] };

export interface ColdOptions {
  readonly contenders: readonly Contender[];
  readonly folder: string;
  readonly pinned: Pinned;
  readonly rounds: number;
  /** Called after each round. */
  readonly onRound: (round: Round) => void;
}

/** Access tokens and links of the events grow old. */
const FRESH_MILLISECONDS = 5 * 60_000;

export const measureCold = ({ contenders, folder, pinned, rounds, onRound }: ColdOptions): Promise<void> =>
  withRig(folder, async (rig) => {
    const start = (prepared: Prepared<Contender>): Promise<Sample> => startOnce(rig, pinned, prepared);
    let prepared: readonly Prepared<Contender>[] = [];
    let preparedAt = Number.NEGATIVE_INFINITY;
    for (let round = 0; round < rounds; round++) {
      if (performance.now() - preparedAt > FRESH_MILLISECONDS) {
        prepared = await rig.prepare(contenders);
        preparedAt = performance.now();
        // The first start of a bundle reads it from the disk, and shows whether it works.
        if (round === 0) for (const one of prepared) await start(one);
      }
      const samples: Record<string, Sample> = {};
      for (const next of shuffle(prepared)) samples[next.one.name] = await start(next);
      onRound(samples);
    }
  });

const startOnce = async (
  { aws, child }: Rig,
  pinned: Pinned,
  { one, eventFile, variables, restore }: Prepared<Contender>,
): Promise<Sample> => {
  restore();
  aws.takeCalls();
  const run = { bundle: one.bundle.file, eventFile, variables };
  const { result, ...times } = await coldStart(pinned.prefix, child, run);
  checkAnswer(one, result);
  return { ...times, calls: aws.takeCalls() };
};
