// Posts to real servers that behave badly, and to names that lead where a webhook may not go.
import { createServer as createTcpServer, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createWebhookPoster, type WebhookPosterOptions } from '#adapters/webhooks/webhook-poster.ts';
import { LOOPBACK } from '../../../bin/local/listen.ts';
import { freePort } from '../../support/servers/free-port.ts';
import { HOOKS_CERTIFICATES, HOOKS_HOST, startReceiver } from '../../support/servers/webhook-receiver.ts';

const BODY = '{"id":"01J.01K","type":"user.created"}';
const HEADERS = { 'webhook-id': '01J.01K' };

/** Reaches this machine, as no deployed function does. */
const createPoster = async (options: WebhookPosterOptions = {}) =>
  createWebhookPoster({
    resolve: async () => [LOOPBACK],
    mayReach: (address) => address === LOOPBACK,
    certificateAuthority: (await HOOKS_CERTIFICATES).authority,
    ...options,
  });
const post = async (url: string, options: WebhookPosterOptions = {}) =>
  (await createPoster(options)).post(url, HEADERS, BODY);

describe('a webhook', () => {
  it.each([200, 202, 204, 299])('is accepted by %i', async (status) => {
    const { url, received, port } = await startReceiver((response) => response.writeHead(status).end());
    expect(await post(url)).toEqual({ ok: true, status });
    expect(received).toEqual([
      { method: 'POST', path: '/hooks?team=1', body: BODY, headers: expect.objectContaining(HEADERS) },
    ]);
    expect(received[0]?.headers).toMatchObject({
      host: `${HOOKS_HOST}:${port}`,
      'content-type': 'application/json',
      'content-length': String(BODY.length),
    });
  });

  it.each([400, 401, 404, 410, 500, 502])('is not accepted by %i', async (status) => {
    const { url } = await startReceiver((response) => response.writeHead(status, { 'retry-after': '9' }).end('no'));
    expect(await post(url)).toEqual({ ok: false, reason: 'answered', status });
  });

  it.each([429, 503])('may be asked for later by %i', async (status) => {
    const { url } = await startReceiver((response) => response.writeHead(status, { 'retry-after': '9' }).end());
    expect(await post(url)).toEqual({ ok: false, reason: 'answered', status, retryAfter: '9' });
  });

  it.each(['https://127.0.0.1/', 'http://169.254.169.254/latest/meta-data/', '/elsewhere'])(
    'does not follow a redirect to %s',
    async (location) => {
      for (const status of [301, 302, 303, 307, 308]) {
        const { url, received } = await startReceiver((response) => response.writeHead(status, { location }).end());
        expect(await post(url)).toEqual({ ok: false, reason: 'redirected', status });
        expect(received).toHaveLength(1);
      }
    },
  );

  it('does not wait for an endpoint that hangs', async () => {
    const { url, received } = await startReceiver(() => undefined);
    expect(await post(url, { timeoutMilliseconds: 200 })).toEqual({
      ok: false,
      reason: 'no_answer',
      detail: 'ETIMEDOUT',
    });
    expect(received).toHaveLength(1);
  });

  it('does not wait for a server that accepts the connection and says nothing', async () => {
    const port = await freePort();
    const sockets: Socket[] = [];
    const server = createTcpServer((socket) => void sockets.push(socket));
    await new Promise<void>((resolve) => void server.listen(port, LOOPBACK, resolve));
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    const result = await post(`https://${HOOKS_HOST}:${port}/`, { timeoutMilliseconds: 200 });
    expect(result).toEqual({ ok: false, reason: 'no_answer', detail: 'ETIMEDOUT' });
  });

  it('is accepted by the head of an answer whose body never ends', async () => {
    const { url } = await startReceiver((response) => response.writeHead(200).write('so'));
    expect(await post(url)).toEqual({ ok: true, status: 200 });
  });

  it('does not read a giant body', async () => {
    let written = 0;
    const { url } = await startReceiver((response) => {
      const more = () => {
        while (!response.destroyed && written < 200_000_000 && response.write('x'.repeat(65_536))) written += 65_536;
      };
      response.on('drain', more).writeHead(500);
      more();
    });
    expect(await post(url)).toEqual({ ok: false, reason: 'answered', status: 500 });
    expect(written).toBeLessThan(20_000_000);
  });

  it('does not take giant headers', async () => {
    const { url } = await startReceiver((response) =>
      response.writeHead(200, { 'x-giant': 'x'.repeat(100_000) }).end(),
    );
    expect(await post(url)).toEqual({ ok: false, reason: 'no_answer', detail: 'HPE_HEADER_OVERFLOW' });
  });

  it('is not sent where nobody listens', async () => {
    const result = await post(`https://${HOOKS_HOST}:${await freePort()}/`);
    expect(result).toEqual({ ok: false, reason: 'no_answer', detail: 'ECONNREFUSED' });
  });
});

describe('the certificate of an endpoint', () => {
  it('must be of an authority that is trusted', async () => {
    const { url, received } = await startReceiver();
    const poster = createWebhookPoster({ resolve: async () => [LOOPBACK], mayReach: () => true });
    expect(await poster.post(url, HEADERS, BODY)).toEqual({
      ok: false,
      reason: 'no_answer',
      detail: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    });
    expect(received).toEqual([]);
  });

  it('must be for the name in the URL', async () => {
    const { port, received } = await startReceiver();
    const result = await post(`https://other.example:${port}/`);
    expect(result).toEqual({ ok: false, reason: 'no_answer', detail: 'ERR_TLS_CERT_ALTNAME_INVALID' });
    expect(received).toEqual([]);
  });
});

describe('the address of an endpoint', () => {
  it.each(['127.0.0.1', '10.1.2.3', '169.254.169.254', '100.64.0.1', '::1', 'fd00:ec2::254', '::ffff:127.0.0.1'])(
    'is refused where a public name leads to %s',
    async (address) => {
      const { url, received } = await startReceiver();
      const poster = createWebhookPoster({ resolve: async () => [address] });
      expect(await poster.post(url, HEADERS, BODY)).toEqual({ ok: false, reason: 'private_address' });
      expect(received).toEqual([]);
    },
  );

  it('is refused as soon as one address of the name is private', async () => {
    const { url, received } = await startReceiver();
    const poster = createWebhookPoster({ resolve: async () => ['93.184.216.34', LOOPBACK] });
    expect(await poster.post(url, HEADERS, BODY)).toEqual({ ok: false, reason: 'private_address' });
    expect(received).toEqual([]);
  });

  it.each(['127.0.0.1', '127.1', '0x7f000001', '[::1]', '[::ffff:127.0.0.1]', '169.254.169.254'])(
    'is refused where the URL names %s itself',
    async (host) => {
      const { port, received } = await startReceiver();
      const poster = createWebhookPoster({
        resolve: async () => Promise.reject(new Error('an address is not looked up')),
      });
      expect(await poster.post(`https://${host}:${port}/`, HEADERS, BODY)).toEqual({
        ok: false,
        reason: 'private_address',
      });
      expect(received).toEqual([]);
    },
  );

  it('is asked for once, so that a second answer of the name server changes nothing', async () => {
    const { url, received } = await startReceiver();
    const answers = [[LOOPBACK], ['127.0.0.2']];
    let asked = 0;
    const result = await post(url, { resolve: async () => answers[asked++] ?? ['127.0.0.3'] });
    expect(result).toEqual({ ok: true, status: 200 });
    expect({ asked, received: received.length }).toEqual({ asked: 1, received: 1 });
  });

  it('is the checked one, with the name for TLS: no name server knows this name', async () => {
    const { url, received } = await startReceiver();
    expect(await post(url)).toEqual({ ok: true, status: 200 });
    expect(received[0]?.headers.host).toContain(HOOKS_HOST);
  });

  it('is the next one of the name if nobody listens at the first', async () => {
    const { url } = await startReceiver();
    const result = await post(url, { resolve: async () => ['127.0.0.9', LOOPBACK], mayReach: () => true });
    expect(result).toEqual({ ok: true, status: 200 });
  });

  it('may be unknown', async () => {
    const resolve = async () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' }));
    expect(await post(`https://${HOOKS_HOST}/`, { resolve })).toEqual({
      ok: false,
      reason: 'name_unknown',
      detail: 'ENOTFOUND',
    });
    expect(await post(`https://${HOOKS_HOST}/`, { resolve: async () => [] })).toMatchObject({ ok: false });
  });

  it('is not waited for longer than for the endpoint', async () => {
    const result = await post(`https://${HOOKS_HOST}/`, {
      resolve: () => new Promise(() => undefined),
      timeoutMilliseconds: 100,
    });
    expect(result).toEqual({ ok: false, reason: 'name_unknown', detail: 'ETIMEDOUT' });
  });
});
