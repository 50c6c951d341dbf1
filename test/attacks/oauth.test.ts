// The attacks of RFC 9700 on the authorization server, over HTTP.
import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { PagesBrowser } from '../black-box/flows/pages-browser.ts';
import { openBrowser } from '../support/local/local-browser.ts';
import { useLocalService } from '../support/local/local-service.ts';

const CLIENTS = [
  { id: 'shop', name: 'Shop', redirectUris: ['https://shop.example/callback', 'http://127.0.0.1/callback'] },
  { id: 'other', name: 'Other', redirectUris: ['https://other.example/callback'] },
];
const service = useLocalService({ clients: CLIENTS });
const CALLBACK = 'https://shop.example/callback';

const newVerifier = () => randomBytes(32).toString('base64url');
const challengeOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url');

type Fields = Readonly<Record<string, string>>;
const authorizeUrl = (verifier: string, fields: Fields = {}): string =>
  `${service.url}/authorize?${new URLSearchParams({
    ...{ client_id: 'shop', redirect_uri: CALLBACK, response_type: 'code', scope: 'openid offline_access account' },
    ...{ state: 'state', code_challenge: challengeOf(verifier), code_challenge_method: 'S256', ...fields },
  })}`;
const postForm = (path: string, fields: Fields) => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return service.request('POST', path, headers, String(new URLSearchParams(fields)));
};
const swap = (code: string, code_verifier: string, fields: Fields = {}) =>
  postForm('/token', {
    ...{ grant_type: 'authorization_code', client_id: 'shop', redirect_uri: CALLBACK, code, code_verifier },
    ...fields,
  });
const codeOf = async (browser: PagesBrowser, verifier: string, fields?: Fields): Promise<string> =>
  (await browser.visit(authorizeUrl(verifier, fields))).searchParams.get('code') ?? '';

describe('a stolen code', () => {
  it('is of no use without the verifier of the client that began (4.5)', async () => {
    const victim = await openBrowser(service);
    const verifier = newVerifier();
    const code = await codeOf(victim, verifier);
    const stolen = [
      await swap(code, newVerifier()),
      await swap(code, ''),
      await swap(code, challengeOf(verifier)),
      await swap(code, verifier, { client_id: 'other' }),
      await swap(code, verifier, { redirect_uri: 'https://other.example/callback' }),
      await swap(code, verifier, { client_id: 'other', redirect_uri: 'https://other.example/callback' }),
    ];
    for (const { status, body } of stolen) expect([status, body.error]).toEqual([400, 'invalid_grant']);
    expect((await swap(code, verifier)).status).toBe(200);
  });

  it('put into the session of another browser fails there (4.5, 4.7)', async () => {
    const [victim, attacker] = [await openBrowser(service), await openBrowser(service)];
    const [ofVictim, ofAttacker] = [newVerifier(), newVerifier()];
    const codeOfAttacker = await codeOf(attacker, ofAttacker);
    const codeOfVictim = await codeOf(victim, ofVictim);
    expect((await swap(codeOfAttacker, ofVictim)).body.error).toBe('invalid_grant');
    expect((await swap(codeOfVictim, ofAttacker)).body.error).toBe('invalid_grant');
  });

  it('used a second time takes the tokens of the first from everyone (4.5)', async () => {
    const browser = await openBrowser(service);
    const verifier = newVerifier();
    const code = await codeOf(browser, verifier);
    const { body } = await swap(code, verifier);
    expect((await service.get('/me', { authorization: `Bearer ${body.access_token}` })).status).toBe(200);
    expect((await swap(code, verifier)).body.error).toBe('invalid_grant');
    expect((await service.get('/me', { authorization: `Bearer ${body.access_token}` })).status).toBe(401);
    const refreshed = await postForm('/token', {
      ...{ grant_type: 'refresh_token', client_id: 'shop', refresh_token: body.refresh_token },
    });
    expect(refreshed.body.error).toBe('invalid_grant');
  });
});

describe('PKCE', () => {
  it.each<[string, Fields]>([
    ['left out', { code_challenge: '', code_challenge_method: '' }],
    ['made plain', { code_challenge_method: 'plain' }],
    ['made plain by leaving out the method', { code_challenge_method: '' }],
    ['of another method', { code_challenge_method: 's256' }],
  ])('cannot be %s (4.8)', async (_, fields) => {
    const browser = await openBrowser(service);
    const answer = await browser.visit(authorizeUrl(newVerifier(), fields));
    expect(answer.searchParams.get('error')).toBe('invalid_request');
    expect(answer.searchParams.has('code')).toBe(false);
  });
});

describe('a redirect', () => {
  const AT = 'shop.example';
  /** Spellings that URL parsers read in different ways, after the test data of WHATWG’s URL standard. */
  const TRICKS = [
    `https://${AT}.evil.example/callback`,
    `https://evil.example/https://${AT}/callback`,
    `https://${AT}@evil.example/callback`,
    `https://${AT}:443@evil.example/callback`,
    `https://evil.example\\@${AT}/callback`,
    `https://evil.example#@${AT}/callback`,
    `https://evil.example?@${AT}/callback`,
    `https://evil.example;@${AT}/callback`,
    `https:evil.example/callback`,
    `https:///evil.example/callback`,
    `https:\\\\evil.example\\callback`,
    `//evil.example/callback`,
    `\\\\evil.example\\callback`,
    `/callback`,
    `https://${AT}/callback/../../evil`,
    `https://${AT}/callback/%2e%2e/evil`,
    `https://${AT}/callback;/../evil`,
    `https://${AT}%2eevil.example/callback`,
    `https://${AT}。evil.example/callback`,
    `https://ｓｈｏｐ.example/callback`,
    `https://sh\u00adop.example/callback`,
    `https://SHOP.example/callback`,
    `https://${AT}:443/callback`,
    `https://${AT}./callback`,
    `https://${AT}/callback#`,
    `https://${AT}/callback?`,
    `https://${AT}/callback%00`,
    `https://${AT}/callback\u0000`,
    ` https://${AT}/callback`,
    `https://${AT}/callback `,
    `https://${AT}/call\tback`,
    `https://${AT}/callback\r\nlocation: https://evil.example`,
    `http://${AT}/callback`,
    `javascript:alert(1)//https://${AT}/callback`,
    `data:text/html,https://${AT}/callback`,
    `blob:https://${AT}/callback`,
    `view-source:https://${AT}/callback`,
    `http://127.0.0.1:1@evil.example/callback`,
    `http://127.0.0.1:80:80/callback`,
    `http://127.0.0.1.evil.example/callback`,
    `http://0x7f.1/callback`,
    `http://127.1/callback`,
    `http://[::ffff:127.0.0.1]/callback`,
    `http://127.0.0.1\\.evil.example/callback`,
  ];

  it.each(TRICKS)('to %j is none: the person stays on a page (4.1, 4.11)', async (redirect_uri) => {
    const { pathname, search } = new URL(authorizeUrl(newVerifier(), { redirect_uri }));
    const answer = await service.get(`${pathname}${search}`);
    expect([answer.status, answer.headers.location]).toEqual([400, undefined]);
    expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(answer.text).not.toContain('evil');
  });

  it('of a log-out is none either', async () => {
    for (const post_logout_redirect_uri of [...TRICKS, CALLBACK]) {
      const answer = await service.get(
        `/logout?${new URLSearchParams({ client_id: 'shop', post_logout_redirect_uri })}`,
      );
      expect([answer.status, answer.headers.location]).toEqual([400, undefined]);
    }
  });

  it('carries no line of its own, whatever the state is', async () => {
    const browser = await openBrowser(service);
    const state = 'a\r\nset-cookie: x=y\u0000&iss=https://evil.example#é';
    const answer = await browser.visit(authorizeUrl(newVerifier(), { state }));
    expect(answer.searchParams.get('state')).toBe(state);
    expect(answer.searchParams.getAll('iss')).toEqual([service.url]);
    expect(answer.hash).toBe('');
  });

  it('through the pages comes back to this service alone', async () => {
    const { pathname, search } = new URL(authorizeUrl(newVerifier(), { login_hint: '"><script>' }));
    const { headers } = await service.get(`${pathname}${search}`);
    const page = new URL(headers.location ?? '', service.url);
    expect([page.origin, page.pathname]).toEqual([service.url, '/login']);
    const back = page.searchParams.get('returnTo') ?? '';
    expect(back.startsWith('/authorize?')).toBe(true);
    expect(new URL(back, service.url).origin).toBe(service.url);
  });
});

describe('two services that are mixed up', () => {
  it('are told apart by iss, in codes and in errors (4.4)', async () => {
    const browser = await openBrowser(service);
    for (const fields of [{}, { response_type: 'token' }, { prompt: 'login', latchkey_since: '99999999999999' }]) {
      const answer = await browser.visit(authorizeUrl(newVerifier(), fields));
      expect(answer.searchParams.getAll('iss')).toEqual([service.url]);
    }
  });
});

describe('a stolen refresh token', () => {
  const refresh = (refresh_token: string, client_id = 'shop') =>
    postForm('/token', { grant_type: 'refresh_token', refresh_token, client_id });

  it('works for its own client alone, and ends the session when it comes again (4.14)', async () => {
    const browser = await openBrowser(service);
    const verifier = newVerifier();
    const { body } = await swap(await codeOf(browser, verifier), verifier);
    expect((await refresh(body.refresh_token, 'other')).body.error).toBe('invalid_grant');
    const asOwn = await service.post('/token/refresh', { refreshToken: body.refresh_token });
    expect([asOwn.status, asOwn.body.code]).toEqual([401, 'session_ended']);
    const { body: next } = await refresh(body.refresh_token);
    await service.advance(61);
    expect((await refresh(body.refresh_token)).body.error).toBe('invalid_grant');
    expect((await refresh(next.refresh_token)).body.error).toBe('invalid_grant');
  });
});

describe('a person who is lured here', () => {
  it('changes nothing by a link to the token endpoint, or to the form of the log-out', async () => {
    const paths = ['/token', '/revoke', '/introspect', '/logout/confirm'];
    for (const path of paths) expect((await service.get(`${path}?client_id=shop`)).status).toBe(405);
  });

  it('leaves no code in the log', async () => {
    const browser = await openBrowser(service);
    const verifier = newVerifier();
    const code = await codeOf(browser, verifier);
    await swap(code, verifier);
    await swap(code, verifier);
    const log = service.lines.join('\n');
    for (const told of [code, verifier, challengeOf(verifier), browser.address]) expect(log).not.toContain(told);
  });
});
