// The alarms of the SES account: they ring before AWS reviews or pauses it. One stage per account makes them.
import { Duration } from 'aws-cdk-lib';
import { type IMetric, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmPlan } from './alarms.ts';
import { type AlarmThresholds, SES_ALARMS, SES_QUOTAS, type SesMode } from './ses-quotas.ts';

const { warningFraction, criticalFraction } = SES_ALARMS.dailyQuota;
/** What synth says where the day's quota has no number to ring at. */
export const NO_DAILY_QUOTA_ALARM =
  'No alarm watches the 24-hour quota in production: AWS grants it per account, so synth cannot know it. Make one on the metric ' +
  `AWS/SES Send (Sum, 1 day) at ${warningFraction * 100} % and ${criticalFraction * 100} % of what "aws ses get-send-quota" tells. ` +
  'https://docs.aws.amazon.com/ses/latest/dg/manage-sending-quotas.html';

const reputation = (metricName: string): Metric =>
  new Metric({ namespace: 'AWS/SES', metricName, statistic: 'Average', period: Duration.hours(1) });
export const BOUNCE_RATE = reputation('Reputation.BounceRate');
export const COMPLAINT_RATE = reputation('Reputation.ComplaintRate');

export const accountAlarms = (sesMode: SesMode): readonly AlarmPlan[] => {
  const { mailsPer24Hours } = SES_QUOTAS[sesMode];
  const sends = new Metric({ namespace: 'AWS/SES', metricName: 'Send', statistic: 'Sum', period: Duration.days(1) });
  return [
    ...twoAlarms('BounceRate', BOUNCE_RATE, SES_ALARMS.bounceRate, 1, {
      advice: 'Look for sign-ups with made-up addresses',
      anchor: 'alarm-bounce-rate',
    }),
    ...twoAlarms('ComplaintRate', COMPLAINT_RATE, SES_ALARMS.complaintRate, 1, {
      advice: 'Look for mail that people did not ask for',
      anchor: 'alarm-complaint-rate',
    }),
    ...(mailsPer24Hours === undefined
      ? []
      : twoAlarms('DailyQuota', sends, SES_ALARMS.dailyQuota, mailsPer24Hours, {
          advice: 'Request production access',
          anchor: 'alarm-daily-quota',
        })),
  ];
};

/** `whole` is what the fractions are fractions of. */
const twoAlarms = (
  id: string,
  metric: IMetric,
  { warningFraction, criticalFraction }: AlarmThresholds,
  whole: number,
  { advice, anchor }: Pick<AlarmPlan, 'advice' | 'anchor'>,
): readonly AlarmPlan[] => [
  { id: `${id}Warning`, metric, above: warningFraction * whole, advice, anchor },
  {
    id: `${id}Critical`,
    metric,
    above: criticalFraction * whole,
    advice: `${advice} now, before AWS steps in`,
    anchor,
  },
];
