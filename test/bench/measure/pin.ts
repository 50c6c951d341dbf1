// Keeps the bench, with the double of AWS in it, and the process it measures on cores of their own.
import { spawnSync } from 'node:child_process';

export interface Pinned {
  /** Runs what follows it on the other core; empty if nothing is pinned. */
  readonly prefix: readonly string[];
  /** Runs what follows it on every core again, because a child is pinned as its parent is. */
  readonly everywhere: readonly string[];
  /** For the reader of the figures. */
  readonly note: string;
}

const UNPINNED = { prefix: [], everywhere: [], note: 'not pinned to cores' } as const;

/** Uses `taskset`, which Linux has. Elsewhere, or with one core, nothing is pinned. */
export const pinApart = (): Pinned => {
  const { stdout, status } = spawnSync('taskset', ['-cp', String(process.pid)], { encoding: 'utf8' });
  if (status !== 0) return UNPINNED;
  const cores = stdout.slice(stdout.lastIndexOf(':') + 1).trim();
  const [first, second] = coresIn(cores);
  if (first === undefined || second === undefined) return UNPINNED;
  const pinned = spawnSync('taskset', ['-acp', String(first), String(process.pid)]);
  if (pinned.status !== 0) return UNPINNED;
  return {
    prefix: ['taskset', '-c', String(second)],
    everywhere: ['taskset', '-c', cores],
    note: `AWS's double on core ${first}, the function on core ${second}`,
  };
};

/** The numbers in a list such as `0-3,7`. */
export const coresIn = (list: string): readonly number[] =>
  list.split(',').flatMap((part) => {
    const [from, to = from] = part.split('-').map(Number);
    if (from === undefined || to === undefined || Number.isNaN(from) || Number.isNaN(to)) return [];
    return Array.from({ length: to - from + 1 }, (_none, index) => from + index);
  });
