// A stage whose functions are kept started: first by events, then by runs that are always ready, then not any more. Each is deployed over the last.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { generateSync } from 'otplib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { API_FUNCTIONS } from '#routes.ts';
import { WARM_UP } from '#runtime/warm-up.ts';
import { logInByCode, SHOP } from '../black-box/flows/log-in-by-code.ts';
import { PASSWORD, type PendingSignUp, pendingSignUp, post, type Target } from '../black-box/flows/target.ts';
import { createCloudTarget } from './cloud-target.ts';
import { type Cdk, createCdk, type Deployment } from './deploy.ts';
import { clientOptions, type MiniStack, startMiniStack } from './ministack.ts';
import { repair } from './repair.ts';
import { physicalNames, readTemplate } from './resources.ts';

const folder = mkdtempSync(join(tmpdir(), 'latchkey-warmth-'));
let miniStack: MiniStack;
let cdk: Cdk;
let deployment: Deployment;
let target: Target;
/** Begun before the first change, and finished after it. */
let pending: PendingSignUp;

const deploy = async (warm?: object): Promise<void> => {
  deployment = await cdk.deploy({ clients: [SHOP], secondFactor: 'optional', ...(warm && { warm }) });
  await repair(miniStack, deployment);
  target = await createCloudTarget(miniStack, deployment);
};

/** Resolves to the function's answer, or to the name of its error. */
const warmUp = async (FunctionName: string): Promise<string> => {
  const client = new LambdaClient(clientOptions(miniStack));
  const { Payload, FunctionError } = await client.send(
    new InvokeCommand({ FunctionName, Payload: JSON.stringify(WARM_UP) }),
  );
  return FunctionError ?? new TextDecoder().decode(Payload);
};

const verify = ({ token, continuation }: PendingSignUp) => post(target, '/verify', { token, continuation });

beforeAll(async () => {
  miniStack = await startMiniStack(folder);
  cdk = createCdk(miniStack, folder);
  await cdk.bootstrap();
});
beforeEach(({ onTestFailed }) => {
  onTestFailed(() => void process.stderr.write(`MiniStack said last:\n${miniStack?.lastLines()}\n`));
});
afterAll(async () => {
  await miniStack?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('a stage whose functions are kept started', () => {
  it('by events: each function answers one with nothing, and works', async () => {
    await deploy({ everyMinutes: 1 });
    const names = await physicalNames(miniStack, deployment);
    const rules = readTemplate(deployment).filter(([, { Properties }]) => Properties?.['ScheduleExpression']);
    // That of administrators is not kept started.
    expect(rules.length).toBe(API_FUNCTIONS.length - 1);
    const functions = readTemplate(deployment).filter(([, { Type }]) => Type === 'AWS::Lambda::Function');
    for (const [id] of functions) expect([id, await warmUp(names.get(id) ?? '')]).toEqual([id, 'null']);
    pending = await pendingSignUp(target);
  });

  it('lets an application log people in by the code flow', async () => {
    const { stranger, owner, tokens, claims } = await logInByCode(target);
    expect([stranger?.status, stranger?.headers.get('location')]).toEqual([302, expect.stringMatching(/^\/login\?/)]);
    expect([owner?.status, owner?.headers.get('location')]).toEqual([
      302,
      expect.stringMatching(/^https:\/\/shop\.example\.com\/callback\?code=[\w-]{43}&/),
    ]);
    expect(tokens).toMatchObject({ status: 200, body: { token_type: 'Bearer', id_token: expect.any(String) } });
    expect(claims).toMatchObject({ status: 200, body: { email_verified: true } });
  });

  it('asks for the code of an app once a person has one, whose secret the key service derives anew', async () => {
    const signUp = await pendingSignUp(target);
    const { accessToken, refreshToken } = (await verify(signUp)).body;
    const headers = { authorization: `Bearer ${accessToken}` };
    const begun = await post(target, '/me/second-factor/begin', { refreshToken }, headers);
    expect(begun).toMatchObject({ status: 200, body: { qr: expect.stringContaining('<svg') } });
    const { secret, enrolment } = begun.body;
    const codeIn = (seconds: number) => generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + seconds });
    const confirmed = await post(target, '/me/second-factor/confirm', { enrolment, code: codeIn(0) }, headers);
    expect(confirmed.status).toBe(200);
    const asked = await post(target, '/login', { email: signUp.address, password: PASSWORD });
    expect(asked).toMatchObject({ status: 401, body: { code: 'second_factor_required' } });
    const { ticket } = asked.body;
    // Of the next step: that of this one is used.
    const entered = await post(target, '/login/second-factor', { ticket, code: codeIn(30) });
    expect(entered).toMatchObject({ status: 200, body: { tokenType: 'Bearer' } });
  });

  it('by runs that are always ready: the API is the same, and what was begun goes on', async () => {
    const { apiUrl } = deployment;
    await deploy({ provisioned: 1 });
    expect(deployment.apiUrl).toBe(apiUrl);
    expect(await verify(pending)).toMatchObject({ status: 200, body: { tokenType: 'Bearer' } });
    expect((await verify(await pendingSignUp(target))).status).toBe(200);
  });

  it('no more', async () => {
    await deploy();
    expect((await verify(await pendingSignUp(target))).status).toBe(200);
  });
});
