// Every answer that a client can get without a fault of the service, request by request, recorded by route.
import { emailClaimKey, userKey } from '#domain/store-keys.ts';
import { createAssets } from '#pages/assets.ts';
import { type BodyKey, matchRoute, ROUTES, type Route } from '#routes.ts';
import { ADMIN_ARN } from '../admin.ts';
import { aUser, USER_ID } from '../builders.ts';
import { CONSENTS } from '../consents.ts';
import { ALWAYS } from '../human.ts';
import { PROFILE_FIELDS } from '../profile-fields.ts';
import { type Answer, createTestService, freshNetwork, type TestService, testSettings } from '../service.ts';
import { beginSignUp, PASSWORD, pendingSignUp } from '../sign-up.ts';
import { CALLER_KEY, TRUSTED_CALLER } from '../trusted-caller.ts';
import { wrongCode } from '../wrong-code.ts';
import {
  driveAccount,
  driveAddress,
  driveConsents,
  driveDisabled,
  driveFirstPassword,
  driveOtp,
  driveProofs,
  driveSessions,
} from './account-tour.ts';
import { driveAdminActs, driveInvitedConsents } from './admin-acts-tour.ts';
import { driveAdmin } from './admin-tour.ts';
import { exampleBodies } from './example-bodies.ts';
import { driveNoSecondFactor, driveSecondFactor } from './factor-tour.ts';
import { drivePasskeys } from './passkey-tour.ts';

const STYLE = createAssets(testSettings.brand).addresses.styleHref;

export interface Observed extends Answer {
  readonly key: string;
  readonly path: string;
}

/** Records every answer under its route. All requests come from an own network, unless a request says otherwise. */
const observe = (service: TestService, observed: Observed[]): TestService => {
  const ip = `${freshNetwork()}.7`;
  const request: TestService['request'] = async (asked) => {
    const answer = await service.request({ ip, ...asked });
    const path = new URL(asked.path, 'https://api.example').pathname;
    observed.push({ ...answer, path, key: matchRoute(asked.method, path)?.key ?? '$default' });
    return answer;
  };
  return { ...service, request, post: (path, body, rest = {}) => request({ method: 'POST', path, body, ...rest }) };
};

export const driveRoutes = async (): Promise<readonly Observed[]> => {
  const observed: Observed[] = [];
  const drives = [
    driveEach,
    driveSignUp,
    driveVerify,
    driveRivals,
    driveSessions,
    driveProofs,
    driveAccount,
    driveAddress,
    driveDisabled,
    driveFirstPassword,
    driveAdmin,
    driveAdminActs,
    driveNoSecondFactor,
  ];
  await driveInvitedConsents((service) => observe(service, observed));
  await driveConsents(observe(createTestService({ settings: { consents: CONSENTS } }), observed));
  const settings = { trustedCallers: [TRUSTED_CALLER] };
  for (const drive of drives) await drive(observe(createTestService({ settings }), observed));
  await driveHuman(observe(createTestService({ settings: { humanCheck: ALWAYS } }), observed));
  const clients = [{ id: 'shop', name: 'Shop', redirectUris: ['https://shop.example/'] }];
  await observe(createTestService({ settings: { clients } }), observed).request({
    method: 'GET',
    path: '/.well-known/oauth-authorization-server',
  });
  for (const access of ['public', 'key', 'off'] as const)
    await driveOtp(observe(createTestService({ settings: { otp: { access } } }), observed));
  const withFields = createTestService({ settings: { profileFields: PROFILE_FIELDS } });
  const appLinks = {
    apple: ['ABCDE12345.com.example.app'],
    android: [{ package: 'com.example.app', sha256Fingerprints: [Array(32).fill('AB').join(':')] }],
  };
  for (const path of ['/.well-known/apple-app-site-association', '/.well-known/assetlinks.json'])
    await observe(createTestService({ settings: { appLinks } }), observed).request({ method: 'GET', path });
  await drivePasskeys(observe(createTestService({ settings: { passkeyDomain: 'api.example' } }), observed));
  await driveSecondFactor(observe(createTestService({ settings: { secondFactor: 'optional' } }), observed));
  await observe(withFields, observed).request({ method: 'GET', path: '/profile-fields' });
  const withPasskeys = createTestService({ settings: { passkeyDomain: 'api.example' } });
  for (const path of ['/.well-known/webauthn', '/account/security'])
    await observe(withPasskeys, observed).request({ method: 'GET', path });
  return observed;
};

/** The requests that are the same for every route. */
const driveEach = async (service: TestService): Promise<void> => {
  const { request } = service;
  const examples = exampleBodies(PASSWORD);
  for (const [key, route] of Object.entries<Route>(ROUTES)) {
    const [method = '', path = ''] = key.split(' ');
    const headers = { 'x-api-key': CALLER_KEY, 'x-client-ip': 'no address' };
    await request({ method, path: path.replace('/assets/{file}', STYLE).replace('{id}', 'none'), headers });
    if (!route.request) {
      await request({ method, path: path.replace('/assets/{file}', STYLE).replace('{id}', 'none') });
      continue;
    }
    const [example] = examples[key as BodyKey];
    const { credentials: _none, ...body } = example ?? {};
    const asked = [
      { method, path, body: '{' },
      { method, path, body: { unknown: 1 } },
      { method, path, body: `{"a":"${'a'.repeat(route.bodyBytes ?? 17_000)}"}` },
      { method, path, body: {}, headers: { 'content-type': 'text/plain' } },
      { method, path, body: example },
    ];
    for (const one of asked) await request(one);
    if (route.needsCookie) {
      const withCode = examples[key as BodyKey].find((one) => 'code' in one) ?? example;
      const headers = { origin: 'https://api.example', 'sec-fetch-site': 'cross-site' };
      await request({ method, path, body: withCode, headers });
    }
    if (route.isForAdmins) for (const one of asked) await request({ ...one, admin: ADMIN_ARN });
    if (route.bearer) await request({ method, path, body, headers: { authorization: 'Bearer junk' } });
  }
  await request({ method: 'GET', path: '/assets/nothing.css' });
  await request({ method: 'PUT', path: '/me' });
  await request({ method: 'DELETE', path: '/signup' });
  await request({ method: 'GET', path: '/nowhere' });
};

const driveHuman = async ({ post }: TestService): Promise<void> => {
  const email = 'human@example.com';
  await post('/signup', { email, password: PASSWORD });
  for (const path of ['/reset', '/login/link']) await post(path, { email });
  await post('/otp', { channel: 'email', to: email });
};

const driveSignUp = async (service: TestService): Promise<void> => {
  const { post } = service;
  const email = 'signup@example.com';
  await post('/signup', { email: 'no address', password: PASSWORD }, { ip: '192.0.2.1' });
  await post('/signup', { email, password: 'short' }, { ip: '192.0.2.1' });
  const { continuation } = await beginSignUp(service, email, PASSWORD, '192.0.2.1');
  await post('/signup', { email, password: PASSWORD }, { ip: '192.0.2.1' });
  await post('/signup/resend', { continuation }, { ip: '192.0.2.1' });
  await post('/signup/resend', { continuation: 'none' }, { ip: '192.0.2.1' });
  service.advance(61);
  await post('/signup/resend', { continuation }, { ip: '192.0.2.1' });
  await post('/verify/status', { continuation });
  await post('/verify/status', {});
  await post('/verify/status', { continuation: otherSecret(continuation) });
};

const otherSecret = (continuation: string) => `${continuation.split('.')[0]}.${'A'.repeat(22)}`;

const driveVerify = async (service: TestService): Promise<void> => {
  const { post } = service;
  const first = await pendingSignUp(service, 'verify@example.com');
  await post('/links/inspect', { token: first.token });
  await post('/verify', { token: 'forged' });
  await post('/verify', { token: first.token });
  await post('/verify', { token: first.token, password: 'a wrong password' });
  await post('/verify', { token: first.token, newPassword: 'short' });
  await post('/verify', { code: first.code });
  await post('/verify', { code: wrongCode(first.code), continuation: first.continuation });
  service.advance(61);
  const second = await pendingSignUp(service, 'verify@example.com');
  await post('/verify', { token: first.token });
  await post('/verify/status', { continuation: first.continuation });
  await post('/signup/resend', { continuation: first.continuation });
  for (let guess = 1; guess <= 6; guess++) {
    await post('/verify', { code: wrongCode(second.code, guess), continuation: second.continuation });
  }
  await post('/verify', { token: second.token, continuation: second.continuation });
  await post('/verify', { token: second.token, continuation: second.continuation });
  await post('/verify/status', { continuation: second.continuation });
  await post('/signup/resend', { continuation: second.continuation });

  const elsewhere = await pendingSignUp(service, 'elsewhere@example.com');
  await post('/verify', { token: elsewhere.token, password: PASSWORD });
  await post('/verify/status', { continuation: elsewhere.continuation });

  const late = await pendingSignUp(service, 'late@example.com');
  service.advance(3 * service.settings.lifetimes.signupSeconds);
  await post('/links/inspect', { token: late.token });
  await post('/verify', { token: late.token, continuation: late.continuation });
  await post('/verify/status', { continuation: late.continuation });
  service.advance(2 * service.settings.lifetimes.signupSeconds);
  await post('/signup/resend', { continuation: late.continuation });
};

/** Parallel requests, and an address that got an account in the meantime. */
const driveRivals = async (service: TestService): Promise<void> => {
  const { post } = service;
  const rival = await pendingSignUp(service, 'rival@example.com');
  await service.store.swap(userKey(USER_ID), 'absent', aUser({ email: rival.address }));
  await service.store.swap(emailClaimKey(rival.address), 'absent', { userId: USER_ID });
  await post('/verify', { token: rival.token, continuation: rival.continuation });

  const raced = await pendingSignUp(service, 'raced@example.com');
  const { code, continuation } = raced;
  const guesses = Array.from({ length: 8 }, (_, index) => wrongCode(code, index + 1));
  await Promise.all(guesses.map((guess) => post('/verify', { code: guess, continuation })));
};
