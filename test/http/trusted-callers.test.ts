// Whose word on the address of a person is taken, and what a route learns of it.
import { describe, expect, it } from 'vitest';
import { callerOf } from '#domain/network.ts';
import type { TestRequest } from '../support/api-event.ts';
import { testSettings } from '../support/service.ts';
import { CALLER_KEY, TRUSTED_CALLER } from '../support/trusted-caller.ts';
import { recording } from './serve-routes.ts';

const PROXY = '198.51.100.7';
const PERSON = '203.0.113.77';
const settings = {
  ...testSettings,
  trustedCallers: [{ name: 'cloudfront', keySha256: '0'.repeat(64) }, TRUSTED_CALLER],
};

const send = async (headers: Readonly<Record<string, string>>, asked: Partial<TestRequest> = {}, using = settings) => {
  const { call, requests } = recording(using);
  const answer = await call({ ip: PROXY, headers: { 'user-agent': 'curl/8.5.0', ...headers }, ...asked });
  return { ...answer, seen: requests[0] };
};
const byKey = { 'x-api-key': CALLER_KEY };
const ofPerson = { ...byKey, 'x-client-ip': PERSON };
const isProxy = { caller: callerOf(PROXY, 'curl/8.5.0'), trustedCaller: undefined };

describe('a trusted caller', () => {
  it('is believed about the address of a person', async () => {
    const expected = { caller: callerOf(PERSON, 'curl/8.5.0'), trustedCaller: 'backend' };
    expect((await send(ofPerson)).seen).toMatchObject(expected);
    expect((await send(ofPerson, { method: 'GET', path: '/me', body: undefined })).seen).toMatchObject(expected);
  });

  it.each(['2001:db8:1:2::1', '::ffff:203.0.113.77'])('may name the person as %s', async (address) => {
    expect((await send({ ...byKey, 'x-client-ip': address })).seen?.caller).toEqual(callerOf(address, 'curl/8.5.0'));
  });

  it('that names no person is the caller itself', async () => {
    expect((await send(byKey)).seen).toMatchObject({ ...isProxy, trustedCaller: 'backend' });
  });

  it.each([
    '',
    'unknown',
    '203.0.113.77:51234',
    '[2001:db8::1]:443',
    '2001:db8::1:443:1:1:1:1:1',
    '203.0.113.77, 198.51.100.1',
    '203.0.113.77,203.0.113.77',
    '203.0.113',
    '0203.0.113.077',
    '203.0.113.0/24',
    'person.example',
  ])('is answered 400 for %j, on every route', async (address) => {
    const errors = [{ path: 'x-client-ip', message: 'must be one IP address, without a port' }];
    for (const asked of [{}, { method: 'GET', path: '/me', body: undefined }, { body: '{' }]) {
      const { status, text = '', seen } = await send({ ...byKey, 'x-client-ip': address }, asked);
      expect(status).toBe(400);
      expect(JSON.parse(text)).toMatchObject({ code: 'invalid_request', errors });
      expect(seen).toBeUndefined();
    }
  });
});

describe('a person who comes by IPv6', () => {
  it('is the /64 that the carrier gave, whatever address of it the phone uses today', async () => {
    const from = async (ip: string) => (await send({}, { ip })).seen?.caller;
    const phone = await from('2001:2d8:6a0b:1234:f816:3eff:fe12:3456');
    expect(phone).toMatchObject({ client: '2001:2d8:6a0b:1234::/64', network: '2001:2d8:6a0b::/48' });
    expect(await from('2001:02d8:6a0b:1234:0:0:0:1')).toEqual(phone);
    expect((await from('2001:2d8:6a0b:1235::1'))?.client).toBe('2001:2d8:6a0b:1235::/64');
  });
});

describe('anybody else', () => {
  it.each([
    ['no key', undefined],
    ['an empty key', ''],
    ['a wrong key', `${CALLER_KEY}!`],
    ['the key with a space', ` ${CALLER_KEY}`],
    ['two keys', `${CALLER_KEY},${CALLER_KEY}`],
    ['the hash of the key', TRUSTED_CALLER.keySha256],
    ['the name of a caller', TRUSTED_CALLER.name],
  ])('with %s counts as what it is, whatever it claims', async (_what, key) => {
    for (const claimed of [PERSON, 'no address']) {
      const headers = { ...(key !== undefined && { 'x-api-key': key }), 'x-client-ip': claimed };
      expect((await send(headers)).seen).toMatchObject(isProxy);
    }
  });

  it('gains nothing by other headers, or by the query', async () => {
    const others = { ...byKey, 'x-forwarded-for': PERSON, 'x-real-ip': PERSON, 'cloudfront-viewer-address': PERSON };
    expect((await send(others)).seen?.caller).toEqual(isProxy.caller);
    const query = `/verify/status?x-api-key=${encodeURIComponent(CALLER_KEY)}&x-client-ip=${PERSON}`;
    expect((await send({ 'x-client-ip': PERSON }, { path: query })).seen).toMatchObject(isProxy);
  });

  it('is everybody where no caller is trusted', async () => {
    expect((await send(ofPerson, {}, { ...settings, trustedCallers: [] })).seen).toMatchObject(isProxy);
  });
});
