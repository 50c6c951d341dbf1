// Which events become metrics, and how. The log writes them; the dashboards and the alarms read them by these names.
// AWS bills each metric for each hour in which it is written: here is only what an alarm or a dashboard reads. Everything else,
// such as counts by purpose or reason, is a query of the log (docs/logging.md#queries).
import type { EventCode } from './events.ts';

export const METRIC_NAMESPACE = 'Latchkey';

export interface Metric {
  readonly name: string;
  readonly unit: 'Count' | 'Milliseconds' | 'Percent' | 'Seconds';
  /** The field of the event that holds the value. */
  readonly field?: string;
  /** The same value for each event. Without it and without `field` each event counts as 1. */
  readonly value?: number;
  /** Only events with these fields. */
  readonly when?: Fields;
  /** Not events with these fields. */
  readonly unless?: Fields;
}

type Fields = Readonly<Record<string, string>>;

const count = (name: string, only: Pick<Metric, 'value' | 'when' | 'unless'> = {}) =>
  ({ name, unit: 'Count', ...only }) as const;

/**
 * Normally at least 40 % of the sign-up mails are used, so one that is used stands for this many mails. What is left are mails
 * that nobody wanted. It is one sum and no division of two metrics: an alarm on a sum needs no mathematics of CloudWatch.
 */
export const MAILS_PER_SIGN_UP = 2.5;
/** So many of them in an hour are a flood: the alarm rings above it, and a human check that waits for a flood begins. */
export const UNUSED_MAILS_OF_A_FLOOD = 50;
const UNUSED = { name: 'UnusedSignUpMails', unit: 'Count', field: 'unusedMails' } as const;

/** The parts of all mails that may bounce for good or be complained about. What exceeds them is summed, for the same reason. */
export const USUAL_FRACTIONS = { bounces: 0.03, complaints: 0.0005 } as const;

const LATE = { name: 'LateMails', unit: 'Count', field: 'late' } as const;

/** In the SES sandbox strangers are refused, as they should be: that is no case for the alarm of the others. */
const OF_STRANGERS = { reason: 'recipient_not_verified' } as const;
const OF_MAILS = { channel: 'email' } as const;

/** All have one dimension, the stage. Metrics with the same name have the same unit. */
export const METRICS = {
  // Written only for a request that a limit refused.
  request_completed: [{ name: 'RefusedByLimits', unit: 'Count', field: 'refusedByLimits' }],
  challenge_begun: [count('Accepted')],
  challenge_resent: [count('Accepted')],
  mail_sent: [count('Sent'), { name: 'SentAfterSeconds', unit: 'Seconds', field: 'waitedSeconds' }, UNUSED],
  mail_queued: [count('Queued'), LATE],
  mail_failed: [count('Failed'), LATE],
  operator_needed: [
    count('OperatorMustAct', { unless: OF_STRANGERS }),
    count('RecipientNotVerified', { when: OF_STRANGERS }),
  ],
  fallback_used: [count('FallbackUsed')],
  mail_held: [count('Held')],
  quota_read: [{ name: 'QuotaUsedPercent', unit: 'Percent', field: 'usedPercent' }],
  mail_delivered: [
    count('Delivered'),
    { name: 'DeliveredAfterSeconds', unit: 'Seconds', field: 'waitedSeconds' },
    count('ExcessBounces', { value: -USUAL_FRACTIONS.bounces, when: OF_MAILS }),
    count('ExcessComplaints', { value: -USUAL_FRACTIONS.complaints, when: OF_MAILS }),
  ],
  mail_bounced: [count('Bounced'), count('ExcessBounces', { when: { ...OF_MAILS, kind: 'bounced_for_good' } })],
  mail_complained: [count('Complained'), count('ExcessComplaints')],
  verify_completed: [count('Verified'), UNUSED],
  login_completed: [count('LoggedIn')],
  password_reset: [count('PasswordReset')],
  guess_wrong: [count('WrongCode')],
  second_factor_refused: [count('WrongCode')],
  login_refused: [count('WrongPassword')],
  password_hash_refused: [count('PasswordHashRefused')],
  session_reused: [count('SessionReused')],
  passkey_counter_behind: [count('PasskeyCounterBehind')],
  leaked_passwords_unavailable: [count('LeakedPasswordsUnavailable')],
  claims_left_out: [count('ClaimsLeftOut')],
  // Written only from the try on at which the endpoint has failed for half an hour.
  webhook_failed: [{ name: 'LateWebhooks', unit: 'Count', field: 'late' }],
  dependency_failed: [count('DependencyFailed'), count('KmsFailed', { when: { dependency: 'kms' } })],
  event_unreadable: [count('EventsUnreadable')],
  unexpected_error: [count('UnexpectedError')],
} as const satisfies { readonly [Event in EventCode]?: readonly Metric[] };
export type MetricName = (typeof METRICS)[keyof typeof METRICS][number]['name'];
