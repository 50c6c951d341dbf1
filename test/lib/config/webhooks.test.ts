// The key `webhooks`: what it takes, and what it says about mistakes.
import { describe, expect, it } from 'vitest';
import { productionFaults, sandbox, sandboxFaults } from '../../support/stack/config.ts';

const secretOf = (name: string) => `arn:aws:secretsmanager:ap-northeast-2:111122223333:secret:${name}-AbCdEf`;
const ENDPOINT = { name: 'orders', url: 'https://api.example.com/webhooks', secretArn: secretOf('orders') };
const faultOf = (change: object) => sandboxFaults({ webhooks: [{ ...ENDPOINT, ...change }] });

describe('webhooks', () => {
  it('are taken as they are', () => {
    const webhooks = [
      ENDPOINT,
      { ...ENDPOINT, name: 'crm-2', secretArn: secretOf('crm'), events: ['user.*', 'admin.find'] },
    ];
    expect(sandbox({ webhooks }).webhooks).toEqual(webhooks);
    expect(sandbox({}).webhooks).toBeUndefined();
  });

  it.each([
    'https://api.example.com',
    'https://api.example.com:8443/in?team=1',
    'https://8.8.8.8/in',
    'https://[2606:4700::1111]/in',
  ])('may be at %s', (url) => {
    expect(faultOf({ url })).toEqual({});
  });

  it.each([
    'http://api.example.com/',
    'http://localhost:4000/',
    'https://localhost/',
    'https://app.localhost/',
    'https://printer.local/',
    'https://ip-10-0-0-1.ap-northeast-2.compute.internal/',
    'https://intranet/',
    'https://127.0.0.1/',
    'https://127.1/',
    'https://0x7f000001/',
    'https://2130706433/',
    'https://10.0.0.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://100.64.0.1/',
    'https://[::1]/',
    'https://[::ffff:8.8.8.8]/',
    'https://[fd00:ec2::254]/',
    'https://[64:ff9b::7f00:1]/',
    'https://user:password@api.example.com/',
    'https://api.example.com/#part',
    'https://api.example.com/a b',
    'ftp://api.example.com/',
    'api.example.com',
    `https://api.example.com/${'x'.repeat(255)}`,
  ])('may not be at %s', (url) => {
    expect(faultOf({ url })).toEqual({
      'sandbox.webhooks.0.url':
        'must be an https URL on the public Internet, such as "https://api.example.com/webhooks", without user, password or "#", of at most 255 characters',
    });
  });

  it.each(['Orders', '1st', '', 'a_b', 'x'.repeat(21)])('may not be called %j', (name) => {
    expect(Object.keys(faultOf({ name }))).toEqual(['sandbox.webhooks.0.name']);
  });

  it.each([['user.everything'], ['user*'], ['*'], ['mail.*'], ['User.created'], [''], ['.*']])(
    'may not want %j',
    (type) => {
      expect(faultOf({ events: [type] })).toEqual({
        'sandbox.webhooks.0.events.0':
          'must be a type of event, such as "user.created", or all of a kind, such as "user.*"',
      });
    },
  );

  it('tell all their faults at once, and repeat no value', () => {
    const faults = productionFaults({
      webhooks: [{ name: 'UPPER', url: 'http://10.0.0.1/', secretArn: 'whsec_secret', events: [], retries: 3 }],
    });
    expect(Object.keys(faults).toSorted()).toEqual([
      'production.webhooks.0.events',
      'production.webhooks.0.name',
      'production.webhooks.0.retries',
      'production.webhooks.0.secretArn',
      'production.webhooks.0.url',
    ]);
    expect(JSON.stringify(faults)).not.toMatch(/UPPER|10\.0\.0\.1|whsec/);
  });

  it('are at most five, each with a name and a secret of its own', () => {
    const many = Array.from({ length: 6 }, (_, index) => ({
      ...ENDPOINT,
      name: `e${index}`,
      secretArn: secretOf(`e${index}`),
    }));
    expect(sandboxFaults({ webhooks: many.slice(1) })).toEqual({});
    expect(sandboxFaults({ webhooks: many })).toEqual({ 'sandbox.webhooks': 'must name at most 5 endpoints' });
    expect(sandboxFaults({ webhooks: [ENDPOINT, { ...ENDPOINT, secretArn: secretOf('other') }] })).toEqual({
      'sandbox.webhooks': 'must give each endpoint a name of its own',
    });
    expect(sandboxFaults({ webhooks: [ENDPOINT, { ...ENDPOINT, name: 'crm' }] })).toEqual({
      'sandbox.webhooks': 'must give each endpoint a secret of its own',
    });
  });
});
