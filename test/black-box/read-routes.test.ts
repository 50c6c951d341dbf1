// Reading pages, keys and documents changes nothing. Also: the headers and errors that every kind of answer shares.
import { readFileSync } from 'node:fs';
import { request as rawRequest } from 'node:http';
import { describe, expect, it } from 'vitest';
import { LOCALES } from '#domain/locale.ts';
import { createAssets } from '#pages/assets.ts';
import { PAGE_CONTENT_SECURITY_POLICY } from '#pages/page-headers.ts';
import { GATEWAY_KEYS } from '#routes.ts';
import { DiscoveryResponse, JwksResponse, ProblemResponse } from '#schemas/responses.ts';
import { PAGE_TEXTS } from '#texts/pages.ts';
import { bearer } from '../support/account.ts';
import { createLocalAccount } from '../support/local/local-account.ts';
import { freshAddress, PASSWORD, tokenOf, useLocalService } from '../support/local/local-service.ts';

const service = useLocalService();

const methodsByPath = Map.groupBy(
  GATEWAY_KEYS.map((key) => key.split(' ') as [string, string]),
  ([, path]) => path,
);

/** The names of assets are those of this checkout. The local service has the theme of `localSettings`. */
const STYLE = createAssets({ name: '', color: '#2563eb' }).addresses.styleHref;

const toPath = (path = ''): string => path.replace('/assets/{file}', STYLE).replace('{id}', 'none');

const HEAD_PATHS = GATEWAY_KEYS.filter((key) => key.startsWith('HEAD ')).map((key) =>
  toPath(key.slice('HEAD '.length)),
);

describe('reading, as mail scanners do,', () => {
  it('a link by 50 parallel GETs and HEADs changes no row of any table, and the link still works', async () => {
    const { continuation, mail } = await service.signUp();
    const before = await service.dump();
    const path = `/verify?${tokenOf(mail)}.ko`;
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => service.request(index % 2 ? 'HEAD' : 'GET', path)),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(200));
    expect(await service.dump()).toEqual(before);
    expect(Object.values(before).flat().length).toBeGreaterThan(0);
    expect((await service.post('/verify', { token: tokenOf(mail), continuation })).status).toBe(200);
  });

  it('every path, by GET, HEAD and OPTIONS with token and continuation in the query, writes no row', async () => {
    const { accessToken } = await createLocalAccount(service);
    const { continuation, mail } = await service.signUp();
    const before = await service.dump();
    const query = `token=${tokenOf(mail)}&code=${mail.code}&continuation=${continuation}&credentials=cookie`;
    const paths = [...new Set(GATEWAY_KEYS.map((key) => toPath(key.split(' ')[1])))];
    const requests = paths.flatMap((path) => ['GET', 'HEAD', 'OPTIONS'].map((method) => [method, path] as const));
    await Promise.all(
      requests.map(([method, path]) => service.request(method, `${path}?${query}`, bearer(accessToken))),
    );
    expect(await service.dump()).toEqual(before);
  });
});

/** There are no fields of a profile here, no clients and no apps. */
const NOT_HERE = [
  ...['/profile-fields', '/authorize', '/userinfo', '/logout', '/.well-known/oauth-authorization-server'],
  ...['/.well-known/apple-app-site-association', '/.well-known/assetlinks.json'],
];

describe('methods', () => {
  it('that a path does not have are 405, with exactly its methods in Allow', async () => {
    for (const [path, routes] of methodsByPath) {
      const taken = routes.map(([method]) => method);
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].filter(
        (name) => !taken.includes(name),
      )) {
        const answer = await service.request(method, toPath(path));
        expect([method, path, answer.status, answer.body?.code]).toEqual([method, path, 405, 'method_not_allowed']);
        expect(answer.headers.allow?.split(', ').toSorted()).toEqual(taken.toSorted());
      }
    }
  });

  it.each(HEAD_PATHS)('HEAD %s has the headers of GET and no body', async (path) => {
    const sent = path.startsWith('/me') ? bearer((await createLocalAccount(service)).accessToken) : {};
    const [get, head] = [await service.get(path, sent), await service.request('HEAD', path, sent)];
    const {
      date: _date,
      'content-length': _length,
      connection: _one,
      'transfer-encoding': _other,
      ...headers
    } = get.headers;
    expect([head.status, head.text]).toEqual([NOT_HERE.includes(path) ? 404 : 200, '']);
    expect(head.headers).toMatchObject(headers);
  });
});

describe('paths', () => {
  it.each(['GET', 'HEAD'])(
    '%s of one with a slash at its end leads to the one without, with its query',
    async (method) => {
      for (const [path, location] of [
        ['/login/', '/login'],
        ['/login/?lang=en&returnTo=https%3A%2F%2Fevil.example', '/login?lang=en&returnTo=https%3A%2F%2Fevil.example'],
        ['/email/confirm///', '/email/confirm'],
        ['/health/', '/health'],
      ] as const) {
        const answer = await service.request(method, path);
        expect([path, answer.status, answer.headers.location]).toEqual([path, 308, location]);
      }
    },
  );

  it.each(['GET', 'HEAD'])('%s of /.well-known/change-password leads to the form that changes it', async (method) => {
    const answer = await service.request(method, '/.well-known/change-password');
    expect([answer.status, answer.headers.location]).toEqual([302, '/account#change-password']);
    // How a password manager sees that a server does not answer everything alike.
    const none = '/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200';
    expect((await service.request(method, none)).status).toBe(404);
  });

  it.each(['//evil.example/', '//evil.example/login/', '/\\evil.example/', '/nothing/', '/token/refresh/'])(
    'with a slash at their end lead nowhere else: %s',
    async (path) => {
      const answer = await service.get(path);
      expect([answer.status, answer.headers.location]).toEqual([404, undefined]);
    },
  );

  it.each([
    ['/nope', 404, undefined],
    ['/token/refresh', 405, 'POST'],
  ])(
    'without a page are answered to a person in a browser with one, in both languages: %s',
    async (path, status, allow) => {
      const accept = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
      for (const language of LOCALES) {
        const heading = PAGE_TEXTS[language].pages[''].html['notFoundHeading'];
        const answer = await service.get(path, { accept, 'accept-language': language });
        expect([answer.status, answer.headers['content-type'], answer.headers.allow]).toEqual([
          status,
          'text/html; charset=utf-8',
          allow,
        ]);
        expect(answer.text).toContain(`<h1 id="heading" tabindex="-1">${heading}</h1>`);
        expect(answer.text).toContain('href="/login?lang=');
        expect(answer.headers['content-security-policy']).toBe(PAGE_CONTENT_SECURITY_POLICY);
      }
      expect((await service.request('POST', '/nope', { accept })).headers['content-type']).toBe(
        'application/problem+json',
      );
    },
  );

  it.each([
    '/nothing',
    '/SIGNUP',
    '/signup/nothing',
    '/constructor',
    '/__proto__',
    '/assets/',
    '/assets/__proto__',
    '/assets/toString',
    '/assets/%2e%2e%2fpackage.json',
    '/%00',
    '/%',
    '/.git/config',
    '//',
    '///',
    '/\\',
    '//evil.example/signup',
    '//evil.example:99999/signup',
    `/${'a'.repeat(8000)}`,
  ])('that are none are 404: %s', async (path) => {
    const answer = await service.get(path);
    expect([answer.status, answer.headers['content-type']]).toEqual([404, 'application/problem+json']);
    expect(ProblemResponse.parse(answer.body).code).toBe('not_found');
  });

  it('with a hostile query and hostile headers do not change a page', async () => {
    const page = await service.get('/signup');
    for (const query of ['?lang=<script>', '?__proto__[lang]=en', '?lang[]=en', '?%', '?token=%00%0d%0a', '?lang=fr']) {
      expect((await service.get(`/signup${query}`)).text).toBe(page.text);
    }
    const headers = {
      'accept-language': `${'en;q=9,'.repeat(500)}`,
      cookie: 'a=b; =; latchkey-continuation',
      origin: 'x',
    };
    expect((await service.get('/signup', headers)).status).toBe(200);
  });
});

describe('documents', () => {
  it('/health says ok', async () => {
    const { status, body } = await service.get('/health');
    expect([status, body]).toEqual([200, { status: 'ok' }]);
  });

  it('/openapi.json is docs/openapi.json, and names every route', async () => {
    const { status, body } = await service.get('/openapi.json');
    expect(status).toBe(200);
    expect(body).toEqual(JSON.parse(readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8')));
    expect(Object.keys(body.paths).toSorted()).toEqual([...methodsByPath.keys()].toSorted());
  });

  it('the discovery document points to the keys, and the keys are public ones', async () => {
    const { status, body } = await service.get('/.well-known/openid-configuration');
    expect(status).toBe(200);
    const discovery = DiscoveryResponse.parse(body);
    expect(discovery).toMatchObject({ issuer: service.url, id_token_signing_alg_values_supported: ['RS256'] });
    const keys = await service.get(discovery.jwks_uri.slice(service.url.length));
    expect(keys.headers['cache-control']).toBe('public, max-age=3600');
    // The schema is strict: a private member (d, p, q …) would be refused.
    expect(JwksResponse.parse(keys.body).keys).toHaveLength(1);
  });

  it('the keys of proofs are public ones, and others than those of access tokens', async () => {
    const keys = await service.get('/.well-known/proof-jwks.json');
    expect([keys.status, keys.headers['cache-control']]).toEqual([200, 'public, max-age=3600']);
    const [ofProofs, ...others] = JwksResponse.parse(keys.body).keys;
    expect(others).toEqual([]);
    expect((await service.get('/.well-known/jwks.json')).text).not.toContain(ofProofs?.kid);
  });

  it('of a page are complete in every encoding that browsers accept, and are cached for a year', async () => {
    const { text: page } = await service.get('/signup');
    const assets = [...page.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, path = '']) => path);
    expect(assets).toHaveLength(2);
    for (const path of assets) {
      const [plain, ...packed] = await Promise.all(
        ['identity', 'br', 'gzip'].map((encoding) => service.get(path, { 'accept-encoding': encoding })),
      );
      expect(plain?.headers).toMatchObject({
        'content-type': `text/${path.endsWith('.js') ? 'javascript' : 'css'}; charset=utf-8`,
        'cache-control': 'public, max-age=31536000, immutable',
        vary: 'accept-encoding',
      });
      expect(packed.map(({ text }) => text)).toEqual([plain?.text, plain?.text]);
    }
  });

  it('that are long are sent compressed', async () => {
    for (const path of [STYLE, '/signup', '/openapi.json']) {
      const answer = await service.get(path, { 'accept-encoding': 'gzip, deflate, br, zstd' });
      expect([answer.status, answer.headers['content-encoding']]).toEqual([200, 'br']);
      expect(Number(answer.headers['content-length'])).toBeLessThan(Buffer.byteLength(answer.text) / 2);
    }
  });
});

describe('headers', () => {
  it('for security are on every kind of answer', async () => {
    const { address, answer, continuation, mail } = await service.signUp();
    const token = tokenOf(mail);
    const cookieBody = { continuation, credentials: 'cookie' };
    const answers = [
      answer,
      await service.get('/signup'),
      await service.request('HEAD', '/verify'),
      await service.get(STYLE),
      await service.get('/health'),
      await service.get('/openapi.json'),
      await service.post('/verify', {}),
      await service.post('/verify', { token }),
      await service.post('/verify/status', cookieBody),
      await service.get('/nothing'),
      await service.get('/verify/status'),
      await service.post('/verify', { token, continuation }),
      await service.post('/verify', { token, continuation }),
      await service.post('/verify', { token: 'a'.repeat(20_000) }),
      await service.request('POST', '/verify', {}, '{}'),
      await service.post('/signup', { email: freshAddress(), password: 'short' }),
      await service.post('/signup', { email: address, password: PASSWORD }),
    ];
    const statuses = [202, 200, 200, 200, 200, 200, 400, 401, 403, 404, 405, 200, 410, 413, 415, 422, 429];
    expect(answers.map(({ status }) => status)).toEqual(statuses);
    for (const { headers } of answers) {
      const isPage = headers['content-type']?.startsWith('text/html');
      const isAsset = headers['content-type']?.startsWith('text/css');
      expect(headers).toMatchObject({
        'cache-control': isAsset ? 'public, max-age=31536000, immutable' : 'no-store',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'content-security-policy': isPage ? PAGE_CONTENT_SECURITY_POLICY : "default-src 'none'; frame-ancestors 'none'",
      });
      expect(headers['strict-transport-security']).toBeUndefined();
      expect(headers['x-powered-by'] ?? headers['server']).toBeUndefined();
      expect(headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  it('of CORS are for listed origins only', async () => {
    const own = service.url.replace('localhost', '127.0.0.1');
    const preflight = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' };
    const allowed = await service.request('OPTIONS', '/signup', { ...preflight, origin: own });
    expect([allowed.status, allowed.headers['access-control-allow-origin']]).toEqual([204, own]);
    const refused = await service.request('OPTIONS', '/signup', { ...preflight, origin: 'https://evil.example' });
    expect([refused.status, refused.headers['access-control-allow-origin']]).toEqual([405, undefined]);
  });
});

describe('a client that disconnects', () => {
  it('in the middle of a body leaves the service working', async () => {
    await new Promise<void>((resolve) => {
      const headers = { 'content-type': 'application/json', 'content-length': '1000' };
      const request = rawRequest(`${service.url}/signup`, { method: 'POST', headers, agent: false });
      request.once('error', () => resolve());
      request.write('{"email":', () => request.destroy(new Error('gone')));
    });
    expect((await service.get('/health')).status).toBe(200);
  });
});
