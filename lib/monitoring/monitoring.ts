// Alarms that fire before AWS intervenes or a mail is lost, and the dashboards.
import { Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { StageConfig } from '../config/stage-config.ts';
import type { Courier } from '../courier.ts';
import type { Events } from '../events/events.ts';
import type { Webhooks } from '../events/webhooks.ts';
import type { Feedback } from '../feedback.ts';
import type { Purge } from '../purge/purge.ts';
import { type AlarmPlan, ESSENTIAL_ALARMS } from './alarm-plan.ts';
import { accountAlarms, serviceAlarms } from './alarms.ts';
import { ServiceDashboards } from './dashboards.ts';
import { KeyWatch } from './key-watch.ts';
import { ServiceMetrics } from './service-metrics.ts';

export interface MonitoringProps {
  readonly config: StageConfig;
  readonly level: Exclude<StageConfig['monitoring'], 'off'>;
  /** Of the dashboards. */
  readonly name: string;
  /** The functions behind the API, by name. */
  readonly functions: Readonly<Record<string, IFunction>>;
  readonly courier: Courier;
  /** Where SES sends. */
  readonly feedback?: Feedback;
  /** Where endpoints are told of events. */
  readonly webhooks?: Webhooks;
  readonly events: Events;
  /** Where unused accounts are deleted. */
  readonly purge?: Purge;
  readonly apiId: string;
  /** All keys of KMS that the stage uses. */
  readonly keys: readonly IKey[];
}

export class Monitoring extends Construct {
  private readonly stage: string;
  private readonly keys: readonly IKey[];
  private readonly alarms: readonly Alarm[];
  private made: Topic | undefined;

  constructor(
    scope: Construct,
    id: string,
    { config, courier, feedback, events, webhooks, purge, apiId, ...props }: MonitoringProps,
  ) {
    super(scope, id);
    const { stage, sesMode, mail, alarmEmail, watchesAccount, usesSes } = config;
    this.stage = stage;
    this.keys = props.keys;
    const functions = {
      ...props.functions,
      courier: courier.handler,
      ...(feedback && { feedback: feedback.handler }),
      ...(webhooks && { webhooks: webhooks.handler }),
      events: events.handler,
      ...(purge && { purge: purge.handler }),
    };
    const watched = {
      metrics: new ServiceMetrics(stage),
      sesMode,
      mail,
      functions,
      courier,
      ...(feedback && { feedback }),
      webhooks: webhooks?.queues ?? [],
      events,
      arrivals: (mail.transport === 'ses' && feedback ? feedback : courier).handler.logGroup,
      apiId,
      asksForLeaks: config.leakedPasswords !== undefined,
      mayLackClaims: (config.claims?.functionArn ?? config.claims?.metadata) !== undefined,
    };
    // SES counts per account and region: of two stages that share them, one has these alarms.
    const plans = [...(usesSes && watchesAccount ? accountAlarms() : []), ...serviceAlarms(watched)];
    this.alarms = plans
      .filter(({ id }) => props.level === 'all' || ESSENTIAL_ALARMS.has(id))
      .map((plan) => this.makeAlarm(plan));
    if (alarmEmail !== undefined) this.topic.addSubscription(new EmailSubscription(alarmEmail));
    if (props.level === 'all')
      new ServiceDashboards(this, 'Dashboard', { ...watched, name: props.name, hasMachines: watchesAccount });
  }

  /** Where the alarms go. It is made when it is asked for the first time. */
  get topic(): Topic {
    this.made ??= this.makeTopic();
    return this.made;
  }

  private makeAlarm({ id, metric, above, ignoresMissing, advice, anchor }: AlarmPlan): Alarm {
    return new Alarm(this, id, {
      metric,
      threshold: above,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      // Metrics are absent until the first bounce, the first message, the first record.
      treatMissingData: ignoresMissing ? TreatMissingData.IGNORE : TreatMissingData.NOT_BREACHING,
      alarmDescription: `${advice}: docs/alarms.md#${anchor}`,
    });
  }

  private makeTopic(): Topic {
    const topic = new Topic(this, 'Alarms', { enforceSSL: true });
    // This policy replaces the default one, which let CloudWatch publish. Only for alarms of this account.
    const conditions = { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } };
    topic.grantPublish(new ServicePrincipal('cloudwatch.amazonaws.com', { conditions }));
    for (const alarm of this.alarms) alarm.addAlarmAction(new SnsAction(topic));
    new KeyWatch(this, 'KeyWatch', { stage: this.stage, keys: this.keys, topic });
    return topic;
  }
}
