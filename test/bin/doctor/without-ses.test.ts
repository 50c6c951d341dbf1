// A stage that only sends by SMTP: no command of the doctor calls SES.
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { BatchGetCommand, DeleteCommand, GetCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { redrive } from '../../../bin/doctor/commands/redrive.ts';
import { examine } from '../../../bin/doctor/examine.ts';
import { exitCodeOf } from '../../../bin/doctor/finding.ts';
import { renderTable } from '../../../bin/doctor/render.ts';
import { ADDRESS } from '../../support/builders.ts';
import { CREDENTIALS, SENDER, startServer } from '../../support/servers/smtp.ts';
import { aContext, anSmtpConfig, holdSecret, SMTP_SECRET_ARN, STACK } from './world.ts';

/** As such a stage is deployed. */
const BARE = {
  ...STACK,
  resources: STACK.resources.filter(({ logicalId }) => !/^(Mail|Feedback)/.test(logicalId)),
};

const prepared = async (overrides: Readonly<Record<string, unknown>> = {}) => {
  const { host, port, certificateAuthority } = await startServer();
  const config = anSmtpConfig({ host, port }, { senderEmail: SENDER, ...overrides });
  const { context, aws } = aContext({ config, stack: BARE, standIns: { certificateAuthority } });
  holdSecret(aws, SMTP_SECRET_ARN, CREDENTIALS);
  aws.documents.on(GetCommand).resolves({});
  aws.documents.on(BatchGetCommand).resolves({ Responses: {} });
  aws.documents.on(ScanCommand).resolves({ Items: [] });
  aws.documents.on(DeleteCommand).resolves({});
  aws.sqs.on(ReceiveMessageCommand).resolves({});
  aws.sqs.on(GetQueueAttributesCommand).resolves({ Attributes: { ApproximateNumberOfMessages: '0' } });
  return { context, aws, askedOfSes: () => [...aws.sesv2.calls(), ...aws.ses.calls()] };
};

describe('a stage without SES', () => {
  it('can send, and says nothing of identities, DNS, events or the account', async () => {
    const { context, askedOfSes } = await prepared();
    const findings = await examine(context, ADDRESS);
    expect(findings.filter(({ level }) => level !== 'ok')).toEqual([]);
    const checks = [
      'stack',
      'smtp',
      'quota',
      'concurrency',
      'tables',
      'keys',
      'selfCheck',
      'deadLetters',
      'suppression',
    ];
    expect([...new Set(findings.map(({ check }) => check))]).toEqual(checks);
    expect(exitCodeOf(findings)).toBe(0);
    expect(renderTable(findings, 'ko')).toMatch(/^✓ SMTP 서버 .*TLS와 로그인 정상$/m);
    expect(askedOfSes()).toEqual([]);
  });

  it('redrives no events', async () => {
    const { context, aws, askedOfSes } = await prepared();
    expect(await redrive(context)).toMatchObject({ exitCode: 0, json: { events: 0, left: 0 } });
    expect([...askedOfSes(), ...aws.lambda.commandCalls(InvokeCommand)]).toEqual([]);
  });
});

describe('a stage with SES behind its SMTP server', () => {
  it('is checked for both', async () => {
    const { context } = await prepared({ fallback: 'ses', senderIdentity: 'existing' });
    const checks = (await examine(context)).map(({ check }) => check);
    expect(checks).toEqual(expect.arrayContaining(['account', 'smtp', 'sender', 'dns']));
    expect(checks.filter((check) => check === 'quota')).toHaveLength(2);
  });
});
