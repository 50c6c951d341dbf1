// Counters over fixed windows: what is counted, under which key, and when it is enough.
import type { Limits } from '../defaults.ts';
import { accept, type Outcome, refuse, secondsUntil } from '../errors.ts';
import type { Caller } from '../network.ts';
import type { Count } from '../row.ts';
import {
  type Counter,
  counterOf,
  DAY_MILLISECONDS,
  HOUR_MILLISECONDS,
  MINUTE_MILLISECONDS,
  nextStart,
  partOf,
} from '../window.ts';

/** Requests that send, by one client: an hour, and each of its minutes. */
export const sendingCounter = (caller: Caller, now: number): Counter => {
  const minute = partOf(now, HOUR_MILLISECONDS, MINUTE_MILLISECONDS);
  return counterOf('sending', caller.client, now, { length: HOUR_MILLISECONDS, slice: `m${minute}` });
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
  const hour = partOf(now, DAY_MILLISECONDS, HOUR_MILLISECONDS);
  const subject = `${limitAddress}#${caller.network}`;
  return counterOf(`alias-${purpose}`, subject, now, { length: DAY_MILLISECONDS, slice: `h${hour}` });
};

/** Past the day's cap one an hour, never none. */
export const decideAlias = (count: Count, now: number, limits: Limits): Outcome<undefined> =>
  count.total > limits.sendsPerNetwork && count.slice > 1
    ? wait(nextStart(now, HOUR_MILLISECONDS), now)
    : accept(undefined);

/** Wrong codes and passwords from one network, over all addresses: an hour. */
export const attemptCounter = (caller: Caller, now: number): Counter =>
  counterOf('guesses', caller.network, now, { length: HOUR_MILLISECONDS });

export const decideAttempt = (count: Count, now: number, limits: Limits): Outcome<undefined> =>
  count.total > limits.failuresPerNetwork ? wait(nextStart(now, HOUR_MILLISECONDS), now) : accept(undefined);

const wait = (until: number, now: number) =>
  refuse('too_many_requests', { reason: 'network', retryAfterSeconds: secondsUntil(until, now) });
