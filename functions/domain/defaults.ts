// The default of every number that a team may change, and of what it may turn off.

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
    /** How long the link of an invitation works after each send. */
    invitationSeconds: 7 * DAY,
    /** How long an email change can be undone from the old address. */
    emailUndoSeconds: 72 * HOUR,
    /** The same, if the person said that they no longer control the old mailbox. */
    emailUndoShortSeconds: HOUR,
    phoneChangeSeconds: 5 * MINUTE,
    otpEmailSeconds: 3 * MINUTE,
    otpSmsSeconds: 5 * MINUTE,
    /** How long the proof of a one-time code is valid. */
    proofSeconds: 10 * MINUTE,
    accessTokenSeconds: 15 * MINUTE,
    /** How long a refresh token that was exchanged still gets the newest one. 0 to 60. */
    refreshGraceSeconds: 10,
    /** A session ends when it is not refreshed for this long … */
    sessionIdleSeconds: 30 * DAY,
    /** … and after this long in any case. */
    sessionMaximumSeconds: 180 * DAY,
  },
  limits: {
    /** Between two mails for one purpose and address. */
    coolDownSeconds: 60,
    /** The cool-down doubles after `sendsPerNetwork` mails a day, up to this. */
    coolDownMaximumSeconds: HOUR,
    /** Mails a day for one purpose, address and network; then one an hour. */
    sendsPerNetwork: 5,
    /**
     * Mails a day for one purpose and address, over all networks; then one an hour for each network, and for so many networks
     * at most.
     */
    sendsPerAddress: 20,
    /** Mails a day to one mailbox, over all purposes, aliases and networks; then one an hour. Notices are not counted. */
    mailsPerMailbox: 30,
    /**
     * Sms per day to one number, and of the whole stage for one-time codes and for changes of phone number. Each costs money,
     * and SMS pumping is a known fraud.
     */
    textsPerPhone: 20,
    textsPerDay: 1000,
    phoneChangeTextsPerDay: 500,
    /** Phone numbers per day that one account may ask to change to. */
    numbersPerAccount: 3,
    /**
     * Sending requests per hour and client (one IPv4 address or IPv6 /64). Korean carriers share an address among many
     * customers.
     */
    sendingRequestsPerHour: 100,
    sendingRequestsPerMinute: 10,
    /** Wrong codes and passwords for one challenge. After that only its link works. */
    failuresPerChallenge: 5,
    /** Wrong codes per day for one purpose and address, over all its challenges. */
    failuresPerDay: 20,
    /** The same for codes that give access to an existing account: reset and log-in. */
    failuresPerDayOfAccount: 10,
    /**
     * The same where there is no link beside the code: high enough that strangers, who can begin about 40 challenges a day,
     * cannot reach it.
     */
    failuresPerDayWithoutLink: 250,
    /**
     * Wrong codes and passwords per hour, over all addresses: of one client (one IPv4 address or IPv6 /64), and of its network
     * (IPv4 /24, IPv6 /48). Not counted: codes from a network that asked for them, passwords from a network known for the address.
     */
    failuresPerClient: 60,
    failuresPerNetwork: 600,
    /**
     * Wrong passwords per day for one address from one network. Then there is a wait, which starts at 1 s and doubles with
     * each failure …
     */
    logInFailuresPerNetwork: 5,
    /** … up to this. */
    logInWaitMaximumSeconds: 15 * MINUTE,
    /**
     * Wrong passwords per day for one address over all networks that its owner has not logged in from. Then there is also a
     * wait …
     */
    logInFailuresPerAddress: 50,
    /** … but at most this, so that strangers cannot keep the owner out. */
    logInWaitMaximumPerAddressSeconds: MINUTE,
  },
} as const;

/** How long audit rows are kept, from 30 to 3650 days. */
export const DEFAULT_AUDIT_DAYS = 365;

/** What is in an event. */
export const DEFAULT_EVENTS = { addresses: false } as const;

/** Which notices are sent that a team may do without. */
export const DEFAULT_NOTICES = { newLogIn: true } as const;

type Numbers<Group> = { readonly [Name in keyof Group]: number };
export type Lifetimes = Numbers<(typeof DEFAULTS)['lifetimes']>;
export type Limits = Numbers<(typeof DEFAULTS)['limits']>;
