// What invokes the courier, and what catches mails that it cannot send: the stream, its filter, and the queues.
import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from 'vitest';
import { toRow } from '#adapters/store/stored-items.ts';
import type { Delivery } from '#domain/delivery/delivery.ts';
import { challengeKey } from '#domain/store-keys.ts';
import { aChallenge, aRef } from '../support/builders.ts';
import {
  byReadableId,
  propertiesOf,
  type Resource,
  readable,
  STAGES,
  type StageName,
  synthesise,
} from '../support/stack/stack.ts';

const templates = { sandbox: synthesise('sandbox'), production: synthesise('production') };
const queues = (stage: StageName): Readonly<Record<string, Resource>> => {
  const all = Object.entries(byReadableId(templates[stage], 'AWS::SQS::Queue'));
  return Object.fromEntries(all.filter(([name]) => name.startsWith('Courier')));
};
const RETRY_QUEUES = STAGES.flatMap((stage) => ['CourierUrgent', 'CourierOrdinary'].map((name) => ({ stage, name })));

const mappings = (stage: StageName): Record<string, Resource> =>
  Object.fromEntries(
    Object.values(templates[stage].findResources('AWS::Lambda::EventSourceMapping')).map(({ Properties }) => [
      readable(Properties.EventSourceArn),
      Properties,
    ]),
  );
const STREAM = '<TablesVerifications.StreamArn>';

describe('the stream', () => {
  it.each(STAGES)('invokes the courier, and gives up into the dead-letter queue (%s)', (stage) => {
    const { FunctionName, DestinationConfig, FilterCriteria, EventSourceArn, BatchSize, ...rest } =
      mappings(stage)[STREAM] ?? {};
    expect(rest).toEqual({
      StartingPosition: 'TRIM_HORIZON',
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 5,
      MaximumRecordAgeInSeconds: 1800,
    });
    expect(readable(FunctionName)).toBe('<CourierFunction>');
    expect(readable(DestinationConfig.OnFailure.Destination)).toBe('<CourierDeadLetters.Arn>');
    expect(FilterCriteria.Filters).toHaveLength(1);
    expect(BatchSize).toBeLessThanOrEqual(25);
    expect(EventSourceArn).toBeDefined();
  });

  /** Knows only what this pattern uses: nested keys, and lists of allowed values. Throws at anything else. */
  const matches = (pattern: Record<string, unknown>, value: unknown): boolean =>
    Object.entries(pattern).every(([key, expected]) => {
      const found = (value as Record<string, unknown> | undefined)?.[key];
      if (!Array.isArray(expected)) return matches(expected as Record<string, unknown>, found);
      if (expected.some((choice) => typeof choice === 'object')) throw new Error('a rule this test does not know');
      return expected.includes(found);
    });
  const pattern = JSON.parse(mappings('production')[STREAM]?.['FilterCriteria'].Filters[0].Pattern);
  const recordOf = (image: unknown) => ({ eventName: 'MODIFY', dynamodb: { SequenceNumber: '1', NewImage: image } });
  const imageWith = (status: Delivery['status']) => {
    const challenge = aChallenge();
    const item = { ...challenge, delivery: { ...challenge.delivery, status } };
    return marshall(toRow(challengeKey(aRef()), item), { removeUndefinedValues: true });
  };

  it('delivers a challenge whose mail is pending', () => {
    expect(matches(pattern, recordOf(imageWith('pending')))).toBe(true);
  });

  it.each(['queued', 'sent', 'failed', 'skipped'] as const)('does not deliver one whose mail is %s', (status) => {
    expect(matches(pattern, recordOf(imageWith(status)))).toBe(false);
  });

  it('does not deliver rows without a delivery, nor deletions', () => {
    expect(matches(pattern, recordOf(marshall({ pk: 'limit#ip#x', total: 1, status: 'pending' })))).toBe(false);
    expect(matches(pattern, { eventName: 'REMOVE', dynamodb: { SequenceNumber: '1' } })).toBe(false);
  });
});

describe('queues', () => {
  it.each(STAGES)('are two for retries and one for dead letters (%s)', (stage) => {
    expect(Object.keys(queues(stage)).sort()).toEqual(['CourierDeadLetters', 'CourierOrdinary', 'CourierUrgent']);
  });

  it.each(STAGES)('are encrypted and only accept TLS (%s)', (stage) => {
    for (const [name, queue] of Object.entries(queues(stage))) {
      expect(propertiesOf(queue)['SqsManagedSseEnabled']).toBe(true);
      const policy = propertiesOf(byReadableId(templates[stage], 'AWS::SQS::QueuePolicy')[`${name}Policy`]);
      expect(policy['Queues'].map(readable)).toEqual([`<${name}>`]);
      expect(policy['PolicyDocument'].Statement).toEqual([
        expect.objectContaining({
          Effect: 'Deny',
          Action: 'sqs:*',
          Principal: { AWS: '*' },
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
      ]);
    }
  });

  it.each(RETRY_QUEUES)('$name of $stage ends in the dead letters', ({ stage, name }) => {
    const { RedrivePolicy } = propertiesOf(queues(stage)[name]);
    expect(readable(RedrivePolicy.deadLetterTargetArn)).toBe('<CourierDeadLetters.Arn>');
    expect(RedrivePolicy.maxReceiveCount).toBe(5);
  });

  it.each(RETRY_QUEUES)('$name of $stage hides a message for six times the run of the courier', ({ stage, name }) => {
    const { Timeout } = propertiesOf(byReadableId(templates[stage], 'AWS::Lambda::Function')['CourierFunction']);
    expect(propertiesOf(queues(stage)[name])['VisibilityTimeout']).toBeGreaterThanOrEqual(6 * Timeout);
  });

  it.each(RETRY_QUEUES)('$name of $stage invokes the courier, which reports single failures', ({ stage, name }) => {
    const mapping = mappings(stage)[`<${name}.Arn>`] ?? {};
    expect(readable(mapping['FunctionName'])).toBe('<CourierFunction>');
    expect(mapping).toMatchObject({ BatchSize: 10, FunctionResponseTypes: ['ReportBatchItemFailures'] });
  });

  it.each(STAGES)('keep dead letters for as long as SQS can, longer than retries (%s)', (stage) => {
    const { CourierDeadLetters, CourierUrgent } = queues(stage);
    expect(propertiesOf(CourierDeadLetters)['MessageRetentionPeriod']).toBe(14 * 24 * 3600);
    expect(propertiesOf(CourierUrgent)['MessageRetentionPeriod']).toBeLessThan(14 * 24 * 3600);
  });
});
