// An alarm as data, and the resources that alarms watch.
import { Duration } from 'aws-cdk-lib';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { AlarmThresholds, SesMode } from '#domain/delivery/ses-quotas.ts';
import type { MetricName } from '#domain/metrics.ts';
import type { MailSettings } from '#domain/settings.ts';
import type { AlarmThreshold } from './alarm-thresholds.ts';
import type { ServiceMetrics } from './service-metrics.ts';

export interface AlarmPlan {
  /** The construct id. */
  readonly id: string;
  readonly metric: IMetric;
  readonly above: number;
  /** Keeps its state while the metric has no value. Otherwise no value means that all is well. */
  readonly ignoresMissing?: true;
  /** What to do: one sentence without a full stop. */
  readonly advice: string;
  /** A section of `docs/alarms.md` and `docs/alarms.ko.md`, as links name it. */
  readonly anchor: string;
}

/**
 * Those of `monitoring: 'essential'`: nobody gets mails, or AWS is about to step in. At most ten, for which AWS charges nothing in an
 * account that has no others.
 */
export const ESSENTIAL_ALARMS: ReadonlySet<AlarmPlan['id']> = new Set([
  'BounceRate',
  'ComplaintRate',
  'DeadLetters',
  'FeedbackDeadLetters',
  'Waiting',
  'OperatorMustAct',
  'RecipientNotVerified',
  'DailyQuotaCritical',
  'KmsFailures',
  'ApiFaults',
]);

export interface Watched {
  readonly metrics: ServiceMetrics;
  readonly sesMode: SesMode;
  readonly mail: MailSettings;
  /** Every function of the stack, by the name in its alarms. */
  readonly functions: Readonly<Record<string, IFunction>>;
  readonly courier: {
    readonly handler: IFunction;
    readonly urgent: IQueue;
    readonly ordinary: IQueue;
    readonly deadLetters: IQueue;
  };
  /** Where SES sends. */
  readonly feedback?: { readonly deadLetters: IQueue };
  /** Those of each endpoint. */
  readonly webhooks: readonly { readonly name: string; readonly queue: IQueue; readonly deadLetters: IQueue }[];
  readonly events: { readonly handler: IFunction; readonly retries: IQueue; readonly deadLetters: IQueue };
  /** The log of the function that learns when mails arrive: from SES, or from the SMTP server. */
  readonly arrivals: ILogGroup;
  readonly apiId: string;
  /** Whether tokens may lack claims of the team's own: those of its function, or metadata. */
  readonly mayLackClaims: boolean;
  /** Whether new passwords are looked up among those of leaks. */
  readonly asksForLeaks: boolean;
}

export const periodOf = ({ periodMinutes }: Pick<AlarmThreshold, 'periodMinutes'>): Duration =>
  Duration.minutes(periodMinutes);

/** An alarm on a metric that the service writes. */
export const serviceAlarm = (
  { metrics }: Pick<Watched, 'metrics'>,
  name: MetricName,
  threshold: AlarmThreshold,
  texts: Pick<AlarmPlan, 'id' | 'advice' | 'anchor'>,
): AlarmPlan => ({ ...texts, metric: metrics.named(name, { period: periodOf(threshold) }), above: threshold.above });

/** `whole`: the value that the fractions refer to. */
export const twoAlarms = (
  id: string,
  metric: IMetric,
  { warningFraction, criticalFraction }: AlarmThresholds,
  whole: number,
  { advice, criticalAdvice, anchor }: Pick<AlarmPlan, 'advice' | 'anchor'> & { readonly criticalAdvice: string },
): readonly AlarmPlan[] => [
  { id: `${id}Warning`, metric, above: warningFraction * whole, advice, anchor },
  { id: `${id}Critical`, metric, above: criticalFraction * whole, advice: criticalAdvice, anchor },
];
