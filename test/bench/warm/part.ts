// Warm requests as a part of the bench: their processor time, as a share of one hash of a password.
import { join } from 'node:path';
import { keyOfBundles } from '../bundles.ts';
import { describeMachine } from '../document.ts';
import { median, summarise } from '../measure/statistics.ts';
import { type MeasurePart, sayProgress, WITHOUT_PEERS } from '../part.ts';
import { installPeers } from '../peers.ts';
import { openProgress } from '../progress.ts';
import { textTable } from '../text-table.ts';
import { type Flow, flowsOf, HASH } from './flows.ts';
import { type Cost, measureWarm, type WarmRound } from './rounds.ts';

const ROUNDS = 15;

export const measureWarmPart: MeasurePart = async ({ rounds = ROUNDS, only, folder, kept, pinned }) => {
  const hasPeers = installPeers();
  const flows = flowsOf(folder, hasPeers).filter(
    ({ name }) => name === HASH || only.length === 0 || only.includes(name),
  );
  const progress = openProgress<WarmRound>(join(kept, 'warm.json'), await keyOf(flows));
  await measureWarm({
    flows,
    folder,
    pinned,
    rounds: rounds - progress.rounds.length,
    onRound: (round) => {
      progress.add(round);
      sayProgress('warm', progress.rounds.length, rounds);
    },
  });
  progress.end();
  return [
    ...(hasPeers ? [] : [WITHOUT_PEERS]),
    warmTable(flows, progress.rounds),
    describeMachine(`${progress.rounds.length} rounds; ${pinned.note}`, ['better-auth', '@openauthjs/openauth']),
  ].join('\n\n');
};

const keyOf = async (flows: readonly Flow[]): Promise<string> => {
  const bundles = await Promise.all(flows.map(async ({ name, bundle }) => [name, await bundle()] as const));
  return keyOfBundles(Object.fromEntries(bundles));
};

const HEAD = ['request', '× hash', 'without its hash, × hash', 'quartiles', 'CPU ms', 'without its hash, CPU ms'];

const warmTable = (flows: readonly Flow[], rounds: readonly WarmRound[]): string => {
  const costsOf = (name: string, cost: keyof Cost): number[] =>
    rounds.map((round) => round[name]?.[cost] ?? Number.NaN);
  const hash = median(costsOf(HASH, 'all'));
  const rows = flows.map(({ name, title }) => {
    const all = median(costsOf(name, 'all'));
    const main = summarise(costsOf(name, 'main'));
    return [
      title,
      (all / hash).toFixed(2),
      (main.median / hash).toFixed(3),
      `${(main.lowerQuartile / hash).toFixed(3)}–${(main.upperQuartile / hash).toFixed(3)}`,
      all.toFixed(2),
      main.median.toFixed(2),
    ];
  });
  return textTable(HEAD, rows);
};
