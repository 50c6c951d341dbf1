// The alarms that ring before AWS steps in or a mail is lost; thresholds come from what SES publishes about itself.
import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { StageConfig } from './config.ts';
import type { Courier } from './courier.ts';
import { type AlarmThresholds, SES_ALARMS, SES_QUOTAS } from './ses-quotas.ts';

export interface MonitoringProps {
  readonly config: StageConfig;
  readonly courier: Courier;
}

/** Longer, and the link of a sign-up may expire before its mail goes out. */
const STREAM_AGE_MAXIMUM_SECONDS = 60;

export class Monitoring extends Construct {
  private readonly topic: Topic | undefined;

  constructor(scope: Construct, id: string, { config, courier }: MonitoringProps) {
    super(scope, id);
    this.topic = config.alarmEmail === undefined ? undefined : this.makeTopic(config.alarmEmail);
    // SES counts by account and region: of two stages in one account the one that manages the identity watches it.
    if (config.senderIdentity === 'managed') this.watchAccount(config);
    this.alarm(
      'DeadLetters',
      courier.deadLetters.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1) }),
      {
        above: 0,
        advice:
          'A mail or a part of the stream was given up: read the courier log; docs/operations.md says how to go on.',
      },
    );
    this.alarm(
      'StreamAge',
      courier.handler.metric('IteratorAge', { statistic: 'Maximum', period: Duration.minutes(1) }),
      {
        above: STREAM_AGE_MAXIMUM_SECONDS * 1000,
        advice:
          'Mails wait longer than a minute before their first try: read the courier log for errors and throttling.',
      },
    );
  }

  private watchAccount({ sesMode }: StageConfig): void {
    const hourly = (metricName: string) =>
      new Metric({ namespace: 'AWS/SES', metricName, statistic: 'Average', period: Duration.hours(1) });
    this.twoAlarms(
      'BounceRate',
      hourly('Reputation.BounceRate'),
      SES_ALARMS.bounceRate,
      1,
      'Look for made-up addresses.',
    );
    this.twoAlarms(
      'ComplaintRate',
      hourly('Reputation.ComplaintRate'),
      SES_ALARMS.complaintRate,
      1,
      'Look for mail that people did not ask for.',
    );
    const { mailsPer24Hours } = SES_QUOTAS[sesMode];
    if (mailsPer24Hours === undefined) return;
    const sends = new Metric({ namespace: 'AWS/SES', metricName: 'Send', statistic: 'Sum', period: Duration.days(1) });
    this.twoAlarms('DailyQuota', sends, SES_ALARMS.dailyQuota, mailsPer24Hours, 'Request production access.');
  }

  /** `whole` is what the fractions are fractions of. */
  private twoAlarms(
    id: string,
    metric: IMetric,
    { warningFraction, criticalFraction }: AlarmThresholds,
    whole: number,
    advice: string,
  ): void {
    this.alarm(`${id}Warning`, metric, { above: warningFraction * whole, advice });
    this.alarm(`${id}Critical`, metric, { above: criticalFraction * whole, advice: `${advice} AWS may soon step in.` });
  }

  private alarm(
    id: string,
    metric: IMetric,
    { above, advice }: { readonly above: number; readonly advice: string },
  ): void {
    const alarm = new Alarm(this, id, {
      metric,
      threshold: above,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      // Metrics are absent until the first bounce, the first message, the first record.
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: advice,
    });
    if (this.topic) alarm.addAlarmAction(new SnsAction(this.topic));
  }

  private makeTopic(address: string): Topic {
    const topic = new Topic(this, 'Alarms', { enforceSSL: true });
    // A topic policy of one's own replaces the default one, by which CloudWatch could publish.
    topic.grantPublish(new ServicePrincipal('cloudwatch.amazonaws.com'));
    topic.addSubscription(new EmailSubscription(address));
    return topic;
  }
}
