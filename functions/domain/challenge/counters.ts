// Counters over fixed windows: what is counted, the key of the row, and the decision.
import { createHash } from 'node:crypto';
import type { Limits } from '../defaults.ts';
import { accept, type Outcome, refuse, secondsUntil } from '../errors.ts';
import type { Caller } from '../network.ts';
import type { Count } from '../row.ts';
import { limitKey } from '../store-keys.ts';
import {
  type Counter,
  counterOf,
  DAY_MILLISECONDS,
  HOUR_MILLISECONDS,
  MINUTE_MILLISECONDS,
  nextStart,
  partOf,
} from '../window.ts';

/** Sending requests of one client, per hour and per minute. */
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
 * Mails that one network requests for the aliases of one address (`name+tag@…`), per day and per hour. Counted per network,
 * so that clients elsewhere cannot use up the limit of the owner of the mailbox.
 */
export const aliasCounter = (purpose: string, limitAddress: string, caller: Caller, now: number): Counter => {
  const hour = partOf(now, DAY_MILLISECONDS, HOUR_MILLISECONDS);
  const subject = `${limitAddress}#${caller.network}`;
  return counterOf(`alias-${purpose}`, subject, now, { length: DAY_MILLISECONDS, slice: `h${hour}` });
};

/** Above the daily cap one per hour is allowed, never none. */
export const decideAlias = (count: Count, now: number, limits: Limits): Outcome<undefined> =>
  count.total > limits.sendsPerNetwork && count.slice > 1
    ? wait(nextStart(now, HOUR_MILLISECONDS), now)
    : accept(undefined);

/** Mails to one mailbox over all purposes, aliases and networks, per day and per hour. */
export const mailboxCounter = (limitAddress: string, now: number): Counter => {
  const hour = partOf(now, DAY_MILLISECONDS, HOUR_MILLISECONDS);
  return counterOf('mails', limitAddress, now, { length: DAY_MILLISECONDS, slice: `h${hour}` });
};

/** Mails to one mailbox that one network requests past the cap of the day, per hour. */
export const pastCapCounter = (limitAddress: string, caller: Caller, now: number): Counter =>
  counterOf('mails-network', `${limitAddress}#${caller.network}`, now, { length: HOUR_MILLISECONDS });

/** Whether the mailbox has had its mails of the day, and one in this hour. `count` includes the mail that is being decided. */
export const isPastCap = (count: Count, limits: Limits): boolean =>
  count.total > limits.mailsPerMailbox && count.slice > 1;

/** Past the cap every network gets one an hour, so that strangers do not take the owner's; but not without end. */
export const decidePastCap = (mailbox: Count, ofNetwork: Count, now: number, limits: Limits): Outcome<undefined> =>
  ofNetwork.total > 1 || mailbox.total > PAST_CAP_FACTOR * limits.mailsPerMailbox
    ? wait(nextStart(now, HOUR_MILLISECONDS), now, 'address')
    : accept(undefined);

/** Past so many times the cap of the day, all networks share one mail an hour. */
const PAST_CAP_FACTOR = 4;

/** Codes sent with one continuation that is not that of the challenge in the row, until it would have run out. */
export const continuationCounter = (hash: string, startedAt: number, endsAt: number): Counter => ({
  key: limitKey('continuation', hash, startedAt),
  window: { endsAt },
});

/** Wrong codes and passwords from one network and from one client in it, for all addresses, per hour. */
export const attemptCounter = (caller: Caller, now: number): Counter =>
  counterOf('guesses', caller.network, now, { length: HOUR_MILLISECONDS, slice: `c${clientNumber(caller)}` });

/** A client that uses up its own share does not stop its neighbours, who may be customers of the same carrier. */
export const decideAttempt = (count: Count, now: number, limits: Limits): Outcome<undefined> =>
  count.total > limits.failuresPerNetwork || count.slice > limits.failuresPerClient
    ? wait(nextStart(now, HOUR_MILLISECONDS), now)
    : accept(undefined);

/** The client within its network, from 0 to 255, so that the row stays small. An IPv6 network has more clients: some share a number. */
const clientNumber = ({ client }: Caller): number => {
  const octet = /^\d+\.\d+\.\d+\.(\d+)$/.exec(client)?.[1];
  return octet === undefined ? createHash('sha256').update(client).digest().readUInt8(0) : Number(octet);
};

const wait = (until: number, now: number, reason: 'network' | 'address' = 'network') =>
  refuse('too_many_requests', { reason, retryAfterSeconds: secondsUntil(until, now) });
