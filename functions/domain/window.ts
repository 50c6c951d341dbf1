// Lengths of time, and counters over fixed windows of the clock: each window is a row of its own, so one atomic addition counts.
import type { CountWindow, Key } from './row.ts';
import { limitKey } from './store-keys.ts';

export const SECOND_MILLISECONDS = 1000;
export const MINUTE_MILLISECONDS = 60 * SECOND_MILLISECONDS;
export const HOUR_MILLISECONDS = 60 * MINUTE_MILLISECONDS;
export const DAY_MILLISECONDS = 24 * HOUR_MILLISECONDS;

/** What a window is counted under. */
export interface Counter {
  readonly key: Key<'limit'>;
  readonly window: CountWindow;
}

export const startOf = (now: number, length: number): number => now - (now % length);
export const nextStart = (now: number, length: number): number => startOf(now, length) + length;

/** The number of the part (a minute of an hour) that `now` is in, from 0. */
export const partOf = (now: number, length: number, part: number): number => Math.floor((now % length) / part);

export interface CounterWindow extends Pick<CountWindow, 'slice'> {
  readonly length: number;
  /** How long the row is kept from the start of the window; as long as the window unless told. */
  readonly keptFor?: number;
}

/** The counter of `subject` in the window that `now` is in. */
export const counterOf = (what: string, subject: string, now: number, window: CounterWindow): Counter => {
  const { length, keptFor = length, slice } = window;
  const startsAt = startOf(now, length);
  return { key: limitKey(what, subject, startsAt), window: { endsAt: startsAt + keptFor, slice } };
};
