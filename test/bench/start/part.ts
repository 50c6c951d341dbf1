// `npm start` and `cdk synth` as a part of the bench: what a person waits for at a desk.

import { join } from 'node:path';
import { FUNCTIONS } from '#routes.ts';
import { bundleFunction } from '../../../bin/bundle.ts';
import { describeMachine } from '../document.ts';
import { median, quantile } from '../measure/statistics.ts';
import { type MeasurePart, sayProgress } from '../part.ts';
import { textTable } from '../text-table.ts';
import { codeIn, synthesisedBundles, timeNode, timeStart, timeSynth } from './commands.ts';

const ROUNDS = 5;

export const measureStart: MeasurePart = async ({ rounds = ROUNDS, folder, pinned: { everywhere } }) => {
  const times: { readonly node: number[]; readonly start: number[]; readonly synth: number[] } = {
    node: [],
    start: [],
    synth: [],
  };
  for (let round = 0; round < rounds; round++) {
    const output = join(folder, `cdk.out-${round}`);
    times.node.push(await timeNode(everywhere));
    times.start.push(await timeStart(everywhere, join(folder, `data-${round}`)));
    times.synth.push(await timeSynth(everywhere, output));
    if (round === 0) await compareBundles(output, folder);
    sayProgress('start', round + 1, rounds);
  }
  const floor = median(times.node);
  const row = (title: string, values: readonly number[]): readonly string[] => [
    title,
    (median(values) / floor).toFixed(0),
    `${(quantile(values, 0.25) / floor).toFixed(0)}–${(quantile(values, 0.75) / floor).toFixed(0)}`,
    (median(values) / 1000).toFixed(2),
  ];
  const rows = [
    row('`node --eval 0`', times.node),
    row('`npm start` until `GET /signup` is answered', times.start),
    row('`npx cdk synth`, every function bundled', times.synth),
  ];
  const table = textTable(['command', '× Node', 'quartiles', 'seconds'], rows);
  return `${table}\n\n${describeMachine(`${rounds} rounds`, ['aws-cdk', 'aws-cdk-lib', 'esbuild'])}`;
};

/** What the bench starts must be what is deployed. @throws Error with the functions that differ */
const compareBundles = async (output: string, folder: string): Promise<void> => {
  const deployed = new Set(synthesisedBundles(output));
  const differing = [];
  for (const name of FUNCTIONS) {
    const { files } = await bundleFunction(name, folder);
    if (!deployed.has(codeIn(files))) differing.push(name);
  }
  if (differing.length > 0)
    throw new Error(`cdk synth bundles ${differing.join(', ')} in another way than bin/bundle.ts`);
};
