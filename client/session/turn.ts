// One tab at a time refreshes: those that waited find the new tokens.
import { randomText } from '../encoding.ts';
import type { Platform, TextStorage } from '../platform.ts';

/**
 * The longest wait for another tab, which may be frozen or without a network. Then this tab refreshes beside it: for 10 s the
 * service answers both with the same tokens.
 */
const PATIENCE_MILLISECONDS = 10_000;
const LOOK_MILLISECONDS = 50;

export interface Lock {
  readonly name: string;
  /** The storage that tabs share, if they do. */
  readonly place: TextStorage | undefined;
}

/** By Web Locks (Safari 15.4, all others before); without them by a mark in the storage that tabs share. */
export const inTurn = async <Result>(
  platform: Platform,
  { name, place }: Lock,
  work: () => Promise<Result>,
): Promise<Result> => {
  const { locks } = platform;
  if (!locks) return place ? inTurnByMark(platform, name, place, work) : work();
  let isBegun = false;
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), PATIENCE_MILLISECONDS);
  const begin = () => {
    isBegun = true;
    clearTimeout(timer);
    return work();
  };
  try {
    return await locks.request(name, { signal: late.signal }, begin);
  } catch (error) {
    // A browser that blocks storage may refuse the lock, too.
    if (isBegun) throw error;
    return await begin();
  }
};

const inTurnByMark = async <Result>(
  { now, wait }: Platform,
  name: string,
  place: TextStorage,
  work: () => Promise<Result>,
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
    return await work();
  } finally {
    if (heldBy() === own) place.removeItem(name);
  }
};
