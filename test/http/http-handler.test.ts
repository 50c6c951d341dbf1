// The pipeline through its real middy chain: whatever a route does, the answer is whole, safe and logged under its request.
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { accept, DependencyError, refuse } from '#domain/errors.ts';
import { createHttpHandler } from '#http/http-handler.ts';
import { json, type Reply } from '#http/reply.ts';
import { createLogger } from '#runtime/logger.ts';
import { apiEvent, lambdaContext, type TestRequest } from '../support/api-event.ts';
import { testSettings } from '../support/service.ts';
import { asVerify, recording, serve, type TestRoute } from './serve-routes.ts';

const SECRET = 'minji.kim@example.com';
const ORIGIN = 'https://api.example';
const SECURITY_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'strict-transport-security': expect.stringMatching(/^max-age=\d{8}/),
};

const throwing = (error: unknown) =>
  serve(async () => {
    throw error;
  });

describe('a dependency that failed', () => {
  const { call, events } = throwing(new DependencyError('dynamodb', new TypeError(`no route to ${SECRET}`)));

  it('is answered 503 with the time to retry', async () => {
    const { status, headers, text } = await call();
    expect(status).toBe(503);
    expect(headers).toMatchObject({ ...SECURITY_HEADERS, 'retry-after': '1' });
    expect(headers['content-type']).toBe('application/problem+json');
    const body = JSON.parse(text ?? '');
    expect(body).toMatchObject({ code: 'unavailable', status: 503, retryAfterSeconds: 1 });
    expect(text).not.toContain(SECRET);
  });

  it('is logged by name, without its message', async () => {
    const { requestId } = await call();
    const [line, completed] = events().slice(-2);
    expect(completed).toMatchObject({ event: 'request_completed', status: 503, requestId });
    expect(line).toMatchObject({ event: 'dependency_failed', dependency: 'dynamodb', error: 'TypeError', requestId });
    expect(line.route).toBe('POST /verify/status');
    expect(JSON.stringify(line)).not.toContain(SECRET);
  });
});

describe('a request that takes longer than its function has', () => {
  it('is answered 503 before Lambda ends it', async () => {
    const log = createLogger(() => undefined, testSettings.stage);
    const route = async () => {
      await wait(2000, undefined, { ref: false });
      return accept(json(200, {}));
    };
    const handlers = asVerify(route);
    const handler = createHttpHandler<'verify'>({ settings: testSettings, log }, handlers);
    const context = { ...lambdaContext, getRemainingTimeInMillis: () => 50 };
    const result = await handler(apiEvent({ method: 'POST', path: '/verify/status', body: {} }), context);
    expect(result).toMatchObject({ statusCode: 503, headers: { 'retry-after': '1' } });
  });
});

describe('any other exception', () => {
  const errors: readonly [string, unknown][] = [
    ['an error', new Error(`cannot use ${SECRET}`)],
    ['one of several lines', new Error(`cannot use\n${SECRET}\n  here`)],
    ['one with a cause', new Error('outer', { cause: new Error(SECRET) })],
    ['a text', SECRET],
    ['nothing', undefined],
    ['null', null],
    ['an object', { message: SECRET }],
  ];

  it.each(errors)('is answered 500 without details: %s', async (_name, error) => {
    const { call, lines, events } = throwing(error);
    const { status, headers, text, requestId } = await call();
    expect(status).toBe(500);
    expect(headers).toMatchObject({ ...SECURITY_HEADERS, 'content-type': 'application/problem+json' });
    expect(JSON.parse(text ?? '')).toEqual({
      type: 'urn:latchkey:problem:internal_error',
      title: 'Something went wrong on our side.',
      status: 500,
      code: 'internal_error',
    });
    expect(events()).toMatchObject([
      { event: 'unexpected_error', level: 'error', requestId },
      { event: 'request_completed', status: 500, requestId },
    ]);
    expect(lines.join('')).not.toContain(SECRET);
  });

  it('leaves its stack only in the log', async () => {
    const { call, events } = throwing(new Error('x'));
    const { text, headers } = await call();
    expect(events()[0].stack).toMatch(/^\s*at .*http-handler\.test\.ts/);
    expect(text + JSON.stringify(headers)).not.toContain('http-handler');
  });
});

describe('the security headers', () => {
  const answers: readonly [string, TestRoute, Partial<TestRequest>, number][] = [
    ['a success', async () => accept(json(200, {})), {}, 200],
    ['a refusal', async () => refuse('superseded'), {}, 410],
    ['a body that is no JSON', async () => accept(json(200, {})), { body: '{' }, 400],
    ['an unknown route', async () => accept(json(200, {})), { path: '/nowhere' }, 404],
    ['a foreign origin', async () => accept(json(200, {})), { body: { credentials: 'cookie' } }, 403],
  ];

  it.each(answers)('are on %s', async (_name, route, asked, expected) => {
    const { status, headers } = await serve(route).call(asked);
    expect(status).toBe(expected);
    expect(headers).toMatchObject(SECURITY_HEADERS);
  });

  it('give way to a route’s own', async () => {
    const own: Reply = { status: 200, headers: { 'cache-control': 'public, max-age=60' }, body: '' };
    const { headers } = await serve(async () => accept(own)).call();
    expect(headers).toMatchObject({ ...SECURITY_HEADERS, 'cache-control': 'public, max-age=60' });
  });

  it('do not ask for https on a laptop', async () => {
    const settings = { ...testSettings, issuer: 'http://localhost:3000' };
    const { headers } = await serve(async () => accept(json(200, {})), settings).call();
    expect(headers).not.toHaveProperty('strict-transport-security');
    expect(headers).toHaveProperty('x-content-type-options');
  });
});

describe('a refusal', () => {
  it('is problem+json with all its details, and Retry-After where there is a wait', async () => {
    const { call } = serve(async () => refuse('too_many_requests', { reason: 'cool_down', retryAfterSeconds: 42 }));
    const { status, headers, text } = await call();
    expect(status).toBe(429);
    expect(headers['retry-after']).toBe('42');
    expect(JSON.parse(text ?? '')).toEqual({
      type: 'urn:latchkey:problem:too_many_requests',
      title: 'Too many requests. Wait, then try again.',
      status: 429,
      code: 'too_many_requests',
      reason: 'cool_down',
      retryAfterSeconds: 42,
    });
  });
});

describe('every log line', () => {
  it('carries the id of its own request, however many run at once', async () => {
    const lines: string[] = [];
    const log = createLogger((line) => lines.push(line), testSettings.stage);
    const route: TestRoute = async ({ body }) => {
      const { continuation } = body as { continuation: string };
      await wait(Number(continuation));
      log.write('verify_completed', { challenge: continuation });
      await wait(1);
      if (Number(continuation) % 3 === 0) throw new Error('x');
      if (Number(continuation) % 3 === 1) throw new DependencyError('kms', new Error('x'));
      return accept(json(200, {}));
    };
    const handlers = asVerify(route);
    const handler = createHttpHandler<'verify'>({ settings: testSettings, log }, handlers);
    const events = Array.from({ length: 30 }, (_, index) =>
      apiEvent({ method: 'POST', path: '/verify/status', body: { continuation: String((index * 7) % 30) } }),
    );
    await Promise.all(events.map((event) => handler(event, lambdaContext)));

    const byRequest = Map.groupBy(
      lines.map((line) => JSON.parse(line)),
      ({ requestId }) => requestId,
    );
    expect(byRequest.size).toBe(30);
    for (const event of events) {
      const [inside, ...after] = byRequest.get(event.requestContext.requestId) ?? [];
      expect(inside.challenge).toBe(JSON.parse(event.body ?? '').continuation);
      const failure = ['unexpected_error', 'dependency_failed'][Number(inside.challenge) % 3];
      expect(after.map((line) => line.event)).toEqual([...(failure ? [failure] : []), 'request_completed']);
    }
  });

  it('names the route and the status, never the path, the query or the body', async () => {
    const { call, lines, events } = recording();
    await call({ path: `/verify/status?token=${SECRET}`, body: { continuation: SECRET } });
    await call({ method: 'GET', path: `/assets/${SECRET}` });
    await call({ method: 'GET', path: `/${SECRET}` });
    expect(events()).toMatchObject([
      { event: 'request_completed', level: 'info', route: 'POST /verify/status', status: 200 },
      { event: 'request_completed', route: 'GET /assets/{file}', status: 200 },
      { event: 'request_completed', route: '$default', status: 404 },
    ]);
    expect(lines.join('')).not.toContain(SECRET);
  });
});

describe('a request that no route matches', () => {
  it('is answered 404 unless the function says otherwise', async () => {
    const { call } = recording();
    const { status, text } = await call({ method: 'GET', path: '/nowhere' });
    expect(status).toBe(404);
    expect(JSON.parse(text ?? '').code).toBe('not_found');
  });

  it('is answered by the fallback, which sees it', async () => {
    const log = createLogger(() => undefined, testSettings.stage);
    const route: TestRoute = async () => accept(json(200, {}));
    const handlers = asVerify(route);
    const handler = createHttpHandler<'verify'>({ settings: testSettings, log }, handlers, {
      fallback: ({ rawPath }) => ({ status: 404, headers: { 'x-path': rawPath }, body: 'nothing' }),
    });
    const result = await handler(apiEvent({ method: 'GET', path: '/nowhere' }), lambdaContext);
    expect(result).toMatchObject({ statusCode: 404, body: 'nothing', headers: { 'x-path': '/nowhere' } });
    expect(result.headers).toMatchObject(SECURITY_HEADERS);
  });

  it.each(['__proto__', 'constructor', 'toString'])('is not fooled by the route key %s', async (routeKey) => {
    const log = createLogger(() => undefined, testSettings.stage);
    const route: TestRoute = async () => accept(json(200, {}));
    const handlers = asVerify(route);
    const handler = createHttpHandler<'verify'>({ settings: testSettings, log }, handlers);
    const event = { ...apiEvent({ method: 'GET', path: '/nowhere' }), routeKey };
    expect(await handler(event, lambdaContext)).toMatchObject({ statusCode: 404 });
  });
});

describe('HEAD', () => {
  it('answers with the headers of GET and no body', async () => {
    const { call } = serve(async () => accept({ status: 200, headers: { 'x-own': '1' }, body: '<html>' }));
    const get = await call({ method: 'GET', path: '/signup' });
    const head = await call({ method: 'HEAD', path: '/signup' });
    expect(head.status).toBe(get.status);
    expect(head.headers).toEqual(get.headers);
    expect([get.text, head.text]).toEqual(['<html>', '']);
  });

  it('has no body when it is refused either', async () => {
    const { call } = serve(async () => refuse('not_found'));
    const head = await call({ method: 'HEAD', path: '/signup' });
    expect([head.status, head.text]).toEqual([404, '']);
  });
});

describe('cookie mode', () => {
  const cookies = ['__Host-latchkey-continuation-signup=from-the-cookie'];
  const body = { credentials: 'cookie', continuation: 'from-the-body' };

  it.each([undefined, 'null', 'https://evil.example', 'http://api.example'])(
    'is refused for the origin %s before the route runs',
    async (origin) => {
      const { call, requests } = recording();
      const { status, text } = await call({ body, cookies, ...(origin && { headers: { origin } }) });
      expect(status).toBe(403);
      expect(JSON.parse(text ?? '').code).toBe('origin_refused');
      expect(requests).toEqual([]);
    },
  );

  it('reads the continuation from the cookie alone', async () => {
    const { call, requests } = recording();
    await call({ body, cookies, headers: { origin: ORIGIN } });
    await call({ body, headers: { origin: ORIGIN } });
    expect(requests.map(({ continuation }) => continuation)).toEqual(['from-the-cookie', undefined]);
    expect(requests.map(({ isCookieMode }) => isCookieMode)).toEqual([true, true]);
  });

  it('is what the body asks for: without it no cookie is read and no origin needed', async () => {
    const { call, requests } = recording();
    await call({ body: { continuation: 'from-the-body' }, cookies });
    await call({ body: {}, cookies });
    expect(requests.map(({ continuation }) => continuation)).toEqual(['from-the-body', undefined]);
    expect(requests.map(({ isCookieMode }) => isCookieMode)).toEqual([false, false]);
  });

  describe('from a page of another site', () => {
    const crossSite = { origin: ORIGIN, 'sec-fetch-site': 'cross-site' };
    const asks = async (asked: object) => {
      const { call, requests } = recording();
      const { status, text } = await call({ body, headers: crossSite, ...asked });
      return requests.length === 1 ? 'reached' : `${status} ${JSON.parse(text ?? '').code}`;
    };

    it('says that the browser keeps the cookies back, where one is needed', async () => {
      const cookie = { credentials: 'cookie' };
      for (const path of ['/verify/status', '/signup/resend', '/token/refresh', '/logout', '/logout/all'])
        expect(await asks({ path, body: cookie })).toBe('401 cookies_blocked');
      expect(await asks({ path: '/verify', body: { code: '123456', ...cookie } })).toBe('401 cookies_blocked');
    });

    it('says nothing of it where none is needed, one came, or the browser does not say cross-site', async () => {
      const cookie = { credentials: 'cookie' };
      expect(await asks({ path: '/verify', body: { token: 'a', password: 'b', ...cookie } })).toBe('reached');
      expect(await asks({ path: '/login', body: { email: 'a@b.example', password: 'b', ...cookie } })).toBe('reached');
      expect(await asks({ cookies: ['__Host-latchkey-refresh=x'] })).toBe('reached');
      expect(await asks({ cookies: ['latchkey-refresh=x', 'other=1'] })).toBe('401 cookies_blocked');
      for (const site of ['same-site', 'same-origin', 'none'])
        expect(await asks({ headers: { origin: ORIGIN, 'sec-fetch-site': site } })).toBe('reached');
      expect(await asks({ headers: { origin: ORIGIN } })).toBe('reached');
    });

    it('matters in cookie mode only', async () => {
      expect(await asks({ body: { continuation: 'from-the-body' } })).toBe('reached');
    });
  });

  it('cannot be entered by a plain form', async () => {
    const { call, requests } = recording();
    const headers = { origin: ORIGIN, 'content-type': 'text/plain' };
    expect((await call({ body, cookies, headers })).status).toBe(415);
    expect(requests).toEqual([]);
  });
});

describe('what a route sees', () => {
  it('is the parsed body, the caller’s network and device, the language and the path parameters', async () => {
    const { call, requests } = recording();
    const headers = { 'accept-language': 'en', 'user-agent': 'curl/8.5.0' };
    await call({ body: { continuation: 'x' }, headers, ip: '203.0.113.9' });
    await call({ method: 'GET', path: '/assets/pages.css?lang=en' });
    expect(requests).toMatchObject([
      {
        body: { continuation: 'x' },
        caller: { client: '203.0.113.9', network: '203.0.113.0/24', device: 'curl', ip: '203.0.113.*' },
        locale: 'en',
        pathParameters: {},
      },
      { body: undefined, locale: 'en', pathParameters: { file: 'pages.css' } },
    ]);
  });

  it('has its language read only when it is asked for, and its encoding as it was sent', async () => {
    const { call, requests } = recording();
    await call({
      method: 'GET',
      path: '/assets/pages.css',
      headers: { 'accept-encoding': 'br', 'accept-language': 'en' },
    });
    const descriptors = Object.getOwnPropertyDescriptors(requests[0] ?? {});
    expect(
      Object.keys(descriptors).filter((name) => 'get' in (descriptors[name as keyof typeof descriptors] ?? {})),
    ).toEqual(['locale']);
    expect(requests[0]).toMatchObject({ acceptEncoding: 'br', locale: 'en' });
  });

  it('never includes a body that does not fit', async () => {
    const { call, requests } = recording();
    const { status, text } = await call({ body: { continuation: 5, extra: 1 } });
    expect(status).toBe(400);
    expect(JSON.parse(text ?? '').errors.map(({ path }: { path: string }) => path)).toEqual(['continuation', 'extra']);
    expect(requests).toEqual([]);
  });
});

describe('the pipeline', () => {
  const serve = (error: unknown) => {
    const lines: string[] = [];
    const log = createLogger((line) => lines.push(line), testSettings.stage);
    const route = async () => {
      if (error) throw error;
      return accept(json(200, {}));
    };
    const handlers = { 'POST /signup': route, 'POST /signup/resend': route, 'GET /signup': route };
    return { handler: createHttpHandler<'signup'>({ settings: testSettings, log }, handlers), lines };
  };

  it('logs no line of a message that looks like a place in the code', async () => {
    const { handler, lines } = serve(new Error('cannot use\n    at minji@example.com'));
    await handler(apiEvent({ method: 'POST', path: '/signup/resend', body: {} }), lambdaContext);
    expect(lines.join('')).toContain('unexpected_error');
    expect(lines.join('')).not.toContain('minji@example.com');
  });

  it.each([
    ['an exception', '/signup', new Error('x')],
    ['a failed dependency', '/signup', new DependencyError('kms', new Error('x'))],
    ['an unknown path', '/nowhere', undefined],
  ])('answers HEAD without a body after %s', async (_name, path, error) => {
    const { handler } = serve(error);
    const result = await handler(apiEvent({ method: 'HEAD', path }), lambdaContext);
    expect(result.statusCode).toBeGreaterThanOrEqual(400);
    expect(result.body).toBe('');
  });
});
