// Proves which queue a delivery waits in, how long, and that only its name goes there: the row holds a password hash.
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { createSqsRetryQueue } from '#adapters/sqs-retry-queue.ts';
import { DependencyError } from '#domain/errors.ts';
import { readTicket } from '#schemas/delivery-ticket.ts';

const urgentQueueUrl = 'https://sqs.ap-northeast-2.amazonaws.com/111122223333/urgent';
const ordinaryQueueUrl = 'https://sqs.ap-northeast-2.amazonaws.com/111122223333/ordinary';
const ticket = { pk: 'signup#email:user@example.com', id: '01JABCDEFGHJKMNPQRSTVWXYZ0', seq: 2 };

const queueOf = () => {
  const client = new SQSClient({ region: 'ap-northeast-2' });
  const sqs = mockClient(client);
  sqs.on(SendMessageCommand).resolves({ MessageId: '1' });
  const inputs = () => sqs.commandCalls(SendMessageCommand).map(({ args }) => args[0].input);
  return { queue: createSqsRetryQueue({ client, urgentQueueUrl, ordinaryQueueUrl }), sqs, inputs };
};

describe('a delivery that waits', () => {
  it.each([
    { urgent: true, delaySeconds: 15, QueueUrl: urgentQueueUrl },
    { urgent: false, delaySeconds: 240, QueueUrl: ordinaryQueueUrl },
    { urgent: false, delaySeconds: 0, QueueUrl: ordinaryQueueUrl },
  ])('goes to $QueueUrl for $delaySeconds s', async ({ urgent, delaySeconds, QueueUrl }) => {
    const { queue, inputs } = queueOf();
    await queue.put(ticket, { urgent, delaySeconds });
    expect(inputs()).toEqual([{ QueueUrl, MessageBody: JSON.stringify(ticket), DelaySeconds: delaySeconds }]);
  });

  it('is named by pk, id and seq, and by nothing else that its caller may hold', async () => {
    const { queue, inputs } = queueOf();
    const row = { ...ticket, data: { passwordHash: '$argon2id$…' }, version: 'v', continuationHash: 'h' };
    await queue.put(row, { urgent: false, delaySeconds: 15 });
    expect(JSON.parse(inputs()[0]?.MessageBody ?? '')).toEqual(ticket);
  });

  it('is read back by the courier as it was put', async () => {
    const { queue, inputs } = queueOf();
    await queue.put(ticket, { urgent: true, delaySeconds: 15 });
    expect(readTicket(inputs()[0]?.MessageBody ?? '')).toEqual(ticket);
  });
});

describe('a queue that refuses', () => {
  it('is a failure that names it, and keeps what it said as its cause', async () => {
    const { queue, sqs } = queueOf();
    const cause = new Error('AccessDenied');
    sqs.on(SendMessageCommand).rejects(cause);
    const failure = await queue.put(ticket, { urgent: true, delaySeconds: 15 }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DependencyError);
    expect(failure).toMatchObject({ dependency: 'sqs', cause });
  });
});
