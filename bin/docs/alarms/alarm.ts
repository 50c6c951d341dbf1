// An alarm as CloudFormation gets it, and when it sends a mail.
import type { Template } from 'aws-cdk-lib/assertions';
import type { Points } from './points.ts';

export interface Alarm {
  /** The construct id, as in docs/alarms.md. */
  readonly id: string;
  readonly metric: string;
  readonly statistic: 'Sum' | 'Maximum' | 'Average';
  readonly above: number;
  readonly periodMinutes: number;
  readonly missing: 'ignore' | 'notBreaching';
}

/** All alarms of a template. @throws Error for one that the simulation does not understand. */
export const alarmsOf = (template: Template): readonly Alarm[] =>
  Object.entries(template.findResources('AWS::CloudWatch::Alarm')).map(([logicalId, { Properties: alarm }]) => {
    const isKnown =
      alarm.ComparisonOperator === 'GreaterThanThreshold' &&
      alarm.EvaluationPeriods === 1 &&
      alarm.OKActions === undefined &&
      alarm.AlarmActions?.length === 1 &&
      ['Sum', 'Maximum', 'Average'].includes(alarm.Statistic);
    if (!isKnown) throw new Error(`the simulation does not know how ${logicalId} works`);
    return {
      id: logicalId.replace(/^Monitoring/, '').replace(/[0-9A-F]{8}$/, ''),
      metric: metricKey(alarm.Namespace, alarm.MetricName),
      statistic: alarm.Statistic,
      above: alarm.Threshold,
      periodMinutes: alarm.Period / 60,
      missing: alarm.TreatMissingData,
    };
  });

/** The functions' and queues' metrics of one name are taken together: the simulation has none of them. */
export const metricKey = (namespace: string, name: string): string => `${namespace} ${name}`;

const HOUR = 60;

/**
 * How often it changes to ALARM within the minutes. A period longer than an hour is looked at each hour, as a sliding window.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
 */
export const mailsOf = (alarm: Alarm, points: Points, minutes: number): number => {
  const step = Math.min(alarm.periodMinutes, HOUR);
  let isOn = false;
  let mails = 0;
  for (let end = step; end <= minutes; end += step) {
    const value = points.statistic(alarm.metric, alarm.statistic, end - alarm.periodMinutes, end);
    if (value === undefined && alarm.missing === 'ignore') continue;
    const isBreaching = value !== undefined && value > alarm.above;
    if (isBreaching && !isOn) mails++;
    isOn = isBreaching;
  }
  return mails;
};
