// Cold starts as a part of the bench, and the check that they are as fast as they were.
import { join } from 'node:path';
import { keyOfBundles } from '../bundles.ts';
import { describeMachine } from '../document.ts';
import { type MeasurePart, type PartOptions, sayProgress, WITHOUT_PEERS } from '../part.ts';
import { installPeers } from '../peers.ts';
import { openProgress } from '../progress.ts';
import { SCENARIOS, type ScenarioName } from '../scenarios.ts';
import { judgeCold, type Verdict, writeReached } from './bounds.ts';
import { bundleContenders, type Contender, chooseContenders } from './contenders.ts';
import { measureCold, type Round } from './rounds.ts';
import { coldTable, noiseOf } from './table.ts';

const SCENARIO_NAMES = Object.keys(SCENARIOS) as ScenarioName[];
const ROUNDS = 21;
/** Whose versions the figures depend on. */
const COLD_PACKAGES = ['@aws-sdk/client-dynamodb', '@middy/core', 'better-auth', 'esbuild', 'zod'];
const CHECK_ROUNDS = 9;

export const measureColdPart: MeasurePart = async (options) => {
  const hasPeers = installPeers();
  const { rounds = ROUNDS, folder, kept, only, pinned, isWhole } = options;
  const contenders = await bundleContenders(chooseContenders(only, hasPeers), folder);
  const progress = openProgress<Round>(join(kept, 'cold.json'), keyOfContenders(contenders));
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
  const noise = noiseOf(progress.rounds, 'milliseconds');
  if (isWhole && !noise) writeReached(SCENARIO_NAMES, progress.rounds);
  return [
    ...(hasPeers ? [] : [WITHOUT_PEERS]),
    ...(noise ? [`**Measured on a busy machine, so that times are too near to one another:** ${noise}.`] : []),
    coldTable(contenders, progress.rounds),
    describeMachine(`${progress.rounds.length} rounds; ${pinned.note}`, COLD_PACKAGES),
  ].join('\n\n');
};

const keyOfContenders = (contenders: readonly Contender[]): string =>
  keyOfBundles(Object.fromEntries(contenders.map(({ name, bundle }) => [name, bundle])));

/** Few rounds of our functions beside the floor. */
export const checkCold = async ({ rounds = CHECK_ROUNDS, only, folder, pinned }: PartOptions): Promise<Verdict> => {
  const names = SCENARIO_NAMES.filter((name) => only.length === 0 || only.includes(name));
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
