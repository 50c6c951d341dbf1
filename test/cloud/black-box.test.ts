// The app as an operator deploys it: `cdk deploy` into MiniStack, then the flows over HTTP against what came out.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { describeFlows } from '../black-box/flows/black-box-flows.ts';
import { eventually, mailTo, PASSWORD, pendingSignUp, post, request, type Target } from '../black-box/flows/target.ts';
import { subjectOf } from '../support/mails.ts';
import { describeAdmin } from './admin-flow.ts';
import { CLAIMS_FUNCTION, createClaimsFunction } from './claims-function.ts';
import { COOL_DOWN_SECONDS, createCloudTarget } from './cloud-target.ts';
import { type Cdk, createCdk, type Deployment } from './deploy.ts';
import { describeFeedback } from './feedback-flow.ts';
import { readLogs } from './logs.ts';
import { type MiniStack, startMiniStack } from './ministack.ts';
import { repair } from './repair.ts';
import { REPORT } from './report.ts';

const ORIGIN = 'https://app.example.com';
/** All requests come from one address here, which could otherwise send only ten a minute and a hundred an hour. */
const STAGE = {
  allowedOrigins: [ORIGIN],
  limits: { sendingRequestsPerMinute: 1000, sendingRequestsPerHour: 10_000, coolDownSeconds: COOL_DOWN_SECONDS },
};

const CLAIMS = { static: { tenant: 'kr' }, functionArn: CLAIMS_FUNCTION };
const CLAIMS_CODE = 'export const handler = async ({ email, ...asked }) => ({ asked, sub: email });';

const folder = mkdtempSync(join(tmpdir(), 'latchkey-cloud-'));
let miniStack: MiniStack | undefined;
let cdk: Cdk;
let deployment: Deployment;
let target: Target;

const deploy = async (running: MiniStack, overrides: Readonly<Record<string, unknown>>) => {
  deployment = await cdk.deploy({ ...STAGE, ...overrides });
  await repair(running, deployment);
  target = await createCloudTarget(running, deployment);
};

beforeAll(async () => {
  miniStack = await startMiniStack(folder);
  cdk = createCdk(miniStack, folder);
  await cdk.bootstrap();
  await deploy(miniStack, {});
});
beforeEach(({ onTestFailed }) => {
  onTestFailed(() => void process.stderr.write(`MiniStack said last:\n${miniStack?.lastLines()}\n`));
});
afterAll(async () => {
  await miniStack?.stop();
  rmSync(folder, { recursive: true, force: true });
  process.stdout.write(REPORT);
});

describeFlows('the deployment', () => target);
const deployed = () => {
  if (!miniStack) throw new Error('MiniStack does not run');
  return { miniStack, deployment, target };
};
describeFeedback(deployed);
describeAdmin(deployed);

describe('the deployment', () => {
  it('uses the address of its API in the stack’s output and in its tokens', () => {
    expect(deployment.apiUrl).toBe(target.issuer);
    // On AWS it is https and ends in amazonaws.com; MiniStack gives its APIs addresses of its own.
    expect(new URL(target.issuer).hostname.startsWith(`${deployment.apiId}.execute-api.`)).toBe(true);
  });

  it('lets the configured origin call it from a browser, and no other', async () => {
    const preflight = (origin: string) =>
      request(target, '/signup', {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
      });
    const [allowed, foreign] = [await preflight(ORIGIN), await preflight('https://foreign.example')];
    expect([200, 204]).toContain(allowed.status);
    expect(allowed.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(allowed.headers.get('access-control-allow-credentials')).toBe('true');
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('keeps accounts, live links and signing keys over a second deploy', async () => {
    const owner = await pendingSignUp(target);
    const { body } = await post(target, '/verify', { token: owner.token, continuation: owner.continuation });
    const live = await pendingSignUp(target);
    const before = deployment;
    if (miniStack) await createClaimsFunction(miniStack, CLAIMS_CODE);
    if (miniStack) await deploy(miniStack, { brandName: '다시 배포', claims: CLAIMS });
    expect(deployment).toMatchObject({ apiId: before.apiId, apiUrl: before.apiUrl });

    expect((await request(target, '/signup')).text).toContain('다시 배포');
    const verified = await post(target, '/verify', { token: live.token, continuation: live.continuation });
    expect(verified).toMatchObject({ status: 200, body: { user: { email: live.address } } });
    const keys = createRemoteJWKSet(new URL(`${target.baseUrl}/.well-known/jwks.json`));
    const { payload } = await jwtVerify(body.accessToken, keys, { issuer: target.issuer });
    expect(payload.sub).toBe(body.user.id);
    await target.passCoolDown?.();
    expect((await post(target, '/signup', { email: owner.address, password: PASSWORD })).status).toBe(202);
    const told = await mailTo(target, owner.address, 2);
    expect(told.subject).toBe(`[다시 배포] ${subjectOf('account-exists')}`);
  });

  it('asks the function of the team for claims, once it may, and in time', async () => {
    const { address, token, continuation } = await pendingSignUp(target);
    await post(target, '/verify', { token, continuation });
    const claims = await eventually(async () => {
      const { body } = await post(target, '/login', { email: address, password: PASSWORD });
      const own = JSON.parse(Buffer.from(body.accessToken.split('.')[1], 'base64url').toString());
      // Here each function starts slowly, and a token does not wait for it.
      return own.asked ? own : undefined;
    }, 'the claims of the function');
    expect(claims).toMatchObject({ tenant: 'kr', asked: { trigger: 'log-in', scopes: ['account'] } });
    expect(claims.asked).not.toHaveProperty('email');
  });

  it('shows no difference for an unchanged stack', async () => {
    await expect(cdk.expectNoDifference()).resolves.toBeUndefined();
  });

  it('writes structured logs, with no address, code, token or password in them', async () => {
    const { address, mail, token, code, continuation } = await pendingSignUp(target);
    const { body } = await post(target, '/verify', { token, continuation });
    const challenge = JSON.parse(Buffer.from(continuation.split('.')[0] ?? '', 'base64url').toString()).at(-1);
    const logs = await readLogs(miniStack, challenge);
    const secrets = [address, token, continuation, PASSWORD, mail.subject, body.accessToken, body.refreshToken];
    expect(secrets.filter((secret) => logs.includes(secret))).toEqual([]);
    expect(logs).not.toMatch(new RegExp(`\\b${code}\\b|@example\\.com|\\bat file:|Unhandled`));
  });
});
