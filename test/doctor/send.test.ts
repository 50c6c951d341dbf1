// A test mail to the simulator: sent as the courier sends, and what is said of its outcome is what was seen.
import { SendRawEmailCommand } from '@aws-sdk/client-ses';
import { DeleteCommand, GetCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { sendTest } from '../../bin/doctor/commands/send.ts';
import { NOW } from '../support/builders.ts';
import { aContext, awsError } from './world.ts';

const QUICK = { forSeconds: 0.05, everyMilliseconds: 1 };
const BOUNCE = 'bounce@simulator.amazonses.com';
const ROW = { pk: `suppressed#email:${BOUNCE}`, version: 'v1', reason: 'bounced', at: NOW };

const prepared = () => {
  const { context, aws } = aContext();
  aws.ses.on(SendRawEmailCommand).resolves({ MessageId: 'message-1' });
  aws.documents.on(GetCommand).resolves({});
  aws.documents.on(DeleteCommand).resolves({});
  return { context, aws };
};

describe('doctor send', () => {
  it('sends by the configuration set, from the sender, with the courier’s tags', async () => {
    const { context, aws } = prepared();
    await sendTest(context, 'success@simulator.amazonses.com', QUICK);
    const [call] = aws.ses.commandCalls(SendRawEmailCommand);
    expect(call?.args[0].input).toMatchObject({
      Source: 'no-reply@example.com',
      Destinations: ['success@simulator.amazonses.com'],
      ConfigurationSetName: 'the-set',
      Tags: [
        { Name: 'purpose', Value: 'otp' },
        { Name: 'challenge', Value: expect.stringMatching(/^[0-9A-Z]{26}$/) },
        { Name: 'seq', Value: '1' },
      ],
    });
  });

  it('says of a delivered mail that its arrival cannot be seen', async () => {
    const { context } = prepared();
    const report = await sendTest(context, 'success@simulator.amazonses.com', QUICK);
    expect(report).toMatchObject({
      exitCode: 0,
      json: { sent: true, messageId: 'message-1', feedback: 'not_visible' },
    });
    expect(report.lines.at(-1)?.en).toMatch(/^Its arrival cannot be seen from here/);
  });

  it('sees a bounce by the suppression it makes, which it lifts again', async () => {
    const { context, aws } = prepared();
    aws.documents.on(GetCommand).resolvesOnce({}).resolvesOnce({}).resolves({ Item: ROW });
    const report = await sendTest(context, BOUNCE, { ...QUICK, forSeconds: 5 });
    expect(report).toMatchObject({ exitCode: 0, json: { to: BOUNCE, feedback: 'noted' } });
    expect(aws.documents.commandCalls(DeleteCommand).map(({ args }) => args[0].input.Key)).toEqual([{ pk: ROW.pk }]);
  });

  it('takes no suppression of an earlier test for its own', async () => {
    const { context, aws } = prepared();
    aws.documents.on(GetCommand).resolvesOnce({ Item: ROW }).resolves({});
    const report = await sendTest(context, BOUNCE, QUICK);
    expect(aws.documents.commandCalls(DeleteCommand)).toHaveLength(1);
    expect(report).toMatchObject({ exitCode: 1, json: { feedback: 'missing' } });
    expect(report.lines.at(-1)?.ko).toMatch(/결과가 오지 않았습니다/);
  });

  it('says why SES did not take it', async () => {
    const { context, aws } = prepared();
    aws.ses.on(SendRawEmailCommand).rejects(awsError('AccountSendingPausedException'));
    const report = await sendTest(context, BOUNCE, QUICK);
    expect(report).toMatchObject({ exitCode: 1, json: { sent: false, reason: 'sending_paused' } });
  });
});
