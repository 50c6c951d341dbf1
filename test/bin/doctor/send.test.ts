// A test mail to the simulator: sent as the courier sends, and the report says only what was seen.
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { SendRawEmailCommand } from '@aws-sdk/client-ses';
import { DeleteCommand, GetCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { sendTest } from '../../../bin/doctor/commands/send.ts';
import { NOW } from '../../support/builders.ts';
import { CREDENTIALS, SENDER, startServer } from '../../support/servers/smtp.ts';
import { aContext, anSmtpConfig, awsError, holdSecret, SMTP_SECRET_ARN } from './world.ts';

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

const bySmtp = (at: { readonly host: string; readonly port: number }, certificateAuthority = '', fallback?: 'ses') => {
  const config = anSmtpConfig(at, { senderEmail: SENDER, fallback });
  const { context, aws } = aContext({ config, stack: undefined, standIns: { certificateAuthority } });
  holdSecret(aws, SMTP_SECRET_ARN, CREDENTIALS);
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

  it('does not take the suppression of an earlier test for its own', async () => {
    const { context, aws } = prepared();
    aws.documents.on(GetCommand).resolvesOnce({ Item: ROW }).resolves({});
    const report = await sendTest(context, BOUNCE, QUICK);
    expect(aws.documents.commandCalls(DeleteCommand)).toHaveLength(1);
    expect(report).toMatchObject({ exitCode: 1, json: { feedback: 'missing' } });
    expect(report.lines.at(-1)?.ko).toMatch(/결과가 오지 않았습니다/);
  });

  it('says why SES refused it', async () => {
    const { context, aws } = prepared();
    aws.ses.on(SendRawEmailCommand).rejects(awsError('AccountSendingPausedException'));
    const report = await sendTest(context, BOUNCE, QUICK);
    expect(report).toMatchObject({ exitCode: 1, json: { sent: false, reason: 'sending_paused' } });
  });
});

describe('the address of a test mail', () => {
  it.each([['no-reply@example.com'], ['minji@example.com']])(
    'must be of the simulator with SES: not %s',
    async (to) => {
      const { context, aws } = prepared();
      await expect(sendTest(context, to, QUICK)).rejects.toThrow(/^--to must be success@, bounce@ or complaint@/);
      expect(aws.ses.calls()).toEqual([]);
    },
  );

  it.each([['bounce@simulator.amazonses.com'], ['minji@example.com']])(
    'must be the sender itself with SMTP: not %s',
    async (to) => {
      const { context, aws } = bySmtp({ host: '127.0.0.1', port: 1 });
      await expect(sendTest(context, to)).rejects.toThrow(`--to must be ${SENDER}, the sender of this stage`);
      expect(aws.secrets.calls()).toEqual([]);
    },
  );
});

describe('doctor send by SMTP', () => {
  it('sends to the mailbox of the sender, before the first deployment too', async () => {
    const { host, port, certificateAuthority, mails } = await startServer();
    const { context } = bySmtp({ host, port }, certificateAuthority);
    const report = await sendTest(context, SENDER);
    expect(report).toMatchObject({ exitCode: 0, json: { to: SENDER, sent: true, feedback: 'not_visible' } });
    expect(mails()).toMatchObject([{ from: SENDER, to: [SENDER] }]);
    expect(String(mails()[0]?.raw)).toMatch(/^Subject: Example: npm run doctor -- send\r$/m);
  });

  it('shows that the server refuses, and lets no fallback hide it', async () => {
    const server = await startServer({ users: { [CREDENTIALS.user]: 'another' } });
    const { host, port, certificateAuthority } = server;
    const { context, aws } = bySmtp({ host, port }, certificateAuthority, 'ses');
    const report = await sendTest(context, SENDER);
    expect(report).toMatchObject({ exitCode: 1, json: { sent: false, reason: 'credentials_refused' } });
    expect(aws.ses.calls()).toEqual([]);
    expect(JSON.stringify(report)).not.toContain(CREDENTIALS.password);
  });

  it('ends with exit code 2 where the secret may not be read', async () => {
    const { context, aws } = bySmtp({ host: '127.0.0.1', port: 1 });
    aws.secrets.on(GetSecretValueCommand, { SecretId: SMTP_SECRET_ARN }).rejects(awsError('AccessDeniedException'));
    expect(await sendTest(context, SENDER)).toMatchObject({ exitCode: 2, json: { reason: 'credentials_unreadable' } });
  });
});
