// The route table is the truth: what the handlers serve, what the document says and what clients are answered.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, expectTypeOf, it } from 'vitest';
import * as z from 'zod/mini';
import openApi from '../docs/openapi.json' with { type: 'json' };
import { ERRORS } from '../functions/domain/errors.ts';
import { emailClaimKey, userKey } from '../functions/domain/store-keys.ts';
import type { RouteHandlers } from '../functions/http/http-handler.ts';
import {
  BODY_ERRORS,
  type FunctionName,
  matchRoute,
  methodsOf,
  ROUTES,
  type Route,
  type Routes,
} from '../functions/routes.ts';
import { ProblemResponse, SentResponse } from '../functions/schemas/responses.ts';
import { aUser, USER_ID } from './support/builders.ts';
import { type Answer, createTestService, type TestService } from './support/service.ts';
import { account, beginSignUp, mailTo, PASSWORD, pendingSignUp, wrongCode } from './support/sign-up.ts';

type Operation = { readonly responses: Readonly<Record<string, { readonly description: string }>> };
const DOCUMENT = openApi.paths as unknown as Readonly<Record<string, Readonly<Record<string, Operation>>>>;
const rows = Object.entries<Route>(ROUTES).map(([key, route]) => {
  const [method = '', path = ''] = key.split(' ');
  return { key: key as keyof Routes, method, path, route };
});
/** Everything a row says its route may answer instead of success. */
const codesOf = ({ request, errors }: Route): readonly string[] => [...(request ? BODY_ERRORS : []), ...errors];

describe('the table', () => {
  it('has a handler for every route of a function, and for no other', () => {
    type Served = { [Name in FunctionName]: keyof RouteHandlers<Name> }[FunctionName];
    expectTypeOf<Served>().toEqualTypeOf<keyof Routes>();
    expectTypeOf<keyof RouteHandlers<'signup'>>().toEqualTypeOf<'POST /signup' | 'POST /signup/resend'>();
    const functions = ['signup', 'verify', 'pages'] as const satisfies readonly FunctionName[];
    expect(new Set(rows.map(({ route }) => route.function))).toEqual(new Set(functions));
  });

  it('has GET and HEAD without a body and every POST with one', () => {
    for (const { key, method, route } of rows)
      expect(`${key} ${route.request !== undefined}`).toBe(`${key} ${method === 'POST'}`);
  });

  it('has a HEAD row only beside the same GET', () => {
    for (const { path, route } of rows.filter(({ method }) => method === 'HEAD')) {
      expect((ROUTES as Readonly<Record<string, Route>>)[`GET ${path}`]).toMatchObject({
        function: route.function,
        success: route.success,
      });
    }
  });

  it('names no code twice', () => {
    for (const { route } of rows) expect(new Set(codesOf(route)).size).toBe(codesOf(route).length);
  });
});

describe('the OpenAPI document', () => {
  it('is in step with the table', () => {
    const root = fileURLToPath(new URL('..', import.meta.url));
    const check = () =>
      execFileSync(process.execPath, ['--import', './bin/text-imports.ts', 'bin/openapi.ts', '--check'], { cwd: root });
    expect(check).not.toThrow();
  });

  it.each(rows)('has an operation for $key with its success and all its codes', ({ method, path, route }) => {
    const operation = DOCUMENT[path]?.[method.toLowerCase()];
    expect(Object.keys(operation?.responses ?? {})).toContain(String(route.success.status));
    for (const code of [...codesOf(route), 'internal_error'] as (keyof typeof ERRORS)[]) {
      expect(operation?.responses[ERRORS[code].status]?.description).toContain(`\`${code}\``);
    }
  });

  it('has no operation that the table has not', () => {
    const operations = Object.entries(DOCUMENT).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(operations.toSorted()).toEqual(Object.keys(ROUTES).toSorted());
  });
});

describe('matchRoute', () => {
  it.each(rows.filter(({ path }) => !path.includes('{')))('finds $key', ({ key, method, path }) => {
    expect(matchRoute(method, path)).toEqual({ key, parameters: {} });
  });

  it.each(['pages.css', 'a', '%2e%2e', '..', 'a b', 'ü', '$&', 'file?', '{file}', '__proto__', 'a\nb'])(
    'takes %j as a path parameter, as it stands',
    (file) => {
      expect(matchRoute('GET', `/assets/${file}`)).toEqual({ key: 'GET /assets/{file}', parameters: { file } });
    },
  );

  it.each([
    ['GET', '/assets/'],
    ['GET', '/assets/a/b'],
    ['GET', '/assets'],
    ['GET', '/signup/'],
    ['GET', '//signup'],
    ['GET', '/SIGNUP'],
    ['GET', '/signup\n'],
    ['GET', 'signup'],
    ['GET', '/x/signup'],
    ['GET', ''],
    ['get', '/signup'],
    ['DELETE', '/signup'],
    ['HEAD', '/health'],
  ])('does not find %s %j', (method, path) => {
    expect(matchRoute(method, path)).toBeUndefined();
  });

  it('takes a dot for a dot', () => {
    expect(matchRoute('GET', '/openapi.json')?.key).toBe('GET /openapi.json');
    expect(matchRoute('GET', '/openapixjson')).toBeUndefined();
    expect(matchRoute('GET', '/xwell-known/jwks.json')).toBeUndefined();
  });
});

describe('methodsOf', () => {
  it.each([
    ['/signup', ['POST', 'GET', 'HEAD']],
    ['/verify/status', ['POST']],
    ['/health', ['GET']],
    ['/.well-known/jwks.json', ['GET']],
    ['/assets/any.thing', ['GET']],
    ['/assets/a/b', []],
    ['/nowhere', []],
    ['/openapixjson', []],
  ])('of %s are %j', (path, methods) => {
    expect(methodsOf(path)).toEqual(methods);
  });
});

interface Observed extends Answer {
  readonly key: string;
}

/** Notes every answer under its route. */
const observe = (service: TestService, observed: Observed[]): TestService => {
  const request: TestService['request'] = async (asked) => {
    const answer = await service.request(asked);
    const path = new URL(asked.path, 'https://api.example').pathname;
    observed.push({ ...answer, key: matchRoute(asked.method, path)?.key ?? '$default' });
    return answer;
  };
  return { ...service, request, post: (path, body, rest = {}) => request({ method: 'POST', path, body, ...rest }) };
};

/** One after the other, everything a client can meet without a fault of ours. */
const drive = async (service: TestService): Promise<void> => {
  const { post, request } = service;
  const bodied = rows.filter(({ route }) => route.request);
  for (const { path } of bodied) {
    await post(path, '{');
    await post(path, { unknown: 1 });
    await post(path, `{"a":"${'a'.repeat(17_000)}"}`);
    await post(path, {}, { headers: { 'content-type': 'text/plain' } });
    await post(
      path,
      path === '/signup' ? { email: 'c@x.example', password: PASSWORD, credentials: 'cookie' } : cookieBody(path),
    );
  }
  for (const { method, path } of rows.filter(({ route }) => !route.request)) {
    await request({ method, path: path.replace('{file}', 'pages.css') });
  }
  await request({ method: 'GET', path: '/assets/nothing.css' });
  await request({ method: 'DELETE', path: '/signup' });
  await request({ method: 'GET', path: '/nowhere' });

  await driveSignUp(service);
  await driveVerify(service);
  await driveRivals(service);
};

const cookieBody = (path: string) => ({ credentials: 'cookie', ...(path === '/verify' && { code: '123456' }) });

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
  await post('/verify', { token: 'forged' });
  await post('/verify', { token: first.token });
  await post('/verify', { token: first.token, password: 'a wrong password' });
  await post('/verify', { code: first.code });
  await post('/verify', { code: wrongCode(first.code), continuation: first.continuation });
  service.advance(61);
  const second = await pendingSignUp(service, 'verify@example.com');
  await post('/verify', { token: first.token });
  await post('/verify/status', { continuation: first.continuation });
  for (let guess = 1; guess <= 6; guess++) {
    await post('/verify', { code: wrongCode(second.code, guess), continuation: second.continuation });
  }
  await post('/verify', { token: second.token, continuation: second.continuation });
  await post('/verify', { token: second.token, continuation: second.continuation });
  await post('/verify/status', { continuation: second.continuation });

  const elsewhere = await pendingSignUp(service, 'elsewhere@example.com');
  await post('/verify', { token: elsewhere.token, password: PASSWORD });
  await post('/verify/status', { continuation: elsewhere.continuation });

  const late = await pendingSignUp(service, 'late@example.com');
  service.advance(service.settings.lifetimes.signupSeconds);
  await post('/verify', { token: late.token, continuation: late.continuation });
  await post('/verify/status', { continuation: late.continuation });
};

/** Parallel requests, and an address that got an account meanwhile. */
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

describe('whatever is asked', () => {
  const observed: Observed[] = [];
  const service = observe(createTestService(), observed);
  beforeAll(() => drive(service));

  const problems = () => observed.filter(({ status }) => status >= 400);
  const successes = () => observed.filter(({ status }) => status < 400);

  it('a route answers only codes that its row lists', () => {
    const unlisted = problems()
      .filter(({ key, text }) => key !== '$default' && text !== '')
      .map(({ key, body }) => ({ key, code: body.code }))
      .filter(({ key, code }) => !codesOf(ROUTES[key as keyof Routes]).includes(code));
    expect(unlisted).toEqual([]);
  });

  it('a body fits the schema of its success, with the status of its row', () => {
    for (const { key, status, text, body } of successes()) {
      const { success } = ROUTES[key as keyof Routes] as Route;
      expect(`${key} ${status}`).toBe(`${key} ${success.status}`);
      if (typeof success.body === 'string') continue;
      expect(success.body.safeParse(body), `${key} ${text}`).toMatchObject({ success: true });
    }
  });

  it('a problem fits RFC 9457 and says the status it is answered with', () => {
    for (const { status, headers, body } of problems()) {
      expect(headers['content-type']).toBe('application/problem+json');
      expect(z.parse(ProblemResponse, body)).toMatchObject({ status, type: `urn:latchkey:problem:${body.code}` });
      expect(body.retryAfterSeconds === undefined ? undefined : String(body.retryAfterSeconds)).toBe(
        headers['retry-after'],
      );
      if (status === 405) expect(headers['allow']).toBe('POST, GET, HEAD');
    }
  });

  it('every success and every code was met, so that the checks above have checked something', () => {
    const met = new Set(observed.map(({ key, status, body }) => `${key} ${body?.code ?? status}`));
    const expected = rows.flatMap(({ key, route }) => [
      `${key} ${route.success.status}`,
      ...codesOf(route)
        .filter((code) => code !== 'unavailable' && !(code === 'try_again' && key !== 'POST /verify'))
        .map((code) => `${key} ${code}`),
    ]);
    expect(expected.filter((one) => !met.has(one))).toEqual([]);
  });

  it('no answer may be kept by a cache, but for what is public', () => {
    for (const { key, status, headers } of observed) {
      const isPublic = key.includes('.well-known') && status === 200;
      expect(`${key} ${headers['cache-control']}`).toBe(`${key} ${isPublic ? 'public, max-age=3600' : 'no-store'}`);
    }
  });
});

describe('a dependency that fails', () => {
  it.each(rows.filter(({ route }) => codesOf(route).includes('unavailable')))(
    'is answered 503 by $key',
    async (row) => {
      const service = createTestService();
      const { token, continuation } = await pendingSignUp(service, 'minji@example.com');
      service.advance(61);
      service.setFaults(() => 'before');
      const bodies: Readonly<Record<string, unknown>> = {
        '/signup': { email: 'minji@example.com', password: PASSWORD },
        '/signup/resend': { continuation },
        '/verify': { token, continuation },
        '/verify/status': { continuation },
      };
      const { status, body, headers } = await service.request({
        method: row.method,
        path: row.path,
        ...(row.route.request && { body: bodies[row.path] }),
      });
      expect([status, body.code, headers['retry-after']]).toEqual([503, 'unavailable', '1']);
    },
  );
});

describe('an account', () => {
  it('makes no difference to what a sign-up answers', async () => {
    const service = createTestService();
    await account(service, 'known@example.com');
    service.advance(61);
    const answers = [];
    for (const email of ['known@example.com', 'fresh@example.com']) {
      const { status, headers, cookies, body } = await service.post('/signup', { email, password: PASSWORD });
      answers.push({ status, headers, cookies, body: { ...body, continuation: typeof body.continuation } });
      expect(z.parse(SentResponse, body).continuation).toBeDefined();
    }
    expect(answers[0]).toEqual(answers[1]);
    expect((await mailTo(service, 'known@example.com')).token).toBeUndefined();
  });
});
