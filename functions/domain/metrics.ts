// Which events become metrics, and how. The log writes them; the dashboard and the alarms read them by these names.
import type { EventCode } from './events.ts';

export const METRIC_NAMESPACE = 'Latchkey';

export interface Metric {
  readonly name: string;
  readonly unit: 'Count' | 'Milliseconds' | 'Percent' | 'Seconds';
  /** The field of the event that holds the value. Without it each event counts as 1. */
  readonly field?: string;
  /** The dimensions of this metric, instead of those of the event. */
  readonly by?: readonly string[];
}

export interface EventMetrics {
  readonly metrics: readonly Metric[];
  /** The fields of the event that become dimensions, besides the stage. Each has few values and none is personal data. */
  readonly by: readonly string[];
}

const count = (name: string): Metric => ({ name, unit: 'Count' });
const WAITED: Metric = { name: 'OldestWaitingSeconds', unit: 'Seconds', field: 'waitedSeconds' };

/**
 * Normally at least 40 % of the sign-up mails are used, so one that is used stands for this many mails. What is left are mails
 * that nobody wanted. It is one sum and no division of two metrics: an alarm on a sum needs no mathematics of CloudWatch.
 */
export const MAILS_PER_SIGN_UP = 2.5;
const UNUSED: Metric = { name: 'UnusedSignUpMails', unit: 'Count', field: 'unusedMails', by: [] };

/** Metrics with the same name have the same dimensions. */
export const METRICS = {
  // Written only for a request that a limit refused: one metric, whatever the traffic.
  request_completed: { metrics: [{ name: 'RefusedByLimits', unit: 'Count', field: 'refusedByLimits' }], by: [] },
  challenge_begun: { metrics: [count('Accepted')], by: ['purpose'] },
  challenge_resent: { metrics: [count('Accepted')], by: ['purpose'] },
  mail_sent: {
    metrics: [count('Sent'), { name: 'SentAfterSeconds', unit: 'Seconds', field: 'waitedSeconds' }, UNUSED],
    by: ['purpose'],
  },
  mail_queued: { metrics: [count('Queued'), WAITED], by: ['purpose'] },
  mail_failed: { metrics: [count('Failed'), { ...WAITED, by: ['purpose'] }], by: ['reason'] },
  mail_skipped: { metrics: [count('Skipped')], by: ['reason'] },
  operator_needed: { metrics: [count('OperatorMustAct')], by: ['reason'] },
  fallback_used: { metrics: [count('FallbackUsed')], by: ['reason'] },
  mail_held: { metrics: [count('Held')], by: [] },
  quota_read: { metrics: [{ name: 'QuotaUsedPercent', unit: 'Percent', field: 'usedPercent' }], by: [] },
  mail_delivered: {
    metrics: [count('Delivered'), { name: 'DeliveredAfterSeconds', unit: 'Seconds', field: 'waitedSeconds' }],
    by: ['purpose'],
  },
  mail_bounced: { metrics: [count('Bounced')], by: ['purpose'] },
  mail_complained: { metrics: [count('Complained')], by: ['purpose'] },
  mail_rejected: { metrics: [count('Rejected')], by: ['purpose'] },
  address_suppressed: { metrics: [count('Suppressed')], by: ['reason'] },
  verify_completed: { metrics: [count('Verified'), UNUSED], by: ['by'] },
  login_completed: { metrics: [count('LoggedIn')], by: ['by'] },
  password_reset: { metrics: [count('PasswordReset')], by: ['by'] },
  guess_wrong: { metrics: [count('WrongCode')], by: ['purpose'] },
  login_refused: { metrics: [count('WrongPassword')], by: ['reason'] },
  session_reused: { metrics: [count('SessionReused')], by: [] },
  dependency_failed: { metrics: [count('DependencyFailed')], by: ['dependency'] },
  unexpected_error: { metrics: [count('UnexpectedError')], by: [] },
} as const satisfies { readonly [Event in EventCode]?: EventMetrics };
