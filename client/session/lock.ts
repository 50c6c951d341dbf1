// A turn by Web Locks, for the client and for the hosted pages.
import type { Locks } from '../platform.ts';

/** Waits at most so long, then begins all the same; without locks at once. The lock is held until `work` has ended. */
export const underLock = <Result>(
  locks: Locks | undefined,
  name: string,
  patienceMilliseconds: number,
  work: () => Promise<Result>,
): Promise<Result> => {
  if (!locks) return work();
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), patienceMilliseconds);
  let begun: Promise<Result> | undefined;
  const begin = (): Promise<Result> => {
    clearTimeout(timer);
    begun = work();
    return begun;
  };
  // A browser that blocks storage may refuse the lock, too.
  return locks.request(name, { signal: late.signal }, begin).catch(() => begun ?? begin());
};
