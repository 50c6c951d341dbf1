// The route table is the truth: what the handlers serve, what the document says and what clients are answered.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, expectTypeOf, it } from 'vitest';
import * as z from 'zod/mini';
import { systemRandomness } from '#adapters/system-clock.ts';
import { createContinuation } from '#domain/challenge/continuation.ts';
import { ERRORS } from '#domain/errors.ts';
import type { RouteHandlers } from '#http/http-handler.ts';
import {
  API_FUNCTIONS,
  type BodyKey,
  errorsOf,
  type FunctionName,
  GATEWAY_KEYS,
  matchRoute,
  methodsOf,
  ROUTES,
  type Route,
  type Routes,
  routeOf,
} from '#routes.ts';
import { ProblemResponse, SentResponse } from '#schemas/responses.ts';
import openApi from '../docs/openapi.json' with { type: 'json' };
import { bearer } from './support/account.ts';
import { ADMIN_ARN } from './support/admin.ts';
import { USER_ID } from './support/builders.ts';
import { createTestService } from './support/service.ts';
import { account, mailTo, PASSWORD, pendingSignUp } from './support/sign-up.ts';
import { exampleBodies, SHOP } from './support/tours/example-bodies.ts';
import { driveRoutes, type Observed } from './support/tours/route-tour.ts';

type Operation = { readonly responses: Readonly<Record<string, { readonly description: string }>> };
const DOCUMENT = openApi.paths as unknown as Readonly<Record<string, Readonly<Record<string, Operation>>>>;
const rows = Object.entries<Route>(ROUTES).map(([key, route]) => {
  const [method = '', path = ''] = key.split(' ');
  return { key: key as keyof Routes, method, path, route };
});
/** They take no cookie, so no origin is refused. */
const WITHOUT_COOKIES = [
  ...['POST /links/inspect', 'POST /otp', 'POST /otp/check', 'PATCH /me', 'PUT /me/consents'],
  'POST /me/second-factor/confirm',
  ...['POST /login/passkey/options', 'POST /me/passkeys', 'PATCH /me/passkeys'],
];

/** They end the epoch of their session, then move it to the next one: between the two another request may end it. */
const MOVES_ITS_SESSION = ['DELETE /me/sessions', 'POST /me/second-factor/confirm'];

describe('the table', () => {
  it('has a handler for every route of a function, and for no other', () => {
    type Served = { [Name in FunctionName]: keyof RouteHandlers<Name> }[FunctionName];
    expectTypeOf<Served>().toEqualTypeOf<keyof Routes>();
    expectTypeOf<keyof RouteHandlers<'signup'>>().toEqualTypeOf<'POST /signup' | 'POST /signup/resend'>();
    expect(new Set(rows.map(({ route }) => route.function))).toEqual(new Set(API_FUNCTIONS));
  });

  it('has GET without a body, every POST, PUT and PATCH with one, and DELETE as it comes', () => {
    // A token alone asks for userinfo, by either method.
    for (const { key, method, route } of rows.filter((row) => row.method !== 'DELETE' && row.path !== '/userinfo'))
      expect(`${key} ${(route.request ?? route.form) !== undefined}`).toBe(
        `${key} ${['POST', 'PUT', 'PATCH'].includes(method)}`,
      );
  });

  it('asks for an access token wherever an owner is meant, and nowhere else', () => {
    const owners = rows.filter(({ route }) => route.bearer === 'required').map(({ path }) => path);
    expect(owners.filter((path) => !/^\/me(?:\/|$)/.test(path))).toEqual(['/userinfo', '/userinfo']);
    const rest = rows.filter(({ path, route }) => path.startsWith('/me') && route.bearer !== 'required');
    expect(rest.map(({ key }) => key)).toEqual(['POST /me/email/confirm']);
  });

  it('gives the gateway HEAD beside every GET, for the same row, and nothing else of its own', () => {
    const heads = GATEWAY_KEYS.filter((key) => !Object.hasOwn(ROUTES, key));
    expect(heads).toEqual(rows.filter(({ method }) => method === 'GET').map(({ path }) => `HEAD ${path}`));
    for (const key of heads) expect(routeOf(key)).toBe(routeOf(key.replace('HEAD', 'GET')));
    expect(routeOf('$default')).toBeUndefined();
  });

  it('names no code twice', () => {
    for (const { route } of rows) expect(new Set(errorsOf(route)).size).toBe(errorsOf(route).length);
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
    for (const code of [...errorsOf(route), 'internal_error'] as (keyof typeof ERRORS)[]) {
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
    const head = { key: `HEAD ${path}`, parameters: {} };
    expect(matchRoute('HEAD', path)).toEqual(methodsOf(path).includes('GET') ? head : undefined);
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
    ['/health', ['GET', 'HEAD']],
    ['/.well-known/jwks.json', ['GET', 'HEAD']],
    ['/.well-known/proof-jwks.json', ['GET', 'HEAD']],
    ['/assets/any.thing', ['GET', 'HEAD']],
    ['/assets/a/b', []],
    ['/nowhere', []],
    ['/openapixjson', []],
  ])('of %s are %j', (path, methods) => {
    expect(methodsOf(path)).toEqual(methods);
  });
});

describe('whatever is asked', () => {
  // The endpoints of OAuth answer in its words: test/flows/oauth has their answers.
  const isOAuth = (key: string) => routeOf(key)?.function === 'authorize';
  const observed: Observed[] = [];
  beforeAll(async () => {
    observed.push(...(await driveRoutes()).filter(({ key }) => !isOAuth(key)));
  }, 60_000);

  const problems = () => observed.filter(({ status }) => status >= 400);
  const successes = () => observed.filter(({ status }) => status < 400);

  it('a route answers only codes that its row lists', () => {
    const unlisted = problems()
      .filter(({ key, text }) => key !== '$default' && text !== '')
      .map(({ key, body }) => ({ key, code: body.code }))
      .filter(({ key, code }) => !errorsOf(ROUTES[key as keyof Routes]).includes(code));
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
    for (const { status, headers, body, path } of problems()) {
      expect(headers['content-type']).toBe('application/problem+json');
      expect(z.parse(ProblemResponse, body)).toMatchObject({ status, type: `urn:latchkey:problem:${body.code}` });
      expect(body.retryAfterSeconds === undefined ? undefined : String(body.retryAfterSeconds)).toBe(
        headers['retry-after'],
      );
      if (status === 405) expect(headers['allow']).toBe(methodsOf(path).join(', '));
      expect(headers['www-authenticate']).toBe(body.code === 'unauthenticated' ? 'Bearer realm="account"' : undefined);
    }
  });

  // Left out: what needs a fault, and what needs two requests at once (one route stands for the others).
  it('every success and every code was met, so that the checks above have checked something', () => {
    const met = new Set(observed.map(({ key, status, body }) => `${key} ${body?.code ?? status}`));
    const expected = rows
      .filter(({ key }) => !isOAuth(key))
      .flatMap(({ key, route }) => [
        `${key} ${route.success.status}`,
        ...errorsOf(route)
          .filter((code) => code !== 'unavailable' && !(code === 'try_again' && key !== 'POST /verify'))
          .filter((code) => !(code === 'origin_refused' && WITHOUT_COOKIES.includes(key)))
          .filter((code) => !(code === 'session_ended' && MOVES_ITS_SESSION.includes(key)))
          .map((code) => `${key} ${code}`),
      ]);
    expect(expected.filter((one) => !met.has(one))).toEqual([]);
  });

  it('no answer may be kept by a cache, but for what is public', () => {
    for (const { key, status, headers } of observed) {
      const ofAssets = key.includes('/assets/') && 'public, max-age=31536000, immutable';
      const ofConsents = key.endsWith(' /consents') && 'public, max-age=60';
      const kept = ofAssets || ofConsents || (key.includes('.well-known') && 'public, max-age=3600');
      expect(`${key} ${headers['cache-control']}`).toBe(`${key} ${(status === 200 && kept) || 'no-store'}`);
    }
  });
});

describe('a dependency that fails', () => {
  it.each(rows.filter(({ route }) => route.function !== 'authorize' && errorsOf(route).includes('unavailable')))(
    'is answered 503 by $key',
    async (row) => {
      const service = createTestService({ settings: { clients: [SHOP], passkeyDomain: 'api.example' } });
      const { body: owner } = await account(service, 'owner@example.com');
      const { token, continuation } = await pendingSignUp(service, 'minji@example.com');
      service.advance(61);
      service.setFaults(() => 'before');
      const { credentials: _none, ...example } = exampleBodies(PASSWORD)[row.key as BodyKey]?.[0] ?? {};
      const ref = { purpose: 'otp', channel: 'email', address: 'minji@example.com' } as const;
      const otp = createContinuation(systemRandomness, ref, USER_ID).continuation;
      const genuine = {
        token,
        continuation: row.path === '/otp/check' ? otp : continuation,
        refreshToken: owner.refreshToken,
      };
      const known = Object.entries(genuine).filter(([name]) => name in example);
      const { status, body, headers } = await service.request({
        method: row.method,
        path: row.path.replace('{id}', 'none'),
        admin: ADMIN_ARN,
        headers: bearer(owner.accessToken),
        ...(row.route.request && {
          body: { ...example, ...Object.fromEntries(known) },
          headers: { 'content-type': 'application/json', ...bearer(owner.accessToken) },
        }),
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
      answers.push({
        status,
        headers,
        cookies,
        body: { ...body, address: '', continuation: typeof body.continuation },
      });
      expect(z.parse(SentResponse, body).continuation).toBeDefined();
    }
    expect(answers[0]).toEqual(answers[1]);
    expect((await mailTo(service, 'known@example.com')).token).toBeUndefined();
  });
});
