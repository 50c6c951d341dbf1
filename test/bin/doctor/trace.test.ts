// The timeline of an address, without secrets.
import { GetSuppressedDestinationCommand, NotFoundException } from '@aws-sdk/client-sesv2';
import { BatchGetCommand, GetCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { ADVICE_IN_KOREAN, adviceOn } from '#domain/delivery/reasons.ts';
import { SHOWN_ATTRIBUTES } from '../../../bin/doctor/commands/scan.ts';
import { trace } from '../../../bin/doctor/commands/trace.ts';
import { ADDRESS, aChallenge, ID, MINUTE, NOW, OTHER_ID } from '../../support/builders.ts';
import { aContext, TABLE } from './world.ts';

const SECRETS = ['$argon2id$secret', 'continuation-hash', '198.51.100.0/24', '민지'];
const signUp = {
  ...aChallenge({
    usedAt: NOW + 3 * MINUTE,
    continuationHash: 'continuation-hash',
    data: { passwordHash: '$argon2id$secret', profile: { nickname: '민지' } },
    delivery: { status: 'delivered', seq: 2, at: NOW + 2 * MINUTE, askedAt: NOW + MINUTE, tries: 0 },
  }),
  pk: `signup#email:${ADDRESS}`,
};
const notice = {
  pk: `notice#password_changed#email:${ADDRESS}#${OTHER_ID}`,
  id: OTHER_ID,
  createdAt: NOW + 4 * MINUTE,
  expiresAt: NOW + 60 * MINUTE,
  delivery: { status: 'bounced', reason: 'mailbox_refused', seq: 1, at: NOW + 5 * MINUTE, tries: 1 },
};

const traced = async (address = ADDRESS) => {
  const { context, aws } = aContext();
  const isPhone = address.startsWith('+');
  const challenges = isPhone ? [] : [signUp];
  aws.documents.on(BatchGetCommand).resolves({ Responses: { [TABLE]: challenges } });
  aws.documents
    .on(ScanCommand)
    .resolvesOnce({ Items: [], LastEvaluatedKey: { pk: 'a' } })
    .resolves({ Items: [notice] });
  const row = { pk: 'suppressed', version: 'v1', reason: 'bounced', at: NOW + 6 * MINUTE };
  aws.documents.on(GetCommand).resolves(isPhone ? {} : { Item: row });
  aws.sesv2.on(GetSuppressedDestinationCommand).rejects(new NotFoundException({ message: '', $metadata: {} }));
  return { report: await trace(context, address), aws };
};

describe('doctor trace', () => {
  it('prints what happened to an address in the order of time, one line each', async () => {
    const { report } = await traced();
    expect(report.lines.map(({ en }) => en)).toEqual([
      `2026-01-05T03:04:05.678Z  signup …PQRS  requested (1 recently)`,
      `2026-01-05T03:05:05.678Z  signup …PQRS  requested again`,
      `2026-01-05T03:06:05.678Z  signup …PQRS  mail 2: delivered`,
      `2026-01-05T03:07:05.678Z  signup …PQRS  used`,
      `2026-01-05T03:08:05.678Z  password_changed …PQRT  requested`,
      `2026-01-05T03:09:05.678Z  password_changed …PQRT  mail 1: bounced, after 1 failed attempts – mailbox_refused: ${adviceOn('mailbox_refused')}`,
      `2026-01-05T03:10:05.678Z  suppressed by Latchkey: bounced`,
      `2026-01-05T04:04:05.678Z  password_changed …PQRT  expires`,
    ]);
    expect(report.lines[5]?.ko).toContain(adviceOn('mailbox_refused', ADVICE_IN_KOREAN));
    expect(report.exitCode).toBe(0);
  });

  it('says that the list of the SES account is why a mail did not go, also where Latchkey suppresses nothing', async () => {
    const { context, aws } = aContext();
    const delivery = { status: 'bounced', reason: 'mailbox_refused', seq: 1, at: NOW + MINUTE, tries: 0 };
    const row = {
      ...aChallenge({ delivery: { ...delivery, status: 'bounced', reason: 'mailbox_refused' } }),
      pk: signUp.pk,
    };
    aws.documents.on(BatchGetCommand).resolves({ Responses: { [TABLE]: [row] } });
    aws.documents.on(ScanCommand).resolves({});
    aws.documents.on(GetCommand).resolves({});
    aws.sesv2.on(GetSuppressedDestinationCommand, { EmailAddress: ADDRESS }).resolves({
      SuppressedDestination: { EmailAddress: ADDRESS, Reason: 'BOUNCE', LastUpdateTime: new Date(NOW - MINUTE) },
    });
    const { lines, json } = await trace(context, ADDRESS);
    expect(lines[0]).toEqual({
      en: "2026-01-05T03:03:05.678Z  suppressed by the SES account's list: BOUNCE",
      ko: '2026-01-05T03:03:05.678Z  SES 계정 목록이 발송을 금지함: BOUNCE',
    });
    expect(json['events']).toContainEqual(expect.objectContaining({ what: 'suppressed_by_ses', reason: 'BOUNCE' }));
  });

  it('gives scripts the same events by their names', async () => {
    const { report } = await traced();
    expect(report.json).toMatchObject({ address: ADDRESS });
    expect((report.json['events'] as object[])[2]).toEqual({
      at: '2026-01-05T03:06:05.678Z',
      what: 'delivery',
      purpose: 'signup',
      id: ID,
      seq: 2,
      status: 'delivered',
      tries: 0,
    });
  });

  it('shows no hash, profile, network or continuation, even if the row is returned with them', async () => {
    const { report } = await traced();
    const shown = JSON.stringify(report);
    expect(SECRETS.filter((secret) => shown.includes(secret))).toEqual([]);
  });

  it('does not even read them', async () => {
    const { aws } = await traced();
    const scans = aws.documents.commandCalls(ScanCommand).map(({ args }) => args[0].input);
    const batches = aws.documents.commandCalls(BatchGetCommand).map(({ args }) => args[0].input.RequestItems?.[TABLE]);
    const read = [...scans, ...batches].map((request) => request?.ProjectionExpression);
    expect(read).toHaveLength(3);
    for (const projection of read) expect(projection).toBe(SHOWN_ATTRIBUTES.map((name) => `#${name}`).join(', '));
    for (const name of ['data', 'continuationHash', 'sendsByNetwork']) expect(SHOWN_ATTRIBUTES).not.toContain(name);
  });

  it('looks for the rows of a phone number, which has no notices, and says that there is no record', async () => {
    const { report, aws } = await traced('+821012345678');
    expect(report.lines[0]?.en).toMatch(/^There is no record/);
    const [batch] = aws.documents.commandCalls(BatchGetCommand);
    const keys = batch?.args[0].input.RequestItems?.[TABLE]?.Keys ?? [];
    expect(keys).toContainEqual({ pk: 'otp#sms:+821012345678' });
    expect(aws.documents.commandCalls(ScanCommand)).toHaveLength(0);
  });

  it('asks again for keys that DynamoDB left unprocessed', async () => {
    const { context, aws } = aContext();
    const Keys = [{ pk: signUp.pk }];
    aws.documents
      .on(BatchGetCommand)
      .resolvesOnce({ UnprocessedKeys: { [TABLE]: { Keys } } })
      .resolves({ Responses: { [TABLE]: [signUp] } });
    aws.documents.on(ScanCommand).resolves({});
    aws.documents.on(GetCommand).resolves({});
    aws.sesv2.on(GetSuppressedDestinationCommand).resolves({});
    expect((await trace(context, ADDRESS)).lines).toHaveLength(4);
  });
});
