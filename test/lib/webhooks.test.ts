// What a stage with webhooks has: rules, queues, dead letters, and one function with few rights.
import { describe, expect, it } from 'vitest';
import { WEBHOOK_TRIES } from '#domain/webhooks/retries.ts';
import { parseEndpoints } from '#schemas/events/webhooks.ts';
import { rightsOf } from '../support/stack/iam-rights.ts';
import { byReadableId, propertiesOf, readable, synthesise } from '../support/stack/stack.ts';
import { WEBHOOKS } from '../support/transport-keys.ts';

const template = synthesise('production', WEBHOOKS);
const plain = synthesise('production');
const propertiesIn = (type: string, id: string) => propertiesOf(byReadableId(template, type)[id]);
const NAMES = ['orders', 'crm'] as const;

describe('a stage without webhooks', () => {
  it('has nothing of them', () => {
    expect(Object.keys(plain.toJSON()['Resources']).filter((id) => /webhook/i.test(id))).toEqual([]);
  });
});

describe('an endpoint', () => {
  it.each([
    ['orders', [{ prefix: 'user.' }, { prefix: 'session.' }, { prefix: 'admin.' }, 'webhook:orders']],
    ['crm', [{ prefix: 'user.' }, 'session.reused', 'webhook:crm']],
  ])('%s gets the events that it wants, and those that are for it alone', (name, types) => {
    const { EventPattern, Targets } = propertiesIn('AWS::Events::Rule', `WebhooksRule${name}`);
    expect(EventPattern).toEqual({ source: ['latchkey', 'latchkey.replay'], 'detail-type': types });
    expect(Targets).toHaveLength(1);
    expect(readable(Targets[0].Arn)).toBe(`<WebhooksQueue${name}.Arn>`);
    expect(readable(Targets[0].DeadLetterConfig.Arn)).toBe(`<WebhooksDeadLetters${name}.Arn>`);
    // The function sees the envelope, whether it comes from the rule or from its dead letters.
    expect(Targets[0]).not.toHaveProperty('InputPath');
  });

  it.each(NAMES)('%s has a queue that tries for a day, and keeps for 14 days what is given up', (name) => {
    const queue = propertiesIn('AWS::SQS::Queue', `WebhooksQueue${name}`);
    expect(queue).toMatchObject({ SqsManagedSseEnabled: true, VisibilityTimeout: 180 });
    expect(queue['MessageRetentionPeriod']).toBeGreaterThan(2 * 24 * 60 * 60);
    expect(queue['RedrivePolicy'].maxReceiveCount).toBe(WEBHOOK_TRIES);
    expect(readable(queue['RedrivePolicy'].deadLetterTargetArn)).toBe(`<WebhooksDeadLetters${name}.Arn>`);
    const dead = propertiesIn('AWS::SQS::Queue', `WebhooksDeadLetters${name}`);
    expect(dead).toMatchObject({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 14 * 24 * 60 * 60 });
  });

  it('that hangs holds two runs, and no other queue', () => {
    const sources = Object.values(template.findResources('AWS::Lambda::EventSourceMapping'))
      .map(propertiesOf)
      .filter(({ FunctionName }) => readable(FunctionName) === '<WebhooksFunction>');
    expect(sources.map(({ EventSourceArn }) => readable(EventSourceArn)).toSorted()).toEqual([
      '<WebhooksQueuecrm.Arn>',
      '<WebhooksQueueorders.Arn>',
    ]);
    for (const source of sources) {
      expect(source).toMatchObject({
        BatchSize: 10,
        ScalingConfig: { MaximumConcurrency: 2 },
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      });
    }
  });
});

describe('the function', () => {
  const variables = propertiesIn('AWS::Lambda::Function', 'WebhooksFunction')['Environment'].Variables;

  it('knows its endpoints, in the form that it reads', () => {
    expect(Object.keys(variables).sort()).toEqual(['LATCHKEY_SETTINGS', 'UV_THREADPOOL_SIZE', 'WEBHOOKS']);
    expect(parseEndpoints(readable(variables['WEBHOOKS']))).toEqual(
      WEBHOOKS.webhooks.map(({ name, url, secretArn }) => ({
        ...{ name, url, secret: secretArn },
        queue: `<WebhooksQueue${name}>`,
      })),
    );
  });

  it('may read its queues and the secrets, and nothing else', () => {
    const queue = (name: string) =>
      ['ChangeMessageVisibility', 'DeleteMessage', 'GetQueueAttributes', 'GetQueueUrl', 'ReceiveMessage'].map(
        (action) => `sqs:${action} <WebhooksQueue${name}.Arn>`,
      );
    expect(rightsOf(template.toJSON())['WebhooksFunctionRole']).toEqual(
      [
        ...WEBHOOKS.webhooks.map(({ secretArn }) => `secretsmanager:GetSecretValue ${secretArn}`),
        ...NAMES.flatMap(queue),
        'logs:CreateLogStream <WebhooksFunctionLogs.Arn>',
        'logs:PutLogEvents <WebhooksFunctionLogs.Arn>',
      ].toSorted(),
    );
  });

  it('ends after every try of its batch has', () => {
    expect(propertiesIn('AWS::Lambda::Function', 'WebhooksFunction')).toMatchObject({
      Timeout: 30,
      MemorySize: 512,
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
    });
  });
});

describe('administrators', () => {
  it('may send an event again by the bus, and know the names of the endpoints', () => {
    const { WEBHOOK_NAMES, EVENT_BUS } = propertiesIn('AWS::Lambda::Function', 'Admin')['Environment'].Variables;
    expect([WEBHOOK_NAMES, readable(EVENT_BUS)]).toEqual(['orders,crm', '<EventsBus.Arn>']);
    expect(rightsOf(template.toJSON())['AdminRole']).toContain('events:PutEvents <EventsBus.Arn>');
  });
});

describe('the alarms', () => {
  it('are those of each endpoint, and one for all that is late', () => {
    const ids = (of: typeof template) => Object.keys(byReadableId(of, 'AWS::CloudWatch::Alarm'));
    expect(
      ids(template)
        .filter((id) => !ids(plain).includes(id))
        .toSorted(),
    ).toEqual([
      'MonitoringErrorswebhooks',
      'MonitoringLateWebhooks',
      'MonitoringWebhookDeadLetterscrm',
      'MonitoringWebhookDeadLettersorders',
      'MonitoringWebhookQueueAgecrm',
      'MonitoringWebhookQueueAgeorders',
    ]);
  });
});
