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
import type { Feedback } from '../feedback.ts';
import type { AlarmPlan } from './alarm-plan.ts';
import { accountAlarms, serviceAlarms } from './alarms.ts';
import { ServiceDashboards } from './dashboards.ts';
import { KeyWatch } from './key-watch.ts';
import { ServiceMetrics } from './service-metrics.ts';

export interface MonitoringProps {
  readonly config: StageConfig;
  /** The functions behind the API, by name. */
  readonly functions: Readonly<Record<string, IFunction>>;
  readonly courier: Courier;
  /** Where SES sends. */
  readonly feedback?: Feedback;
  readonly apiId: string;
  /** All keys of KMS that the stage uses. */
  readonly keys: readonly IKey[];
}

export class Monitoring extends Construct {
  constructor(scope: Construct, id: string, { config, courier, feedback, apiId, keys, ...props }: MonitoringProps) {
    super(scope, id);
    const { stage, sesMode, mail, alarmEmail, watchesAccount, usesSes } = config;
    const topic = alarmEmail === undefined ? undefined : this.makeTopic(alarmEmail);
    const functions = {
      ...props.functions,
      courier: courier.handler,
      ...(feedback && { feedback: feedback.handler }),
    };
    const watched = {
      metrics: new ServiceMetrics(stage),
      sesMode,
      mail,
      functions,
      courier,
      ...(feedback && { feedback }),
      arrivals: (mail.transport === 'ses' && feedback ? feedback : courier).handler.logGroup,
      apiId,
      mayLackClaims: (config.claims?.functionArn ?? config.claims?.metadata) !== undefined,
    };
    // SES counts per account and region: of two stages that share them, one has these alarms.
    const plans = [...(usesSes && watchesAccount ? accountAlarms() : []), ...serviceAlarms(watched)];
    for (const plan of plans) this.makeAlarm(plan, topic);
    new ServiceDashboards(this, 'Dashboard', { ...watched, hasMachines: watchesAccount });
    if (topic) new KeyWatch(this, 'KeyWatch', { stage, keys, topic });
  }

  private makeAlarm({ id, metric, above, ignoresMissing, advice, anchor }: AlarmPlan, topic: Topic | undefined): void {
    const alarm = new Alarm(this, id, {
      metric,
      threshold: above,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      // Metrics are absent until the first bounce, the first message, the first record.
      treatMissingData: ignoresMissing ? TreatMissingData.IGNORE : TreatMissingData.NOT_BREACHING,
      alarmDescription: `${advice}: docs/alarms.md#${anchor}`,
    });
    if (topic) alarm.addAlarmAction(new SnsAction(topic));
  }

  private makeTopic(address: string): Topic {
    const topic = new Topic(this, 'Alarms', { enforceSSL: true });
    // This policy replaces the default one, which let CloudWatch publish. Only for alarms of this account.
    const conditions = { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } };
    topic.grantPublish(new ServicePrincipal('cloudwatch.amazonaws.com', { conditions }));
    topic.addSubscription(new EmailSubscription(address));
    return topic;
  }
}
