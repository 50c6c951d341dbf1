// Waits after wrong passwords for one address. They are limited, so that strangers cannot lock out the owner.
import type { Limits } from '../defaults.ts';
import { accept, type Outcome, refuse, secondsUntil } from '../errors.ts';
import { type Caller, UNKNOWN } from '../network.ts';
import type { Draft } from '../row.ts';
import { DAY_MILLISECONDS, isDayOpen, MINUTE_MILLISECONDS, notedAt } from '../window.ts';

interface NetworkAttempts {
  readonly failures: number;
  /** The time of the last one, in epoch milliseconds. */
  readonly at: number;
}

/** One row per mailbox, whether or not it has an account. Times are epoch milliseconds. */
export interface LogInAttempts {
  readonly version: string;
  readonly failures: number;
  readonly at: number;
  readonly windowEndsAt: number;
  readonly byNetwork: Readonly<Record<string, NetworkAttempts>>;
  /** Networks from which a right password came, and when. They do not wait for the failures of other networks. */
  readonly knownNetworks: Readonly<Record<string, number>>;
  /** The same for labels of devices, such as `Chrome, Windows`. Absent in rows of the last release. */
  readonly knownDevices?: Readonly<Record<string, number>>;
  /** When the password of a request with an idempotency key was counted, by the request's hash. The same again is the same guess. */
  readonly keyedGuesses?: Readonly<Record<string, number>>;
}

export interface LogInAttempt {
  readonly now: number;
  readonly network: string;
  readonly limits: Limits;
  /** The hash of a request with an idempotency key. */
  readonly keyedHash?: string | undefined;
}

const KNOWN_MILLISECONDS = 30 * DAY_MILLISECONDS;
const NETWORKS_KEPT = 50;
const KNOWN_KEPT = 5;
/** As long as requests at the same time may take. */
const KEYED_MILLISECONDS = MINUTE_MILLISECONDS;
const KEYED_KEPT = 5;

/** Counts an attempt before its password is compared. Refuses during a wait, without extending it. */
export const countLogInAttempt = (
  current: LogInAttempts | undefined,
  attempt: LogInAttempt,
): Outcome<Draft<LogInAttempts>> => {
  const { now, network, limits, keyedHash } = attempt;
  const seen = inWindow(current, now);
  const own = seen.byNetwork[network] ?? { failures: 0, at: 0 };
  const ownWait = endOf(
    notedAt(own.at, now),
    waitOf(own.failures, limits.logInFailuresPerNetwork, limits.logInWaitMaximumSeconds),
  );
  if (now < ownWait) return wait('network', ownWait, now);
  const anyWait = endOf(
    notedAt(seen.at, now),
    waitOf(seen.failures, limits.logInFailuresPerAddress, limits.logInWaitMaximumPerAddressSeconds),
  );
  if (now < anyWait && !isKnownNetwork(seen, network, now)) return wait('address', anyWait, now);
  return accept({
    ...seen,
    failures: seen.failures + 1,
    at: now,
    byNetwork: newest({ ...seen.byNetwork, [network]: { failures: own.failures + 1, at: now } }, NETWORKS_KEPT, toTime),
    ...(keyedHash !== undefined && {
      keyedGuesses: newest({ ...seen.keyedGuesses, [keyedHash]: now }, KEYED_KEPT, (at) => at),
    }),
  });
};

/** After a right password: the count of the network is removed. */
export const takeBackLogInAttempt = (
  current: LogInAttempts | undefined,
  { now, network }: { readonly now: number } & Pick<Caller, 'network'>,
): Draft<LogInAttempts> => {
  const seen = inWindow(current, now);
  const { [network]: own, ...byNetwork } = seen.byNetwork;
  return { ...seen, failures: Math.max(0, seen.failures - (own?.failures ?? 0)), byNetwork };
};

/** Whether this very request is counted already: its repeat has the same password, so it tells nobody more. */
export const isCountedGuess = (
  row: Draft<LogInAttempts> | undefined,
  { now, keyedHash }: Pick<LogInAttempt, 'now' | 'keyedHash'>,
): boolean => {
  const at = keyedHash === undefined ? undefined : row?.keyedGuesses?.[keyedHash];
  return at !== undefined && now < at + KEYED_MILLISECONDS;
};

/** After the owner was authenticated by password or mail: the same, and network and device become known. */
export const settleLogInAttempt = (
  current: LogInAttempts | undefined,
  { now, network, device }: { readonly now: number } & Pick<Caller, 'network' | 'device'>,
): Draft<LogInAttempts> => {
  const seen = takeBackLogInAttempt(current, { now, network });
  const devices = device === UNKNOWN ? seen.knownDevices : { ...seen.knownDevices, [device]: now };
  return {
    ...seen,
    knownNetworks: newest({ ...seen.knownNetworks, [network]: now }, KNOWN_KEPT, (at) => at),
    ...(devices && { knownDevices: newest(devices, KNOWN_KEPT, (at) => at) }),
  };
};

/** When the row may be removed. Epoch milliseconds. */
export const logInAttemptsEndAt = ({ windowEndsAt, knownNetworks, knownDevices }: Draft<LogInAttempts>): number =>
  Math.max(
    windowEndsAt,
    ...[...Object.values(knownNetworks), ...Object.values(knownDevices ?? {})].map((at) => at + KNOWN_MILLISECONDS),
  );

/** Whether the owner was authenticated from that network in the last 30 days. */
export const isKnownNetwork = (row: Draft<LogInAttempts> | undefined, network: string, now: number): boolean =>
  isRecent(row?.knownNetworks[network], now);

/** The same for the label of a device. */
export const isKnownDevice = (row: Draft<LogInAttempts> | undefined, device: string, now: number): boolean =>
  isRecent(row?.knownDevices?.[device], now);

const isRecent = (at: number | undefined, now: number): boolean => at !== undefined && now < at + KNOWN_MILLISECONDS;

const inWindow = (current: LogInAttempts | undefined, now: number): Draft<LogInAttempts> => {
  if (current && isDayOpen(current.windowEndsAt, now)) return current;
  return {
    failures: 0,
    at: 0,
    windowEndsAt: now + DAY_MILLISECONDS,
    byNetwork: {},
    knownNetworks: current?.knownNetworks ?? {},
    ...(current?.knownDevices && { knownDevices: current.knownDevices }),
  };
};

/** When a wait ends. 0 if there is none: a parallel attempt may have noted a later time, and must not refuse this one. */
const endOf = (at: number, milliseconds: number): number => (milliseconds === 0 ? 0 : at + milliseconds);

/** In milliseconds: no wait below `free` failures, then 1 s, doubled with each failure up to the maximum. */
const waitOf = (failures: number, free: number, maximumSeconds: number): number =>
  failures < free ? 0 : Math.min(2 ** Math.min(failures - free, 20), maximumSeconds) * 1000;

const toTime = ({ at }: NetworkAttempts): number => at;

/** Keeps the newest entries, so that requests from many networks cannot make the row grow. */
const newest = <Entry>(
  entries: Readonly<Record<string, Entry>>,
  kept: number,
  timeOf: (entry: Entry) => number,
): Readonly<Record<string, Entry>> =>
  Object.fromEntries(
    Object.entries(entries)
      .toSorted(([, one], [, other]) => timeOf(other) - timeOf(one))
      .slice(0, kept),
  );

const wait = (reason: 'network' | 'address', until: number, now: number) =>
  refuse('too_many_requests', { reason, retryAfterSeconds: secondsUntil(until, now) });
