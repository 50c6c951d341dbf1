// Where a route finds a client's credentials: access token, key and refresh token, each in one place only.
import { describe, expect, it } from 'vitest';
import { refuse } from '#domain/errors.ts';
import type { HttpRequest } from '#http/http-handler.ts';
import type { TestRequest } from '../support/api-event.ts';
import { recording, serve } from './serve-routes.ts';

const ORIGIN = 'https://api.example';
const TOKEN = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln-_AZ09';

/** The request as the route got it; `undefined` if the route was not reached. */
const seen = async (asked: Partial<TestRequest>): Promise<HttpRequest<unknown> | undefined> => {
  const { call, requests } = recording();
  await call(asked);
  return requests[0];
};
const toMe = (headers: Readonly<Record<string, string>>) => ({ method: 'GET', path: '/me', body: undefined, headers });

describe('an access token', () => {
  it.each([`Bearer ${TOKEN}`, `bearer ${TOKEN}`, `BEARER   ${TOKEN}`])('is read from %s', async (authorization) => {
    expect(await seen(toMe({ authorization }))).toMatchObject({ bearer: TOKEN });
  });

  it.each([
    '',
    'Bearer',
    'Bearer ',
    TOKEN,
    `Basic ${TOKEN}`,
    `XBearer ${TOKEN}`,
    `Bearer${TOKEN}`,
    `Bearer ${TOKEN} `,
    `Bearer ${TOKEN} more`,
    `Bearer ${TOKEN},Bearer other`,
    `Bearer ${TOKEN}\n`,
    `Bearer "${TOKEN}"`,
    'Bearer é',
    `Basic x, Bearer ${TOKEN}`,
  ])('is none in %j', async (authorization) => {
    const request = await seen(toMe({ authorization }));
    expect(request).toBeDefined();
    expect(request).toMatchObject({ bearer: undefined });
  });

  it('is never taken from the query, the body or a cookie', async () => {
    const cookies = [`authorization=Bearer ${TOKEN}`, `__Host-latchkey-access=${TOKEN}`];
    const request = await seen({ method: 'GET', path: `/me?access_token=${TOKEN}`, body: undefined, cookies });
    expect(request).toBeDefined();
    expect(request).toMatchObject({ bearer: undefined });
  });
});

describe('a refresh token', () => {
  const path = '/token/refresh';
  const cookies = ['other=1', '__Host-latchkey-refresh=from-the-cookie'];
  const headers = { origin: ORIGIN };

  it('is taken from the body, and no cookie is looked at', async () => {
    expect(await seen({ path, body: { refreshToken: 'from-the-body' }, cookies })).toMatchObject({
      refreshToken: 'from-the-body',
      isCookieMode: false,
    });
    expect(await seen({ path, body: {}, cookies, headers })).toMatchObject({ refreshToken: undefined });
  });

  it('is taken in cookie mode from the cookie alone', async () => {
    const body = { credentials: 'cookie', refreshToken: 'from-the-body' };
    expect(await seen({ path, body, cookies, headers })).toMatchObject({
      refreshToken: 'from-the-cookie',
      isCookieMode: true,
    });
    expect(await seen({ path, body, headers })).toMatchObject({ refreshToken: undefined });
  });

  it('is not taken from a cookie that another host or path could have set', async () => {
    const others = ['latchkey-refresh=planted', '__Secure-latchkey-refresh=planted', '__host-latchkey-refresh=planted'];
    const request = await seen({ path, body: { credentials: 'cookie' }, cookies: others, headers });
    expect(request?.isCookieMode).toBe(true);
    expect(request).toMatchObject({ refreshToken: undefined });
  });

  it.each([undefined, 'null', 'https://evil.example', `${ORIGIN}.evil.example`])(
    'in its cookie never reaches a route from the origin %s',
    async (origin) => {
      const { call, requests } = recording();
      const body = { credentials: 'cookie' };
      const { status } = await call({ path, body, cookies, ...(origin && { headers: { origin } }) });
      expect(status).toBe(403);
      expect(requests).toEqual([]);
    },
  );

  it('is absent from a request that sends none', async () => {
    const request = await seen({ path: '/verify/status', body: {} });
    expect(request).toBeDefined();
    expect(request).toMatchObject({ refreshToken: undefined });
    expect(request).toMatchObject({ continuation: undefined });
  });
});

describe('a route that is refused', () => {
  it('because of a missing access token names the authentication scheme (RFC 6750)', async () => {
    const { status, headers, text } = await serve(async () => refuse('unauthenticated')).call(toMe({}));
    expect(status).toBe(401);
    expect(headers).toMatchObject({
      'www-authenticate': 'Bearer realm="account"',
      'content-type': 'application/problem+json',
    });
    expect(JSON.parse(text ?? '').code).toBe('unauthenticated');
  });

  it.each(['invalid_credentials', 'session_ended', 'code_mismatch', 'continuation_required'] as const)(
    'for %s does not, so that no browser asks for a password',
    async (code) => {
      const { status, headers } = await serve(async () => refuse(code)).call();
      expect(status).toBe(401);
      expect(headers).not.toHaveProperty('www-authenticate');
    },
  );
});
