// When the alarms ring that are not about SES's own figures (those are in `ses-quotas.ts`), as data with reasons.
import { DEFAULTS } from '../functions/domain/defaults.ts';

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
  /** Seconds. A sign-up link lives for 30 minutes; people ask again, or leave, long before. */
  waitingMail: { above: 300, periodMinutes: 1 },
  /** Milliseconds, as Lambda counts it. Longer, and mails go out late though nothing is wrong with SES. */
  courierBehind: { above: 60_000, periodMinutes: 1 },
  /** Requests that were answered with 503, after the SDK's own retries. */
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
} as const satisfies Record<string, AlarmThreshold>;
