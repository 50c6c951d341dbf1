// A test SMS: its transport, its content, and that the report says only what was seen.
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { PublishCommand } from '@aws-sdk/client-sns';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sendTestSms } from '../../../bin/doctor/commands/send-sms.ts';
import { startSens } from '../../../bin/local/sms/sens.ts';
import { NOW } from '../../support/builders.ts';
import { NEW_KEY, SENS_ACCOUNT } from '../../support/servers/sens.ts';
import { aConfig, aContext, awsError, holdSecret, SENS_SECRET_ARN, SENS_TEXTS } from './world.ts';

const QUICK = { forSeconds: 0.05, everyMilliseconds: 1 };
const KOREAN = '+821012345678';
const JAPANESE = '+819012345678';

const prepared = async () => {
  const sens = await startSens({ ...SENS_ACCOUNT, clock: { now: () => NOW } });
  onTestFinished(() => sens.stop());
  const standIns = { sensEndpoint: sens.endpoint };
  const { context, aws } = aContext({ config: aConfig(SENS_TEXTS), stack: undefined, standIns });
  holdSecret(aws, SENS_SECRET_ARN, SENS_ACCOUNT.credentials);
  return { sens, context, aws };
};

describe('doctor send --text', () => {
  it.each([
    ['success', 0, 'delivered', /^It was delivered/],
    ['fail', 1, 'undelivered', /^The carrier could not deliver it/],
    ['processing', 2, 'unknown', /^No outcome within 0\.05 s/],
  ] as const)('whose result is %s ends with exit code %i', async (result, exitCode, outcome, line) => {
    const { sens, context } = await prepared();
    sens.answerResult(result);
    const report = await sendTestSms(context, KOREAN, QUICK);
    expect(report).toMatchObject({ exitCode, json: { sent: true, outcome } });
    expect(report.lines.map(({ en }) => en)).toEqual([
      expect.stringMatching(/^The service accepted it \(RSSA-/),
      expect.stringMatching(line),
      'limits.textsPerDay and limits.textsPerPhone do not count this SMS.',
    ]);
    expect(JSON.stringify(report)).not.toMatch(/1012345678/);
  });

  it('sends the brand and no code, once, from the registered number', async () => {
    const { sens, context } = await prepared();
    await sendTestSms(context, KOREAN, QUICK);
    expect(sens.texts()).toMatchObject([
      { to: '01012345678', from: SENS_ACCOUNT.from, type: 'SMS', content: '[Example] test\nnpm run doctor' },
    ]);
  });

  it('goes by SNS where the stage says so, whose outcome cannot be queried', async () => {
    const { sens, context, aws } = await prepared();
    aws.sns.on(PublishCommand).resolves({ MessageId: 'sns-1' });
    expect(await sendTestSms(context, JAPANESE, QUICK)).toMatchObject({
      exitCode: 0,
      json: { sent: true, messageId: 'sns-1', outcome: 'not_visible' },
    });
    expect(aws.sns.commandCalls(PublishCommand)[0]?.args[0].input).toMatchObject({ PhoneNumber: JAPANESE });
    expect([sens.requests(), aws.secrets.calls().length]).toEqual([0, 0]);
  });

  it('is not sent to a country that has no transport', async () => {
    const { context, aws } = await prepared();
    expect(await sendTestSms(context, '+14155550123', QUICK)).toMatchObject({
      exitCode: 1,
      json: { sent: false, reason: 'texts_off' },
    });
    expect(aws.sns.calls()).toEqual([]);
  });

  it('says with its code why SENS refused it', async () => {
    const { sens, context } = await prepared();
    sens.changeKey(NEW_KEY);
    const report = await sendTestSms(context, KOREAN, QUICK);
    expect(report).toMatchObject({ exitCode: 1, json: { reason: 'credentials_refused', error: 'SENS 401 (200)' } });
    expect(report.lines[0]?.ko).toMatch(/^보내지 못했습니다 – credentials_refused \(SENS 401 \(200\)\): /);
  });

  it('ends with exit code 2 where the secret may not be read, and says which right is missing', async () => {
    const { sens, context, aws } = await prepared();
    aws.secrets.on(GetSecretValueCommand, { SecretId: SENS_SECRET_ARN }).rejects(awsError('AccessDeniedException'));
    const report = await sendTestSms(context, KOREAN, QUICK);
    expect(report).toMatchObject({ exitCode: 2, json: { sent: false, reason: 'credentials_unreadable' } });
    expect(report.lines.at(-1)?.en).toMatch(/secretsmanager:GetSecretValue on sens\.secretArn/);
    expect(sens.requests()).toBe(0);
  });
});
