// examples/embedded as somebody else would have it: the package installed, the stack deployed, and its API called by a person.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Account, bearer, openAccount } from '../black-box/flows/account.ts';
import { type Answer, request, type Target } from '../black-box/flows/target.ts';
import { createStranger, pack, ROOT } from '../package/stranger.ts';
import { createCloudTarget } from './cloud-target.ts';
import { createCdk, type Deployment } from './deploy.ts';
import { readLogs } from './logs.ts';
import { type MiniStack, startMiniStack } from './ministack.ts';
import { repair } from './repair.ts';

const EXAMPLE = join(ROOT, 'examples/embedded');

describe('a service in the stack of another team', () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-embedded-'));
  let miniStack: MiniStack;
  let deployment: Deployment;
  let auth: Target;
  let shop: Target;
  let account: Account;

  const orders = (headers: Readonly<Record<string, string>> = {}): Promise<Answer> =>
    request(shop, '/orders', { headers });

  beforeAll(async () => {
    execFileSync('npm', ['run', '-s', 'package'], { cwd: ROOT });
    const app = join(folder, 'shop');
    cpSync(EXAMPLE, app, { recursive: true });
    await createStranger(app, await pack(folder), 'module', {});
    // The stages of a cdk.json of ours: there are none.
    writeFileSync(join(app, 'cdk.json'), JSON.stringify({ app: 'node app.ts', context: { sandbox: {} } }));
    mkdirSync(join(folder, 'emulator'));
    miniStack = await startMiniStack(join(folder, 'emulator'), { PYTHONPATH: join(import.meta.dirname, 'python') });
    const cdk = createCdk(miniStack, join(folder, 'cdk'), app);
    await cdk.bootstrap();
    deployment = await cdk.deploy({});
    await repair(miniStack, deployment);
    const { AuthUrl } = JSON.parse(readFileSync(join(folder, 'cdk/outputs.json'), 'utf8')).Shop;
    auth = await createCloudTarget(miniStack, { ...deployment, apiId: new URL(AuthUrl).hostname.split('.')[0] ?? '' });
    shop = { ...auth, baseUrl: `${miniStack.endpoint}/_aws/execute-api/${deployment.apiId}/$default` };
    account = await openAccount(auth);
  }, 600_000);
  beforeEach(({ onTestFailed }) => {
    onTestFailed(() => void process.stderr.write(`MiniStack said last:\n${miniStack?.lastLines()}\n`));
  });
  afterAll(async () => {
    await miniStack?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is deployed under a stack of theirs, with the names of their construct', () => {
    expect(deployment.stackName).toBe('Shop');
    expect(auth.issuer).toMatch(/^http:\/\/\w+\.execute-api\./);
  });

  it('lets a person who has signed up call their API', async () => {
    const { status, body } = await orders(bearer(account));
    expect(status).toBe(200);
    expect(body).toEqual({ orders: [{ number: 1, of: account.user.id }] });
  });

  it('tells a function of theirs who has proven an address', async () => {
    expect(await readLogs(miniStack, `welcome ${account.user.id}`)).toContain(`welcome ${account.user.id}`);
  });

  it('refuses a request without a token, with another word, and with a token that was changed', async () => {
    expect((await orders()).status).toBe(401);
    expect((await orders({ authorization: 'Bearer nothing' })).status).toBe(401);
    const [head, claims, signature = ''] = account.accessToken.split('.');
    const changed = [head, claims, signature.split('').reverse().join('')].join('.');
    expect((await orders({ authorization: `Bearer ${changed}` })).status).toBe(401);
  });
});
