// Userinfo, revocation, introspection and log-out by a client.
import { describe, expect, it } from 'vitest';
import { bearer, me } from '../../support/account.ts';
import {
  aPerson,
  basic,
  claimsOfToken,
  createOAuthService,
  logInToPages,
  NATIVE,
  type Person,
  postForm,
  redirectOf,
  refreshFor,
  SERVER,
  SPA,
  tokensFor,
  visit,
} from '../../support/oauth.ts';
import type { TestService } from '../../support/service.ts';

const SCOPE = 'openid email account offline_access';
const OWN_PAGE = { origin: 'https://api.example' };

const aLogIn = async (scope = SCOPE) => {
  const service = createOAuthService();
  const person = await aPerson(service);
  const tokens = await tokensFor(service, person, SPA, scope);
  return { service, person, tokens };
};

const isLoggedIn = async (service: TestService, { cookies }: Person): Promise<boolean> =>
  redirectOf(
    await visit(
      service,
      '/authorize?client_id=spa&redirect_uri=https://spa.example/callback&prompt=none&scope=openid&response_type=code&code_challenge_method=S256&code_challenge=' +
        'a'.repeat(43),
      cookies,
    ),
  ).query['code'] !== undefined;

describe('userinfo', () => {
  it.each(['GET', 'POST'])('by %s tells what the scope of the token gives', async (method) => {
    const { service, person, tokens } = await aLogIn();
    service.operations.length = 0;
    const { status, body } = await service.request({ method, path: '/userinfo', headers: bearer(tokens.access_token) });
    expect([status, body]).toEqual([200, { sub: person.id, email: person.address, email_verified: true }]);
    expect(service.operations).toEqual(['load user+session']);
  });

  it('tells less to a token that was asked for with less', async () => {
    const { service, person, tokens } = await aLogIn();
    const less = await refreshFor(service, SPA, tokens.refresh_token, { scope: 'openid' });
    const { body } = await service.request({
      method: 'GET',
      path: '/userinfo',
      headers: bearer(less.body.access_token),
    });
    expect(body).toEqual({ sub: person.id });
  });

  it.each([
    ['no token', () => ({})],
    ['an ID token', ({ id_token }: Record<string, string>) => bearer(id_token ?? '')],
    ['junk', () => bearer('a.b.c')],
  ] as const)('refuses %s', async (_, headersOf) => {
    const { service, tokens } = await aLogIn();
    const answer = await service.request({ method: 'GET', path: '/userinfo', headers: headersOf(tokens) });
    expect([answer.status, answer.headers['www-authenticate']]).toEqual([401, 'Bearer realm="account"']);
  });

  it('refuses a token without openid', async () => {
    const { service, tokens } = await aLogIn('email account');
    const answer = await service.request({ method: 'GET', path: '/userinfo', headers: bearer(tokens.access_token) });
    expect(answer.status).toBe(401);
  });
});

describe('revocation', () => {
  it.each(['refresh_token', 'access_token'])('of a %s ends its session, and only that', async (name) => {
    const { service, person, tokens } = await aLogIn();
    const other = await tokensFor(service, person, NATIVE, SCOPE);
    const answer = await postForm(service, '/revoke', { token: tokens[name], client_id: SPA.id });
    expect([answer.status, answer.body]).toEqual([200, {}]);
    expect((await me(service, tokens.access_token)).status).toBe(401);
    expect((await refreshFor(service, SPA, tokens.refresh_token)).status).toBe(400);
    expect((await me(service, other.access_token)).status).toBe(200);
    expect(await isLoggedIn(service, person)).toBe(true);
  });

  it.each([
    ['of another client', { client_id: NATIVE.id }],
    ['that is junk', { token: 'junk' }],
    ['that is missing', { token: undefined }],
  ])('of a token %s changes nothing, with the same answer', async (_, fields) => {
    const { service, tokens } = await aLogIn();
    const sent = { token: tokens.refresh_token, client_id: SPA.id, ...fields };
    expect((await postForm(service, '/revoke', sent)).status).toBe(200);
    expect((await me(service, tokens.access_token)).status).toBe(200);
  });

  it('asks a confidential client for its secret', async () => {
    const { service } = await aLogIn();
    const answer = await postForm(service, '/revoke', { token: 'junk', client_id: SERVER.id });
    expect([answer.status, answer.body.error]).toEqual([401, 'invalid_client']);
  });
});

describe('introspection', () => {
  const asServer = basic(SERVER.id, SERVER.secret);

  it('tells a confidential client what an access token of any client allows, and that it has ended', async () => {
    const { service, person, tokens } = await aLogIn();
    const ask = () => postForm(service, '/introspect', { token: tokens.access_token }, asServer);
    const { iat, exp, jti, sid } = claimsOfToken(tokens.access_token);
    expect((await ask()).body).toEqual({
      ...{ active: true, scope: 'openid email offline_access account', client_id: 'spa', token_type: 'Bearer' },
      ...{ sub: person.id, sid, aud: 'https://api.example', iss: 'https://api.example', iat, exp, jti },
    });
    await postForm(service, '/revoke', { token: tokens.refresh_token, client_id: SPA.id });
    expect((await ask()).body).toEqual({ active: false });
  });

  it('tells it about its own refresh tokens alone', async () => {
    const { service, tokens } = await aLogIn();
    const { body } = await postForm(service, '/introspect', { token: tokens.refresh_token }, asServer);
    expect(body).toEqual({ active: false });
  });

  it('is not for public clients', async () => {
    const { service, tokens } = await aLogIn();
    const answer = await postForm(service, '/introspect', { token: tokens.access_token, client_id: SPA.id });
    expect([answer.status, answer.body.error]).toEqual([401, 'invalid_client']);
  });

  it.each(['', 'junk', 'a.b.c'])('calls %j inactive', async (token) => {
    const { body } = await postForm(createOAuthService(), '/introspect', { token }, asServer);
    expect(body).toEqual({ active: false });
  });
});

describe('log-out by a client', () => {
  const pathOf = (fields: Readonly<Record<string, string>>) => `/logout?${new URLSearchParams(fields)}`;
  const BYE = 'https://spa.example/bye';

  it('with the ID token ends the session of the pages and that of the client, and goes back', async () => {
    const { service, person, tokens } = await aLogIn();
    service.advance(7200);
    const path = pathOf({ id_token_hint: tokens.id_token, post_logout_redirect_uri: BYE, state: 'so long' });
    const answer = await visit(service, path, person.cookies);
    expect(redirectOf(answer)).toEqual({ status: 302, to: BYE, query: { state: 'so long' } });
    expect(answer.cookies[0]).toMatch(/^__Host-latchkey-refresh=; Path=\/; Max-Age=0;/);
    expect(await isLoggedIn(service, person)).toBe(false);
    expect((await refreshFor(service, SPA, tokens.refresh_token)).status).toBe(400);
  });

  it('without anywhere to go ends on a page', async () => {
    const { service, person, tokens } = await aLogIn();
    const answer = await visit(service, pathOf({ id_token_hint: tokens.id_token }), person.cookies);
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(await isLoggedIn(service, person)).toBe(false);
  });

  it('by HEAD does nothing', async () => {
    const { service, person, tokens } = await aLogIn();
    const path = pathOf({ id_token_hint: tokens.id_token });
    await service.request({ method: 'HEAD', path, cookies: person.cookies });
    expect(await isLoggedIn(service, person)).toBe(true);
  });

  it.each([
    ['no ID token', () => ({})],
    ['an ID token that is none', () => ({ id_token_hint: 'a.b.c' })],
    ['an access token', (tokens: Record<string, string>) => ({ id_token_hint: tokens['access_token'] ?? '' })],
  ] as const)('with %s asks first, and the button does it', async (_, hintOf) => {
    const { service, person, tokens } = await aLogIn();
    const fields = { client_id: SPA.id, post_logout_redirect_uri: BYE, state: '"><script>' };
    const asked = await visit(service, pathOf({ ...fields, ...hintOf(tokens) }), person.cookies);
    expect([asked.status, await isLoggedIn(service, person)]).toEqual([200, true]);
    expect(asked.text).toContain('<form method="post" action="/logout/confirm">');
    expect(asked.text).not.toContain('"><script>');
    expect(asked.headers['content-security-policy']).toContain("form-action 'self' https://spa.example;");
    const form = new URLSearchParams(fields);
    const headers = { ...OWN_PAGE, 'content-type': 'application/x-www-form-urlencoded' };
    const done = await service.post('/logout/confirm', form, { headers, cookies: person.cookies });
    expect(redirectOf(done)).toEqual({ status: 303, to: BYE, query: { state: '"><script>' } });
    expect(await isLoggedIn(service, person)).toBe(false);
  });

  it('with the ID token of somebody else asks first', async () => {
    const { service, tokens } = await aLogIn();
    const other = await aPerson(service, 'other@example.com');
    const asked = await visit(service, pathOf({ id_token_hint: tokens.id_token }), other.cookies);
    expect([asked.text.includes('<form'), await isLoggedIn(service, other)]).toEqual([true, true]);
  });

  it('of somebody who is not logged in goes on at once', async () => {
    const service = createOAuthService();
    const answer = await visit(service, pathOf({ client_id: SPA.id, post_logout_redirect_uri: BYE }));
    expect(redirectOf(answer)).toEqual({ status: 302, to: BYE, query: {} });
  });

  it.each([
    ['an address that is not registered', { client_id: SPA.id, post_logout_redirect_uri: 'https://evil.example/' }],
    ['a redirect URI of the log-in', { client_id: SPA.id, post_logout_redirect_uri: 'https://spa.example/callback' }],
    ['an address of another client', { client_id: NATIVE.id, post_logout_redirect_uri: BYE }],
    ['an address of nobody', { post_logout_redirect_uri: BYE }],
  ])('leads to no %s', async (_, fields) => {
    const { service, person } = await aLogIn();
    const answer = await visit(service, pathOf(fields), person.cookies);
    expect([answer.status, answer.headers['location'], await isLoggedIn(service, person)]).toEqual([
      400,
      undefined,
      true,
    ]);
  });

  it('with an ID token of one client and the id of another is refused', async () => {
    const { service, person, tokens } = await aLogIn();
    const path = pathOf({ id_token_hint: tokens.id_token, client_id: NATIVE.id });
    expect((await visit(service, path, person.cookies)).status).toBe(400);
  });

  it.each(['https://evil.example', 'null', undefined])('is not done by a form of %s', async (origin) => {
    const { service, person } = await aLogIn();
    const headers = { 'content-type': 'application/x-www-form-urlencoded', ...(origin && { origin }) };
    const answer = await service.post('/logout/confirm', 'state=a', { headers, cookies: person.cookies });
    expect([answer.status, answer.body.code]).toEqual([403, 'origin_refused']);
    expect(await isLoggedIn(service, person)).toBe(true);
  });

  it('does not end a newer log-in in the same browser of another person, nor sessions of other clients', async () => {
    const { service, person, tokens } = await aLogIn();
    const native = await tokensFor(service, person, NATIVE, SCOPE);
    await visit(service, pathOf({ id_token_hint: tokens.id_token }), person.cookies);
    expect((await refreshFor(service, NATIVE, native.refresh_token)).status).toBe(200);
    expect(await logInToPages(service, person.address)).toHaveLength(1);
  });
});
