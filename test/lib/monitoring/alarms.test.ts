// Every alarm of both stages: its metric, its threshold, and that the threshold comes from the data.
import { describe, expect, it } from 'vitest';
import { DEFAULTS } from '#domain/defaults.ts';
import { backOffSeconds } from '#domain/delivery/delivery.ts';
import { LATE_AFTER_SECONDS } from '#domain/delivery/late.ts';
import { SES_ALARMS } from '#domain/delivery/ses-quotas.ts';
import { MAILS_PER_SIGN_UP, USUAL_FRACTIONS } from '#domain/metrics.ts';
import { ALARM_THRESHOLDS } from '../../../lib/monitoring/alarm-thresholds.ts';
import { anchorsOf, documentAt } from '../../support/markdown.ts';
import {
  byReadableId,
  FUNCTION_IDS,
  propertiesOf,
  readable,
  STAGES,
  type StageName,
  synthesise,
} from '../../support/stack/stack.ts';
import { TRANSPORTS, WEBHOOKS } from '../../support/transport-keys.ts';

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
  at('AWS/SES Reputation.BounceRate Average', { above: SES_ALARMS.bounceRate.criticalFraction, periodMinutes: 60 }),
  at('AWS/SES Reputation.ComplaintRate Average', {
    above: SES_ALARMS.complaintRate.criticalFraction,
    periodMinutes: 60,
  }),
];
const dailyQuota = (stage: StageName) =>
  levels(`Latchkey QuotaUsedPercent Maximum stage=${stage}`, 5, SES_ALARMS.dailyQuota, 100);

const ofService = (stage: StageName) => [
  ...['Courier', 'Feedback', 'Events'].map((name) =>
    at(
      `AWS/SQS ApproximateNumberOfMessagesVisible Maximum QueueName=<${name}DeadLetters.QueueName>`,
      ALARM_THRESHOLDS.deadLetters,
    ),
  ),
  ...dailyQuota(stage),
  at(`Latchkey LateMails Sum stage=${stage}`, ALARM_THRESHOLDS.waitingMail),
  ...['Urgent', 'Ordinary'].map((name) =>
    at(
      `AWS/SQS ApproximateAgeOfOldestMessage Maximum QueueName=<Courier${name}.QueueName>`,
      ALARM_THRESHOLDS.retryQueueAge,
    ),
  ),
  at(`Latchkey OperatorMustAct Sum stage=${stage}`, ALARM_THRESHOLDS.operatorMustAct),
  ...(stage === 'production'
    ? [at('Latchkey RecipientNotVerified Sum stage=production', ALARM_THRESHOLDS.operatorMustAct)]
    : []),
  at(`Latchkey ExcessBounces Sum stage=${stage}`, ALARM_THRESHOLDS.bounces),
  at(`Latchkey ExcessComplaints Sum stage=${stage}`, ALARM_THRESHOLDS.complaints),
  at(`Latchkey Held Sum stage=${stage}`, ALARM_THRESHOLDS.heldMails),
  at(`Latchkey UnusedSignUpMails Sum stage=${stage}`, ALARM_THRESHOLDS.unverifiedSignUps),
  at('AWS/Lambda IteratorAge Maximum FunctionName=<CourierFunction>', ALARM_THRESHOLDS.courierBehind),
  at('AWS/Lambda IteratorAge Maximum FunctionName=<EventsFunction>', ALARM_THRESHOLDS.eventsBehind),
  at(
    'AWS/SQS ApproximateAgeOfOldestMessage Maximum QueueName=<EventsRetries.QueueName>',
    ALARM_THRESHOLDS.eventRetryAge,
  ),
  at(`Latchkey EventsUnreadable Sum stage=${stage}`, ALARM_THRESHOLDS.eventsUnreadable),
  at(`Latchkey KmsFailed Sum stage=${stage}`, ALARM_THRESHOLDS.kmsFailures),
  at(`Latchkey WrongCode Sum stage=${stage}`, ALARM_THRESHOLDS.wrongCodes),
  at(`Latchkey PasswordHashRefused Sum stage=${stage}`, ALARM_THRESHOLDS.passwordHashRefused),
  at(`Latchkey WrongPassword Sum stage=${stage}`, ALARM_THRESHOLDS.wrongPasswords),
  ...Object.values(FUNCTION_IDS).map((id) =>
    at(`AWS/Lambda Errors Sum FunctionName=<${id}>`, ALARM_THRESHOLDS.functionErrors),
  ),
  at('AWS/Lambda Throttles Sum', ALARM_THRESHOLDS.functionThrottles),
  at('AWS/ApiGateway 5xx Sum ApiId=<HttpApi>', ALARM_THRESHOLDS.apiFaults),
  at('AWS/ApiGateway 4xx Sum ApiId=<HttpApi>', ALARM_THRESHOLDS.clientErrors),
  at(`Latchkey RefusedByLimits Sum stage=${stage}`, ALARM_THRESHOLDS.refusedByLimits),
];

const RUNBOOKS = ['docs/alarms.md', 'docs/alarms.ko.md'] as const;

describe('alarms', () => {
  it.each(STAGES)('are these, each at the threshold of the data (%s)', (stage) => {
    expect(alarmsOf(stage)).toEqual(Object.fromEntries([...REPUTATION, ...ofService(stage)]));
  });

  it('fire at the required thresholds', () => {
    expect(REPUTATION.map(([, { above }]) => above)).toEqual([0.05, 0.001]);
    expect(USUAL_FRACTIONS.bounces).toBe(SES_ALARMS.bounceRate.warningFraction);
    expect(USUAL_FRACTIONS.complaints).toBe(SES_ALARMS.complaintRate.warningFraction);
    const { waitingMail, courierBehind, deadLetters } = ALARM_THRESHOLDS;
    expect([waitingMail.above, courierBehind.above, deadLetters.above]).toEqual([0, 60_000, 0]);
    expect(LATE_AFTER_SECONDS).toBe(300);
  });

  it.each(STAGES)('fire at 80 and 95 percent of the daily quota, whichever stage manages the sender (%s)', (stage) => {
    for (const senderIdentity of ['managed', 'existing']) {
      const rung = Object.entries(alarmsOf(stage, { senderIdentity })).filter(([what]) => what.includes('QuotaUsed'));
      expect(rung.map(([, { above, minutes }]) => [above, minutes])).toEqual([
        [80, 5],
        [95, 5],
      ]);
    }
  });

  it('fire for unused sign-up mails only if there are more than 50, and fewer than 40 % of them are used', () => {
    const fires = (sent: number, verified: number) =>
      sent - MAILS_PER_SIGN_UP * verified > ALARM_THRESHOLDS.unverifiedSignUps.above;
    expect([fires(50, 0), fires(51, 0), fires(100, 19), fires(100, 20)]).toEqual([false, true, true, false]);
    for (const sent of [51, 60, 200, 10_000]) expect(fires(sent, 0.4 * sent)).toBe(false);
  });

  it('fire for bounces and complaints only if there are several within a day, beyond the usual part of the mails', () => {
    const { bounces, complaints } = ALARM_THRESHOLDS;
    const bounced = (mails: number, count: number) => count - USUAL_FRACTIONS.bounces * mails > bounces.above;
    expect([bounced(5, 5), bounced(0, 6), bounced(1000, 35), bounced(1000, 36)]).toEqual([false, true, false, true]);
    const complained = (mails: number, count: number) => count - USUAL_FRACTIONS.complaints * mails > complaints.above;
    expect([complained(10, 1), complained(10, 2), complained(10_000, 6), complained(10_000, 7)]).toEqual([
      false,
      true,
      false,
      true,
    ]);
  });

  it.each(['Urgent', 'Ordinary'])(
    'wait for the oldest message of queue %s as long as it may rightly be there',
    (name) => {
      const queue = propertiesOf(byReadableId(templates.production, 'AWS::SQS::Queue')[`Courier${name}`]);
      const longestDelay = Math.max(...Array.from({ length: 20 }, (_none, tries) => backOffSeconds(tries)));
      const { above } = ALARM_THRESHOLDS.retryQueueAge;
      expect(above).toBeGreaterThan(longestDelay + queue['VisibilityTimeout']);
      expect(above).toBeLessThan(DEFAULTS.lifetimes.signupSeconds / 2);
    },
  );

  it.each(STAGES)('leave the SES account to the one stage that watches it (%s)', (stage) => {
    const watched = Object.keys(alarmsOf(stage, { watchesAccount: false }));
    expect(watched.filter((what) => what.startsWith('AWS/SES'))).toEqual([]);
    expect(watched).toHaveLength(ofService(stage).length);
    // A team that had SES before this stage has nobody else who watches.
    const existing = Object.keys(alarmsOf(stage, { senderIdentity: 'existing' }));
    expect(existing.filter((what) => what.startsWith('AWS/SES'))).toHaveLength(REPUTATION.length);
  });

  it.each(STAGES)(
    'use no metric math, fire as soon as the threshold is passed, and not for missing data (%s)',
    (stage) => {
      // The longest time that CloudWatch can look at.
      const daySeconds = 86_400;
      for (const alarm of Object.values(templates[stage].findResources('AWS::CloudWatch::Alarm')).map(propertiesOf)) {
        expect(alarm).not.toHaveProperty('Metrics');
        expect(alarm).toMatchObject({
          ComparisonOperator: 'GreaterThanThreshold',
          EvaluationPeriods: 1,
          // SES publishes its rates now and then: a gap would end the alarm, and the next value would ring again.
          TreatMissingData: alarm['Namespace'] === 'AWS/SES' ? 'ignore' : 'notBreaching',
        });
        expect(alarm['Period']).toBeLessThanOrEqual(daySeconds);
        expect(alarm['AlarmActions'].map(readable)).toEqual(['<MonitoringAlarms>']);
      }
    },
  );

  it.each(STAGES)('say in one sentence what to do, and link the section of the runbook (%s)', (stage) => {
    for (const [id, alarm] of Object.entries(byReadableId(templates[stage], 'AWS::CloudWatch::Alarm')))
      expect(propertiesOf(alarm)['AlarmDescription'], id).toMatch(
        /^[A-Z][^.!?]{20,}: docs\/alarms\.md#alarm-[a-z0-9-]+$/,
      );
  });

  it.each(STAGES.flatMap((stage) => RUNBOOKS.map((runbook) => [stage, runbook] as const)))(
    'of %s are each in %s: a row of its table, and the section they name',
    (stage, runbook) => {
      const text = documentAt(runbook);
      const anchors = anchorsOf(text);
      for (const [id, alarm] of Object.entries(byReadableId(templates[stage], 'AWS::CloudWatch::Alarm'))) {
        const anchor = /#(.*)$/.exec(propertiesOf(alarm)['AlarmDescription'])?.[1] ?? '';
        expect(anchors, id).toContain(anchor);
        expect(text, id).toMatch(new RegExp(`^\\| \\[.*\\(#${anchor}\\)`, 'm'));
      }
    },
  );

  it('have the same sections in both languages, in the same order, and none that no alarm names', () => {
    const [english = [], korean = []] = RUNBOOKS.map((runbook) =>
      anchorsOf(documentAt(runbook)).filter((anchor) => anchor.startsWith('alarm-')),
    );
    expect(korean).toEqual(english);
    const named = [
      synthesise('sandbox', {
        ...TRANSPORTS.smtpThenSes,
        ...WEBHOOKS,
        claims: { metadata: ['plan'] },
        leakedPasswords: 'refuse',
      }),
      templates.production,
    ].flatMap((template) =>
      Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(
        (alarm) => /#(.*)$/.exec(propertiesOf(alarm)['AlarmDescription'])?.[1],
      ),
    );
    // EventBridge, not an alarm, tells of a changed key.
    expect([...new Set(named), 'alarm-key-changed'].toSorted()).toEqual(english.toSorted());
  });
});
