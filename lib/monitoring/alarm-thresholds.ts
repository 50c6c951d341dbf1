// When the alarms ring that are not about SES's own figures (those are in `ses-quotas.ts`), as data with reasons.
import { DEFAULTS } from '#domain/defaults.ts';

export interface AlarmThreshold {
  /** The alarm rings above this. */
  readonly above: number;
  /** What is looked at at once. */
  readonly periodMinutes: number;
}

const { failuresPerNetwork } = DEFAULTS.limits;

export const ALARM_THRESHOLDS = {
  /** Messages. One is a mail, an event or a part of the stream that was given up. */
  deadLetters: { above: 0, periodMinutes: 1 },
  /**
   * Seconds. A sign-up link lives for 30 minutes; people ask again, or leave, long before. What lives shorter rings sooner:
   * `waiting-thresholds.ts`. Tries are at most 240 s apart, so over five minutes it stays on while they fail.
   */
  waitingMail: { above: 300, periodMinutes: 5 },
  /** Mails. One is enough: the next ones fare the same. Over five minutes it stays on from try to try, as above. */
  operatorMustAct: { above: 0, periodMinutes: 5 },
  /** Mails that the breaker held; their tries are as far apart. */
  heldMails: { above: 0, periodMinutes: 5 },
  /** Mails that SES had to take over. Reaching people they hide that the mail server is down. */
  fallbackUsed: { above: 0, periodMinutes: 5 },
  /** The courier reads the quota each minute, or every few seconds, and only while mails go. From where: `SES_ALARMS.dailyQuota`. */
  dailyQuota: { periodMinutes: 5 },
  /**
   * Seconds, from a message's arrival. It may be told to wait 240 s, and comes back after 360 s if a run failed on it: older
   * than both, it was not taken, or failed twice. A minute more is for what SQS itself takes.
   */
  retryQueueAge: { above: 240 + 360 + 60, periodMinutes: 5 },
  /** Milliseconds, as Lambda counts it. Longer, and mails go out late though nothing is wrong with SES. */
  courierBehind: { above: 60_000, periodMinutes: 1 },
  /** Requests that were answered with 503, deliveries and events that come again: all after the SDK's own retries. */
  kmsFailures: { above: 0, periodMinutes: 5 },
  /** One network gets so many wrong guesses an hour and then waits: five of them at their limit are no accident. */
  wrongCodes: { above: 5 * failuresPerNetwork, periodMinutes: 60 },
  /** People mistype passwords more often than codes. */
  wrongPasswords: { above: 10 * failuresPerNetwork, periodMinutes: 60 },
  /** Runs. No function throws by design, save for `feedback` when a table does not answer. */
  functionErrors: { above: 0, periodMinutes: 5 },
  /** Runs that Lambda refused. */
  functionThrottles: { above: 0, periodMinutes: 5 },
  /** Answers. A few are what a passing fault of AWS looks like. */
  apiFaults: { above: 5, periodMinutes: 5 },
} as const satisfies Record<string, AlarmThreshold | Pick<AlarmThreshold, 'periodMinutes'>>;
