// The token endpoint: a code becomes tokens once, for its own client only, and a refresh token rotates.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hashCode } from '#domain/oauth/grant.ts';
import { grantKey, sessionKey } from '#domain/store-keys.ts';
import { bearer, me, refresh } from '../../support/account.ts';
import {
  aPerson,
  basic,
  claimsOfToken,
  codeFields,
  codeFor,
  createOAuthService,
  NATIVE,
  postForm,
  refreshFor,
  SERVER,
  SPA,
  swapCode,
  tokensFor,
  VERIFIER,
} from '../../support/oauth.ts';
import type { TestService } from '../../support/service.ts';

const INVALID_GRANT = [400, 'invalid_grant'];
const outcomeOf = ({ status, body }: { status: number; body: { error?: string } }) => [status, body.error ?? 'ok'];
const rowOf = async (service: TestService, sessionId: string) => (await service.store.load([sessionKey(sessionId)]))[0];

describe('a code', () => {
  it('becomes an access token and an ID token that say who logged in, when, how and for whom', async () => {
    const service = createOAuthService();
    const person = await aPerson(service);
    service.advance(20);
    const code = await codeFor(service, person, SPA, { scope: 'openid email phone profile' });
    service.operations.length = 0;
    const answer = await swapCode(service, SPA, code);
    expect(service.operations).toEqual([
      'load grant',
      'load user+session',
      'query session',
      'swap session',
      'swap grant',
    ]);
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'content-type': 'application/json' });
    expect(answer.body).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: expect.toSatisfy((seconds: number) => seconds > 854 && seconds <= 900),
      scope: 'openid email phone profile',
      id_token: expect.any(String),
    });
    const access = claimsOfToken(answer.body.access_token);
    expect(access).toMatchObject({ sub: person.id, client_id: 'spa', scope: 'openid email phone profile' });
    expect(access).not.toHaveProperty('email');
    const half = createHash('sha256').update(answer.body.access_token).digest().subarray(0, 16);
    const now = service.clock.time / 1000;
    expect(claimsOfToken(answer.body.id_token)).toEqual({
      iss: 'https://api.example',
      sub: person.id,
      aud: 'spa',
      sid: access.sid,
      nonce: 'the nonce',
      auth_time: Math.floor(now) - 20,
      amr: ['pwd'],
      at_hash: half.toString('base64url'),
      email: 'minji@example.com',
      email_verified: true,
      locale: 'ko',
      iat: Math.floor(now),
      exp: Math.floor(now) + answer.body.expires_in,
    });
    expect(await rowOf(service, access.sid)).toMatchObject({ clientId: 'spa', device: '모두의 앱' });
  });

  it('gives a refresh token with offline_access alone, and no ID token without openid', async () => {
    const service = createOAuthService();
    const person = await aPerson(service);
    const names = async (scope: string) => Object.keys(await tokensFor(service, person, SPA, scope)).toSorted();
    const always = ['access_token', 'expires_in', 'scope', 'token_type'];
    expect(await names('email')).toEqual(always);
    expect(await names('openid')).toEqual([...always, 'id_token'].toSorted());
    expect(await names('account offline_access')).toEqual([...always, 'refresh_token'].toSorted());
  });

  it('opens a session that lasts as long as its access token, without offline_access', async () => {
    const service = createOAuthService();
    const { access_token } = await tokensFor(service, await aPerson(service), SPA, 'openid');
    const row = await rowOf(service, claimsOfToken(access_token).sid);
    expect(row?.expiresAt).toBe(service.clock.time + 900_000);
  });

  it('works once: a second time ends what the first opened', async () => {
    const service = createOAuthService();
    const code = await codeFor(service, await aPerson(service), SPA, { scope: 'openid account offline_access' });
    const { body } = await swapCode(service, SPA, code);
    expect((await me(service, body.access_token)).status).toBe(200);
    expect(outcomeOf(await swapCode(service, SPA, code))).toEqual(INVALID_GRANT);
    expect((await me(service, body.access_token)).status).toBe(401);
    expect(outcomeOf(await refreshFor(service, SPA, body.refresh_token))).toEqual(INVALID_GRANT);
    expect(service.lines.filter((line) => line.includes('session_reused'))).toHaveLength(1);
  });

  it('works once if it comes ten times at the same moment, and then for nobody', async () => {
    const service = createOAuthService();
    const code = await codeFor(service, await aPerson(service), SPA, { scope: 'account' });
    const answers = await Promise.all(Array.from({ length: 10 }, () => swapCode(service, SPA, code)));
    const given = answers.filter(({ status }) => status === 200);
    expect(given.length).toBeLessThanOrEqual(1);
    for (const { body } of given) expect((await me(service, body.access_token)).status).toBe(401);
    const [grant] = await service.store.load([grantKey(hashCode(code))]);
    expect(await rowOf(service, grant?.openedSessionId ?? '')).toBeUndefined();
  });

  it('works for a minute', async () => {
    const service = createOAuthService();
    const person = await aPerson(service);
    const [one, other] = [await codeFor(service, person, SPA), await codeFor(service, person, SPA)];
    service.advance(59.9);
    expect((await swapCode(service, SPA, one)).status).toBe(200);
    service.advance(0.1);
    expect(outcomeOf(await swapCode(service, SPA, other))).toEqual(INVALID_GRANT);
  });

  it.each([
    ['another verifier', { code_verifier: VERIFIER.toUpperCase() }],
    ['no verifier', { code_verifier: undefined }],
    ['the challenge for its verifier', { code_verifier: createHash('sha256').update(VERIFIER).digest('base64url') }],
    ['another redirect', { redirect_uri: 'https://spa.example/other' }],
    ['no redirect', { redirect_uri: undefined }],
    ['another public client', { client_id: NATIVE.id }],
    ['a code that is none', { code: 'x' }],
    ['an unknown code', { code: 'x'.repeat(43) }],
  ])('is refused with %s, and writes nothing', async (_, fields) => {
    const service = createOAuthService();
    const code = await codeFor(service, await aPerson(service), SPA);
    service.operations.length = 0;
    expect(outcomeOf(await swapCode(service, SPA, code, fields))).toEqual(INVALID_GRANT);
    expect(service.operations.filter((operation) => !operation.startsWith('load'))).toEqual([]);
    expect((await swapCode(service, SPA, code)).status).toBe(200);
  });

  it.each([
    ['log-out', '/logout'],
    ['log-out everywhere', '/logout/all'],
  ])('is worth nothing after the %s of the person', async (_, path) => {
    const service = createOAuthService();
    const person = await aPerson(service);
    const code = await codeFor(service, person, SPA);
    const headers = { origin: 'https://api.example' };
    const done = await service.post(path, { credentials: 'cookie' }, { headers, cookies: person.cookies });
    expect(done.status).toBe(200);
    expect(outcomeOf(await swapCode(service, SPA, code))).toEqual(INVALID_GRANT);
  });
});

describe('a confidential client', () => {
  it('authenticates by Basic, with the id and secret in form encoding, and keeps its own lifetime', async () => {
    const service = createOAuthService();
    const code = await codeFor(service, await aPerson(service), SERVER);
    const { client_id: _none, ...fields } = codeFields(SERVER, code);
    const { status, body } = await postForm(service, '/token', fields, basic(SERVER.id, SERVER.secret));
    expect(status).toBe(200);
    expect(body.expires_in).toSatisfy((seconds: number) => seconds > 284 && seconds <= 300);
  });

  // RFC 6749, section 2.3.1, asks for the encoding; Authlib and many others leave it out.
  it.each([SERVER.secret, 'has+plus', 'has%percent', 'has%20both+of them'])(
    'authenticates by Basic without form encoding, too: %s',
    async (secret) => {
      const { secret: _, ...client } = SERVER;
      const clients = [{ ...client, secretSha256: createHash('sha256').update(secret).digest('hex') }];
      const service = createOAuthService({ settings: { clients } });
      const ask = (authorization: string) =>
        postForm(service, '/token', { grant_type: 'refresh_token', refresh_token: 'junk' }, { authorization });
      const plain = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
      expect(await ask(plain(`${SERVER.id}:${secret}`))).toMatchObject({
        status: 400,
        body: { error: 'invalid_grant' },
      });
      expect(await ask(basic(SERVER.id, secret).authorization)).toMatchObject({
        status: 400,
        body: { error: 'invalid_grant' },
      });
      expect(await ask(plain(`${SERVER.id}:${secret}.`))).toMatchObject({
        status: 401,
        body: { error: 'invalid_client' },
      });
    },
  );

  it('authenticates in the body', async () => {
    const service = createOAuthService();
    const code = await codeFor(service, await aPerson(service), SERVER);
    expect((await swapCode(service, SERVER, code, { client_secret: SERVER.secret })).status).toBe(200);
  });

  it.each([
    ['no secret', {}, {}],
    ['a wrong secret', { client_secret: 'wrong' }, {}],
    ['the hash of its secret', { client_secret: SERVER.secretSha256 }, {}],
    ['a wrong secret by Basic', { client_id: undefined }, basic(SERVER.id, 'wrong')],
    ['an empty secret by Basic', { client_id: undefined }, basic(SERVER.id, '')],
    ['a broken header', { client_id: undefined }, { authorization: 'Basic ###' }],
    ['a header of another scheme', { client_secret: SERVER.secret }, { authorization: 'Bearer abc' }],
    ['an escape that is none', { client_id: undefined }, { authorization: `Basic ${btoa('server:%zz')}` }],
  ])('is refused with %s', async (_, fields, headers) => {
    const service = createOAuthService();
    const code = await codeFor(service, await aPerson(service), SERVER);
    service.operations.length = 0;
    const answer = await postForm(service, '/token', { ...codeFields(SERVER, code), ...fields }, headers);
    expect(outcomeOf(answer)).toEqual([401, 'invalid_client']);
    expect(answer.headers['www-authenticate']).toBe('authorization' in headers ? 'Basic realm="clients"' : undefined);
    expect(service.operations).toEqual([]);
  });

  it.each([
    ['in two ways', { client_secret: SERVER.secret }],
    ['as two clients', { client_id: SPA.id }],
  ])('may not authenticate %s', async (_, fields) => {
    const service = createOAuthService();
    const sent = { ...codeFields(SERVER, 'x'), ...fields };
    const answer = await postForm(service, '/token', sent, basic(SERVER.id, SERVER.secret));
    expect(outcomeOf(answer)).toEqual([400, 'invalid_request']);
  });

  it('whose name a public client uses is not believed, nor a public client with a secret', async () => {
    const service = createOAuthService();
    const code = await codeFor(service, await aPerson(service), SPA);
    expect(outcomeOf(await swapCode(service, SPA, code, { client_secret: 'any' }))).toEqual([401, 'invalid_client']);
    expect(outcomeOf(await swapCode(service, SPA, code, { client_id: 'stranger' }))).toEqual([401, 'invalid_client']);
  });
});

describe('a refresh token of a client', () => {
  const scope = 'openid account offline_access';

  it('gives the next one and a new access token, and the tokens keep their session', async () => {
    const service = createOAuthService();
    const first = await tokensFor(service, await aPerson(service), SPA, scope);
    service.operations.length = 0;
    const { status, body } = await refreshFor(service, SPA, first.refresh_token);
    expect(service.operations).toEqual(['load session', 'load user', 'swap session']);
    expect([status, Object.keys(body).toSorted()]).toEqual([
      200,
      ['access_token', 'expires_in', 'refresh_token', 'scope', 'token_type'],
    ]);
    expect(claimsOfToken(body.access_token)).toMatchObject({
      sid: claimsOfToken(first.access_token).sid,
      client_id: 'spa',
      scope: 'openid offline_access account',
    });
    expect((await me(service, body.access_token)).status).toBe(200);
  });

  it('ends the session when it comes again after its grace', async () => {
    const service = createOAuthService();
    const first = await tokensFor(service, await aPerson(service), SPA, scope);
    const { body: next } = await refreshFor(service, SPA, first.refresh_token);
    expect((await refreshFor(service, SPA, first.refresh_token)).body.refresh_token).toBe(next.refresh_token);
    service.advance(11);
    expect(outcomeOf(await refreshFor(service, SPA, first.refresh_token))).toEqual(INVALID_GRANT);
    expect(outcomeOf(await refreshFor(service, SPA, next.refresh_token))).toEqual(INVALID_GRANT);
  });

  it('may ask for less, for one token, and never for more', async () => {
    const service = createOAuthService();
    const first = await tokensFor(service, await aPerson(service), SPA, scope);
    const more = await refreshFor(service, SPA, first.refresh_token, { scope: 'openid email' });
    expect(outcomeOf(more)).toEqual([400, 'invalid_scope']);
    const less = await refreshFor(service, SPA, first.refresh_token, { scope: 'openid' });
    expect(less.body.scope).toBe('openid');
    expect((await me(service, less.body.access_token)).status).toBe(401);
    const again = await refreshFor(service, SPA, less.body.refresh_token);
    expect(again.body.scope).toBe('openid offline_access account');
  });

  it('is of no use to another client, nor to the routes for own user interfaces', async () => {
    const service = createOAuthService();
    const person = await aPerson(service);
    const { refresh_token } = await tokensFor(service, person, SPA, scope);
    expect(outcomeOf(await refreshFor(service, NATIVE, refresh_token))).toEqual(INVALID_GRANT);
    expect((await refresh(service, refresh_token)).body.code).toBe('session_ended');
    const own = person.cookies[0]?.split('=')[1] ?? '';
    expect(outcomeOf(await refreshFor(service, SPA, own))).toEqual(INVALID_GRANT);
    expect((await refreshFor(service, SPA, refresh_token)).status).toBe(200);
  });

  it.each(['', 'junk', `${'0'.repeat(26)}.1.${'a'.repeat(43)}`])('that is %j is refused', async (refreshToken) => {
    const answer = await refreshFor(createOAuthService(), SPA, refreshToken);
    expect(answer.status).toBe(400);
  });
});

describe('the person', () => {
  it('logs in to two applications with one session of the pages, and out of all of them at once', async () => {
    const service = createOAuthService();
    const person = await aPerson(service);
    const scope = 'openid account offline_access';
    const one = await tokensFor(service, person, SPA, scope);
    const other = await tokensFor(service, person, NATIVE, scope);
    for (const { access_token } of [one, other]) expect((await me(service, access_token)).status).toBe(200);
    const headers = { origin: 'https://api.example' };
    await service.post('/logout/all', { credentials: 'cookie' }, { headers, cookies: person.cookies });
    for (const { access_token } of [one, other]) expect((await me(service, access_token)).status).toBe(401);
    expect(outcomeOf(await refreshFor(service, SPA, one.refresh_token))).toEqual(INVALID_GRANT);
    expect(outcomeOf(await refreshFor(service, NATIVE, other.refresh_token))).toEqual(INVALID_GRANT);
  });

  it('sees each application in the list of sessions, by its name', async () => {
    const service = createOAuthService();
    const person = await aPerson(service);
    await tokensFor(service, person, NATIVE, 'openid offline_access');
    const { access_token } = await tokensFor(service, person, SPA, 'account');
    const { body } = await service.request({ method: 'GET', path: '/me/sessions', headers: bearer(access_token) });
    const devices = body.sessions.map(({ device }: { device: string }) => device);
    expect(devices.slice(0, 2)).toEqual(['모두의 앱', '모두의 폰']);
  });

  it('is not open to a client without the scope "account"', async () => {
    const service = createOAuthService();
    const { access_token } = await tokensFor(service, await aPerson(service), SPA, 'openid email');
    expect((await me(service, access_token)).body.code).toBe('unauthenticated');
  });
});

describe('the form', () => {
  it.each([
    ['no grant type', { grant_type: undefined }, 'invalid_request'],
    ['no code', { code: undefined }, 'invalid_request'],
    ['a password', { grant_type: 'password' }, 'unsupported_grant_type'],
    ['client credentials', { grant_type: 'client_credentials' }, 'unsupported_grant_type'],
  ])('with %s is refused', async (_, fields, error) => {
    const answer = await swapCode(createOAuthService(), SPA, 'x', fields);
    expect(outcomeOf(answer)).toEqual([400, error]);
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('must be a form, with each parameter once and at most 16 KB', async () => {
    const service = createOAuthService();
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    const bodies = [{ client_id: 'spa' }, 'client_id=spa&client_id=spa', `client_id=${'a'.repeat(17_000)}`];
    for (const [index, body] of bodies.entries()) {
      const answer = await service.post('/token', body, index === 0 ? {} : { headers: type });
      expect(outcomeOf(answer)).toEqual([400, 'invalid_request']);
    }
  });
});

describe('a failure of the database or of the key service', () => {
  it.each(['before', 'after'] as const)(
    'of any call, %s its effect, leaves no code that works twice and no token without a session',
    async (when) => {
      for (let call = 0; call < 12; call++) {
        const service = createOAuthService();
        const code = await codeFor(service, await aPerson(service), SPA, { scope: 'openid account' });
        let calls = 0;
        service.setFaults(() => (calls++ === call ? when : undefined));
        const first = await swapCode(service, SPA, code);
        service.setFaults();
        const second = await swapCode(service, SPA, code);
        expect([200, 503]).toContain(first.status);
        const given = [first, second].filter(({ status }) => status === 200);
        expect(given.length).toBeLessThanOrEqual(1);
        // Whoever got tokens first loses them by the second use; after a failed first use the code may still work.
        if (first.status === 200) expect((await me(service, first.body.access_token)).status).toBe(401);
        if (second.status === 200) expect((await me(service, second.body.access_token)).status).toBe(200);
      }
    },
  );
});
