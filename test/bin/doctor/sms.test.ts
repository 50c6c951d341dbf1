// The doctor's findings on the SMS transports: a SENS that checks like the real one, and the account of SNS.
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { GetSMSAttributesCommand, GetSMSSandboxAccountStatusCommand } from '@aws-sdk/client-sns';
import { describe, expect, it, onTestFinished } from 'vitest';
import { checkSens } from '../../../bin/doctor/checks/texts/sens.ts';
import { checkSns, judgeSandbox } from '../../../bin/doctor/checks/texts/sns.ts';
import { sendTestSms } from '../../../bin/doctor/commands/send-sms.ts';
import type { Finding } from '../../../bin/doctor/finding.ts';
import { startSens } from '../../../bin/local/sms/sens.ts';
import { NOW } from '../../support/builders.ts';
import { NEW_KEY, SENS_ACCOUNT } from '../../support/servers/sens.ts';
import { aConfig, aContext, awsError, holdSecret, SENS_SECRET_ARN, SENS_TEXTS } from './world.ts';

/** HTTP headers have a precision of seconds. */
const SECOND_SHARP = NOW - (NOW % 1000);

/** `skewSeconds`: how far this machine's clock is ahead of that of SENS. */
const prepared = async ({ skewSeconds = 0, held = SENS_ACCOUNT.credentials, serviceId = '' } = {}) => {
  const sens = await startSens({ ...SENS_ACCOUNT, clock: { now: () => SECOND_SHARP } });
  onTestFinished(() => sens.stop());
  const config = aConfig({ ...SENS_TEXTS, sens: { ...SENS_TEXTS.sens, ...(serviceId && { serviceId }) } });
  const now = () => SECOND_SHARP + skewSeconds * 1000;
  const { context, aws } = aContext({ config, now, standIns: { sensEndpoint: sens.endpoint } });
  holdSecret(aws, SENS_SECRET_ARN, held);
  return { sens, context, aws };
};

const TO = '+821000000000';

const shown = (findings: readonly Finding[]) => findings.map(({ check, level, what }) => [check, level, what.en]);

const expectNoSecret = (findings: readonly Finding[]) => {
  const said = JSON.stringify(findings);
  const secrets = [
    ...Object.values(SENS_ACCOUNT.credentials),
    ...Object.values(NEW_KEY),
    SENS_ACCOUNT.from,
    TO,
    '01000000000',
  ];
  expect(secrets.filter((secret) => said.includes(secret))).toEqual([]);
};

describe('SENS', () => {
  it('is good once an SMS from the number arrived, and the check sends none', async () => {
    const { sens, context } = await prepared();
    await sendTestSms(context, TO, { forSeconds: 5, everyMilliseconds: 1 });
    const findings = await checkSens(context);
    expect(shown(findings)).toEqual([['texts', 'ok', 'SENS: key, service and number work']]);
    expect(sens.texts()).toHaveLength(1);
    expectNoSecret(findings);
  });

  it('that has sent nothing yet proves only the key, and the finding names the test', async () => {
    const findings = await checkSens((await prepared()).context);
    expect(findings).toMatchObject([
      {
        level: 'note',
        what: { en: expect.stringMatching(/service id and number are not proven$/) },
        next: { en: expect.stringContaining('send --text <number> --yes') },
      },
    ]);
    expectNoSecret(findings);
  });

  it('refuses a key that was changed', async () => {
    const { sens, context } = await prepared();
    sens.changeKey(NEW_KEY);
    const findings = await checkSens(context);
    expect(shown(findings)).toEqual([['texts', 'fault', 'SENS: the access key was refused (SENS 401 (200))']]);
    expectNoSecret(findings);
  });

  it('does not know a wrong service id', async () => {
    const findings = await checkSens((await prepared({ serviceId: 'ncp:sms:kr:000000000000:other' })).context);
    expect(findings).toMatchObject([
      { level: 'fault', next: { en: expect.stringMatching(/^Set sens\.serviceId in cdk\.json/) } },
    ]);
  });

  it.each([
    [59, []],
    [61, [['texts', 'note', "SENS: this machine's clock is 61 s ahead"]]],
    [-290, [['texts', 'note', "SENS: this machine's clock is 290 s behind"]]],
  ])('is compared with a clock that is %i s ahead', async (skewSeconds, expected) => {
    const [, ...clock] = await checkSens((await prepared({ skewSeconds })).context);
    expect(shown(clock)).toEqual(expected);
  });

  it.each([
    [400, 'ahead'],
    [-400, 'behind'],
  ])('with a clock %i s ahead says that, and nothing of a key that may be right', async (skewSeconds, way) => {
    const { context } = await prepared({ skewSeconds });
    const what = `SENS: this machine's clock is 400 s ${way}, so nothing more can be checked`;
    expect(shown(await checkSens(context))).toEqual([['texts', 'fault', what]]);
  });

  it.each([
    ['rate_limited', /^rate_exceeded: /],
    ['server_error', /NAVER Cloud's status page/],
  ] as const)('that answers %s is a fault with the next step', async (failure, next) => {
    const { sens, context } = await prepared();
    sens.failWith(failure);
    expect(await checkSens(context)).toMatchObject([{ level: 'fault', next: { en: expect.stringMatching(next) } }]);
  });

  it('is not asked where its secret may not be read', async () => {
    const { sens, context, aws } = await prepared();
    aws.secrets.on(GetSecretValueCommand, { SecretId: SENS_SECRET_ARN }).rejects(awsError('AccessDeniedException'));
    expect(await checkSens(context)).toMatchObject([
      { check: 'texts', level: 'unknown', next: { en: expect.stringMatching(/GetSecretValue on sens\.secretArn/) } },
    ]);
    expect(sens.requests()).toBe(0);
  });
});

describe('SNS', () => {
  const withSns = (sesMode: 'sandbox' | 'production' = 'sandbox') =>
    aContext({ config: { ...aConfig({ sms: { JP: 'sns' } }), sesMode } });

  it('is good out of its sandbox, with some money to spend', async () => {
    expect(shown(await checkSns(withSns().context))).toEqual([
      ['texts', 'ok', 'SNS ap-northeast-1: out of the sandbox'],
      ['texts', 'ok', 'SNS ap-northeast-1: at most 100 USD a month'],
    ]);
  });

  it.each([
    ['sandbox', 'note'],
    ['production', 'fault'],
  ] as const)('in its sandbox is, in a stage of mode %s, a %s', (sesMode, level) => {
    expect(judgeSandbox('ap-northeast-1', true, sesMode).level).toBe(level);
  });

  it('with the dollar of a new account is a note', async () => {
    const { context, aws } = withSns();
    aws.sns.on(GetSMSSandboxAccountStatusCommand).resolves({ IsInSandbox: true });
    aws.sns.on(GetSMSAttributesCommand).resolves({ attributes: { MonthlySpendLimit: '1' } });
    expect((await checkSns(context)).map(({ level }) => level)).toEqual(['note', 'note']);
  });

  it('has no finding on a limit that it does not report', async () => {
    const { context, aws } = withSns();
    aws.sns.on(GetSMSAttributesCommand).resolves({});
    expect(await checkSns(context)).toHaveLength(1);
  });
});

describe('a stage without texts', () => {
  it('asks nobody', async () => {
    const { context, aws } = aContext();
    expect([...(await checkSens(context)), ...(await checkSns(context))]).toEqual([]);
    expect([...aws.sns.calls(), ...aws.secrets.calls()]).toEqual([]);
  });
});
