// What was given up goes back into the queue of its purpose, and leaves the dead-letter queue only then.
import { DeleteMessageCommand, type Message, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { redrive } from '../../bin/doctor/commands/redrive.ts';
import { ID, MINUTE, NOW, OTHER_ID, SECOND } from '../support/builders.ts';
import { aContext, DEAD_LETTERS, ORDINARY, URGENT } from './world.ts';

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
  // The queue shows one of them twice, as SQS may.
  aws.sqs
    .on(ReceiveMessageCommand)
    .resolvesOnce({ Messages: [...letters, ...letters.slice(0, 1)] })
    .resolves({});
  aws.sqs.on(SendMessageCommand).resolves({});
  aws.sqs.on(DeleteMessageCommand).resolves({});
  aws.documents.on(ScanCommand).resolves({ Items: stale.map(rowOf) });
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
    expect(outcome).toMatchObject({ exitCode: 0, json: { tickets: 2, rows: 0, streamNotes: 0, left: 0 } });
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

  it.each(['not json', '{"pk":"unknown#kind:x","id":"1","seq":1}'])('leaves %s: it is none of ours', async (body) => {
    const { outcome, sent, removed } = await redriven([letter('x', body)]);
    expect({ sent, removed }).toEqual({ sent: [], removed: [] });
    expect(outcome).toMatchObject({ exitCode: 1, json: { left: 1 } });
  });

  it('removes nothing when the retry queue refuses', async () => {
    const { context, aws } = aContext();
    aws.sqs
      .on(ReceiveMessageCommand)
      .resolvesOnce({ Messages: [letter('a', JSON.stringify(signUp))] })
      .resolves({});
    aws.sqs.on(SendMessageCommand).rejects(new Error('refused'));
    await expect(redrive(context)).rejects.toThrow('sqs failed');
    expect(aws.sqs.commandCalls(DeleteMessageCommand)).toEqual([]);
  });

  it('reads the courier’s dead letters, hidden for as long as a scan may take', async () => {
    const { aws } = await redriven([]);
    expect(aws.sqs.commandCalls(ReceiveMessageCommand)[0]?.args[0].input).toMatchObject({
      QueueUrl: DEAD_LETTERS,
      VisibilityTimeout: 300,
    });
  });
});
