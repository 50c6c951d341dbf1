// A team's own claims in every token that is issued, and a person who gets in whatever its function does.
import { describe, expect, it } from 'vitest';
import type { ClaimsRequest } from '#domain/ports/tokens.ts';
import { userKey } from '#domain/store-keys.ts';
import { askLogInLink, askReset, bearer, changeEmail, endOthers, logIn, refresh } from '../../support/account.ts';
import { CLAIMS, claimsFunctionOf, TENANT } from '../../support/claims.ts';
import { aPerson, CLIENTS, claimsOfToken, refreshFor, SPA, tokensFor, visit } from '../../support/oauth.ts';
import { askByMail, checkCode } from '../../support/one-time-code.ts';
import { freshAddress } from '../../support/real-store.ts';
import { type Answer, createTestService, type ServiceOptions, type TestService } from '../../support/service.ts';
import { account, PASSWORD, pendingSignUp } from '../../support/sign-up.ts';
import { createTestStore } from '../../support/test-store.ts';

const store = createTestStore();
const METADATA = { plan: 'pro', seats: 3, note: 'for the team alone' };

const aService = (options: ServiceOptions = {}) =>
  createTestService({ store, ...options, settings: { clients: CLIENTS, claims: CLAIMS, ...options.settings } });
const withFunction = (answer: (request: ClaimsRequest) => unknown, options: ServiceOptions = {}) => {
  const { claimsFunction, requests } = claimsFunctionOf(answer);
  return { service: aService({ ...options, claimsFunction }), requests };
};

/** What the team does past the service. */
const setMetadata = async (service: TestService, userId: string, metadata: unknown = METADATA) => {
  const [user] = await service.store.load([userKey(userId)]);
  if (!user) throw new Error('no account');
  await service.store.swap(userKey(userId), user, { ...user, metadata });
};
const claimsIn = ({ body }: Answer) => claimsOfToken(body.accessToken);
const leftOut = ({ lines }: TestService) =>
  lines.map((line) => JSON.parse(line)).filter(({ event }) => event === 'claims_left_out');

/** Each way to a token, in turn. */
const everyWay = async (service: TestService, prepare: (userId: string) => Promise<void>): Promise<Answer[]> => {
  const address = freshAddress();
  const headers = async () => bearer((await logIn(service, address)).body.accessToken);
  const { token, continuation } = await pendingSignUp(service, address);
  const byPassword = await service.post('/verify', { token, password: PASSWORD });
  await prepare(byPassword.body.user.id);
  const byStatus = await service.post('/verify/status', { continuation });
  const byLogIn = await logIn(service, address);
  const byLink = await service.post('/login/link/confirm', { token: (await askLogInLink(service, address)).token });
  const byRefresh = await refresh(service, byLogIn.body.refreshToken);
  const byEndOfOthers = await endOthers(service, byLogIn.body.accessToken);
  const change = { currentPassword: PASSWORD, newPassword: `${PASSWORD} again` };
  const byChange = await service.post('/me/password', change, { headers: await headers() });
  const { token: resetToken } = await askReset(service, address);
  const byReset = await service.post('/reset/confirm', { token: resetToken, password: PASSWORD });
  const byMove = await changeEmail(service, byReset.body.accessToken, freshAddress());
  return [byPassword, byStatus, byLogIn, byLink, byRefresh, byEndOfOthers, byChange, byReset, byMove];
};

describe('every token', () => {
  it('has the fixed claims, those of the function, and the metadata that is named', async () => {
    const { service, requests } = withFunction(({ trigger }) => ({ role: 'admin', trigger }));
    const [first, ...others] = await everyWay(service, (userId) => setMetadata(service, userId));
    expect(first && claimsIn(first)).toMatchObject({ [TENANT]: 'kr', role: 'admin', trigger: 'log-in' });
    expect(first && claimsIn(first)).not.toHaveProperty('metadata');
    expect(others.map(({ status }) => status)).toEqual(others.map(() => 200));
    const expected = { [TENANT]: 'kr', role: 'admin', metadata: { plan: 'pro', seats: 3 } };
    for (const answer of others) expect(claimsIn(answer)).toMatchObject(expected);
    const triggers = ['log-in', 'log-in', 'log-in', 'refresh', 'refresh', 'log-in', 'log-in', 'log-in'];
    expect(others.map((answer) => claimsIn(answer).trigger)).toEqual(triggers);
    expect(new Set(requests.map(({ userId }) => userId)).size).toBe(1);
    expect(leftOut(service)).toEqual([]);
  });

  it('of a client has them too, as its ID token has', async () => {
    const { service, requests } = withFunction(() => ({ role: 'admin' }));
    const person = await aPerson(service, freshAddress());
    await setMetadata(service, person.id);
    const scope = 'openid offline_access';
    const { access_token, id_token, refresh_token } = await tokensFor(service, person, SPA, scope);
    const expected = { [TENANT]: 'kr', role: 'admin', metadata: { plan: 'pro', seats: 3 }, sub: person.id };
    for (const token of [access_token, id_token]) expect(claimsOfToken(token)).toMatchObject(expected);
    const { body } = await refreshFor(service, SPA, refresh_token, { scope: 'openid' });
    expect(claimsOfToken(body.access_token)).toMatchObject(expected);
    const of = { userId: person.id, email: person.address, clientId: 'spa', metadata: METADATA };
    expect(requests.slice(-2)).toEqual([
      { ...of, trigger: 'log-in', scopes: ['openid', 'offline_access'] },
      { ...of, trigger: 'refresh', scopes: ['openid'] },
    ]);
    const shown = await service.request({ method: 'GET', path: '/userinfo', headers: bearer(access_token) });
    expect(shown.body).toEqual({ sub: person.id, metadata: { plan: 'pro', seats: 3 } });
  });

  it('is as before where there are none', async () => {
    const service = createTestService({ store });
    const { body } = await account(service, freshAddress());
    await setMetadata(service, body.user.id);
    const { accessToken } = (await refresh(service, body.refreshToken)).body;
    expect(Object.keys(claimsOfToken(accessToken)).toSorted()).toEqual(
      ['amr', 'aud', 'auth_time', 'client_id', 'epoch', 'exp', 'iat', 'iss', 'jti', 'scope', 'sid', 'sub'].toSorted(),
    );
  });
});

describe('the function', () => {
  it('is told of a session of no client who it is for, and what of', async () => {
    const { service, requests } = withFunction(() => ({}));
    const address = freshAddress();
    const { body } = await account(service, address);
    expect(requests).toEqual([{ trigger: 'log-in', userId: body.user.id, email: address, scopes: ['account'] }]);
  });

  it('is not asked for the proof of a one-time code, which has no claims', async () => {
    const { service, requests } = withFunction(() => ({ role: 'admin' }));
    const { body } = await checkCode(service, await askByMail(service));
    expect(claimsOfToken(body.proof)).not.toHaveProperty([TENANT]);
    expect(requests).toEqual([]);
  });

  it('is not asked before somebody is known', async () => {
    const { service, requests } = withFunction(() => ({}));
    const address = freshAddress();
    await account(service, address);
    requests.length = 0;
    expect((await logIn(service, address, 'not the password')).status).toBe(401);
    expect((await refresh(service, 'nonsense')).status).toBe(401);
    await visit(service, '/userinfo');
    expect(requests).toEqual([]);
  });

  it.each<[string, (request: ClaimsRequest) => unknown, object]>([
    ['throws', () => Promise.reject(new TypeError('of minji@example.com')), { reason: 'failed', error: 'TypeError' }],
    ['throws no error', () => Promise.reject('minji@example.com'), { reason: 'failed', error: 'string' }],
    ['never answers', () => new Promise(() => undefined), { reason: 'slow' }],
    ['answers text', () => 'admin', { reason: 'not_an_object' }],
    ['answers a list', () => ['admin'], { reason: 'not_an_object' }],
    ['answers nothing', () => undefined, { reason: 'not_an_object' }],
    ['answers too much', () => ({ text: 'a'.repeat(1024) }), { reason: 'too_large' }],
  ])('that %s leaves the token without its claims, with one line in the log', async (_what, answer, line) => {
    const { service } = withFunction(answer);
    const { body } = await account(service, freshAddress());
    const claims = claimsOfToken(body.accessToken);
    expect(claims).toMatchObject({ [TENANT]: 'kr', sub: body.user.id });
    expect(Object.keys(claims)).toHaveLength(13);
    expect(leftOut(service)).toEqual([
      expect.objectContaining({ level: 'warn', user: body.user.id, of: 'function', ClaimsLeftOut: 1, ...line }),
    ]);
    expect(service.lines.join('')).not.toMatch(/minji@example\.com/);
  });

  it('keeps nobody waiting for more than half a second', async () => {
    const { service } = withFunction(() => new Promise(() => undefined));
    const before = performance.now();
    expect((await account(service, freshAddress())).status).toBe(200);
    expect(performance.now() - before).toBeGreaterThan(490);
  });

  it('can change nothing that the service says', async () => {
    const forged = {
      ...{ sub: 'somebody else', scope: 'account', epoch: 'x', aud: 'elsewhere', exp: 9_999_999_999, sid: 'x' },
      ...{ email: 'admin@example.com', email_verified: true, phone_number: '+821012345678', amr: ['hwk'] },
      ...{ metadata: { plan: 'free of charge' }, client_id: 'server', nonce: 'x' },
    };
    const { service } = withFunction(() => ({ ...forged, role: 'member' }));
    const person = await aPerson(service, freshAddress());
    const { access_token, id_token } = await tokensFor(service, person, SPA, 'openid');
    for (const token of [access_token, id_token]) {
      const claims = claimsOfToken(token);
      expect(claims).toMatchObject({ role: 'member', sub: person.id });
      const left = Object.entries(forged).filter(([name, value]) => claims[name] === value);
      expect(left).toEqual([]);
    }
    expect(leftOut(service).at(-1)).toMatchObject({ reason: 'reserved_names', of: 'function' });
  });
});

describe('metadata', () => {
  it('outlives every change of the account', async () => {
    const service = aService();
    const answers = await everyWay(service, (userId) => setMetadata(service, userId));
    const owner = answers.at(-1)?.body;
    const headers = bearer(owner.accessToken);
    await service.request({ method: 'PATCH', path: '/me', headers, body: { locale: 'en', profile: { city: '서울' } } });
    await service.request({ method: 'PUT', path: '/me/consents', headers, body: { consents: [] } });
    await service.post('/logout/all', { refreshToken: owner.refreshToken });
    const [user] = await service.store.load([userKey(owner.user.id)]);
    expect(user).toMatchObject({ metadata: METADATA, profile: { city: '서울' } });
  });

  it('shows its owner the keys that are named, and takes none from anybody', async () => {
    const service = aService();
    const { body } = await account(service, freshAddress());
    await setMetadata(service, body.user.id);
    const headers = bearer(body.accessToken);
    const shown = await service.request({ method: 'GET', path: '/me', headers });
    expect(shown.body.metadata).toEqual({ plan: 'pro', seats: 3 });
    const change = { metadata: { plan: 'free' } };
    expect((await service.request({ method: 'PATCH', path: '/me', headers, body: change })).status).toBe(400);
    const signUp = { email: freshAddress(), password: PASSWORD, ...change };
    expect((await service.post('/signup', signUp)).status).toBe(400);
    const unnamed = createTestService({ store });
    const again = await unnamed.request({ method: 'GET', path: '/me', headers });
    expect(again.body).not.toHaveProperty('metadata');
  });

  it('goes with the account', async () => {
    const service = aService();
    const { body } = await account(service, freshAddress());
    await setMetadata(service, body.user.id);
    const headers = bearer(body.accessToken);
    await service.request({ method: 'DELETE', path: '/me', headers, body: { password: PASSWORD } });
    expect(await service.store.load([userKey(body.user.id)])).toEqual([undefined]);
  });

  it.each([
    ['a list', ['pro']],
    ['too many keys', Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`k${index}`, 1]))],
    ['text', 'pro'],
  ])('that is or has %s counts as none, and keeps nobody out', async (_what, metadata) => {
    const { service, requests } = withFunction(() => ({}));
    const address = freshAddress();
    const { body } = await account(service, address);
    await setMetadata(service, body.user.id, metadata);
    const answer = await logIn(service, address);
    expect(answer.status).toBe(200);
    expect(claimsIn(answer)).not.toHaveProperty('metadata');
    expect(requests.at(-1)).not.toHaveProperty('metadata');
  });

  it('that does not fit into the token beside the other claims is left out, with one line in the log', async () => {
    const { service } = withFunction(() => ({ text: 'a'.repeat(1000) }));
    const address = freshAddress();
    const { body } = await account(service, address);
    await setMetadata(service, body.user.id, { plan: 'a'.repeat(900) });
    const claims = claimsIn(await logIn(service, address));
    expect(claims).toHaveProperty('text');
    expect(claims).not.toHaveProperty('metadata');
    expect(leftOut(service)).toEqual([expect.objectContaining({ of: 'metadata', reason: 'too_large' })]);
  });
});
