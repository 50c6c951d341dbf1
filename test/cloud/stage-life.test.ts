// The life of a stage that is not production: it is destroyed and deployed again, its configuration changes while people use it, and
// another stage of the account comes first or second.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mailTo, PASSWORD, type PendingSignUp, pendingSignUp, post, type Target } from '../black-box/flows/target.ts';
import { callAws } from './aws-calls.ts';
import { createCloudTarget, senderOf } from './cloud-target.ts';
import { type Cdk, createCdk, type Deployment, type DeployOptions } from './deploy.ts';
import { withDkimTokens } from './dkim-tokens.ts';
import { createZone, readRecords } from './hosted-zone.ts';
import { untilQuiet } from './logs.ts';
import { type MiniStack, startMiniStack } from './ministack.ts';
import { repair } from './repair.ts';
import { destroy, identitiesIn, logGroupsOf, tablesOf } from './stacks.ts';

const STACK = 'Latchkey-sandbox';
const DOMAIN = 'team.example';
const [FIRST, SECOND, THIRD] = [`first@${DOMAIN}`, `second@${DOMAIN}`, `third@${DOMAIN}`];
const LIMITS = { sendingRequestsPerMinute: 1000, sendingRequestsPerHour: 10_000 };
const KEYS = { senderEmail: FIRST, sandboxRecipients: [SECOND], limits: LIMITS };
/** A stage that sends by the identity of the other one. */
const BESIDE = {
  ...{ sesMode: 'sandbox', senderDomain: DOMAIN, senderIdentity: 'existing', watchesAccount: false },
  ...{ brandName: 'Beside', limits: LIMITS },
};
/** Each test deploys once or twice. */
const DEPLOYMENTS_WITHIN_MILLISECONDS = 600_000;

const folder = mkdtempSync(join(tmpdir(), 'latchkey-stage-life-'));
let miniStack: MiniStack;
let cdk: Cdk;

beforeAll(async () => {
  miniStack = await startMiniStack(folder);
  cdk = createCdk(miniStack, folder);
  await cdk.bootstrap();
});
beforeEach(({ onTestFailed }) => {
  onTestFailed(() => void process.stderr.write(`MiniStack said last:\n${miniStack.lastLines()}\n`));
});
afterAll(async () => {
  await miniStack?.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Stage {
  readonly deployment: Deployment;
  readonly target: Target;
}

const deploy = async (keys: object, options: DeployOptions = {}): Promise<Stage> => {
  const deployment = await cdk.deploy({ ...keys }, options);
  await repair(miniStack, deployment);
  return { deployment, target: await createCloudTarget(miniStack, deployment) };
};

interface Person {
  readonly address: string;
  readonly id: string;
  readonly refreshToken: string;
}

const verify = async ({ target }: Stage, { address, token, continuation }: PendingSignUp): Promise<Person> => {
  const { status, body, text } = await post(target, '/verify', { token, continuation });
  if (status !== 200) throw new Error(`the link answered ${status} ${text}`);
  return { address, id: body.user.id, refreshToken: body.refreshToken };
};
const signUp = async (stage: Stage): Promise<Person> => verify(stage, await pendingSignUp(stage.target));
const logIn = ({ target }: Stage, { address }: Person) =>
  post(target, '/login', { email: address, password: PASSWORD });
const lastSender = async (stage: Stage): Promise<string | undefined> =>
  senderOf(miniStack, (await pendingSignUp(stage.target)).address);

const throttleOf = async ({ deployment }: Stage, key: string): Promise<unknown> => {
  const path = `/v2/apis/${deployment.apiId}/stages/$default`;
  return JSON.parse(await callAws(miniStack, { service: 'apigateway', method: 'GET', path })).routeSettings[key];
};

describe('a sandbox stage', { timeout: DEPLOYMENTS_WITHIN_MILLISECONDS }, () => {
  let stage: Stage;
  let owner: Person;
  let zoneId: string;

  it('leaves nothing behind that is in the way, and is deployed again without its accounts', async () => {
    stage = await deploy(KEYS);
    owner = await signUp(stage);
    expect(await tablesOf(miniStack, STACK)).toHaveLength(4);
    expect(await logGroupsOf(miniStack, STACK)).not.toEqual([]);
    await untilQuiet(miniStack);
    await destroy(miniStack, STACK);
    expect(await tablesOf(miniStack, STACK)).toEqual([]);
    expect(await logGroupsOf(miniStack, STACK)).toEqual([]);
    expect(await identitiesIn(miniStack)).toEqual([]);

    stage = await deploy(KEYS);
    expect(await identitiesIn(miniStack)).toEqual([FIRST, SECOND]);
    expect((await logIn(stage, owner)).status).toBe(401);
    owner = await signUp(stage);
  });

  it('keeps accounts, sessions and links while the sender, its recipients, the brand and throttles change', async () => {
    const live = await pendingSignUp(stage.target);
    const { apiUrl } = stage.deployment;
    stage = await deploy({
      ...KEYS,
      // A recipient until now.
      ...{ senderEmail: SECOND, sandboxRecipients: [THIRD], brandName: '예시 상점' },
      throttles: { routes: { 'POST /login': { rate: 40, burst: 80 } } },
    });
    expect(stage.deployment.apiUrl).toBe(apiUrl);
    expect(await identitiesIn(miniStack)).toEqual([SECOND, THIRD]);
    expect(await throttleOf(stage, 'POST /login')).toEqual({ ThrottlingRateLimit: 40, ThrottlingBurstLimit: 80 });

    expect(await logIn(stage, owner)).toMatchObject({ status: 200, body: { user: { id: owner.id } } });
    const refreshed = await post(stage.target, '/token/refresh', { refreshToken: owner.refreshToken });
    expect(refreshed.status).toBe(200);
    owner = { ...owner, refreshToken: refreshed.body.refreshToken };
    await verify(stage, live);
    const { address } = await pendingSignUp(stage.target);
    expect(await senderOf(miniStack, address)).toBe(SECOND);
    expect((await mailTo(stage.target, address)).subject).toContain('[예시 상점]');
  });

  it('keeps them too while a domain takes the place of the address, and throttles go back', async () => {
    const live = await pendingSignUp(stage.target);
    zoneId = await createZone(miniStack, DOMAIN);
    const hostedZone = { id: zoneId, name: DOMAIN };
    stage = await deploy(
      { ...KEYS, senderEmail: undefined, senderDomain: DOMAIN, hostedZone },
      { others: { beside: BESIDE }, amend: withDkimTokens(DOMAIN) },
    );
    expect(await identitiesIn(miniStack)).toEqual([SECOND, DOMAIN]);
    expect(await throttleOf(stage, 'POST /login')).toEqual({ ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 });

    expect(await logIn(stage, owner)).toMatchObject({ status: 200, body: { user: { id: owner.id } } });
    expect((await post(stage.target, '/token/refresh', { refreshToken: owner.refreshToken })).status).toBe(200);
    await verify(stage, live);
    expect(await lastSender(stage)).toBe(`no-reply@${DOMAIN}`);
  });

  it('can have another stage beside it, which has accounts of its own and outlives it with its identity', async () => {
    const records = await readRecords(miniStack, zoneId);
    const beside = await deploy(BESIDE, { stage: 'beside' });
    expect((await logIn(beside, owner)).status).toBe(401);
    const neighbour = await signUp(beside);
    expect((await logIn(stage, neighbour)).status).toBe(401);

    await destroy(miniStack, STACK);
    expect(await identitiesIn(miniStack)).toEqual([DOMAIN]);
    expect(await readRecords(miniStack, zoneId)).toEqual(records);
    expect(await lastSender(beside)).toBe(`no-reply@${DOMAIN}`);

    // Now the other one is there first.
    stage = await deploy({ ...BESIDE, senderEmail: undefined, sandboxRecipients: [], brandName: 'Again' });
    expect(await lastSender(stage)).toBe(`no-reply@${DOMAIN}`);
    expect((await logIn(stage, neighbour)).status).toBe(401);
    expect(await logIn(beside, neighbour)).toMatchObject({ status: 200, body: { user: { id: neighbour.id } } });
    expect(await identitiesIn(miniStack)).toEqual([DOMAIN]);
  });
});
