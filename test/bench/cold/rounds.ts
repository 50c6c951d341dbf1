// Measures cold starts: each round starts every bundle once, in an order of chance.
import { type ColdStart, coldStart } from '../measure/cold-start.ts';
import type { Pinned } from '../measure/pin.ts';
import { shuffle } from '../measure/statistics.ts';
import { checkAnswer, createRig, type Prepared, type Rig } from '../rig.ts';
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

export const measureCold = async ({ contenders, folder, pinned, rounds, onRound }: ColdOptions): Promise<void> => {
  const rig = await createRig(folder);
  const prepare = rig.prepare(contenders);
  // The first start of a bundle reads it from the disk, and shows whether it works.
  if (rounds > 0) for (const one of await prepare()) await startOnce(rig, pinned, one);
  for (let round = 0; round < rounds; round++) {
    const samples: Record<string, Sample> = {};
    for (const next of shuffle(await prepare())) samples[next.one.name] = await startOnce(rig, pinned, next);
    onRound(samples);
  }
};

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
