// The middleware of `latchkey/server` in the frameworks themselves, over HTTP, with tokens of the local service.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { LOCAL_CLIENTS } from '../../bin/local/environment.ts';
import {
  type AccessTokenClaims,
  forExpress,
  forFastify,
  forHono,
  type MiddlewareRules,
  type TokenError,
} from '../../client/server/index.ts';
import { freshAddress, useLocalService } from '../support/local/local-service.ts';
import { takeLocalTokens } from '../support/local/local-tokens.ts';

// As the doc comments of the middleware show it.
declare global {
  namespace Express {
    interface Request {
      auth?: AccessTokenClaims;
    }
  }
}
declare module 'fastify' {
  interface FastifyRequest {
    auth?: AccessTokenClaims;
  }
}

const service = useLocalService({ clients: LOCAL_CLIENTS, anyLocalPort: true });

interface Served {
  readonly url: string;
  close(): Promise<unknown>;
}
/** `/orders` answers with the account, `/orders/broken` throws after an await, and `/health` needs no token. */
type Serve = (rules: MiddlewareRules) => Promise<Served>;

const broken = async (): Promise<never> => {
  await Promise.resolve();
  throw new Error('the table is gone');
};

const serveExpress: Serve = async (rules) => {
  const app = express();
  app.use('/orders', forExpress(rules));
  app.get('/orders', (request, response) => void response.json({ of: request.auth?.sub }));
  app.get('/orders/broken', broken);
  app.get('/health', (request, response) => void response.json({ auth: request.auth ?? null }));
  const fault: express.ErrorRequestHandler = (error: Error, _request, response, _next) =>
    void response.status(500).json({ fault: error.message });
  app.use(fault);
  const server = createServer(app).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => new Promise((resolve) => server.close(resolve)) };
};

const serveFastify: Serve = async (rules) => {
  const app = fastify();
  app.setErrorHandler((error: Error, _request, reply) => reply.code(500).send({ fault: error.message }));
  await app.register(async (orders) => {
    orders.addHook('onRequest', forFastify(rules));
    orders.get('/orders', async (request) => ({ of: request.auth?.sub }));
    orders.get('/orders/broken', broken);
  });
  app.get('/health', async (request) => ({ auth: request.auth ?? null }));
  return { url: await app.listen({ port: 0, host: '127.0.0.1' }), close: () => app.close() };
};

const serveHono: Serve = async (rules) => {
  const app = new Hono<{ Variables: { auth: AccessTokenClaims } }>();
  app.use('/orders/*', forHono(rules));
  app.get('/orders', (context) => context.json({ of: context.get('auth').sub }));
  app.get('/orders/broken', broken);
  app.get('/health', (context) => context.json({ auth: context.get('auth') ?? null }));
  app.onError((error, context) => context.json({ fault: error.message }, 500));
  const server = createServer(async ({ url, headers }, response) => {
    const asked = new Request(`http://127.0.0.1${url}`, {
      headers: headers.authorization === undefined ? {} : { authorization: headers.authorization },
    });
    const answer = await app.fetch(asked);
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => new Promise((resolve) => server.close(resolve)) };
};

let tokens: Awaited<ReturnType<typeof takeLocalTokens>>;
beforeAll(async () => {
  tokens = await takeLocalTokens(service, freshAddress());
});
afterEach(() => void vi.useRealTimers());

describe.each([
  ['Express', serveExpress],
  ['Fastify', serveFastify],
  ['Hono', serveHono],
])('for %s', (_, serve) => {
  const served: Served[] = [];
  const serveWith = async (more: Partial<MiddlewareRules> = {}): Promise<string> => {
    const app = await serve({ issuer: service.url, scope: 'openid', ...more });
    served.push(app);
    return app.url;
  };
  let url = '';
  beforeAll(async () => {
    url = await serveWith();
  });
  afterAll(() => Promise.all(served.map((app) => app.close())));

  const ask = async (address: string, authorization?: string) => {
    const headers = authorization === undefined ? {} : { authorization };
    const response = await fetch(address, { headers });
    const type = response.headers.get('content-type')?.split(';')[0];
    return {
      status: response.status,
      challenge: response.headers.get('www-authenticate'),
      type,
      body: await response.json(),
    };
  };
  const bearer = (token: string) => `Bearer ${token}`;
  const refusal = (status: number, error: string, challenge: string | null = `Bearer error="${error}"`) => ({
    ...{ status, challenge, type: 'application/json', body: { error } },
  });

  it.each([
    ['Bearer', (token: string) => `Bearer ${token}`],
    ['bearer', (token: string) => `bearer ${token}`],
  ])('lets a good token in, after the word %s', async (_word, authorization) => {
    const answer = await ask(`${url}/orders`, authorization(tokens.access));
    expect(answer).toMatchObject({ status: 200, challenge: null, body: { of: tokens.userId } });
  });

  it.each([
    ['no header', undefined],
    ['another scheme', 'Basic bWluamk6eA=='],
    ['no token', 'Bearer '],
    ['two tokens', 'Bearer a b'],
  ])('asks for a token and names no error: %s', async (_case, authorization) => {
    expect(await ask(`${url}/orders`, authorization)).toEqual(
      refusal(401, 'invalid_token', `Bearer realm="${service.url}"`),
    );
  });

  it.each([
    ['an ID token', () => tokens.id],
    ['a proof', () => tokens.proof],
    ['nonsense', () => 'nonsense'],
  ])('refuses %s', async (_case, token) => {
    expect(await ask(`${url}/orders`, bearer(token()))).toEqual(refusal(401, 'invalid_token'));
  });

  it('refuses an expired token', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3600 * 1000 });
    expect(await ask(`${url}/orders`, bearer(tokens.access))).toEqual(refusal(401, 'invalid_token'));
  });

  it('refuses a token for another audience', async () => {
    const other = await serveWith({ audience: 'https://other.example' });
    expect(await ask(`${other}/orders`, bearer(tokens.access))).toEqual(refusal(401, 'invalid_token'));
  });

  it('refuses a token of another client', async () => {
    const other = await serveWith({ clientIds: ['shop'] });
    expect(await ask(`${other}/orders`, bearer(tokens.access))).toEqual(refusal(401, 'invalid_token'));
  });

  it('refuses a token without the scope', async () => {
    const strict = await serveWith({ scope: 'openid account' });
    expect(await ask(`${strict}/orders`, bearer(tokens.access))).toEqual(refusal(403, 'insufficient_scope'));
  });

  it('answers 503 without a challenge when the keys cannot be read: the token may be good', async () => {
    const lost = await serveWith({ issuer: 'http://127.0.0.1:9' });
    expect(await ask(`${lost}/orders`, bearer(tokens.access))).toEqual(refusal(503, 'keys_unavailable', null));
  });

  it('tells a log why a token was refused', async () => {
    const errors: TokenError[] = [];
    const lost = await serveWith({ issuer: 'http://127.0.0.1:9', report: (error) => errors.push(error) });
    await ask(`${lost}/orders`);
    await ask(`${lost}/orders`, bearer(tokens.access));
    expect(errors).toMatchObject([{ code: 'keys_unavailable', status: 503, cause: expect.any(Error) }]);
  });

  it('takes an issuer with a slash at its end, and refuses at the start what is no address', async () => {
    const sloppy = await serveWith({ issuer: `${service.url}/` });
    expect((await ask(`${sloppy}/orders`, bearer(tokens.access))).status).toBe(200);
    await expect(serve({ issuer: 'auth.example.com' })).rejects.toThrow('Invalid URL');
  });

  it('leaves the errors of a route to the framework', async () => {
    const answer = await ask(`${url}/orders/broken`, bearer(tokens.access));
    expect(answer).toMatchObject({ status: 500, body: { fault: 'the table is gone' } });
    expect((await ask(`${url}/orders/broken`)).status).toBe(401);
  });

  it('stands only where it was put', async () => {
    expect(await ask(`${url}/health`)).toMatchObject({ status: 200, body: { auth: null } });
  });
});

it('for Express calls `next` once, also where `next` throws', async () => {
  const called: unknown[] = [];
  const next = (error?: unknown) => {
    called.push(error);
    throw new Error('a route of an old framework');
  };
  const response = { status: () => response, set: () => response, json: () => undefined };
  const request = { headers: { authorization: `Bearer ${tokens.access}` } };
  await expect(forExpress({ issuer: service.url })(request, response, next)).rejects.toThrow('old framework');
  expect(called).toEqual([undefined]);
});
