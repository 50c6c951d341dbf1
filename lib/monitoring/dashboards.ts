// The dashboards, for people and mails and for the machines. AWS charges an account nothing for three of at most 50 metrics each.
import { Duration } from 'aws-cdk-lib';
import {
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  LogQueryVisualizationType,
  LogQueryWidget,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { MetricName } from '#domain/metrics.ts';
import type { Watched } from './alarm-plan.ts';
import { BOUNCE_RATE, COMPLAINT_RATE } from './alarms.ts';
import { apiFaultsOf, clientErrorsOf, type ServiceMetrics } from './service-metrics.ts';

const PERIOD = Duration.minutes(5);
/** In columns; a dashboard has 24. */
const COLUMNS = 8;

export interface ServiceDashboardsProps extends Watched {
  readonly name: string;
  /** Two stages with two dashboards each would pay for the fourth. */
  readonly hasMachines: boolean;
}

export class ServiceDashboards extends Construct {
  constructor(scope: Construct, id: string, { name, hasMachines, ...props }: ServiceDashboardsProps) {
    super(scope, id);
    const defaultInterval = Duration.days(1);
    new Dashboard(this, 'Page', {
      dashboardName: name,
      defaultInterval,
      widgets: [mails(props), people(props.metrics)],
    });
    if (!hasMachines) return;
    new Dashboard(this, 'Machines', {
      dashboardName: `${name}-machines`,
      defaultInterval,
      widgets: [machines(props)],
    });
  }
}

const all = (metrics: ServiceMetrics, ...names: readonly MetricName[]): IMetric[] =>
  names.map((name) => metrics.named(name));

const mails = ({ metrics, mail, feedback, arrivals }: Watched): IWidget[] => {
  const hasFallback = mail.transport === 'smtp' && mail.fallsBackToSes;
  const times = (name: MetricName, what: string) =>
    [50, 99].map((percentile) =>
      metrics.named(name, { statistic: Stats.percentile(percentile), label: `${what}, p${percentile}` }),
    );
  return [
    graph('Mails', [
      ...all(metrics, 'Accepted', 'Sent', 'Queued', 'Delivered'),
      ...(hasFallback ? all(metrics, 'FallbackUsed') : []),
    ]),
    graph('Mails that did not arrive', all(metrics, 'Failed', 'Bounced', 'Complained')),
    graph(
      'Mails that need an operator, or wait',
      all(metrics, 'OperatorMustAct', 'RecipientNotVerified', 'Held', 'LateMails'),
    ),
    graph('Seconds from request to mail', [
      ...times('SentAfterSeconds', 'sent'),
      ...times('DeliveredAfterSeconds', 'delivered'),
    ]),
    // A metric for each domain would cost money every month. This costs when somebody looks.
    new LogQueryWidget({
      title: 'Seconds to 95 % of the mailboxes, by domain',
      logGroupNames: [arrivals.logGroupName],
      view: LogQueryVisualizationType.TABLE,
      queryLines: [...arrivalsQuery(mail)],
      width: COLUMNS,
    }),
    graph('Used of the 24-hour quota (percent)', all(metrics, 'QuotaUsedPercent')),
    ...(feedback
      ? [
          graph('Reputation at SES (1 = 100 %)', [BOUNCE_RATE, COMPLAINT_RATE]),
          graph(
            'Bounces and complaints beyond the usual (day)',
            (['ExcessBounces', 'ExcessComplaints'] as const).map((name) =>
              metrics.named(name, { period: Duration.days(1) }),
            ),
          ),
        ]
      : []),
  ];
};

/** SES reports when the mailbox's server took a mail. An SMTP server only takes it: the wait is until then. */
const arrivalsQuery = ({ transport }: Watched['mail']): readonly string[] =>
  transport === 'ses'
    ? [
        'filter event = "mail_delivered" and ispresent(domain)',
        'fields tookMilliseconds / 1000 as seconds',
        'stats pct(seconds, 95) as fromSes, pct(waitedSeconds, 95) as fromRequest, count(*) as mails by domain',
        'sort mails desc',
      ]
    : [
        'filter event = "mail_sent" and ispresent(domain)',
        'stats pct(waitedSeconds, 95) as fromRequest, count(*) as mails by domain',
        'sort mails desc',
      ];

const people = (metrics: ServiceMetrics): IWidget[] => [
  graph('Verified, logged in, reset', all(metrics, 'Verified', 'LoggedIn', 'PasswordReset')),
  graph('Mails of sign-ups that nobody verified (hour)', [
    metrics.named('UnusedSignUpMails', { period: Duration.hours(1) }),
  ]),
  graph('Guessing', all(metrics, 'WrongCode', 'WrongPassword', 'SessionReused', 'PasskeyCounterBehind')),
  graph('Requests that limits refuse', all(metrics, 'RefusedByLimits')),
];

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
    graph('Faults', all(metrics, 'DependencyFailed', 'KmsFailed', 'UnexpectedError')),
    graph('Answers of the API', [apiFaultsOf(apiId, PERIOD), clientErrorsOf(apiId, PERIOD)]),
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
