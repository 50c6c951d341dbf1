// Lengths of time, and counters over fixed windows. Each window has its own row, so one atomic addition counts.
import type { CountWindow, Key } from './row.ts';
import { limitKey } from './store-keys.ts';

export const SECOND_MILLISECONDS = 1000;
export const MINUTE_MILLISECONDS = 60 * SECOND_MILLISECONDS;
export const HOUR_MILLISECONDS = 60 * MINUTE_MILLISECONDS;
export const DAY_MILLISECONDS = 24 * HOUR_MILLISECONDS;

/** A window, and the key of its row. */
export interface Counter {
  readonly key: Key<'limit'>;
  readonly window: CountWindow;
}

export const startOf = (now: number, length: number): number => now - (now % length);
export const nextStart = (now: number, length: number): number => startOf(now, length) + length;

/** How far the clocks of two machines may differ. */
const CLOCK_DIFFERENCE_MILLISECONDS = MINUTE_MILLISECONDS;

/**
 * A time that was noted, so that no wait that counts from it is longer than it was meant: at most `now`. It is 0 if it is
 * further ahead than clocks differ. The clock was set back since then, and nobody waits for what it said before.
 */
export const notedAt = (at: number, now: number): number => {
  if (at <= now) return at;
  return at <= now + CLOCK_DIFFERENCE_MILLISECONDS ? now : 0;
};

/** Whether a window of a day is open. One that ends later was begun before the clock was set back. */
export const isDayOpen = (endsAt: number, now: number): boolean =>
  now < endsAt && endsAt <= now + DAY_MILLISECONDS + CLOCK_DIFFERENCE_MILLISECONDS;

/** The number of the part (e.g. a minute of an hour) that contains `now`, from 0. */
export const partOf = (now: number, length: number, part: number): number => Math.floor((now % length) / part);

/** The counter of `subject` for the window that contains `now`. By default its row is kept until the window ends. */
export const counterOf = (
  what: string,
  subject: string,
  now: number,
  { length, keptFor = length, slice }: { readonly length: number; readonly keptFor?: number; readonly slice?: string },
): Counter => {
  const startsAt = startOf(now, length);
  return { key: limitKey(what, subject, startsAt), window: { endsAt: startsAt + keptFor, slice } };
};
