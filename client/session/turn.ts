// One tab at a time refreshes: those that waited find the new tokens.
import { randomText } from '../encoding.ts';
import type { Platform, TextStorage } from '../platform.ts';
import { underLock } from './lock.ts';

/**
 * The longest wait for another tab, which may be frozen or without a network. Then this tab refreshes beside it: for 10 s the
 * service answers both with the same tokens.
 */
const PATIENCE_MILLISECONDS = 10_000;
const LOOK_MILLISECONDS = 50;
/** The next tab may get the lock before it can read what this one wrote: Chromium copies `localStorage` between processes. */
const SPREAD_MILLISECONDS = 250;

export interface Lock {
  readonly name: string;
  /** The storage that tabs share, if they do. */
  readonly place: TextStorage | undefined;
}

/** Work that calls `hasWritten` keeps its turn until other tabs can read what it wrote. Its result does not wait for that. */
export type Work<Result> = (hasWritten: () => void) => Promise<Result>;

/** By Web Locks (Safari 15.4, all others before); without them by a mark in the storage that tabs share. */
export const inTurn = <Result>(platform: Platform, { name, place }: Lock, work: Work<Result>): Promise<Result> => {
  const { locks, wait } = platform;
  if (!locks) return place ? inTurnByMark(platform, name, place, work) : work(() => undefined);
  return new Promise((resolve, reject) => {
    const workAndWait = async (): Promise<void> => {
      let isWritten = false;
      await work(() => {
        isWritten = true;
      }).then(resolve, reject);
      if (isWritten) await wait(SPREAD_MILLISECONDS);
    };
    void underLock(locks, name, PATIENCE_MILLISECONDS, workAndWait);
  });
};

const inTurnByMark = async <Result>(
  { now, wait }: Platform,
  name: string,
  place: TextStorage,
  work: Work<Result>,
): Promise<Result> => {
  const own = randomText();
  const heldBy = (): string => {
    const [since = '', holder = ''] = (place.getItem(name) ?? '').split(' ');
    return Math.abs(now() - Number(since)) < PATIENCE_MILLISECONDS ? holder : '';
  };
  while (heldBy() !== own) {
    if (heldBy() === '') place.setItem(name, `${now()} ${own}`);
    // Of two tabs that wrote at once, the later one stays.
    await wait(LOOK_MILLISECONDS);
  }
  try {
    return await work(() => undefined);
  } finally {
    if (heldBy() === own) place.removeItem(name);
  }
};
