// Every number of the service that a team may want to change, with the value it has until then.

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const DEFAULTS = {
  lifetimes: {
    /** How long a sign-up link and code work after each send. */
    signupSeconds: 30 * MINUTE,
    resetSeconds: 20 * MINUTE,
    loginSeconds: 10 * MINUTE,
    emailChangeSeconds: HOUR,
    /** How long the old address can take an email change back. */
    emailUndoSeconds: 72 * HOUR,
    phoneChangeSeconds: 5 * MINUTE,
    otpEmailSeconds: 3 * MINUTE,
    otpSmsSeconds: 5 * MINUTE,
    /** How long the proof of a one-time code is valid. */
    proofSeconds: 10 * MINUTE,
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
    /** Texts a day to one number, and of the whole stage: each costs money, and some people earn it by having them sent. */
    textsPerPhone: 20,
    textsPerDay: 1000,
    /** Requests that send, by one IP (IPv6: one /64). Korean carriers share addresses among many. */
    sendingRequestsPerHour: 100,
    sendingRequestsPerMinute: 10,
    /** Wrong codes and passwords for one challenge; then only its link works. */
    failuresPerChallenge: 5,
    /** Wrong codes a day for one purpose and address, over all its challenges. */
    failuresPerDay: 20,
    /** The same for codes that open an account which is there already: reset and log-in. */
    failuresPerDayOfAccount: 10,
    /** The same where there is no link beside the code: above what strangers reach, who may begin some 40 challenges a day. */
    failuresPerDayWithoutLink: 250,
    /** Wrong codes and passwords per network (IPv4 /24, IPv6 /48) and hour, over all addresses. */
    failuresPerNetwork: 60,
    /** Wrong passwords a day for one address from one network; then a wait that doubles from 1 s with each … */
    logInFailuresPerNetwork: 5,
    /** … up to this. */
    logInWaitMaximumSeconds: 15 * MINUTE,
    /** Wrong passwords a day for one address over all networks its owner has not logged in from; then a wait, too … */
    logInFailuresPerAddress: 50,
    /** … but at most this, so that strangers cannot keep the owner out. */
    logInWaitMaximumPerAddressSeconds: MINUTE,
  },
} as const;

type Numbers<Group> = { readonly [Name in keyof Group]: number };
export type Lifetimes = Numbers<(typeof DEFAULTS)['lifetimes']>;
export type Limits = Numbers<(typeof DEFAULTS)['limits']>;
