// Cold starts as a part of the bench, and the check that they are as fast as they were.
import { join } from 'node:path';
import { describeMachine } from '../document.ts';
import { type MeasurePart, type PartOptions, sayProgress, WITHOUT_PEERS } from '../part.ts';
import { installPeers } from '../peers.ts';
import { openProgress } from '../progress.ts';
import { SCENARIOS, type ScenarioName } from '../scenarios.ts';
import { judgeCold, type Verdict } from './bounds.ts';
import { bundleContenders, type Contender, chooseContenders, keyOf } from './contenders.ts';
import { measureCold, type Round } from './rounds.ts';
import { coldTable } from './table.ts';

const ROUNDS = 21;
const CHECK_ROUNDS = 9;

export const measureColdPart: MeasurePart = async (options) => {
  const hasPeers = installPeers();
  const { rounds = ROUNDS, folder, kept, only, pinned } = options;
  const contenders = await bundleContenders(chooseContenders(only, hasPeers), folder);
  const progress = openProgress<Round>(join(kept, 'cold.json'), keyOf(contenders));
  await measureCold({
    contenders,
    folder,
    pinned,
    rounds: rounds - progress.rounds.length,
    onRound: (round) => {
      progress.add(round);
      sayProgress('cold', progress.rounds.length, rounds);
    },
  });
  progress.end();
  return [
    ...(hasPeers ? [] : [WITHOUT_PEERS]),
    coldTable(contenders, progress.rounds),
    describeMachine(`${progress.rounds.length} rounds; ${pinned.note}`),
  ].join('\n\n');
};

/** Few rounds of our functions beside the floor. */
export const checkCold = async ({ rounds = CHECK_ROUNDS, only, folder, pinned }: PartOptions): Promise<Verdict> => {
  const names = (Object.keys(SCENARIOS) as ScenarioName[]).filter((name) => only.length === 0 || only.includes(name));
  const contenders: readonly Contender[] = await bundleContenders(chooseContenders(names, false), folder);
  const measured: Round[] = [];
  await measureCold({
    contenders,
    folder,
    pinned,
    rounds,
    onRound: (round) => {
      measured.push(round);
      sayProgress('cold', measured.length, rounds);
    },
  });
  console.log(`${coldTable(contenders, measured)}\n`);
  return judgeCold(names, measured);
};
