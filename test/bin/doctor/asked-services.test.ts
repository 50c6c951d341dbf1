// What the doctor says about the services that the functions ask: Cloudflare for the human check, and the list of leaked passwords.
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { examineBefore } from '../../../bin/doctor/before/examine.ts';
import { checkHumanCheck } from '../../../bin/doctor/checks/features/human-check.ts';
import { checkLeakedPasswords } from '../../../bin/doctor/checks/features/leaked-passwords.ts';
import { examine } from '../../../bin/doctor/examine.ts';
import type { TurnstileFailure } from '../../../bin/local/human-check/failures.ts';
import { startTurnstile, type TurnstileDouble } from '../../../bin/local/human-check/turnstile.ts';
import { freePort } from '../../support/servers/free-port.ts';
import { startLeakRange } from '../../support/servers/leak-range.ts';
import { aConfig, aContext, awsError, holdSecret } from './world.ts';

const SECRET = 'arn:aws:secretsmanager:ap-northeast-2:111122223333:secret:latchkey/turnstile-AbCdEf';
const HUMAN_CHECK = { provider: 'turnstile', mode: 'on', siteKey: '0x4AAAAAAAsitekey', secretArn: SECRET };
const RIGHT = '0x4AAAAAAAright-secret';

describe('the secret key of the human check', () => {
  let cloudflare: TurnstileDouble;
  beforeAll(async () => {
    cloudflare = await startTurnstile({ siteKey: HUMAN_CHECK.siteKey, secretKey: RIGHT });
  });
  afterAll(() => cloudflare.stop());
  beforeEach(() => cloudflare.failWith());

  const world = (held: object) => {
    const standIns = { turnstileEndpoint: cloudflare.origin };
    const made = aContext({ config: aConfig({ humanCheck: HUMAN_CHECK }), standIns });
    holdSecret(made.aws, SECRET, held);
    return made;
  };
  const found = (secretKey: string) => checkHumanCheck(world({ secretKey }).context);

  it('is no concern of a stage without the check', async () => {
    const { context, aws } = aContext();
    expect(await checkHumanCheck(context)).toEqual([]);
    expect(aws.secrets.calls()).toEqual([]);
  });

  it('is right if Cloudflare only refuses the token that the doctor made up', async () => {
    expect(await found(RIGHT)).toMatchObject([{ level: 'ok', what: { en: 'Cloudflare accepts the secret key' } }]);
  });

  it.each([
    ['of another widget', '0x4AAAAAAAanother', /refuses the secret key \(invalid-input-secret\)/],
    ['for tests', '1x0000000000000000000000000000000AA', /^the secret holds one of the keys of Cloudflare for tests$/],
  ])('%s is a fault, and is not shown', async (_what, secretKey, en) => {
    const findings = await found(secretKey);
    expect(findings).toMatchObject([
      { level: 'fault', what: { en: expect.stringMatching(en) }, next: { ko: expect.stringContaining('시크릿 키를') } },
    ]);
    expect(JSON.stringify(findings)).not.toContain(secretKey);
  });

  it('is a fault if it is not there', async () => {
    const { context, aws } = world({ secret: RIGHT });
    expect(await checkHumanCheck(context)).toMatchObject([
      { level: 'fault', next: { en: 'Store it as JSON in this form: {"secretKey": "0x4AAA…"}' } },
    ]);
    aws.secrets.on(GetSecretValueCommand, { SecretId: SECRET }).rejects(awsError('ResourceNotFoundException'));
    expect(await checkHumanCheck(context)).toMatchObject([{ level: 'fault' }]);
  });

  it.each(['internal_error', 'down', 'page', 'new_code', 'duplicate', 'wrong_action', 'reset'] as const)(
    'is unknown while Cloudflare answers %s',
    async (failure: TurnstileFailure) => {
      cloudflare.failWith(failure);
      expect(await found(RIGHT)).toMatchObject([{ check: 'humanCheck', level: 'unknown' }]);
    },
  );

  it('is checked by the doctor, and before a deployment', async () => {
    for (const run of [examine, examineBefore]) {
      const findings = await run(world({ secretKey: 'another' }).context);
      expect(findings.find(({ check }) => check === 'humanCheck')?.level).toBe('fault');
    }
  });
});

describe('the list of leaked passwords', () => {
  const servers: Awaited<ReturnType<typeof startLeakRange>>[] = [];
  afterAll(() => {
    for (const server of servers) server.stop();
  });
  const found = async (leakedPasswordsEndpoint: string) =>
    checkLeakedPasswords(
      aContext({ config: aConfig({ leakedPasswords: 'refuse' }), standIns: { leakedPasswordsEndpoint } }).context,
    );
  const listOf = async (...leaked: readonly string[]) => {
    const server = await startLeakRange(leaked);
    servers.push(server);
    return server;
  };

  it('is no concern of a stage that does not ask it', async () => {
    expect(await checkLeakedPasswords(aContext().context)).toEqual([]);
  });

  it('is well if it knows the password that everybody knows', async () => {
    const { url, asked } = await listOf('password');
    expect(await found(url)).toMatchObject([{ check: 'leaks', level: 'ok' }]);
    expect(asked.map(({ path }) => path)).toEqual(['/range/5BAA6']);
  });

  it('gets a note, and no fault, if it is out of reach or answers something else', async () => {
    const broken = await listOf();
    broken.state.answer = (response) => response.writeHead(503).end();
    const [knowsNothing, nobody] = [await listOf(), `http://127.0.0.1:${await freePort()}`];
    const notes = await Promise.all([broken.url, knowsNothing.url, nobody].map(found));
    expect(notes.flat().map(({ level, what }) => [level, /\((.*)\)$/.exec(what.en)?.[1]])).toEqual([
      ['note', 'wrong_answer, status 503'],
      ['note', 'wrong_answer'],
      ['note', 'no_answer, ECONNREFUSED'],
    ]);
  });

  it('is asked by the doctor', async () => {
    const { url } = await listOf('password');
    const standIns = { leakedPasswordsEndpoint: url };
    const findings = await examine(aContext({ config: aConfig({ leakedPasswords: 'refuse' }), standIns }).context);
    expect(findings.find(({ check }) => check === 'leaks')?.level).toBe('ok');
  });
});
