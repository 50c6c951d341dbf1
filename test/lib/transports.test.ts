// The stack of stages that send by SMTP, SENS or SNS: what it has, what it lacks, and the permissions.
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { SMTP_PRESETS } from '#domain/delivery/smtp-presets.ts';
import { ENV } from '#runtime/env.ts';
import { notesOf } from '../../lib/synth-notes.ts';
import { anchorsOf, documentAt } from '../support/markdown.ts';
import { type AllowedWildcard, rightsOf, tooWide } from '../support/stack/iam-rights.ts';
import {
  byReadableId,
  createStack,
  FUNCTION_IDS,
  propertiesOf,
  readable,
  STAGES,
  type StageName,
  synthesise,
} from '../support/stack/stack.ts';
import { readByDashboards } from '../support/stack/watched-metrics.ts';
import {
  SENS_SECRET,
  SMTP_SECRET,
  TRANSPORTS,
  TRANSPORTS_NAMES,
  type TransportsName,
} from '../support/transport-keys.ts';

const of = (make: (stage: StageName) => ReturnType<typeof synthesise>) => ({
  sandbox: make('sandbox'),
  production: make('production'),
});
const ses = of((stage) => synthesise(stage));
const made = Object.fromEntries(
  TRANSPORTS_NAMES.map((name) => [name, of((stage) => synthesise(stage, TRANSPORTS[name]))]),
) as Readonly<Record<TransportsName, typeof ses>>;

type Made = (typeof ses)['sandbox'];
const courierRights = (template: Made) => rightsOf(template.toJSON())['CourierFunctionRole'] ?? [];
const idsOf = (template: Made, type: string) => Object.keys(byReadableId(template, type));
const variablesOf = (template: Made) =>
  propertiesOf(byReadableId(template, 'AWS::Lambda::Function')['CourierFunction'])['Environment'].Variables;
const nextStep = (template: Made): string => template.toJSON()['Outputs'].NextStep.Value;
const without = (list: readonly string[], ...gone: string[]) => list.filter((item) => !gone.includes(item));
const isOfSes = (right: string): boolean => right.startsWith('ses:');

const READ_SMTP = `secretsmanager:GetSecretValue ${SMTP_SECRET}`;
const READ_SENS = `secretsmanager:GetSecretValue ${SENS_SECRET}`;
const TEXT = ['sns:Publish *', 'never sns:Publish arn:aws:sns:*:*:*'];

describe.each(STAGES)('by SMTP alone (%s)', (stage) => {
  const template = made.smtp[stage];

  it('has nothing of SES', () => {
    const types = Object.values(template.toJSON()['Resources'] as Record<string, { Type: string }>);
    expect(types.filter(({ Type }) => /^AWS::(SES|Route53)::/.test(Type))).toEqual([]);
    // The one rule watches the keys.
    expect(Object.keys(byReadableId(template, 'AWS::Events::Rule'))).toEqual(['MonitoringKeyWatchRule']);
    expect(JSON.stringify(template.toJSON())).not.toMatch(/ses:|AWS\/SES|amazonses/);
    expect(Object.keys(template.toJSON()['Outputs']).sort()).toEqual(['ApiId', 'ApiUrl', 'EventBusName', 'NextStep']);
  });

  it('has every function but the one that takes feedback', () => {
    const all = Object.values<string>(FUNCTION_IDS);
    expect(idsOf(template, 'AWS::Lambda::Function').sort()).toEqual(without(all, 'FeedbackFunction').sort());
    expect(idsOf(template, 'AWS::SQS::Queue').filter((id) => id.startsWith('Feedback'))).toEqual([]);
  });

  it('gives the courier the secret, and what it needs to read it, in place of all that is about SES', () => {
    const expected = [...courierRights(ses[stage]).filter((right) => !isOfSes(right)), READ_SMTP];
    expect(courierRights(template)).toEqual(expected.toSorted());
    const { [ENV.configurationSet]: gone, [ENV.settings]: _, ...variables } = variablesOf(ses[stage]);
    expect(gone).toBeDefined();
    const { [ENV.settings]: settings, ...found } = variablesOf(template);
    expect(found).toEqual({ ...variables, [ENV.smtpSecret]: SMTP_SECRET });
    expect(readable(settings)).toContain('"transport":"smtp","host":"smtp.naver.com","port":587,"secure":false');
    expect(readable(settings)).not.toContain('secretsmanager');
  });

  it('has the alarms and graphs of all but SES', () => {
    const gone = ['FeedbackDeadLetters', 'HeldMails', 'Bounces', 'Complaints', 'Errors-feedback'];
    const account = ['BounceRate', 'ComplaintRate'];
    const refused = stage === 'production' ? ['RecipientNotVerified'] : [];
    const prefixed = [...gone, ...account, ...refused].map((name) => `Monitoring${name.replace('-', '')}`);
    const all = idsOf(ses[stage], 'AWS::CloudWatch::Alarm');
    expect(all).toEqual(expect.arrayContaining(prefixed));
    expect(idsOf(template, 'AWS::CloudWatch::Alarm').sort()).toEqual(without(all, ...prefixed).sort());
    const shown = readByDashboards(template).map((metric) => JSON.stringify(metric));
    expect(shown.join()).not.toMatch(/Reputation|Feedback|Excess/);
    expect(shown.join()).toContain('QuotaUsedPercent');
  });

  it('asks for another server, not for production access, when the daily quota is used up', () => {
    const alarms = byReadableId(template, 'AWS::CloudWatch::Alarm');
    for (const level of ['Warning', 'Critical']) {
      const description = propertiesOf(alarms[`MonitoringDailyQuota${level}`])['AlarmDescription'];
      expect(description).toMatch(/mail server.*: docs\/alarms\.md#alarm-daily-quota$/);
      expect(description).not.toMatch(/production access/);
    }
  });

  it('says to check the secret and to run the doctor', () => {
    expect(nextStep(template)).toBe(
      'Next: see that your secrets hold what they should (docs/transports.md); ' +
        `then run npm run doctor -- --stage ${stage}; then open /signup at ApiUrl and sign up.`,
    );
  });
});

describe('by SMTP without a limit a day', () => {
  it('has no alarm that could never fire', () => {
    const smtp = { preset: 'sendgrid', secretArn: SMTP_SECRET };
    const endless = synthesise('sandbox', { ...TRANSPORTS.smtp, senderEmail: 'team@example.com', smtp });
    const ended = synthesise('sandbox', {
      ...TRANSPORTS.smtp,
      senderEmail: 'team@example.com',
      smtp: { ...smtp, mailsPer24Hours: 100 },
    });
    const daily = (template: Made) => idsOf(template, 'AWS::CloudWatch::Alarm').filter((id) => id.includes('Daily'));
    expect(daily(endless)).toEqual([]);
    expect(daily(ended).sort()).toEqual(['MonitoringDailyQuotaCritical', 'MonitoringDailyQuotaWarning']);
  });
});

describe.each(STAGES)('by SMTP with SES behind it (%s)', (stage) => {
  const template = made.smtpThenSes[stage];

  it('has all of SES, and the secret', () => {
    for (const type of ['AWS::SES::EmailIdentity', 'AWS::SES::ConfigurationSet', 'AWS::Lambda::Function'])
      expect(idsOf(template, type)).toEqual(idsOf(ses[stage], type));
    expect(courierRights(template)).toEqual([...courierRights(ses[stage]), READ_SMTP].toSorted());
    expect(variablesOf(template)).toMatchObject({
      [ENV.configurationSet]: variablesOf(ses[stage])[ENV.configurationSet],
      [ENV.smtpSecret]: SMTP_SECRET,
    });
    expect(readable(variablesOf(template)[ENV.settings])).toContain('"fallsBackToSes":true');
  });

  it('watches SES too, and fires when it has to send', () => {
    const alarms = idsOf(ses[stage], 'AWS::CloudWatch::Alarm').filter((id) => !id.includes('DailyQuota'));
    expect(idsOf(template, 'AWS::CloudWatch::Alarm').sort()).toEqual([...alarms, 'MonitoringFallbackUsed'].sort());
    const { Threshold, MetricName, Dimensions, AlarmDescription } = propertiesOf(
      byReadableId(template, 'AWS::CloudWatch::Alarm')['MonitoringFallbackUsed'],
    );
    expect({ Threshold, MetricName }).toEqual({ Threshold: 0, MetricName: 'FallbackUsed' });
    expect(Dimensions).toEqual([{ Name: 'stage', Value: stage }]);
    expect(AlarmDescription).toMatch(/^[A-Z][^.!?]{20,}: docs\/alarms\.md#alarm-fallback-used$/);
  });

  it.each(['docs/alarms.md', 'docs/alarms.ko.md'])(
    'has a place in %s for that alarm: a row and a section',
    (runbook) => {
      expect(documentAt(runbook)).toMatch(/^\| \[`FallbackUsed`\]\(#alarm-fallback-used\)/m);
      expect(anchorsOf(documentAt(runbook))).toContain('alarm-fallback-used');
    },
  );
});

describe.each(STAGES)('texts (%s)', (stage) => {
  it('by SENS need its secret and nothing more', () => {
    const template = made.sens[stage];
    expect(courierRights(template)).toEqual([...courierRights(ses[stage]), READ_SENS].toSorted());
    expect(variablesOf(template)[ENV.sensSecret]).toBe(SENS_SECRET);
    expect(variablesOf(template)).not.toHaveProperty(ENV.smtpSecret);
    expect(nextStep(template)).toContain('see that your secrets hold what they should');
  });

  it('by SNS need the right to publish to phones, but to no topic', () => {
    const template = made.sns[stage];
    expect(courierRights(template)).toEqual([...courierRights(ses[stage]), ...TEXT].toSorted());
    expect(variablesOf(template)).not.toHaveProperty(ENV.sensSecret);
    expect(nextStep(template)).toContain(`run npm run doctor -- --stage ${stage}; then open /signup`);
    expect(nextStep(template)).not.toContain('secrets');
  });

  it('are known to the functions that read phone numbers', () => {
    const functions = byReadableId(made.all[stage], 'AWS::Lambda::Function');
    for (const id of ['Account', 'Otp', 'CourierFunction']) {
      const settings = readable(propertiesOf(functions[id])['Environment'].Variables[ENV.settings]);
      expect(settings, id).toContain('"countries":{"KR":"sens","JP":"sns"}');
    }
  });
});

describe.each(STAGES)('all of them together (%s)', (stage) => {
  const allowed: readonly AllowedWildcard[] = [
    ...['dynamodb:ListStreams *', 'ses:GetSendQuota *', 'sns:Publish *'],
    ...['ses:DeleteSuppressedDestination *', 'ses:GetSuppressedDestination *'],
  ].map((right) => ({ right, reason: 'IAM knows no resource for it' }));

  it('give no right beyond these', () => {
    const expected = [...courierRights(ses[stage]), READ_SMTP, READ_SENS, ...TEXT];
    expect(courierRights(made.all[stage])).toEqual(expected.toSorted());
    for (const name of TRANSPORTS_NAMES) expect(tooWide(made[name][stage].toJSON(), allowed), name).toEqual([]);
  });

  it('give it to the courier alone', () => {
    for (const name of TRANSPORTS_NAMES) {
      const { CourierFunctionRole: _, ...others } = rightsOf(made[name][stage].toJSON());
      const { CourierFunctionRole: __, FeedbackFunctionRole, AdminRole, ...before } = rightsOf(ses[stage].toJSON());
      // Without SES there is no list of its own to look into.
      const ofSes = name === 'smtp' ? { AdminRole: AdminRole?.filter((right) => !isOfSes(right)) } : { AdminRole };
      expect(others, name).toEqual({ ...before, ...ofSes, ...(name !== 'smtp' && { FeedbackFunctionRole }) });
    }
  });
});

describe('what an operator is told at synth', () => {
  const toldOf = (name: TransportsName, overrides = {}): string[] =>
    Annotations.fromStack(createStack('sandbox', { ...TRANSPORTS[name], ...overrides }).stack)
      .findInfo('*', Match.anyValue())
      .map(({ entry }) => String(entry.data));
  const sourceless = (told: readonly string[]) => told.filter((text) => !/ https:\/\/\S+/.test(text));

  it.each([
    ['naver', {}],
    ['gmail', { senderEmail: 'team@gmail.com', smtp: { preset: 'gmail', secretArn: SMTP_SECRET } }],
    ['sendgrid', { senderEmail: 'team@example.com', smtp: { preset: 'sendgrid', secretArn: SMTP_SECRET } }],
  ] as const)('is each note of %s, and that there are no events for bounces', (preset, overrides) => {
    const told = toldOf('smtp', overrides);
    expect(told).toHaveLength(SMTP_PRESETS[preset].notes.length + 1);
    for (const { text, source } of SMTP_PRESETS[preset].notes)
      expect(told.some((note) => note.includes(`${text} ${source}`))).toBe(true);
    expect(told.at(-1)).toMatch(/Latchkey gets no events for bounces/);
    expect(sourceless(told)).toEqual([]);
  });

  it('is that a host of one’s own has no events for bounces', () => {
    const smtp = { host: 'mail.example.com', port: 587, secretArn: SMTP_SECRET };
    expect(toldOf('smtp', { smtp })).toEqual([expect.stringMatching(/Latchkey gets no events for bounces/)]);
  });

  it('is what SES allows if it is the fallback, and what SMS cost if they are on', () => {
    const told = toldOf('all');
    const {
      'ses-quota': quota,
      smtp,
      sens,
      sns,
    } = notesOf({
      ...{ sesMode: 'sandbox', usesSes: true, smtp: { secretArn: SMTP_SECRET, preset: 'sendgrid' } },
      texts: {
        countries: {},
        sens: { serviceId: 'x', from: '0212345678', allowsLong: false },
        sns: { region: 'ap-northeast-1' },
      },
    });
    const notes = [quota, smtp, sens, sns].flatMap((list) => list ?? []);
    expect(told).toHaveLength(notes.length);
    expect(sourceless(told)).toEqual([]);
    expect(sns?.join()).toMatch(/SMS sandbox.*1 USD.*"limits\.textsPerDay"/);
    expect(sens?.join()).toMatch(/registered.*LMS.*"limits\.textsPerDay"/);
    expect(toldOf('sens').join()).not.toMatch(/SNS|Over SMTP/);
  });

  it('says that a new account cannot keep concurrency, where some is kept', () => {
    const { sesMode, usesSes, texts } = { sesMode: 'sandbox', usesSes: true, texts: { countries: {} } } as const;
    const told = (kept: object) => notesOf({ sesMode, usesSes, texts, ...kept })['concurrency'];
    expect(told({})).toEqual([]);
    for (const kept of [{ reservedConcurrency: 1 }, { courierConcurrency: 20 }])
      expect(told(kept)).toEqual([expect.stringMatching(/new account has 10 in all.* https:/)]);
  });
});
