// The dashboard for sign-up, log-in and mail: every metric that the functions write, and AWS's metrics of the resources.
import { Duration, Stack } from 'aws-cdk-lib';
import { Dashboard, GraphWidget, type IMetric, type IWidget, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DELIVERY_REASONS } from '#domain/delivery/reasons.ts';
import type { Watched } from './alarm-plan.ts';
import { BOUNCE_RATE, COMPLAINT_RATE } from './alarms.ts';
import { apiFaultsOf, type CountedEvent, type ServiceMetrics } from './service-metrics.ts';
import { waitingThresholds } from './waiting-thresholds.ts';

const PERIOD = Duration.minutes(5);
/** In columns; a dashboard has 24. */
const COLUMNS = 8;

export class ServiceDashboard extends Construct {
  constructor(scope: Construct, id: string, props: Watched) {
    super(scope, id);
    new Dashboard(this, 'Page', {
      dashboardName: Stack.of(this).stackName,
      defaultInterval: Duration.days(1),
      widgets: [mails(props), people(props.metrics), machines(props)],
    });
  }
}

const mails = ({ metrics, lifetimes, feedback }: Watched): IWidget[] => {
  const times = (event: CountedEvent, what: string) =>
    [50, 99].map((percentile) =>
      metrics.value(event, {}, { statistic: Stats.percentile(percentile), label: `${what}, p${percentile}` }),
    );
  return [
    graph(
      'Mails',
      (['challenge_begun', 'mail_sent', 'mail_queued', 'mail_delivered', 'fallback_used'] as const).map((event) =>
        metrics.count(event),
      ),
    ),
    graph(
      'Mails that nobody read',
      (['mail_bounced', 'mail_complained', 'mail_rejected', 'mail_skipped', 'address_suppressed'] as const).map(
        (event) => metrics.count(event),
      ),
    ),
    graph('Failed mails, by reason', [
      metrics.count('mail_failed', {}, { label: 'all' }),
      ...Object.keys(DELIVERY_REASONS).map((reason) => metrics.count('mail_failed', { reason }, { label: reason })),
    ]),
    graph('Mails that need an operator, by reason', [
      metrics.count('operator_needed', {}, { label: 'all' }),
      ...reasonsFor('operator').map((reason) => metrics.count('operator_needed', { reason }, { label: reason })),
      metrics.count('mail_held', {}, { label: reasonsFor('breaker').join() }),
    ]),
    graph('Seconds from request to mail', [...times('mail_sent', 'sent'), ...times('mail_delivered', 'delivered')]),
    graph(
      'Longest wait of mails that did not go (seconds)',
      waitingThresholds(lifetimes).map(({ purpose }) => metrics.value('mail_queued', { purpose }, { label: purpose })),
    ),
    graph('Used of the 24-hour quota (percent)', [metrics.value('quota_read')]),
    ...(feedback ? [graph('Reputation at SES (1 = 100 %)', [BOUNCE_RATE, COMPLAINT_RATE])] : []),
  ];
};

const reasonsFor = (needed: 'operator' | 'breaker'): string[] =>
  Object.entries(DELIVERY_REASONS).flatMap(([reason, { attention }]) => (attention === needed ? [reason] : []));

const people = (metrics: ServiceMetrics): IWidget[] => {
  const purpose = 'signup';
  return [
    graph('Sign-up, from request to account', [
      metrics.count('challenge_begun', { purpose }, { label: 'accepted' }),
      metrics.count('mail_sent', { purpose }, { label: 'sent' }),
      metrics.count('mail_delivered', { purpose }, { label: 'delivered' }),
      metrics.count('verify_completed', {}, { label: 'verified' }),
    ]),
    graph('Mails of sign-ups that nobody verified (hour)', [
      metrics.value('verify_completed', {}, { statistic: 'Sum', period: Duration.hours(1) }),
    ]),
    graph('Log-in and reset', [metrics.count('login_completed'), metrics.count('password_reset')]),
    graph('Guessing', [metrics.count('guess_wrong'), metrics.count('login_refused'), metrics.count('session_reused')]),
    graph('Requests that limits refuse', [metrics.value('request_completed', {}, { statistic: 'Sum' })]),
  ];
};

const machines = ({ metrics, functions, courier, feedback, apiId }: Watched): IWidget[] => {
  const depth = (queue: IQueue, label: string) =>
    queue.metricApproximateNumberOfMessagesVisible({ period: PERIOD, label });
  const handlers = Object.entries(functions);
  return [
    graph('Errors of functions', [
      ...handlers.map(([label, handler]) => handler.metricErrors({ period: PERIOD, label })),
    ]),
    graph('Refused runs of functions', [
      ...handlers.map(([label, handler]) => handler.metricThrottles({ period: PERIOD, label })),
    ]),
    graph('Faults', [
      metrics.count('dependency_failed'),
      metrics.count('unexpected_error'),
      apiFaultsOf(apiId, PERIOD),
    ]),
    graph('Messages in queues', [
      depth(courier.urgent, 'urgent'),
      depth(courier.ordinary, 'ordinary'),
      depth(courier.deadLetters, 'dead letters'),
      ...(feedback ? [depth(feedback.deadLetters, 'dead letters of feedback')] : []),
    ]),
    graph('Oldest message in a retry queue (seconds)', [
      courier.urgent.metricApproximateAgeOfOldestMessage({ period: PERIOD, label: 'urgent' }),
      courier.ordinary.metricApproximateAgeOfOldestMessage({ period: PERIOD, label: 'ordinary' }),
    ]),
    graph('How far the courier is behind (milliseconds)', [
      courier.handler.metric('IteratorAge', { statistic: 'Maximum', period: PERIOD }),
    ]),
  ];
};

const graph = (title: string, left: IMetric[]): GraphWidget =>
  new GraphWidget({ title, left, width: COLUMNS, leftYAxis: { min: 0 } });
