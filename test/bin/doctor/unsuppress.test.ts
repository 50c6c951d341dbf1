// Lifting a suppression: what is removed, what is printed, and that repeating it does no harm.
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  DeleteSuppressedDestinationCommand,
  GetSuppressedDestinationCommand,
  NotFoundException,
} from '@aws-sdk/client-sesv2';
import { DeleteCommand, GetCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { checkSuppression, judgeSuppression } from '../../../bin/doctor/checks/suppression.ts';
import { unsuppress } from '../../../bin/doctor/commands/unsuppress.ts';
import { ADDRESS, NOW } from '../../support/builders.ts';
import { aContext, awsError, TABLE } from './world.ts';

const ROW = { pk: `suppressed#email:${ADDRESS}`, version: 'v1', reason: 'complained', at: NOW };
const notFound = () => new NotFoundException({ message: '', $metadata: {} });

describe('doctor unsuppress', () => {
  it('removes the row it read and the entry of SES, and says both', async () => {
    const { context, aws } = aContext();
    aws.documents.on(GetCommand).resolves({ Item: ROW });
    aws.documents.on(DeleteCommand).resolves({});
    aws.sesv2.on(DeleteSuppressedDestinationCommand, { EmailAddress: ADDRESS }).resolves({});
    const report = await unsuppress(context, ADDRESS);
    expect(report).toMatchObject({
      exitCode: 0,
      json: { address: ADDRESS, removedRow: true, removedFromAccountList: true },
      lines: [
        { en: "Latchkey's own suppression (complained): lifted." },
        { en: "The SES account's suppression list: removed." },
      ],
    });
    expect(aws.documents.commandCalls(DeleteCommand)[0]?.args[0].input).toMatchObject({
      TableName: TABLE,
      Key: { pk: ROW.pk },
      ExpressionAttributeValues: { ':version': 'v1' },
    });
  });

  it('says that there was nothing', async () => {
    const { context, aws } = aContext();
    aws.documents.on(GetCommand).resolves({});
    aws.sesv2.on(DeleteSuppressedDestinationCommand).rejects(notFound());
    const { json, lines } = await unsuppress(context, ADDRESS);
    expect(json).toEqual({ address: ADDRESS, removedRow: false, removedFromAccountList: false });
    expect(lines.map(({ ko }) => ko)).toEqual([
      'Latchkey의 발송 금지: 없었습니다.',
      'SES 계정의 발송 금지 목록: 없었습니다.',
    ]);
  });

  it('reads the row again when it changed meanwhile', async () => {
    const { context, aws } = aContext();
    aws.documents
      .on(GetCommand)
      .resolvesOnce({ Item: ROW })
      .resolves({ Item: { ...ROW, version: 'v2' } });
    aws.documents
      .on(DeleteCommand)
      .rejectsOnce(new ConditionalCheckFailedException({ message: '', $metadata: {} }))
      .resolves({});
    aws.sesv2.on(DeleteSuppressedDestinationCommand).resolves({});
    expect((await unsuppress(context, ADDRESS)).json['removedRow']).toBe(true);
    const versions = aws.documents
      .commandCalls(DeleteCommand)
      .map(({ args }) => args[0].input.ExpressionAttributeValues?.[':version']);
    expect(versions).toEqual(['v1', 'v2']);
  });

  it('does not claim anything when SES refuses', async () => {
    const { context, aws } = aContext();
    aws.documents.on(GetCommand).resolves({});
    aws.sesv2.on(DeleteSuppressedDestinationCommand).rejects(awsError('AccessDeniedException'));
    await expect(unsuppress(context, ADDRESS)).rejects.toThrow('AccessDeniedException');
  });
});

describe('the suppression of an address', () => {
  const account = { reason: 'BOUNCE', at: NOW };

  it.each([
    [undefined, undefined, 'ok', `${ADDRESS}: is not suppressed`],
    [ROW, undefined, 'fault', `${ADDRESS}: gets no mail (Latchkey: complained)`],
    [undefined, account, 'fault', `${ADDRESS}: gets no mail (SES: BOUNCE)`],
    [ROW, account, 'fault', `${ADDRESS}: gets no mail (Latchkey: complained, SES: BOUNCE)`],
  ] as const)('is reported with the list that holds it: %#', (row, entry, level, what) => {
    expect(judgeSuppression(ADDRESS, row, entry)).toMatchObject({ level, what: { en: what } });
  });

  it('is only looked up in SES before the first deployment', async () => {
    const { context, aws } = aContext({ stack: undefined });
    aws.sesv2.on(GetSuppressedDestinationCommand).rejects(notFound());
    expect(await checkSuppression(context, ADDRESS)).toMatchObject([{ level: 'ok' }]);
    expect(aws.documents.calls()).toHaveLength(0);
  });
});
