// Applications and servers that others wrote, at the stack as it is deployed into MiniStack.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, it } from 'vitest';
import { SHOP } from '../black-box/flows/log-in-by-code.ts';
import { relyingPartyFlows } from '../black-box/flows/relying-party-flows.ts';
import type { Target } from '../black-box/flows/target.ts';
import { createCloudTarget } from '../cloud/cloud-target.ts';
import { createCdk } from '../cloud/deploy.ts';
import { type MiniStack, startMiniStack } from '../cloud/ministack.ts';
import { repair } from '../cloud/repair.ts';
import { ADDRESSES, liveWithAuthJs } from './auth-js-flow.ts';
import { liveWithAuthlib, OF_AUTHLIB } from './authlib-flow.ts';
import { liveByLoopback, liveByScheme, PHONE, useSystemBrowser } from './native-flow.ts';
import {
  BUILD_AND_RUN_MILLISECONDS,
  PROXY_CLIENT,
  signOut,
  useForAWhile,
  withOAuth2Proxy,
} from './oauth2-proxy/proxy-flow.ts';
import { aPerson } from './person.ts';
import { READER, tokenFlows } from './token-flows.ts';

const OF_AUTH_JS = { id: 'auth-js', name: 'Auth.js', ...ADDRESSES };
const PYTHON = { id: 'python', name: 'Python', ...OF_AUTHLIB };
const CLIENTS = [SHOP, OF_AUTH_JS, PYTHON, PHONE, READER, PROXY_CLIENT];
const HOUR = 3_600_000;

const folder = mkdtempSync(join(tmpdir(), 'latchkey-relying-'));
let miniStack: MiniStack;
let target: Target;

beforeAll(async () => {
  miniStack = await startMiniStack(folder);
  const cdk = createCdk(miniStack, folder);
  await cdk.bootstrap();
  const deployment = await cdk.deploy({ clients: CLIENTS, otp: 'public' });
  await repair(miniStack, deployment);
  target = await createCloudTarget(miniStack, deployment);
});
beforeEach(({ onTestFailed }) => {
  onTestFailed(() => void process.stderr.write(`MiniStack said last:\n${miniStack?.lastLines()}\n`));
});
afterAll(async () => {
  await miniStack?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('openid-client and oauth4webapi', () => relyingPartyFlows(() => ({ target, client: SHOP })));

it('Auth.js logs in, refreshes and logs out', async () => {
  // Its clock goes ahead. The service's does not, and gives new tokens all the same.
  let ahead = 0;
  await liveWithAuthJs({ target, client: OF_AUTH_JS, now: () => Date.now() + ahead }, async () => {
    ahead += HOUR;
  });
});

describe('AppAuth', () => {
  const inBrowser = useSystemBrowser();
  it('logs in by a loopback address, refreshes and logs out', () => liveByLoopback(target, inBrowser));
  it('logs in by a scheme of the app’s own, refreshes and logs out', () => liveByScheme(target, inBrowser));
});

it('Authlib logs in, refreshes, revokes and logs out', () => liveWithAuthlib(target, PYTHON));

it('oauth2-proxy logs in, refreshes and logs out', { timeout: BUILD_AND_RUN_MILLISECONDS }, async (test) => {
  const { issuer, baseUrl } = target;
  // The issuer has no address here: the proxy is told where each endpoint is, and the person's browser knows.
  const endpoints = {
    'skip-oidc-discovery': 'true',
    'login-url': `${issuer}/authorize`,
    'redeem-url': `${baseUrl}/token`,
    'oidc-jwks-url': `${baseUrl}/.well-known/jwks.json`,
    'profile-url': `${baseUrl}/userinfo`,
  };
  await withOAuth2Proxy(test, issuer, endpoints, async (proxied) => {
    const person = await aPerson(target);
    await useForAWhile(proxied, person, 3);
    await signOut(proxied, person, issuer);
  });
});

describe('services in Python', () => tokenFlows(() => target));
