// Counters over fixed windows: what is counted, under which key, and when it is enough.
import type { Limits } from '../defaults.ts';
import { accept, type Outcome, refuse, secondsUntil } from '../errors.ts';
import type { Caller } from '../network.ts';
import type { Count, CountWindow, Key } from '../row.ts';
import { limitKey } from '../store-keys.ts';

const MINUTE_MILLISECONDS = 60_000;
const HOUR_MILLISECONDS = 60 * MINUTE_MILLISECONDS;
const DAY_MILLISECONDS = 24 * HOUR_MILLISECONDS;

export interface Counter {
  readonly key: Key<'limit'>;
  readonly window: CountWindow;
}

/** Requests that send, by one client: an hour, and each of its minutes. */
export const sendingCounter = (caller: Caller, now: number): Counter => {
  const startsAt = startOf(now, HOUR_MILLISECONDS);
  return {
    key: limitKey('sending', caller.client, startsAt),
    window: {
      endsAt: startsAt + HOUR_MILLISECONDS,
      slice: `m${Math.floor((now - startsAt) / MINUTE_MILLISECONDS)}`,
    },
  };
};

/** `count` includes the request that is being decided. */
export const decideSending = (count: Count, now: number, limits: Limits): Outcome<undefined> => {
  if (count.total > limits.sendingRequestsPerHour) return wait(nextStart(now, HOUR_MILLISECONDS), now);
  if (count.slice > limits.sendingRequestsPerMinute) return wait(nextStart(now, MINUTE_MILLISECONDS), now);
  return accept(undefined);
};

/**
 * Mails that one network asks for under the aliases of one address (`name+tag@…`): a day, and each of its hours.
 * By network, so that nobody elsewhere can use up what the owner of the mailbox needs.
 */
export const aliasCounter = (purpose: string, limitAddress: string, caller: Caller, now: number): Counter => {
  const startsAt = startOf(now, DAY_MILLISECONDS);
  return {
    key: limitKey(`alias-${purpose}`, `${limitAddress}#${caller.network}`, startsAt),
    window: { endsAt: startsAt + DAY_MILLISECONDS, slice: `h${Math.floor((now - startsAt) / HOUR_MILLISECONDS)}` },
  };
};

/** Past the day's cap one an hour, never none. */
export const decideAlias = (count: Count, now: number, limits: Limits): Outcome<undefined> =>
  count.total > limits.sendsPerNetwork && count.slice > 1
    ? wait(nextStart(now, HOUR_MILLISECONDS), now)
    : accept(undefined);

/** Wrong codes and passwords from one network, over all addresses: an hour. */
export const guessCounter = (caller: Caller, now: number): Counter => {
  const startsAt = startOf(now, HOUR_MILLISECONDS);
  return { key: limitKey('guesses', caller.network, startsAt), window: { endsAt: startsAt + HOUR_MILLISECONDS } };
};

export const decideGuess = (count: Count, now: number, limits: Limits): Outcome<undefined> =>
  count.total > limits.failuresPerNetwork ? wait(nextStart(now, HOUR_MILLISECONDS), now) : accept(undefined);

const startOf = (now: number, length: number): number => now - (now % length);
const nextStart = (now: number, length: number): number => startOf(now, length) + length;

const wait = (until: number, now: number) =>
  refuse('too_many_requests', { reason: 'network', retryAfterSeconds: secondsUntil(until, now) });
