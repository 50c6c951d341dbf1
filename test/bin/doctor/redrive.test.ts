// A redrive puts what was given up into the queue of its purpose, and only then removes it from the dead-letter queue.
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { DeleteMessageCommand, type Message, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { redrive } from '../../../bin/doctor/commands/redrive.ts';
import { ID, MINUTE, NOW, OTHER_ID, SECOND } from '../../support/builders.ts';
import { sesEvent } from '../../support/ses-events.ts';
import {
  aContext,
  awsError,
  DEAD_LETTERS,
  EVENTS_DEAD_LETTERS,
  FEEDBACK,
  FEEDBACK_DEAD_LETTERS,
  ORDINARY,
  URGENT,
} from './world.ts';

const STREAM_NOTE = '{"DDBStreamBatchInfo":{"shardId":"s","startSequenceNumber":"1","endSequenceNumber":"2"}}';
const signUp = { pk: 'signup#email:a@example.com', id: ID, seq: 1 };
const reset = { pk: 'reset#email:a@example.com', id: OTHER_ID, seq: 2 };

const letter = (name: string, body: string, sentAt = NOW - 60 * MINUTE): Message => ({
  MessageId: name,
  ReceiptHandle: `receipt of ${name}`,
  Body: body,
  Attributes: { SentTimestamp: String(sentAt) },
});

const rowOf = ({ seq, ...key }: typeof signUp) => ({ ...key, delivery: { status: 'queued', seq, at: 0, tries: 1 } });

const redriven = async (letters: readonly Message[], stale: readonly (typeof signUp)[] = []) => {
  const { context, aws } = aContext();
  for (const QueueUrl of [FEEDBACK_DEAD_LETTERS, EVENTS_DEAD_LETTERS])
    aws.sqs.on(ReceiveMessageCommand, { QueueUrl }).resolves({});
  // The queue shows one of them twice, as SQS may.
  aws.sqs
    .on(ReceiveMessageCommand, { QueueUrl: DEAD_LETTERS })
    .resolvesOnce({ Messages: [...letters, ...letters.slice(0, 1)] })
    .resolves({});
  aws.sqs.on(SendMessageCommand).resolves({});
  aws.sqs.on(DeleteMessageCommand).resolves({});
  aws.documents.on(ScanCommand).resolves({ Items: stale.map(rowOf) });
  aws.documents.on(ScanCommand, { FilterExpression: 'attribute_exists(reusedAt)' }).resolves({ Items: [] });
  const outcome = await redrive(context).catch((error: unknown) => error);
  const sent = aws.sqs.commandCalls(SendMessageCommand).map(({ args: [{ input }] }) => ({
    queue: input.QueueUrl,
    delay: input.DelaySeconds,
    ticket: JSON.parse(input.MessageBody ?? ''),
  }));
  const removed = aws.sqs.commandCalls(DeleteMessageCommand).map(({ args: [{ input }] }) => input);
  return { outcome, sent, removed: removed.map(({ ReceiptHandle }) => ReceiptHandle), aws };
};

describe('doctor redrive', () => {
  it('puts each ticket into the queue of its purpose, once, and then removes it', async () => {
    const letters = [letter('a', JSON.stringify(signUp)), letter('b', JSON.stringify(reset))];
    const { outcome, sent, removed, aws } = await redriven(letters, [signUp]);
    expect(sent).toEqual([
      { queue: ORDINARY, delay: 0, ticket: signUp },
      { queue: URGENT, delay: 0, ticket: reset },
    ]);
    expect(removed).toEqual(['receipt of a', 'receipt of b']);
    const changes = aws.sqs.calls().map(({ args: [command] }) => command);
    const order = changes.map((command) => command.constructor.name).filter((name) => /Send|Delete/.test(name));
    expect(order).toEqual(['SendMessageCommand', 'DeleteMessageCommand', 'SendMessageCommand', 'DeleteMessageCommand']);
    expect(outcome).toMatchObject({ exitCode: 0, json: { tickets: 2, rows: 0, streamNotes: 0, events: 0, left: 0 } });
  });

  it('finds the rows of a note of the stream by a scan, and removes the note after they are in their queue', async () => {
    const { outcome, sent, removed, aws } = await redriven([letter('note', STREAM_NOTE)], [reset]);
    expect(sent).toEqual([{ queue: URGENT, delay: 0, ticket: reset }]);
    expect(removed).toEqual(['receipt of note']);
    expect(outcome).toMatchObject({ exitCode: 0, json: { rows: 1, streamNotes: 1 } });
    const [scan] = aws.documents.commandCalls(ScanCommand);
    expect(scan?.args[0].input).toMatchObject({
      ConsistentRead: true,
      FilterExpression:
        '#delivery.#status IN (:pending, :queued) AND #delivery.#at < :before AND attribute_not_exists(#usedAt)',
      ExpressionAttributeValues: { ':pending': 'pending', ':queued': 'queued', ':before': NOW - 5 * MINUTE },
    });
  });

  it('leaves a note whose rows may be too young for the scan, and says so', async () => {
    const { outcome, removed } = await redriven([letter('note', STREAM_NOTE, NOW - 5 * MINUTE + SECOND)]);
    expect(removed).toEqual([]);
    expect(outcome).toMatchObject({ exitCode: 1, json: { streamNotes: 0, left: 1 } });
  });

  it.each(['not json', '{"pk":"unknown#kind:x","id":"1","seq":1}'])('leaves %s, which is not ours', async (body) => {
    const { outcome, sent, removed } = await redriven([letter('x', body)]);
    expect({ sent, removed }).toEqual({ sent: [], removed: [] });
    expect(outcome).toMatchObject({ exitCode: 1, json: { left: 1 } });
  });

  it('removes nothing when the retry queue refuses', async () => {
    const { context, aws } = aContext();
    aws.sqs.on(ReceiveMessageCommand, { QueueUrl: FEEDBACK_DEAD_LETTERS }).resolves({});
    aws.sqs
      .on(ReceiveMessageCommand, { QueueUrl: DEAD_LETTERS })
      .resolvesOnce({ Messages: [letter('a', JSON.stringify(signUp))] })
      .resolves({});
    aws.sqs.on(SendMessageCommand).rejects(new Error('refused'));
    await expect(redrive(context)).rejects.toThrow('sqs failed');
    expect(aws.sqs.commandCalls(DeleteMessageCommand)).toEqual([]);
  });

  it('reads the courier’s dead letters, hidden for as long as a scan may take', async () => {
    const { aws } = await redriven([]);
    const [reading] = aws.sqs.commandCalls(ReceiveMessageCommand, { QueueUrl: DEAD_LETTERS });
    expect(reading?.args[0].input).toMatchObject({ VisibilityTimeout: 300 });
  });
});

describe('doctor redrive of the events of SES', () => {
  const tags = { purpose: 'signup', challenge: ID, seq: '1' };
  const event = {
    source: 'aws.ses',
    'detail-type': 'Email Bounced',
    detail: sesEvent('bouncedForGood', { to: 'a@example.com', tags }),
  };
  const record = { requestContext: { condition: 'RetriesExhausted' }, requestPayload: event, responsePayload: {} };

  const brought = async (letters: readonly Message[], answer: Error | object = { StatusCode: 202 }) => {
    const { context, aws } = aContext();
    aws.sqs.on(ReceiveMessageCommand).resolves({});
    aws.sqs
      .on(ReceiveMessageCommand, { QueueUrl: FEEDBACK_DEAD_LETTERS })
      .resolvesOnce({ Messages: [...letters] })
      .resolves({});
    const order: string[] = [];
    aws.lambda.on(InvokeCommand).callsFake(({ FunctionName, InvocationType, Payload }) => {
      if (answer instanceof Error) throw answer;
      order.push(`${InvocationType} ${FunctionName}`);
      expect(JSON.parse(Payload)).toEqual(event);
      return answer;
    });
    aws.sqs.on(DeleteMessageCommand).callsFake(({ QueueUrl, ReceiptHandle }) => {
      expect(QueueUrl).toBe(FEEDBACK_DEAD_LETTERS);
      order.push(ReceiptHandle);
      return {};
    });
    aws.documents.on(ScanCommand).resolves({ Items: [] });
    const outcome = await redrive(context).catch((error: unknown) => error);
    return { outcome, order };
  };

  it.each([
    ['EventBridge leaves it', event],
    ['Lambda records it', record],
  ])('hands the event to the function as %s, and then removes the message', async (_name, body) => {
    const { outcome, order } = await brought([letter('a', JSON.stringify(body))]);
    expect(order).toEqual([`Event ${FEEDBACK}`, 'receipt of a']);
    expect(outcome).toMatchObject({ exitCode: 0, json: { tickets: 0, rows: 0, streamNotes: 0, events: 1, left: 0 } });
  });

  it('says in both languages how many there were', async () => {
    const { outcome } = await brought([letter('a', JSON.stringify(event)), letter('b', JSON.stringify(record))]);
    expect(outcome).toMatchObject({
      lines: expect.arrayContaining([
        {
          ko: '처리하지 못했던 SES 이벤트 2개를 feedback 함수에 다시 보냈습니다.',
          en: '2 events of SES moved from the dead-letter queue back to the feedback function.',
        },
      ]),
    });
  });

  it.each([
    'not json',
    'null',
    '"text"',
    '{"requestPayload":"text"}',
    JSON.stringify({ ...event, detail: { eventType: 'Bounce' } }),
    JSON.stringify({ requestPayload: { detail: null } }),
    JSON.stringify(signUp),
  ])('leaves and counts %s, which the function could not read, and goes on with the next', async (body) => {
    const { outcome, order } = await brought([letter('x', body), letter('a', JSON.stringify(event))]);
    expect(order).toEqual([`Event ${FEEDBACK}`, 'receipt of a']);
    expect(outcome).toMatchObject({ exitCode: 1, json: { events: 1, left: 1 } });
  });

  it('removes nothing when Lambda refuses', async () => {
    const { outcome, order } = await brought(
      [letter('a', JSON.stringify(event))],
      awsError('TooManyRequestsException'),
    );
    expect(outcome).toMatchObject({ name: 'TooManyRequestsException' });
    expect(order).toEqual([]);
  });
});
