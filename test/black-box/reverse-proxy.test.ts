// A proxy in front of the service, as docs/cloudfront.md sets one up: limits count the person, not the proxy.
import { createServer, request as forward } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { close, LOOPBACK, listen } from '../../bin/local/listen.ts';
import { freshAddress, PASSWORD, useLocalService } from '../support/local/local-service.ts';
import { CALLER_KEY, TRUSTED_CALLER } from '../support/trusted-caller.ts';

const service = useLocalService({ trustedCallers: [TRUSTED_CALLER] });

/** Sets both headers over what a client claims. `x-test-viewer` stands in for the address that only a real proxy sees. */
const proxy = createServer((incoming, outgoing) => {
  const { 'x-test-viewer': viewer = '', ...rest } = incoming.headers;
  const headers = { ...rest, 'x-api-key': CALLER_KEY, 'x-client-ip': viewer };
  const target = forward(`${service.url}${incoming.url}`, { method: incoming.method, headers }, (response) => {
    outgoing.writeHead(response.statusCode ?? 0, response.headers);
    response.pipe(outgoing);
  });
  incoming.pipe(target);
});
let url = '';
beforeAll(async () => {
  url = `http://${LOOPBACK}:${await listen(proxy, 0, 'PORT')}`;
});
afterAll(() => close(proxy));

/** Sign-ups for fresh addresses, until one is refused; at most `most`. */
const signUps = async (origin: string, most: number, headers: Readonly<Record<string, string>>) => {
  const statuses: number[] = [];
  for (let index = 0; index < most; index++) {
    const { status } = await fetch(`${origin}/signup`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ email: freshAddress(), password: PASSWORD }),
    });
    statuses.push(status);
    if (status !== 202) break;
  }
  return statuses;
};
const TEN_THEN_NONE = [...Array(10).fill(202), 429];

describe('behind a proxy that is a trusted caller', () => {
  it('each person has limits of their own, whatever they claim to be', async () => {
    expect(await signUps(url, 11, { 'x-test-viewer': '203.0.113.77' })).toEqual(TEN_THEN_NONE);
    const claims = { 'x-client-ip': '192.0.2.1', 'x-api-key': 'mine' };
    expect(await signUps(url, 1, { 'x-test-viewer': '203.0.113.77', ...claims })).toEqual([429]);
    expect(await signUps(url, 1, { 'x-test-viewer': '203.0.113.78' })).toEqual([202]);
    expect(await signUps(url, 1, { 'x-test-viewer': '2001:db8:1:2::1' })).toEqual([202]);
  });

  it('what the proxy sends counts for nobody else: who comes past it has the limits of a client', async () => {
    await service.advance(3600);
    expect(await signUps(url, 10, { 'x-test-viewer': '203.0.113.79' })).toEqual(Array(10).fill(202));
    const claims = { 'x-client-ip': '203.0.113.80', 'x-api-key': 'guessed' };
    expect(await signUps(service.url, 11, claims)).toEqual(TEN_THEN_NONE);
  });

  it('an address with its port is answered 400, so that the mistake shows at once', async () => {
    expect(await signUps(url, 1, { 'x-test-viewer': '203.0.113.77:51234' })).toEqual([400]);
  });
});
