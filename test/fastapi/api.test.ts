// The example of a FastAPI back end, with tokens of the local service: what it takes and refuses, and when it has no keys.
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { LOCAL_CLIENTS } from '../../bin/local/environment.ts';
import { useLocalService } from '../support/local/local-service.ts';
import { freePort, useServers } from './server.ts';
import { hostileTokens, logInToApp, proveAddress, resign, rotate } from './tokens.ts';

const service = useLocalService({ clients: LOCAL_CLIENTS, port: await freePort() });
const start = useServers();

let api = '';
let owner: Awaited<ReturnType<typeof logInToApp>>;
let guest: Awaited<ReturnType<typeof proveAddress>>;
beforeAll(async () => {
  api = await start({ ISSUER: service.url });
  owner = await logInToApp(service);
  guest = await proveAddress(service, 'guest-order');
});

const call = (token: string | undefined, path = '/api/orders', base = api) =>
  fetch(`${base}${path}`, {
    method: path === '/api/orders' ? 'GET' : 'POST',
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  });
const challengeOf = ({ headers }: Response) => headers.get('www-authenticate');
const INVALID = 'Bearer realm="orders", error="invalid_token"';
const countKeys = () => service.lines.filter((line) => line.includes('"GET /.well-known/jwks.json"')).length;

describe('a protected route', () => {
  it('takes an access token', async () => {
    const response = await call(owner.accessToken);
    expect([response.status, await response.json()]).toEqual([200, { of: owner.userId, orders: [] }]);
  });

  it('takes one that has just ended, by a clock that is a little behind', async () => {
    const exp = Math.floor(Date.now() / 1000) - 1;
    expect((await call(resign(service, owner.accessToken, { exp }))).status).toBe(200);
  });

  it('answers without a token that it needs one, and names no error', async () => {
    for (const headers of [{}, { authorization: 'Basic bG9jYWw6' }, { authorization: owner.accessToken }]) {
      const response = await fetch(`${api}/api/orders`, { headers });
      expect([response.status, challengeOf(response)]).toEqual([401, 'Bearer realm="orders"']);
    }
  });

  it('refuses an ID token, a proof and every hostile token', async () => {
    const before = countKeys();
    const { idToken } = owner;
    const tokens = { ...hostileTokens(service, owner.accessToken), 'an ID token': idToken, 'a proof': guest.proof };
    for (const [name, token] of Object.entries(tokens)) {
      const response = await call(token);
      expect([name, response.status, challengeOf(response)]).toEqual([name, 401, INVALID]);
    }
    // Of a key that nobody knows: not one request each.
    await Promise.all(
      Array.from({ length: 20 }, (_, index) => call(resign(service, idToken, {}, { typ: 'at+jwt', kid: `x${index}` }))),
    );
    expect(countKeys() - before).toBeLessThan(10);
  });

  it('refuses a token that lacks the scope', async () => {
    expect((await call(owner.accessToken, '/api/receipts')).status).toBe(202);
    const { accessToken } = await logInToApp(service, 'openid');
    const response = await call(accessToken, '/api/receipts');
    expect(response.status).toBe(403);
    expect(challengeOf(response)).toBe('Bearer realm="orders", error="insufficient_scope", scope="email"');
  });

  it('compares the audience that is configured', async () => {
    const other = await start({ ISSUER: service.url, AUDIENCE: 'https://api.example' });
    expect((await call(owner.accessToken, '/api/orders', other)).status).toBe(401);
    const token = resign(service, owner.accessToken, { aud: 'https://api.example' });
    expect((await call(token, '/api/orders', other)).status).toBe(200);
  });
});

describe('a route that needs a proof', () => {
  const order = async (body: object) => {
    const headers = { 'content-type': 'application/json' };
    return (await fetch(`${api}/api/guest-orders`, { method: 'POST', headers, body: JSON.stringify(body) })).status;
  };

  it('takes it once', async () => {
    const body = { email: guest.address, proof: guest.proof };
    expect(await order({ ...body, email: 'other@example.com' })).toBe(403);
    expect(await Promise.all([order(body), order(body)])).toEqual(expect.arrayContaining([201, 403]));
    expect(await order(body)).toBe(403);
  });

  it('refuses the proof of another act, and other tokens', async () => {
    const without = await proveAddress(service);
    const other = await proveAddress(service, 'transfer');
    for (const { address, proof } of [without, other]) expect(await order({ email: address, proof })).toBe(403);
    for (const proof of [owner.accessToken, owner.idToken, 'abc', ''])
      expect(await order({ email: guest.address, proof })).toBe(403);
    expect(await order({ email: guest.address })).toBe(422);
  });
});

describe('the keys', () => {
  it('are read again when the service has a new one, and those that it dropped are refused', async () => {
    expect((await call(owner.accessToken)).status).toBe(200);
    await rotate(service);
    const { accessToken } = await logInToApp(service);
    await vi.waitFor(async () => expect((await call(accessToken)).status).toBe(200), {
      timeout: 15_000,
      interval: 500,
    });
    expect((await call(owner.accessToken)).status).toBe(401);
  });

  it('outlive a stop of the service; a server that starts meanwhile answers 503 until it is back', async () => {
    const { accessToken } = await logInToApp(service);
    expect((await call(accessToken)).status).toBe(200);
    const { url } = service;
    await service.stop();
    const late = await start({ ISSUER: url });
    expect((await call(accessToken)).status).toBe(200);
    const refused = await call(accessToken, '/api/orders', late);
    expect([refused.status, refused.headers.get('retry-after'), challengeOf(refused)]).toEqual([503, '5', null]);
    await service.start();
    const answered = async () => expect((await call(accessToken, '/api/orders', late)).status).toBe(200);
    await vi.waitFor(answered, { timeout: 15_000, interval: 500 });
  });

  it('are waited for without holding up other requests', async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => void sockets.push(socket)).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const place = silent.address();
    const base = await start({ ISSUER: `http://127.0.0.1:${typeof place === 'object' ? place?.port : ''}` });
    let isAnswered = false;
    const waiting = Promise.all([1, 2, 3].map(() => call(owner.accessToken, '/api/orders', base))).finally(() => {
      isAnswered = true;
    });
    await vi.waitFor(() => expect(sockets).toHaveLength(1), { timeout: 10_000 });
    expect((await fetch(base)).status).toBe(200);
    expect(isAnswered).toBe(false);
    expect((await waiting).map(({ status }) => status)).toEqual([503, 503, 503]);
    expect(sockets).toHaveLength(1);
    for (const socket of sockets) socket.destroy();
    silent.close();
  });
});
