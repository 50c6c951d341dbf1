// Proves which domains accept mail, with a real resolver and a name server on this machine.
import { Resolver } from 'node:dns/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { createDnsMailDomains } from '#adapters/mail/dns-mail-domains.ts';
import { startNameServer, type Zone } from '../../support/servers/name-server.ts';

const ZONES: Readonly<Record<string, Zone>> = {
  'mail.example': { mx: [{ priority: 10, exchange: 'mx.mail.example' }] },
  'two.example': {
    mx: [
      { priority: 20, exchange: 'b.two.example' },
      { priority: 10, exchange: 'a.two.example' },
    ],
    a: ['192.0.2.1'],
  },
  'four.example': { a: ['192.0.2.4'] },
  'six.example': { aaaa: ['2001:db8::6'] },
  'null.example': { mx: [{ priority: 0, exchange: '.' }], a: ['192.0.2.5'] },
  'empty.example': {},
  'broken.example': { trouble: 'servfail' },
  'refused.example': { trouble: 'refused' },
  'silent.example': { trouble: 'silence' },
  'xn--9d0bm53a3xbzui.example': { mx: [{ priority: 1, exchange: 'mx.example' }] },
};

const server = await startNameServer(() => ZONES);
afterAll(() => server.stop());

const mailDomains = (options = { timeout: 100, tries: 1 }) => {
  const resolver = new Resolver(options);
  resolver.setServers([server.address]);
  return createDnsMailDomains(resolver);
};
const askedFor = (domain: string) => server.asked.filter((question) => question.endsWith(` ${domain}`));

describe('a domain accepts mail', () => {
  it.each([
    ['mail.example', 'an MX record'],
    ['two.example', 'several'],
    ['four.example', 'no MX, but an IPv4 address'],
    ['six.example', 'no MX, but an IPv6 address'],
    ['xn--9d0bm53a3xbzui.example', 'a name that is not ASCII'],
  ])('%s with %s', async (domain) => {
    expect(await mailDomains().mayTakeMail(domain)).toBe(true);
  });

  it('with an MX record: addresses are not asked for', async () => {
    await mailDomains().mayTakeMail('mail.example');
    expect(new Set(askedFor('mail.example'))).toEqual(new Set(['MX mail.example']));
  });
});

describe('a domain accepts no mail', () => {
  it.each([
    ['missing.example', 'that does not exist'],
    ['empty.example', 'without MX and address records'],
    ['null.example', 'with a null MX, though it has an address'],
  ])('%s, %s', async (domain) => {
    expect(await mailDomains().mayTakeMail(domain)).toBe(false);
  });
});

describe('a DNS failure holds back no mail', () => {
  it.each([
    ['broken.example', 'SERVFAIL'],
    ['refused.example', 'REFUSED'],
    ['silent.example', 'no answer'],
    [`${'a'.repeat(64)}.example`, 'a name that cannot be asked for'],
  ])('%s: %s', async (domain) => {
    expect(await mailDomains().mayTakeMail(domain)).toBe(true);
  });

  it('with a name server that is not there', async () => {
    const gone = await startNameServer(() => ({}));
    await gone.stop();
    const resolver = new Resolver({ timeout: 100, tries: 1 });
    resolver.setServers([gone.address]);
    expect(await createDnsMailDomains(resolver).mayTakeMail('missing.example')).toBe(true);
  });

  it('with a name server that answers for MX alone', async () => {
    const addresses = { resolve4: failing('ETIMEOUT'), resolve6: failing('ENODATA') };
    const domains = createDnsMailDomains({ resolveMx: failing('ENODATA'), ...addresses } as never);
    expect(await domains.mayTakeMail('half.example')).toBe(true);
  });

  it('that takes longer than the time limit', async () => {
    const before = performance.now();
    await mailDomains({ timeout: 100, tries: 2 }).mayTakeMail('silent.example');
    expect(performance.now() - before).toBeLessThan(2000);
  });
});

describe('what is known of a domain', () => {
  it('is not asked for again', async () => {
    const domains = mailDomains();
    await Promise.all([domains.mayTakeMail('four.example'), domains.mayTakeMail('four.example')]);
    const before = askedFor('four.example').length;
    expect(await domains.mayTakeMail('four.example')).toBe(true);
    expect(askedFor('four.example')).toHaveLength(before);
  });

  it('is asked for again after a failure', async () => {
    const zones: Record<string, Zone> = { 'mended.example': { trouble: 'servfail' } };
    const mended = await startNameServer(() => zones);
    const resolver = new Resolver({ timeout: 100, tries: 1 });
    resolver.setServers([mended.address]);
    const domains = createDnsMailDomains(resolver);
    expect(await domains.mayTakeMail('mended.example')).toBe(true);
    zones['mended.example'] = {};
    expect(await domains.mayTakeMail('mended.example')).toBe(false);
    await mended.stop();
  });
});

const failing = (code: string) => async () => {
  throw Object.assign(new Error(code), { code });
};
