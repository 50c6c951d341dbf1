// A redrive of events: tickets go back, the events of a lost part of a stream are sent again, and what a session owes is written.
import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { DeleteCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { toRow } from '#adapters/store/stored-items.ts';
import { auditKey, sessionKey } from '#domain/store-keys.ts';
import { redriveEvents } from '../../../bin/doctor/commands/redrive-events.ts';
import { anAuditRow, aSession, DAY, ID, NOW, OTHER_ID, USER_ID } from '../../support/builders.ts';
import { AUDIT, aContext, EVENTS_DEAD_LETTERS, EVENTS_RETRIES, SESSIONS, USERS } from './world.ts';

const noteOf = (table: string) =>
  JSON.stringify({
    DDBStreamBatchInfo: {
      streamArn: `arn:aws:dynamodb:ap-northeast-2:111122223333:table/${table}/stream/2026-11-27T00:00:00.000`,
      approximateArrivalOfFirstRecord: new Date(NOW).toISOString(),
      approximateArrivalOfLastRecord: new Date(NOW + 60_000).toISOString(),
    },
  });

const redriven = async (bodies: readonly string[], owed: readonly object[] = []) => {
  const { context, aws } = aContext();
  const Messages = bodies.map((Body, index) => ({ MessageId: `m${index}`, ReceiptHandle: `receipt ${index}`, Body }));
  aws.sqs.on(ReceiveMessageCommand, { QueueUrl: EVENTS_DEAD_LETTERS }).resolvesOnce({ Messages }).resolves({});
  aws.sqs.on(SendMessageCommand).resolves({});
  aws.sqs.on(DeleteMessageCommand).resolves({});
  const row = anAuditRow({ id: OTHER_ID });
  aws.documents.on(ScanCommand, { TableName: AUDIT }).resolves({ Items: [toRow(auditKey(USER_ID, OTHER_ID), row)] });
  aws.documents.on(ScanCommand, { TableName: SESSIONS }).resolves({ Items: [...owed] as Record<string, unknown>[] });
  aws.documents.on(PutCommand).resolves({});
  aws.documents.on(DeleteCommand).resolves({});
  const counts = await redriveEvents(context);
  const sent = aws.sqs.commandCalls(SendMessageCommand).map(({ args: [{ input }] }) => input);
  const removed = aws.sqs.commandCalls(DeleteMessageCommand).map(({ args: [{ input }] }) => input.ReceiptHandle);
  return { counts, sent, removed, aws };
};

describe('doctor redrive, of events', () => {
  it('puts tickets back into the retry queue, and leaves what is none', async () => {
    const ticket = { userId: USER_ID, id: ID };
    const { counts, sent, removed } = await redriven([JSON.stringify(ticket), '{"pk":"user#1"}', 'text']);
    expect(sent.map(({ QueueUrl, MessageBody }) => [QueueUrl, JSON.parse(MessageBody ?? '')])).toEqual([
      [EVENTS_RETRIES, ticket],
    ]);
    expect(removed).toEqual(['receipt 0']);
    expect(counts).toEqual({ accountEvents: 1, reused: 0, left: 2 });
  });

  it('sends the events of the time in which the stream of audit rows was given up', async () => {
    const { counts, sent, aws } = await redriven([noteOf(AUDIT)]);
    expect(sent.map(({ MessageBody }) => JSON.parse(MessageBody ?? ''))).toEqual([{ userId: USER_ID, id: OTHER_ID }]);
    const [scan] = aws.documents.commandCalls(ScanCommand, { TableName: AUDIT });
    expect(scan?.args[0].input.ExpressionAttributeValues).toEqual({ ':from': NOW - DAY, ':until': NOW + 61_000 });
    expect(counts).toMatchObject({ accountEvents: 1, left: 0 });
  });

  it('leaves a note of the stream of users, whose changes are gone', async () => {
    const { counts, sent, removed } = await redriven([noteOf(USERS)]);
    expect([sent, removed, counts.left]).toEqual([[], [], 1]);
  });

  it('writes what a session owes that a copied token had ended, and then removes it', async () => {
    const session = toRow(sessionKey(ID), aSession({ userId: USER_ID, epoch: '', reusedAt: NOW }));
    const { counts, aws } = await redriven([], [{ ...session, version: 'v' }]);
    const [put] = aws.documents.commandCalls(PutCommand);
    expect(put?.args[0].input).toMatchObject({
      TableName: AUDIT,
      Item: { what: 'session.reused', userId: USER_ID, at: NOW },
    });
    expect(aws.documents.commandCalls(DeleteCommand)).toHaveLength(1);
    expect(counts.reused).toBe(1);
  });
});
