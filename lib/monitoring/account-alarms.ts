// The alarms of the SES account: they ring before AWS reviews or pauses it. One stage per account makes them.
import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { SES_ALARMS } from '../ses-quotas.ts';
import { type AlarmPlan, twoAlarms } from './alarm-plan.ts';

const reputation = (metricName: string): Metric =>
  new Metric({ namespace: 'AWS/SES', metricName, statistic: 'Average', period: Duration.hours(1) });
export const BOUNCE_RATE = reputation('Reputation.BounceRate');
export const COMPLAINT_RATE = reputation('Reputation.ComplaintRate');

export const accountAlarms = (): readonly AlarmPlan[] => [
  ...twoAlarms('BounceRate', BOUNCE_RATE, SES_ALARMS.bounceRate, 1, {
    advice: 'Look for sign-ups with made-up addresses',
    criticalAdvice: 'Look for sign-ups with made-up addresses now, before AWS steps in',
    anchor: 'alarm-bounce-rate',
  }),
  ...twoAlarms('ComplaintRate', COMPLAINT_RATE, SES_ALARMS.complaintRate, 1, {
    advice: 'Look for mail that people did not ask for',
    criticalAdvice: 'Look for mail that people did not ask for now, before AWS steps in',
    anchor: 'alarm-complaint-rate',
  }),
];
