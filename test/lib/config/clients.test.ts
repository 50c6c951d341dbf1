// The key `clients`: the applications that log people in.
import { describe, expect, it } from 'vitest';
import { parseSettings } from '#schemas/settings.ts';
import { contentOf } from '../../../lib/bundling/content.ts';
import { settingsVariable } from '../../../lib/settings-variable.ts';
import { notesOf } from '../../../lib/synth-notes.ts';
import { sandbox, sandboxFaults } from '../../support/stack/config.ts';
import { SENS } from '../../support/transport-keys.ts';

const CLIENT = { id: 'shop', name: '모두의 상점', redirectUris: ['https://shop.example.com/callback'] };
const FULL = {
  ...CLIENT,
  id: 'server',
  postLogoutRedirectUris: ['https://shop.example.com/bye'],
  secretSha256: 'ab'.repeat(32),
  accessTokenSeconds: 300,
};

describe('clients', () => {
  it('are none unless they are named, and reach the functions as they are', () => {
    expect(contentOf(sandbox({}))).toBeUndefined();
    const config = sandbox({ clients: [CLIENT, FULL] });
    expect(config.clients).toEqual([CLIENT, FULL]);
    const variable = JSON.parse(settingsVariable(config, 'https://api.example'));
    expect(variable).not.toHaveProperty('clients');
    const content = JSON.parse(contentOf(config) ?? '');
    expect(parseSettings({ ...variable, ...content }).clients).toEqual([CLIENT, FULL]);
  });

  it.each([
    ['id', { id: 'latchkey' }],
    ['id', { id: 'a shop' }],
    ['name', { name: '' }],
    ['redirectUris', { redirectUris: [] }],
    ['redirectUris.0', { redirectUris: ['https://*.example.com/callback'] }],
    ['redirectUris.0', { redirectUris: ['javascript:alert(1)'] }],
    ['postLogoutRedirectUris.0', { postLogoutRedirectUris: ['http://shop.example.com/'] }],
    ['secretSha256', { secretSha256: 'secret' }],
    ['accessTokenSeconds', { accessTokenSeconds: 3601 }],
    ['secret', { secret: 'S3CR3T' }],
  ])('may not have %s as in %j', (path, wrong) => {
    const faults = sandboxFaults({ clients: [{ ...CLIENT, ...wrong }] });
    expect(Object.keys(faults)).toEqual([`sandbox.clients.0.${path}`]);
    expect(JSON.stringify(faults)).not.toMatch(/S3CR3T|alert/);
  });

  it.each([
    ['one of its redirects', 'https://shop.example.com/auth', {}],
    ['an allowed origin', 'https://www.example.com', { allowedOrigins: ['https://www.example.com'] }],
    ['this machine', 'http://localhost:5173/auth', {}],
    ['200 characters', `https://shop.example.com/${'a'.repeat(175)}`, {}],
  ])('may have pages of their own at %s', (_, linkUrl, keys) => {
    const config = sandbox({ ...keys, clients: [{ ...CLIENT, linkUrl }] });
    const content = JSON.parse(contentOf(config) ?? '');
    const variable = JSON.parse(settingsVariable(config, 'https://api.example'));
    expect(parseSettings({ ...variable, ...content }).clients).toEqual([{ ...CLIENT, linkUrl }]);
  });

  it.each([
    ['http://shop.example.com/auth'],
    ['https://shop.example.com/auth/'],
    ['https://shop.example.com/auth?x=S3CR3T'],
    ['https://shop.example.com/auth#S3CR3T'],
    ['https://S3CR3T@shop.example.com/auth'],
    ['https://shop.example.com/../auth'],
    ['https://SHOP.example.com/auth'],
    ["https://shop.example.com/S3CR3T'"],
    ['https://상점.example.com/auth'],
    ['com.example.shop:/S3CR3T'],
    ['javascript:S3CR3T'],
    [`https://shop.example.com/${'a'.repeat(176)}`],
    [''],
  ])('may not have pages at %s', (linkUrl) => {
    const faults = sandboxFaults({ clients: [{ ...CLIENT, linkUrl }] });
    expect(faults).toEqual({
      'sandbox.clients.0.linkUrl': expect.stringMatching(/^must be where pages of yours begin, such as "https:/),
    });
    expect(JSON.stringify(faults)).not.toContain('S3CR3T');
  });

  it('may not have pages at an origin that nothing else names', () => {
    const faults = sandboxFaults({
      allowedOrigins: ['https://www.example.com'],
      clients: [CLIENT, { ...CLIENT, id: 'other', linkUrl: 'https://shop.exmaple.com/auth' }],
    });
    expect(faults).toEqual({
      'sandbox.clients.1.linkUrl': expect.stringMatching(/^must begin with one of allowedOrigins or .*mistyped/),
    });
    expect(JSON.stringify(faults)).not.toContain('exmaple');
  });

  it('have an id each of their own, and are at most twenty', () => {
    expect(sandboxFaults({ clients: [CLIENT, { ...CLIENT, name: 'Other' }] })).toEqual({
      'sandbox.clients': 'must give each client an id of its own',
    });
    const many = Array.from({ length: 21 }, (_, index) => ({ ...CLIENT, id: `shop-${index}` }));
    expect(sandboxFaults({ clients: many })).toEqual({ 'sandbox.clients': 'must name at most 20 clients' });
  });

  it('have a note for a host of own pages that an SMS has no room for', () => {
    const told = (linkUrl: string, keys: object = {}) => {
      const allowedOrigins = [new URL(linkUrl).origin];
      const config = sandbox({ sms: 'sens', sens: SENS, allowedOrigins, clients: [{ ...CLIENT, linkUrl }], ...keys });
      return (notesOf(config)['sens'] ?? []).filter((note) => note.includes('linkUrl'));
    };
    const long = `https://${'long'.repeat(9)}.example.com`;
    expect(told(`${long}/auth`)).toEqual([
      expect.stringMatching(/"@(?:long){9}\.example\.com #000000".* is left out.* https:/),
    ]);
    expect(told('https://shop.example.com/auth')).toEqual([]);
    expect(told('https://shop.example.com/auth', { brandName: '가나다라마바사아자차카타파' })).toHaveLength(1);
    expect(told(`${long}/auth`, { sms: 'sns', sens: undefined })).toEqual([]);
  });
});
