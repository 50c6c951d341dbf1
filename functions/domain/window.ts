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
