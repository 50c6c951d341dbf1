// The API's own domain from outside: a name server over UDP, and a TLS server with a certificate that the doctor must judge.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkApiDomain, judgeAnswer } from '../../../bin/doctor/checks/platform/api-domain.ts';
import { createResolver } from '../../../bin/doctor/resolver.ts';
import { makeCertificates } from '../../../bin/local/mail/certificates.ts';
import { type NameServer, startNameServer, type Zones } from '../../support/servers/name-server.ts';
import { aConfig, aContext } from './world.ts';

const NAME = 'auth.example.com';
const certificateArn = 'arn:aws:acm:ap-northeast-2:111122223333:certificate/1234abcd';
const NOW = Date.parse('2026-11-27T00:00:00Z');

let zone: Zones = {};
let names: NameServer;
beforeAll(async () => {
  names = await startNameServer(() => zone);
});
afterAll(() => names.stop());

/** A server whose certificate is for these names. */
const serve = async (dns: readonly string[]) => {
  const { authority, certificate, key } = await makeCertificates({ dns, ips: [] });
  const server = createServer({ cert: certificate, key }, (socket) => socket.end());
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = async () => {
    server.close();
    await once(server, 'close');
  };
  return { port: (server.address() as AddressInfo).port, authority, stop };
};

const look = async (zones: Zones, keys: object = {}, standIns = {}) => {
  zone = zones;
  const config = aConfig({ apiDomain: { name: NAME, certificateArn, ...keys } });
  const { context } = aContext({ config, resolver: createResolver(names.address), now: () => Date.now(), standIns });
  return checkApiDomain(context);
};

describe('the domain of the API', () => {
  it('is fine if it resolves and its certificate is for it', async () => {
    const { port, authority, stop } = await serve([NAME]);
    const standIns = { apiPort: port, certificateAuthority: authority };
    expect(await look({ [NAME]: { a: ['127.0.0.1'] } }, {}, standIns)).toMatchObject([
      {
        check: 'api',
        level: 'ok',
        what: { en: expect.stringMatching(/^auth\.example\.com: resolves, certificate valid/) },
      },
    ]);
    await stop();
  });

  it('is a fault if it does not resolve, with the record to make or the zone to look at', async () => {
    for (const zones of [{}, { [NAME]: {} }]) {
      expect(await look(zones)).toMatchObject([
        {
          level: 'fault',
          what: { en: `${NAME}: does not resolve, so nobody reaches the API` },
          next: { en: expect.stringMatching(/output DnsApi into DNS: aws cloudformation .*Latchkey-sandbox/) },
        },
      ]);
    }
    const [finding] = await look({}, { hostedZone: { id: 'Z1', name: 'example.com' } });
    expect(finding?.next?.en).toMatch(/public zone/);
  });

  it('is a fault if it leads to a server with another certificate', async () => {
    const { port, authority, stop } = await serve(['other.example.com']);
    const standIns = { apiPort: port, certificateAuthority: authority };
    const zones = { [NAME]: { a: ['127.0.0.1'] } };
    expect(await look(zones, {}, standIns)).toMatchObject([
      { level: 'fault', what: { en: `${NAME}: ERR_TLS_CERT_ALTNAME_INVALID` } },
    ]);
    // Nor one that nobody trusts.
    expect(await look(zones, {}, { apiPort: port })).toMatchObject([{ level: 'fault' }]);
    await stop();
    expect(await look(zones, {}, standIns)).toMatchObject([{ level: 'note', what: { en: `${NAME}: ECONNREFUSED` } }]);
  });

  it('is looked at only if there is one, and after the deployment', async () => {
    const { context } = aContext();
    expect(await checkApiDomain(context)).toEqual([]);
    const { context: before } = aContext({
      config: aConfig({ apiDomain: { name: NAME, certificateArn } }),
      stack: undefined,
    });
    expect(await checkApiDomain(before)).toEqual([]);
  });

  it('gets a note if ACM could not renew its certificate in time', () => {
    const validFor = (days: number) => ({ certificate: { valid_to: new Date(NOW + days * 86_400_000).toUTCString() } });
    expect(judgeAnswer(NAME, validFor(60), NOW)).toMatchObject({ level: 'ok' });
    expect(judgeAnswer(NAME, validFor(20), NOW)).toMatchObject({
      level: 'note',
      next: { en: expect.stringMatching(/ACM could not renew/) },
    });
  });
});
