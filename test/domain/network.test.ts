import { describe, expect, it } from 'vitest';
import { callerOf as readCaller } from '#domain/network.ts';

const callerOf = (sourceIp: string) => readCaller(sourceIp, 'curl/8.5.0');

describe('callerOf', () => {
  it('takes an IPv4 address as the client and its /24 as the network', () => {
    expect(callerOf('203.0.113.77')).toMatchObject({ client: '203.0.113.77', network: '203.0.113.0/24' });
    expect(callerOf('255.255.255.255').network).toBe('255.255.255.0/24');
    expect(callerOf('203.0.114.77').network).not.toBe(callerOf('203.0.113.77').network);
  });

  it('takes an IPv6 /64 as the client and its /48 as the network', () => {
    expect(callerOf('2001:db8:1:2:3:4:5:6')).toMatchObject({ client: '2001:db8:1:2::/64', network: '2001:db8:1::/48' });
  });

  it('counts all addresses of one /64 as one client, and the next /64 as another in the same network', () => {
    const one = callerOf('2001:db8:1:2:ffff:ffff:ffff:ffff');
    expect(callerOf('2001:0DB8:0001:0002::')).toEqual(one);
    const next = callerOf('2001:db8:1:3::1');
    expect(next.client).not.toBe(one.client);
    expect(next.network).toBe(one.network);
    expect(callerOf('2001:db8:2:2::1').network).not.toBe(one.network);
  });

  it('reads an IPv4 address mapped into IPv6 as that IPv4 address', () => {
    expect(callerOf('::ffff:203.0.113.77')).toEqual(callerOf('203.0.113.77'));
    expect(callerOf('::ffff:cb00:714d')).toEqual(callerOf('203.0.113.77'));
  });

  it.each([
    ['203.0.113.77', '203.0.113.*'],
    ['::ffff:203.0.113.77', '203.0.113.*'],
    ['2001:db8:1234:5678:9abc:def0:1234:5678', '2001:db8:1234:*'],
    ['2001:0DB8:0001::1', '2001:db8:1:*'],
    ['::1', '0:0:0:*'],
    ['fe80::1%eth0', 'fe80:0:0:*'],
  ])('hides the last part of the address that people see: %s', (sourceIp, ip) => {
    expect(callerOf(sourceIp).ip).toBe(ip);
  });

  it('names the device that the request tells, whatever its address', () => {
    const userAgent = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36';
    expect(readCaller('203.0.113.77', userAgent).device).toBe('Chrome, Windows');
    expect(readCaller('no address', userAgent).device).toBe('Chrome, Windows');
    expect(readCaller('203.0.113.77', '').device).toBe('unknown');
  });

  it('drops a zone, which would give one host many names', () => {
    expect(callerOf('fe80::1%eth0')).toEqual(callerOf('fe80::1%eth1'));
  });

  it.each([
    '',
    'unknown',
    'localhost',
    '203.0.113.256',
    '203.0.113.77:443',
    '203.0.113.77, 198.51.100.1',
    '203.0.113.0/24',
    '[2001:db8::1]',
    '2001:db8::1::2',
    ' 203.0.113.77',
    '203.0.113.77\n',
    '#'.repeat(10_000),
  ])('puts what is no address into one shared bucket: %j', (sourceIp) => {
    expect(callerOf(sourceIp)).toEqual({ client: 'unknown', network: 'unknown', device: 'curl', ip: 'unknown' });
  });
});
