// Every number of the service that a team may want to change, with the value it has until then.

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const DEFAULTS = {
  lifetimes: {
    /** How long a sign-up link and code work after each send. */
    signupSeconds: 30 * MINUTE,
    accessTokenSeconds: 15 * MINUTE,
    /** A session ends when it is not refreshed for this long … */
    sessionIdleSeconds: 30 * DAY,
    /** … and after this long in any case. */
    sessionMaximumSeconds: 180 * DAY,
  },
  limits: {
    /** Between two mails for one purpose and address. */
    coolDownSeconds: 60,
    /** The cool-down doubles past `sendsPerNetwork` mails a day, up to this. */
    coolDownMaximumSeconds: HOUR,
    /** Mails a day for one purpose, address and network; then one an hour. */
    sendsPerNetwork: 5,
    /** Mails a day for one purpose and address, over all networks; then one an hour. */
    sendsPerAddress: 20,
    /** Requests that send, by one IP (IPv6: one /64). Korean carriers share addresses among many. */
    sendingRequestsPerHour: 100,
    sendingRequestsPerMinute: 10,
    /** Wrong guesses for one challenge; then only its link works. */
    failuresPerChallenge: 5,
    /** Wrong guesses a day for one purpose and address, over all its challenges. */
    failuresPerDay: 20,
    /** Wrong codes and passwords per network (IPv4 /24, IPv6 /48) and hour, over all addresses. */
    failuresPerNetwork: 60,
  },
} as const;

type Numbers<Group> = { readonly [Name in keyof Group]: number };
export type Lifetimes = Numbers<(typeof DEFAULTS)['lifetimes']>;
export type Limits = Numbers<(typeof DEFAULTS)['limits']>;
