// Measures warm requests: every flow has a process that stays, and each round sends a few requests to each, in an order of chance.
import type { Pinned } from '../measure/pin.ts';
import { shuffle } from '../measure/statistics.ts';
import { startWarm, type WarmProcess } from '../measure/warm-process.ts';
import { checkAnswer, createRig, type Prepared } from '../rig.ts';
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

export const measureWarm = async ({ flows, folder, pinned, rounds, onRound }: WarmOptions): Promise<void> => {
  const rig = await createRig(folder);
  const prepare = rig.prepare(flows);
  const processes = new Map<Flow, WarmProcess>();
  const send = ({ one, restore }: Prepared<Flow>, counts: typeof REQUESTS | typeof WARM_UP): Promise<Cost> => {
    const process = processes.get(one);
    if (!process) throw new Error(`${one.name} has no process`);
    return sendMany(one, process, restore, one.hashes ? counts.hashing : counts.other);
  };
  try {
    for (const { one, eventFile, variables, restore } of rounds > 0 ? await prepare() : []) {
      restore();
      const run = { bundle: (await one.bundle()).file, eventFile, variables };
      processes.set(one, await startWarm(pinned.prefix, rig.child, run));
    }
    if (rounds > 0) for (const one of await prepare()) await send(one, WARM_UP);
    for (let round = 0; round < rounds; round++) {
      const costs: Record<string, Cost> = {};
      for (const next of shuffle(await prepare())) costs[next.one.name] = await send(next, REQUESTS);
      onRound(costs);
    }
  } finally {
    for (const process of processes.values()) process.stop();
  }
};

/** Each request finds the same rows. */
const sendMany = async (one: Flow, process: WarmProcess, restore: () => void, count: number): Promise<Cost> => {
  let [all, main] = [0, 0];
  for (let sent = 0; sent < count; sent++) {
    restore();
    const { allMilliseconds, mainMilliseconds, result } = await process.request();
    checkAnswer(one, result);
    all += allMilliseconds;
    main += mainMilliseconds;
  }
  return { all: all / count, main: main / count };
};
