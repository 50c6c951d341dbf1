// Measures warm requests: every flow has a process that stays, and each round sends a few requests to each, in an order of chance.
import type { Pinned } from '../measure/pin.ts';
import { shuffle } from '../measure/statistics.ts';
import { startWarm, type WarmProcess } from '../measure/warm-process.ts';
import { checkAnswer, type Prepared, withRig } from '../rig.ts';
import type { Flow } from './flows.ts';

/** Processor time of one request in milliseconds: the mean of a round. */
export interface Cost {
  readonly all: number;
  readonly main: number;
}
export type WarmRound = Readonly<Record<string, Cost>>;

export interface WarmOptions {
  readonly flows: readonly Flow[];
  readonly folder: string;
  readonly pinned: Pinned;
  readonly rounds: number;
  readonly onRound: (round: WarmRound) => void;
}

/** Until the code is compiled. A hash is compiled from the start, and takes most of its request. */
const WARM_UP = { hashing: 40, other: 400 } as const;
const REQUESTS = { hashing: 5, other: 40 } as const;

interface Running {
  readonly prepared: Prepared<Flow>;
  readonly process: WarmProcess;
}

export const measureWarm = ({ flows, folder, pinned, rounds, onRound }: WarmOptions): Promise<void> =>
  withRig(folder, async ({ child, prepare }) => {
    const running: Running[] = [];
    try {
      for (const prepared of await prepare(flows)) {
        const { one, eventFile, variables, restore } = prepared;
        restore();
        const run = { bundle: (await one.bundle()).file, eventFile, variables };
        const started = { prepared, process: await startWarm(pinned.prefix, child, run) };
        running.push(started);
        await sendMany(started, one.hashes ? WARM_UP.hashing : WARM_UP.other);
      }
      for (let round = 0; round < rounds; round++) {
        const costs: Record<string, Cost> = {};
        for (const next of shuffle(running)) {
          const { name, hashes } = next.prepared.one;
          costs[name] = await sendMany(next, hashes ? REQUESTS.hashing : REQUESTS.other);
        }
        onRound(costs);
      }
    } finally {
      for (const { process } of running) process.stop();
    }
  });

/** Each request finds the same rows. */
const sendMany = async ({ prepared, process }: Running, count: number): Promise<Cost> => {
  let [all, main] = [0, 0];
  for (let sent = 0; sent < count; sent++) {
    prepared.restore();
    const { allMilliseconds, mainMilliseconds, result } = await process.request();
    checkAnswer(prepared.one, result);
    all += allMilliseconds;
    main += mainMilliseconds;
  }
  return { all: all / count, main: main / count };
};
