// The authorization endpoint: who is sent where, with what.
import { describe, expect, it } from 'vitest';
import { hashCode } from '#domain/oauth/grant.ts';
import { grantKey } from '#domain/store-keys.ts';
import {
  aPerson,
  authorizePath,
  CLIENTS,
  createOAuthService,
  logInToPages,
  NATIVE,
  postForm,
  redirectOf,
  SERVER,
  SPA,
  visit,
} from '../../support/oauth.ts';
import { createTestService } from '../../support/service.ts';

const ISSUER = 'https://api.example';
const REFUSED = (error: string, description = expect.any(String)) => ({
  status: 302,
  to: 'https://spa.example/callback',
  query: { error, error_description: description, state: 'the state', iss: ISSUER },
});

describe('somebody who is logged in to the pages', () => {
  it.each([SPA, NATIVE])('goes back to $id with a code, the state and the issuer', async (client) => {
    const service = createOAuthService();
    const { cookies, id } = await aPerson(service);
    service.operations.length = 0;
    const answer = await visit(service, authorizePath(client), cookies);
    expect(redirectOf(answer)).toEqual({
      status: 302,
      to: client.redirectUris[0],
      query: { code: expect.stringMatching(/^[\w-]{43}$/), state: 'the state', iss: ISSUER },
    });
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
    expect(answer.cookies).toEqual([]);
    expect(service.operations).toEqual(['load session', 'load user', 'swap grant']);
    const { code = '' } = redirectOf(answer).query;
    const [grant] = await service.store.load([grantKey(hashCode(code))]);
    expect(grant).toMatchObject({ clientId: client.id, userId: id, scope: 'openid', nonce: 'the nonce' });
    expect(JSON.stringify([...service.rows.values()])).not.toContain(code);
  });

  it('keeps the query of the redirect of a client', async () => {
    const service = createOAuthService();
    const { cookies } = await aPerson(service);
    const { to, query } = redirectOf(await visit(service, authorizePath(SERVER), cookies));
    expect(to).toBe('https://server.example/callback');
    expect(query).toMatchObject({ from: 'latchkey', code: expect.any(String) });
  });

  it('keeps the cookie: its token is not exchanged', async () => {
    const service = createOAuthService();
    const { cookies } = await aPerson(service);
    for (let time = 0; time < 3; time++)
      expect(redirectOf(await visit(service, authorizePath(SPA), cookies)).query).toHaveProperty('code');
  });

  it('is nobody with a token that was exchanged before, and no session ends by that', async () => {
    const service = createOAuthService();
    const { cookies } = await aPerson(service);
    const headers = { origin: ISSUER };
    const refreshed = await service.post('/token/refresh', { credentials: 'cookie' }, { headers, cookies });
    service.advance(60);
    expect(redirectOf(await visit(service, authorizePath(SPA), cookies)).to).toBe('/login');
    const newest = refreshed.cookies.map((cookie) => cookie.split(';')[0] ?? '');
    expect(redirectOf(await visit(service, authorizePath(SPA), newest)).query).toHaveProperty('code');
  });

  it('gets nothing by HEAD', async () => {
    const service = createOAuthService();
    const { cookies } = await aPerson(service);
    service.operations.length = 0;
    const answer = await service.request({ method: 'HEAD', path: authorizePath(SPA), cookies });
    expect([answer.status, answer.headers['location'], service.operations]).toEqual([200, undefined, []]);
  });
});

describe('somebody who is not logged in', () => {
  it.each([
    ['login', {}],
    ['signup', { prompt: 'create' }],
  ] as const)('goes through /%s and comes back to the same request', async (page, fields) => {
    const service = createOAuthService();
    const { address } = await aPerson(service);
    const asked = authorizePath(SPA, { ...fields, login_hint: address, ui_locales: 'en-US ko' });
    const first = redirectOf(await visit(service, asked));
    expect(first).toMatchObject({ status: 302, to: `/${page}`, query: { lang: 'en', login_hint: address } });
    const { returnTo = '' } = first.query;
    expect(returnTo).toMatch(/^\/authorize\?/);
    service.advance(30);
    const back = redirectOf(await visit(service, returnTo, await logInToPages(service, address)));
    expect(back).toMatchObject({ to: 'https://spa.example/callback', query: { state: 'the state' } });
    expect(back.query).toHaveProperty('code');
  });

  it('is not shown a page with prompt "none"', async () => {
    const service = createOAuthService();
    const answer = await visit(service, authorizePath(SPA, { prompt: 'none' }));
    expect(redirectOf(answer)).toEqual(REFUSED('login_required'));
  });

  it('costs no call: without a cookie nothing is read', async () => {
    const service = createOAuthService();
    await visit(service, authorizePath(SPA), ['__Host-latchkey-refresh=junk']);
    expect(service.operations).toEqual([]);
  });
});

describe('a client that wants a new log-in', () => {
  it.each([
    { prompt: 'login' },
    { prompt: 'select_account' },
    { prompt: 'create' },
    { max_age: '0' },
    { max_age: '60' },
  ])('gets one by %j, once', async (fields) => {
    const service = createOAuthService();
    const { address, cookies } = await aPerson(service);
    service.advance(61);
    const first = redirectOf(await visit(service, authorizePath(SPA, fields), cookies));
    expect(first.to).toBe('prompt' in fields && fields.prompt === 'create' ? '/signup' : '/login');
    // The page does not offer to go on as who is logged in.
    expect(first.query['prompt']).toBe('login');
    const { returnTo = '' } = first.query;
    service.advance(5);
    // Who comes back without a log-in is not sent round again.
    expect(redirectOf(await visit(service, returnTo, cookies))).toEqual(REFUSED('login_required'));
    const renewed = await logInToPages(service, address);
    expect(redirectOf(await visit(service, returnTo, renewed)).query).toHaveProperty('code');
  });

  it('gets the person at once within max_age, and a refusal with prompt "none" after it', async () => {
    const service = createOAuthService();
    const { cookies } = await aPerson(service);
    service.advance(60);
    const asked = authorizePath(SPA, { max_age: '60', prompt: 'none' });
    expect(redirectOf(await visit(service, asked, cookies)).query).toHaveProperty('code');
    service.advance(1);
    expect(redirectOf(await visit(service, asked, cookies))).toEqual(REFUSED('login_required'));
  });

  it('is not taken in by a time to come', async () => {
    const service = createOAuthService();
    const { cookies } = await aPerson(service);
    const asked = authorizePath(SPA, { prompt: 'login', latchkey_since: '999999999999999' });
    expect(redirectOf(await visit(service, asked, cookies))).toEqual(REFUSED('login_required'));
  });

  it('may say that it asks for consent, which the team’s own clients need not', async () => {
    const service = createOAuthService();
    const { cookies } = await aPerson(service);
    const asked = authorizePath(SPA, { prompt: 'consent', scope: 'openid offline_access' });
    expect(redirectOf(await visit(service, asked, cookies)).query).toHaveProperty('code');
  });
});

describe('a fault that the client is told', () => {
  it.each([
    ['invalid_request', { response_type: undefined }],
    ['unsupported_response_type', { response_type: 'token' }],
    ['unsupported_response_type', { response_type: 'code id_token' }],
    ['invalid_request', { response_mode: 'fragment' }],
    ['invalid_request', { code_challenge: undefined }],
    ['invalid_request', { code_challenge: 'short' }],
    ['invalid_request', { code_challenge_method: undefined }],
    ['invalid_request', { code_challenge_method: 'plain' }],
    ['invalid_scope', { scope: undefined }],
    ['invalid_scope', { scope: 'admin' }],
    ['invalid_request', { prompt: 'none login' }],
    ['invalid_request', { prompt: 'dance' }],
    ['invalid_request', { max_age: '-1' }],
    ['invalid_request', { nonce: 'n'.repeat(513) }],
    ['request_not_supported', { request: 'eyJhbGciOiJub25lIn0.e30.' }],
    ['request_uri_not_supported', { request_uri: 'https://evil.example/request' }],
  ])('is %s for %j', async (error, fields) => {
    const service = createOAuthService();
    const { cookies } = await aPerson(service);
    service.operations.length = 0;
    expect(redirectOf(await visit(service, authorizePath(SPA, fields), cookies))).toEqual(REFUSED(error));
    expect(service.operations).toEqual([]);
  });

  it('is a parameter that comes twice, also the state', async () => {
    const service = createOAuthService();
    const twice = await visit(service, `${authorizePath(SPA)}&scope=openid`);
    expect(redirectOf(twice)).toEqual(REFUSED('invalid_request'));
    const { query } = redirectOf(await visit(service, `${authorizePath(SPA)}&state=other`));
    expect(query).toEqual({ error: 'invalid_request', error_description: expect.any(String), iss: ISSUER });
  });

  it('is that the database does not answer', async () => {
    const service = createOAuthService();
    const { cookies } = await aPerson(service);
    service.setFaults(() => 'before');
    const answer = await visit(service, authorizePath(SPA), cookies);
    expect(redirectOf(answer)).toEqual(REFUSED('temporarily_unavailable'));
    expect(service.lines.join('')).toContain('dependency_failed');
  });
});

describe('a fault that only the person is told', () => {
  it.each([
    ['no client', { client_id: undefined }],
    ['an unknown client', { client_id: 'stranger' }],
    ['the client of our own tokens', { client_id: 'latchkey' }],
    ['no redirect', { redirect_uri: undefined }],
    ['a redirect of another client', { redirect_uri: NATIVE.redirectUris[0] }],
    ['a redirect to a stranger', { redirect_uri: 'https://evil.example/callback' }],
  ])('is %s: a page, never a redirect', async (_, fields) => {
    const service = createOAuthService();
    const { cookies } = await aPerson(service);
    const korean = await visit(service, authorizePath(SPA, fields), cookies);
    expect([korean.status, korean.headers['location']]).toEqual([400, undefined]);
    expect(korean.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(korean.text).toContain('<html lang="ko">');
    const english = await visit(service, `${authorizePath(SPA, fields)}&lang=en`, cookies);
    expect(english.text).toContain('<html lang="en">');
    expect(english.text).not.toMatch(/evil|stranger/);
  });

  it.each(['client_id=spa', 'redirect_uri=https://evil.example'])('is a second %s', async (more) => {
    const answer = await visit(createOAuthService(), `${authorizePath(SPA)}&${more}`);
    expect([answer.status, answer.headers['location']]).toEqual([400, undefined]);
  });
});

describe('the request as a form', () => {
  it('leads to the same request by GET', async () => {
    const service = createOAuthService();
    const answer = await postForm(
      service,
      '/authorize',
      Object.fromEntries(new URLSearchParams(authorizePath(SPA).slice(11))),
    );
    expect([answer.status, answer.headers['location']]).toEqual([303, authorizePath(SPA)]);
  });

  it('must be a form', async () => {
    const answer = await createOAuthService().post('/authorize', { client_id: 'spa' });
    expect([answer.status, answer.body.error]).toEqual([400, 'invalid_request']);
  });
});

describe('a stage without clients', () => {
  it.each([
    ['GET', '/authorize'],
    ['POST', '/authorize'],
    ['POST', '/token'],
    ['GET', '/userinfo'],
    ['POST', '/userinfo'],
    ['POST', '/revoke'],
    ['POST', '/introspect'],
    ['GET', '/logout'],
    ['POST', '/logout/confirm'],
    ['GET', '/.well-known/oauth-authorization-server'],
  ])('has no %s %s', async (method, path) => {
    const answer = await createTestService().request({ method, path });
    expect([answer.status, answer.body.code]).toEqual([404, 'not_found']);
  });

  it('says nothing of them in its discovery', async () => {
    const { body } = await visit(createTestService(), '/.well-known/openid-configuration');
    expect(body).toMatchObject({ response_types_supported: [], scopes_supported: ['account'] });
    expect(Object.keys(body).filter((key) => key.endsWith('_endpoint'))).toEqual([]);
  });
});

describe('discovery', () => {
  it('says what there is, in both documents', async () => {
    const service = createOAuthService();
    const { body } = await visit(service, '/.well-known/openid-configuration');
    expect(body).toMatchObject({
      issuer: ISSUER,
      authorization_endpoint: `${ISSUER}/authorize`,
      token_endpoint: `${ISSUER}/token`,
      end_session_endpoint: `${ISSUER}/logout`,
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
    });
    expect((await visit(service, '/.well-known/oauth-authorization-server')).body).toEqual(body);
    expect(JSON.stringify(body)).not.toContain(CLIENTS[0]?.id);
  });
});
