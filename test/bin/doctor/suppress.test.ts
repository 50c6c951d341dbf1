// Suppressing by hand: the row that a permanent bounce leaves, written once.
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { recordFeedback } from '#use-cases/delivery/record-feedback.ts';
import { suppress } from '../../../bin/doctor/commands/suppress.ts';
import { storeOf } from '../../../bin/doctor/store.ts';
import { ADDRESS, ID, NOW } from '../../support/builders.ts';
import { aContext, awsError, TABLE } from './world.ts';

const refused = () => new ConditionalCheckFailedException({ message: '', $metadata: {} });
const ROW = { pk: `suppressed#email:${ADDRESS}`, version: 'v1', reason: 'complained', at: NOW - 1 };

describe('doctor suppress', () => {
  it('writes a row as the feedback function does for a permanent bounce, but one that does not end, and says so', async () => {
    const { context, aws } = aContext();
    aws.documents.on(PutCommand).resolves({});
    aws.documents.on(UpdateCommand).resolves({ Attributes: { total: 1 } });
    aws.documents.on(GetCommand).resolves({});
    const report = await suppress(context, ADDRESS);
    expect(report).toMatchObject({
      exitCode: 0,
      json: { address: ADDRESS, wroteRow: true, reason: 'by_hand' },
      lines: [
        {
          ko: expect.stringMatching(/^Latchkey의 발송 금지\(by_hand\): 적었습니다\./),
          en: expect.stringMatching(/^Latchkey's own suppression \(by_hand\): added\./),
        },
      ],
    });

    const store = storeOf(context.stack, context.clients);
    if (!store) throw new Error('no store');
    const bounce = { kind: 'bounced_for_good', address: ADDRESS, messageId: 'm', purpose: 'signup', id: ID } as const;
    const ports = { store, clock: context, log: { write: () => undefined } };
    await recordFeedback(ports, { ...bounce, seq: 1, at: NOW });
    const [byHand, byEvent] = aws.documents.commandCalls(PutCommand).map(({ args }) => args[0].input);
    expect(byHand).toMatchObject({ TableName: TABLE, Item: { pk: ROW.pk, reason: 'by_hand', at: NOW } });
    const version = expect.any(String);
    const { ttl, ...item } = byEvent?.Item ?? {};
    expect(byHand).toEqual({ ...byEvent, Item: { ...item, reason: 'by_hand', version } });
    expect(ttl).toBeGreaterThan(NOW / 1000);
  });

  it('replaces a row that an event of SES wrote', async () => {
    const { context, aws } = aContext();
    aws.documents.on(PutCommand).rejectsOnce(refused()).resolves({});
    aws.documents.on(GetCommand).resolves({ Item: ROW });
    expect((await suppress(context, ADDRESS)).json).toEqual({ address: ADDRESS, wroteRow: true, reason: 'by_hand' });
    expect(aws.documents.commandCalls(PutCommand)).toHaveLength(2);
  });

  it('leaves a row that was written by hand as it is, and says its reason', async () => {
    const { context, aws } = aContext();
    aws.documents.on(PutCommand).rejects(refused());
    aws.documents.on(GetCommand).resolves({ Item: { ...ROW, reason: 'by_hand' } });
    expect(await suppress(context, ADDRESS)).toMatchObject({
      exitCode: 0,
      json: { address: ADDRESS, wroteRow: false, reason: 'by_hand' },
      lines: [
        {
          ko: 'Latchkey의 발송 금지(by_hand): 이미 있어서 그대로 두었습니다.',
          en: "Latchkey's own suppression (by_hand): it existed already and stays as it is.",
        },
      ],
    });
    expect(aws.documents.commandCalls(PutCommand)).toHaveLength(1);
  });

  it('tries again when the row was lifted at the same moment', async () => {
    const { context, aws } = aContext();
    aws.documents.on(PutCommand).rejectsOnce(refused()).resolves({});
    aws.documents.on(GetCommand).resolves({});
    expect((await suppress(context, ADDRESS)).json['wroteRow']).toBe(true);
  });

  it('suppresses a phone number by a row of its own', async () => {
    const { context, aws } = aContext();
    aws.documents.on(PutCommand).resolves({});
    await suppress(context, '+821012345678');
    const [written] = aws.documents.commandCalls(PutCommand);
    expect(written?.args[0].input.Item?.['pk']).toBe('suppressed#sms:+821012345678');
  });

  it('claims nothing when the table refuses', async () => {
    const { context, aws } = aContext();
    aws.documents.on(PutCommand).rejects(awsError('AccessDeniedException'));
    await expect(suppress(context, ADDRESS)).rejects.toThrow();
  });
});
