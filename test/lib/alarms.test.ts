// Every alarm of both stages: what it watches, from where it rings, and that the number is the one the data names.
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { PURPOSES } from '../../functions/domain/challenge.ts';
import { METRICS } from '../../functions/domain/metrics.ts';
import { NOTICE_KINDS } from '../../functions/domain/notice.ts';
import { NO_DAILY_QUOTA_ALARM } from '../../lib/account-alarms.ts';
import { ALARM_THRESHOLDS } from '../../lib/alarm-thresholds.ts';
import { SES_ALARMS, SES_QUOTAS } from '../../lib/ses-quotas.ts';
import {
  byReadableId,
  createStack,
  propertiesOf,
  readable,
  STAGES,
  type StageName,
  synthesise,
} from '../support/stack.ts';
import { ALL_FUNCTION_IDS } from './functions.ts';

const templates = { sandbox: synthesise('sandbox'), production: synthesise('production') };

interface Watch {
  readonly above: number;
  readonly minutes: number;
}

/** As `namespace metric statistic dimension=value …`. */
const alarmsOf = (stage: StageName, overrides: Readonly<Record<string, unknown>> = {}): Record<string, Watch> => {
  const template = Object.keys(overrides).length > 0 ? synthesise(stage, overrides) : templates[stage];
  const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(propertiesOf);
  const entries = alarms.map((alarm): [string, Watch] => {
    const dimensions: { Name: string; Value: unknown }[] = alarm['Dimensions'] ?? [];
    const by = dimensions.map(({ Name, Value }) => `${Name}=${readable(Value)}`).sort();
    const what = [alarm['Namespace'], alarm['MetricName'], alarm['Statistic'], ...by];
    return [`${what.join(' ')} > ${alarm['Threshold']}`, { above: alarm['Threshold'], minutes: alarm['Period'] / 60 }];
  });
  expect(new Set(entries.map(([what]) => what)).size).toBe(alarms.length);
  return Object.fromEntries(entries);
};

const at = (what: string, { above, periodMinutes }: { readonly above: number; readonly periodMinutes: number }) =>
  [`${what} > ${above}`, { above, minutes: periodMinutes }] as const;
const levels = (
  what: string,
  minutes: number,
  { warningFraction, criticalFraction }: (typeof SES_ALARMS)[keyof typeof SES_ALARMS],
  whole = 1,
) =>
  [warningFraction, criticalFraction].map((fraction) => at(what, { above: fraction * whole, periodMinutes: minutes }));

const REPUTATION = [
  ...levels('AWS/SES Reputation.BounceRate Average', 60, SES_ALARMS.bounceRate),
  ...levels('AWS/SES Reputation.ComplaintRate Average', 60, SES_ALARMS.complaintRate),
];
const { mailsPer24Hours } = SES_QUOTAS.sandbox;
const DAILY_QUOTA = levels('AWS/SES Send Sum', 24 * 60, SES_ALARMS.dailyQuota, mailsPer24Hours);

const ofService = (stage: StageName) => [
  ...['Courier', 'Feedback'].map((name) =>
    at(
      `AWS/SQS ApproximateNumberOfMessagesVisible Maximum QueueName=<${name}DeadLetters.QueueName>`,
      ALARM_THRESHOLDS.deadLetters,
    ),
  ),
  ...[...PURPOSES, ...NOTICE_KINDS].map((purpose) =>
    at(`Latchkey OldestWaitingSeconds Maximum purpose=${purpose} stage=${stage}`, ALARM_THRESHOLDS.waitingMail),
  ),
  at('AWS/Lambda IteratorAge Maximum FunctionName=<CourierFunction>', ALARM_THRESHOLDS.courierBehind),
  at(`Latchkey DependencyFailed Sum dependency=kms stage=${stage}`, ALARM_THRESHOLDS.kmsFailures),
  at(`Latchkey WrongCode Sum stage=${stage}`, ALARM_THRESHOLDS.wrongCodes),
  at(`Latchkey WrongPassword Sum stage=${stage}`, ALARM_THRESHOLDS.wrongPasswords),
  ...Object.values(ALL_FUNCTION_IDS).flatMap((id) => [
    at(`AWS/Lambda Errors Sum FunctionName=<${id}>`, ALARM_THRESHOLDS.functionErrors),
    at(`AWS/Lambda Throttles Sum FunctionName=<${id}>`, ALARM_THRESHOLDS.functionThrottles),
  ]),
  at('AWS/ApiGateway 5xx Sum ApiId=<HttpApi>', ALARM_THRESHOLDS.apiFaults),
];

describe('alarms', () => {
  it('are these in the sandbox, each at the threshold of the data', () => {
    const expected = [...REPUTATION, ...DAILY_QUOTA, ...ofService('sandbox')];
    expect(alarmsOf('sandbox')).toEqual(Object.fromEntries(expected));
  });

  it('are these in production, where AWS grants the quota and synth says how to watch it', () => {
    expect(alarmsOf('production')).toEqual(Object.fromEntries([...REPUTATION, ...ofService('production')]));
    const infos = Annotations.fromStack(createStack('production').stack).findInfo('*', Match.anyValue());
    expect(infos.filter(({ entry }) => String(entry.data).includes(NO_DAILY_QUOTA_ALARM))).toHaveLength(1);
    expect(NO_DAILY_QUOTA_ALARM).toContain('80 % and 95 %');
  });

  it('ring at what the issue asks for', () => {
    expect(REPUTATION.map(([, { above }]) => above)).toEqual([0.03, 0.05, 0.0005, 0.001]);
    expect(DAILY_QUOTA.map(([, { above }]) => above)).toEqual([160, 190]);
    const { waitingMail, courierBehind, deadLetters } = ALARM_THRESHOLDS;
    expect([waitingMail.above, courierBehind.above, deadLetters.above]).toEqual([300, 60_000, 0]);
  });

  it.each(STAGES)('leave the SES account to the stage that manages the sender (%s)', (stage) => {
    const watched = Object.keys(alarmsOf(stage, { senderIdentity: 'existing' }));
    expect(watched.filter((what) => what.startsWith('AWS/SES'))).toEqual([]);
    expect(watched).toHaveLength(ofService(stage).length);
  });

  it.each(STAGES)('use no metric math, ring above their threshold at once, and not for silence (%s)', (stage) => {
    for (const alarm of Object.values(templates[stage].findResources('AWS::CloudWatch::Alarm')).map(propertiesOf)) {
      expect(alarm).not.toHaveProperty('Metrics');
      expect(alarm).toMatchObject({
        ComparisonOperator: 'GreaterThanThreshold',
        EvaluationPeriods: 1,
        TreatMissingData: 'notBreaching',
      });
      expect(alarm['AlarmActions'].map(readable)).toEqual(['<MonitoringAlarms>']);
    }
  });

  it.each(STAGES)('say in one sentence what to do, and where the runbook goes on (%s)', (stage) => {
    for (const [id, alarm] of Object.entries(byReadableId(templates[stage], 'AWS::CloudWatch::Alarm')))
      expect(propertiesOf(alarm)['AlarmDescription'], id).toMatch(
        /^[A-Z][^.!?]{20,}: docs\/operations\.md#alarm-[a-z0-9-]+$/,
      );
  });

  it.each(STAGES)('read our own metrics by dimensions that the log writes (%s)', (stage) => {
    const own = Object.keys(alarmsOf(stage)).filter((what) => what.startsWith('Latchkey '));
    expect(own.length).toBeGreaterThan(10);
    for (const what of own) {
      const [, name, , ...dimensions] = what.replace(/ > .*/, '').split(' ');
      const by = dimensions.map((dimension) => dimension.split('=')[0]).filter((dimension) => dimension !== 'stage');
      const emitters = Object.values(METRICS).filter(({ metrics }) => metrics.some((metric) => metric.name === name));
      expect(
        emitters.some((event) => by.length === 0 || by.join() === event.by.join()),
        what,
      ).toBe(true);
    }
  });
});
