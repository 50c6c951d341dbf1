// Thresholds of the alarms, with reasons. Those on SES's own figures are in `ses-quotas.ts`.
import { DEFAULTS } from '#domain/defaults.ts';
import { UNUSED_MAILS_OF_A_FLOOD } from '#domain/metrics.ts';

export interface AlarmThreshold {
  /** The alarm fires above this. */
  readonly above: number;
  /** The length of one evaluation period. */
  readonly periodMinutes: number;
}

const { failuresPerClient } = DEFAULTS.limits;

/** The longest period that CloudWatch allows. */
const DAY = 24 * 60;

export const ALARM_THRESHOLDS = {
  /** Tokens. A function that was not called for a while starts slowly: that costs one token its claims now and then. */
  claimsLeftOut: { above: 5, periodMinutes: 60 },
  /** New passwords that nobody could look up. A slow answer now and then is no fault. */
  leakedPasswordsUnavailable: { above: 20, periodMinutes: 60 },
  /** Log-ins. Each is a person who cannot log in with any password, and tries again. */
  passwordHashRefused: { above: 0, periodMinutes: 60 },
  /** Messages. Each is a mail, an event or a part of the stream that was given up. */
  deadLetters: { above: 0, periodMinutes: 1 },
  /** Tries that failed half an hour after the first one or later. They are up to 8 hours apart, so with an hour it stays on for the first of them. */
  lateWebhooks: { above: 0, periodMinutes: 60 },
  /** Late mails. Attempts are at most 240 s apart, so with five minutes the alarm stays on while they fail. */
  waitingMail: { above: 0, periodMinutes: 5 },
  /** Mails. One is enough: the next ones fail the same way. With five minutes it stays on between attempts, as above. */
  operatorMustAct: { above: 0, periodMinutes: 5 },
  /** Mails that the breaker held. Their attempts are just as far apart. */
  heldMails: { above: 0, periodMinutes: 5 },
  /**
   * Sign-up mails, less `MAILS_PER_SIGN_UP` for each that was used: so it needs more than 50 mails, and fewer than 40 % of them
   * used. Fewer are no flood, and chance alone brings a small stage below 40 %.
   */
  unverifiedSignUps: { above: UNUSED_MAILS_OF_A_FLOOD, periodMinutes: 60 },
  /** Permanent bounces of a day, less the usual part of its mails: at least six, however few mails there are. */
  bounces: { above: 5, periodMinutes: DAY },
  /** Complaints of a day, less the usual part of its mails: at least two. */
  complaints: { above: 1, periodMinutes: DAY },
  /** Mails that SES sent instead. Because they arrive, nobody would notice that the mail server is down. */
  fallbackUsed: { above: 0, periodMinutes: 5 },
  /** The courier reads the quota every minute, or every few seconds, and only while it sends. Threshold: `SES_ALARMS.dailyQuota`. */
  dailyQuota: { periodMinutes: 5 },
  /**
   * Seconds since a message arrived. It may be delayed by 240 s, and comes back 360 s after a failed run: if it is older than
   * both, nobody took it, or it failed twice. One more minute is for SQS itself.
   */
  retryQueueAge: { above: 240 + 360 + 60, periodMinutes: 5 },
  /** Milliseconds, as Lambda counts it. Above this, mails are late although SES works. */
  courierBehind: { above: 60_000, periodMinutes: 1 },
  /** Milliseconds. Nobody waits for events in front of a screen: it shows a function that fails again and again. */
  eventsBehind: { above: 15 * 60_000, periodMinutes: 5 },
  /** Seconds. A message waits 180 s after each failed run: it has failed some times by then. */
  eventRetryAge: { above: 900, periodMinutes: 5 },
  /** Records of a stream. Each is an event that nobody gets. */
  eventsUnreadable: { above: 0, periodMinutes: 5 },
  /** Requests answered with 503, and deliveries and events to be repeated, all after the SDK's own retries. */
  kmsFailures: { above: 0, periodMinutes: 5 },
  /** After so many failures in an hour a network must wait. Five networks at that limit are no accident. */
  wrongCodes: { above: 5 * failuresPerClient, periodMinutes: 60 },
  /** People mistype passwords more often than codes. */
  wrongPasswords: { above: 10 * failuresPerClient, periodMinutes: 60 },
  /** Runs. No function throws by design, except `feedback` when a table does not answer. */
  functionErrors: { above: 0, periodMinutes: 5 },
  /** Runs that Lambda refused, of any function in the account. */
  functionThrottles: { above: 0, periodMinutes: 5 },
  /** Answers. A short fault of AWS causes a few. */
  apiFaults: { above: 5, periodMinutes: 5 },
  /** Answers, five a second: a flood, whatever else goes on. A count and no part of the requests: a big stage would hide it. */
  clientErrors: { above: 1500, periodMinutes: 5 },
  /** Requests, one a second. Honest clients hardly meet a limit. */
  refusedByLimits: { above: 300, periodMinutes: 5 },
} as const satisfies Record<string, AlarmThreshold | Pick<AlarmThreshold, 'periodMinutes'>>;
