// A month of what people do, as lines of the log and as AWS's own metrics. The same seed gives the same month.
import { metricKey } from './alarm.ts';
import { Points } from './points.ts';

export const DAYS = 30;
export const DAY = 24 * 60;

export interface Traffic {
  readonly signUpsPerDay: number;
  /** In the SES sandbox all but the testers are refused. */
  readonly strangersPerDay?: number;
  /** Addresses a week that do not exist: a mistyped domain that takes mail for no such mailbox, and a mailbox that is gone. */
  readonly deadAddressesPerWeek?: number;
  readonly mailsPer24Hours: number;
  /** What goes wrong, once in the month. */
  readonly accident?: 'pause' | 'madeUpAddresses';
}

/** Of all sign-ups. Chosen, not measured. */
const PART = {
  verified: 0.7,
  resent: 0.08,
  wrongCode: 0.05,
  /** Log-ins for each sign-up, and those of them with a wrong password first. */
  logIns: 2,
  wrongPassword: 0.2,
  reset: 0.05,
  refusedByLimits: 0.01,
} as const;

/** Robots that look for paths which are not there. */
const NOT_FOUND_PER_DAY = 300;
/** The number of mails over which SES computes its rates is not public. */
const RATE_OVER_MAILS = 1000;
/** How often SES publishes them is not public either: after a bounce, and some times a day. */
const RATE_EVERY_MINUTES = 6 * 60;

/** The fields of each kind of line that become metrics. */
const LINES = {
  signUpMail: { purpose: 'signup', waitedSeconds: 2, unusedMails: 1 },
  otherMail: { purpose: 'reset', waitedSeconds: 2 },
  delivered: { channel: 'email', kind: 'delivered', waitedSeconds: 4 },
  bounced: { channel: 'email', kind: 'bounced_for_good', waitedSeconds: 4 },
  verified: { by: 'link', unusedMails: -2.5 },
  limited: { refusedByLimits: 1 },
  stranger: { purpose: 'signup', reason: 'recipient_not_verified', waitedSeconds: 1 },
  paused: { purpose: 'signup', reason: 'sending_paused' },
  pausedLong: { purpose: 'signup', reason: 'sending_paused', late: 1 },
} as const;
/** By the part of the quota that is used. */
const QUOTA_LINES = Array.from({ length: 101 }, (_none, usedPercent) => ({ usedPercent }));

/** Mulberry32: small, and the same everywhere. */
const randomFrom = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

interface Mail {
  readonly minute: number;
  readonly hasBounced: boolean;
}

/** A month from the first mail of a new account on, which is when the rates of SES move most. */
export const monthOf = (traffic: Traffic, seed: number): Points => {
  const month = new Month(seed);
  for (let day = 0; day < DAYS; day++) month.live(day, traffic);
  for (let week = 0; week * 7 < DAYS; week++)
    for (let count = 0; count < (traffic.deadAddressesPerWeek ?? 0); count++) month.mistype(week);
  if (traffic.accident) month.suffer(traffic.accident);
  publish(month.points, month.mails, traffic.mailsPer24Hours);
  return month.points;
};

class Month {
  readonly points = new Points();
  readonly mails: Mail[] = [];
  private readonly random: () => number;

  constructor(seed: number) {
    this.random = randomFrom(seed);
  }

  live(day: number, { signUpsPerDay, strangersPerDay = 0 }: Traffic): void {
    const times = (perDay: number, act: (minute: number) => void) => {
      for (let count = this.random(); count < perDay; count++) act(this.minuteOf(day));
    };
    times(signUpsPerDay, (minute) => this.signUp(minute));
    times(signUpsPerDay * PART.logIns, (minute) => this.logIn(minute));
    times(signUpsPerDay * PART.reset, (minute) => this.reset(minute));
    times(signUpsPerDay * PART.refusedByLimits, (minute) =>
      this.points.log('request_completed', minute, LINES.limited),
    );
    times(strangersPerDay, (minute) => this.refuseStranger(minute));
    for (let count = 0; count < NOT_FOUND_PER_DAY; count++)
      this.points.add(metricKey('AWS/ApiGateway', '4xx'), (day + this.random()) * DAY, 1);
  }

  /** A sign-up with an address that does not exist. */
  mistype(week: number): void {
    this.signUp(this.minuteOf(Math.min(week * 7 + Math.floor(this.random() * 7), DAYS - 1)), true);
  }

  suffer(accident: 'pause' | 'madeUpAddresses'): void {
    const minute = this.minuteOf(Math.floor(DAYS / 2));
    if (accident === 'pause') this.pause(minute);
    else for (let count = 0; count < 60; count++) this.signUp(minute + count / 2, true);
  }

  /** Most people come in the evening. */
  private minuteOf(day: number): number {
    return day * DAY + (9 + 14 * Math.sqrt(this.random()) + this.random()) * 60;
  }

  private signUp(minute: number, isDead = false): void {
    this.points.log('challenge_begun', minute);
    this.send(LINES.signUpMail, minute, isDead);
    if (isDead) return;
    if (this.random() < PART.resent) {
      this.points.log('challenge_resent', minute + 2);
      this.send(LINES.signUpMail, minute + 2);
    }
    if (this.random() < PART.wrongCode) this.points.log('guess_wrong', minute + 3);
    if (this.random() < PART.verified) this.points.log('verify_completed', minute + 4, LINES.verified);
  }

  private logIn(minute: number): void {
    if (this.random() < PART.wrongPassword) this.points.log('login_refused', minute);
    this.points.log('login_completed', minute);
  }

  private reset(minute: number): void {
    this.points.log('challenge_begun', minute);
    this.send(LINES.otherMail, minute);
    this.points.log('password_reset', minute + 3);
  }

  private send(line: (typeof LINES)['signUpMail' | 'otherMail'], minute: number, hasBounced = false): void {
    this.mails.push({ minute, hasBounced });
    this.points.log('mail_sent', minute, line);
    if (hasBounced) this.points.log('mail_bounced', minute, LINES.bounced);
    else this.points.log('mail_delivered', minute, LINES.delivered);
  }

  private refuseStranger(minute: number): void {
    this.points.log('challenge_begun', minute);
    this.points.log('mail_failed', minute, LINES.stranger);
    this.points.log('operator_needed', minute, LINES.stranger);
  }

  /** Each try of the mails that wait calls the operator, at most 240 s apart. */
  private pause(minute: number): void {
    for (let waited = 0; waited < 60; waited += 4) {
      this.points.log('mail_queued', minute + waited, waited > 5 ? LINES.pausedLong : LINES.paused);
      this.points.log('operator_needed', minute + waited, LINES.paused);
    }
  }
}

/** What SES publishes about the account, and what the courier reads of it. */
const publish = (points: Points, unordered: readonly Mail[], mailsPer24Hours: number): void => {
  const mails = unordered.toSorted((one, other) => one.minute - other.minute);
  let bounces = 0;
  let published = Number.NEGATIVE_INFINITY;
  let oldest = 0;
  for (const [index, { minute, hasBounced }] of mails.entries()) {
    bounces += (hasBounced ? 1 : 0) - (mails[index - RATE_OVER_MAILS]?.hasBounced ? 1 : 0);
    if (hasBounced || (bounces > 0 && minute - published >= RATE_EVERY_MINUTES)) {
      published = minute;
      points.add(metricKey('AWS/SES', 'Reputation.BounceRate'), minute, bounces / Math.min(index + 1, RATE_OVER_MAILS));
    }
    while ((mails[oldest]?.minute ?? minute) < minute - DAY) oldest++;
    const usedPercent = Math.min(100, Math.round((100 * (index - oldest + 1)) / mailsPer24Hours));
    points.log('quota_read', minute, QUOTA_LINES[usedPercent]);
  }
};
