// Hashes of passwords are computed so many at a time, and in the order in which they were asked for.
import { availableParallelism } from 'node:os';

/** The threads of libuv, by default 4. The database's files and names of servers need one, too. */
const THREADS = Number(process.env['UV_THREADPOOL_SIZE'] ?? 4);
/** One core is left for all else: more hashes at once take more memory and no less time, and every answer waits for them. */
const LANES = Math.max(1, Math.min(availableParallelism(), THREADS) - 1);

const waiting: (() => void)[] = [];
let running = 0;

export type InLane = <Result>(compute: () => Promise<Result>) => Promise<Result>;

export const inLane: InLane = async (compute) => {
  if (running === LANES) await new Promise<void>((resolve) => void waiting.push(resolve));
  else running++;
  try {
    return await compute();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
};
