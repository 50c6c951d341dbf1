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
  const random = randomFrom(seed);
  const points = new Points();
  const mails: Mail[] = [];
  /** Most people come in the evening. */
  const minuteOf = (day: number) => day * DAY + (9 + 14 * Math.sqrt(random())) * 60 + random() * 60;
  const send = (purpose: string, minute: number, hasBounced = false) => {
    mails.push({ minute, hasBounced });
    const unused = purpose === 'signup' ? { unusedMails: 1 } : undefined;
    points.log('mail_sent', minute, { purpose, waitedSeconds: 2, ...unused });
    if (!hasBounced)
      return points.log('mail_delivered', minute, { channel: 'email', kind: 'delivered', waitedSeconds: 4 });
    points.log('mail_bounced', minute, { channel: 'email', kind: 'bounced_for_good', waitedSeconds: 4 });
    points.log('address_suppressed', minute, { reason: 'bounced' });
  };
  const signUp = (minute: number, isDead = false) => {
    points.log('challenge_begun', minute, { purpose: 'signup' });
    send('signup', minute, isDead);
    if (isDead) return;
    if (random() < PART.resent) {
      points.log('challenge_resent', minute + 2, { purpose: 'signup' });
      send('signup', minute + 2);
    }
    if (random() < PART.wrongCode) points.log('guess_wrong', minute + 3, { purpose: 'signup', kind: 'code' });
    if (random() < PART.verified) points.log('verify_completed', minute + 4, { by: 'link', unusedMails: -2.5 });
  };
  const logIn = (minute: number) => {
    if (random() < PART.wrongPassword) points.log('login_refused', minute, { reason: 'invalid_credentials' });
    points.log('login_completed', minute, { by: 'password' });
  };
  const reset = (minute: number) => {
    points.log('challenge_begun', minute, { purpose: 'reset' });
    send('reset', minute);
    points.log('password_reset', minute + 3, { by: 'link' });
  };
  const refuseStranger = (minute: number) => {
    const why = { purpose: 'signup', reason: 'recipient_not_verified' };
    points.log('challenge_begun', minute, { purpose: 'signup' });
    points.log('mail_failed', minute, { ...why, waitedSeconds: 1 });
    points.log('operator_needed', minute, why);
  };
  /** Each try of the mails that wait calls the operator, at most 240 s apart. */
  const pause = (minute: number) => {
    for (let waited = 0; waited < 60; waited += 4) {
      const late = waited > 5 ? { late: 1 } : undefined;
      points.log('mail_queued', minute + waited, { purpose: 'signup', reason: 'sending_paused', ...late });
      points.log('operator_needed', minute + waited, { purpose: 'signup', reason: 'sending_paused' });
    }
  };

  for (let day = 0; day < DAYS; day++) {
    for (let count = 0; count < traffic.signUpsPerDay; count++) signUp(minuteOf(day));
    for (let count = 0; count < traffic.signUpsPerDay * PART.logIns; count++) logIn(minuteOf(day));
    for (let count = random(); count < traffic.signUpsPerDay * PART.reset; count++) reset(minuteOf(day));
    for (let count = random(); count < traffic.signUpsPerDay * PART.refusedByLimits; count++)
      points.log('request_completed', minuteOf(day), { refusedByLimits: 1 });
    for (let count = 0; count < (traffic.strangersPerDay ?? 0); count++) refuseStranger(minuteOf(day));
    for (let count = 0; count < NOT_FOUND_PER_DAY; count++)
      points.add(metricKey('AWS/ApiGateway', '4xx'), day * DAY + random() * DAY, 1);
  }
  for (let week = 0; week * 7 < DAYS; week++)
    for (let count = 0; count < (traffic.deadAddressesPerWeek ?? 0); count++)
      signUp(minuteOf(Math.min(week * 7 + Math.floor(random() * 7), DAYS - 1)), true);
  const accidentAt = minuteOf(Math.floor(DAYS / 2));
  if (traffic.accident === 'pause') pause(accidentAt);
  if (traffic.accident === 'madeUpAddresses')
    for (let count = 0; count < 60; count++) signUp(accidentAt + count / 2, true);
  publish(points, mails, traffic.mailsPer24Hours);
  return points;
};

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
    points.log('quota_read', minute, { usedPercent: Math.round((100 * (index - oldest + 1)) / mailsPer24Hours) });
  }
};
