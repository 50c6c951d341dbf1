// The keys `passkeyDomain` and `passkeyOrigins`: what browsers refuse is refused at synth, and what can never change is said.
import { describe, expect, it } from 'vitest';
import { parseSettings } from '#schemas/settings.ts';
import { contentOf } from '../../../lib/bundling/content.ts';
import { isPublicSuffix, registeredLabel } from '../../../lib/config/clients/passkey-rules.ts';
import { settingsVariable } from '../../../lib/settings-variable.ts';
import { type Keys, sandbox, sandboxFaults } from '../../support/stack/config.ts';

const apiAt = (name: string) => ({
  name,
  certificateArn: 'arn:aws:acm:ap-northeast-2:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab',
});
const APP = 'https://app.example.com';
const GIVEN: Keys = {
  ...{ apiDomain: apiAt('auth.example.com'), passkeyDomain: 'example.com' },
  ...{ allowedOrigins: [APP], passkeyOrigins: [APP] },
};
const faults = (keys: Keys) => sandboxFaults({ ...GIVEN, ...keys });

describe('passkeyDomain and passkeyOrigins', () => {
  it('are none unless they are given, and reach the functions as they are', () => {
    const off = JSON.parse(settingsVariable(sandbox({}), 'https://api.example'));
    expect(parseSettings(off)).not.toHaveProperty('passkeyDomain');
    const config = sandbox(GIVEN);
    const variable = JSON.parse(settingsVariable(config, 'https://auth.example.com'));
    expect(variable).not.toHaveProperty('passkeyOrigins');
    const settings = parseSettings({ ...variable, ...JSON.parse(contentOf(config) ?? '') });
    expect(settings).toMatchObject({ passkeyDomain: 'example.com', passkeyOrigins: [APP] });
  });

  it.each([
    ['auth.example.com', 'auth.example.com'],
    ['auth.example.com', 'example.com'],
    ['auth.eu.example.com', 'eu.example.com'],
    ['auth.example.co.kr', 'example.co.kr'],
    ['auth.xn--9t4b11yi5a.com', 'xn--9t4b11yi5a.com'],
    ['auth.shop.kr', 'shop.kr'],
  ])('for an API at %s may be %s', (name, passkeyDomain) => {
    expect(faults({ apiDomain: apiAt(name), passkeyDomain })).toEqual({});
  });

  it.each([
    ['app.example.com', /^must be apiDomain\.name or a parent of it, such as/],
    ['other.com', /^must be apiDomain\.name or a parent of it/],
    ['ample.com', /^must be apiDomain\.name or a parent of it/],
    ['x.auth.example.com', /^must be apiDomain\.name or a parent of it/],
    ['com', /^must be a domain name in lower-case ASCII, such as "example.com"/],
    ['Example.com', /^must be a domain name in lower-case ASCII/],
    ['예시.com', /^must be a domain name in lower-case ASCII.*"xn--…"$/],
    ['https://example.com', /^must be a domain name in lower-case ASCII/],
    ['example.com:443', /^must be a domain name in lower-case ASCII/],
    ['example.com.', /^must be a domain name in lower-case ASCII/],
    ['.example.com', /^must be a domain name in lower-case ASCII/],
    ['127.0.0.1', /^must be a domain name in lower-case ASCII/],
    ['', /^must be a domain name in lower-case ASCII/],
    [7, /^must be a domain name in lower-case ASCII/],
  ])('may not be %j', (passkeyDomain, message) => {
    expect(faults({ passkeyDomain })).toEqual({ 'sandbox.passkeyDomain': expect.stringMatching(message) });
  });

  it.each(['co.kr', 'or.kr', 'com.kr', 'seoul.kr', 'co.jp', 'com.au'])('may not be %s, which nobody owns', (suffix) => {
    expect(faults({ apiDomain: apiAt(`auth.${suffix}`), passkeyDomain: suffix })).toEqual({
      'sandbox.passkeyDomain': expect.stringMatching(/^must be a name that you registered, or one below it/),
    });
  });

  it('need the domain of an API: the address of API Gateway is not the team’s', () => {
    expect(faults({ apiDomain: undefined })).toEqual({
      'sandbox.passkeyDomain': expect.stringMatching(/^needs apiDomain: .*Set apiDomain first, or leave this out$/),
    });
    expect(faults({ passkeyDomain: undefined })).toEqual({
      'sandbox.passkeyOrigins': 'goes with passkeyDomain only: set that, or leave it out',
    });
  });

  it('leaves the fault of a wrong API domain to that key', () => {
    expect(Object.keys(faults({ apiDomain: { name: 'auth.example.com' } }))).toEqual([
      'sandbox.apiDomain.certificateArn',
    ]);
  });
});

describe('passkeyOrigins', () => {
  it.each([
    ['http://localhost:5173', /^must begin with "https:\/\/"/],
    ['https://other.example.com', /^must be in allowedOrigins too/],
  ])('may not have %s', (origin, message) => {
    const allowedOrigins = [APP, 'http://localhost:5173'];
    expect(faults({ allowedOrigins, passkeyOrigins: [APP, origin] })).toEqual({
      'sandbox.passkeyOrigins.1': expect.stringMatching(message),
    });
  });

  it.each(['https://app.example.com/', 'app.example.com', 'https://*.example.com', 'http://app.example.com'])(
    'must be exact origins, not %s',
    (origin) => {
      expect(faults({ passkeyOrigins: [origin] })).toEqual({
        'sandbox.passkeyOrigins.0': expect.stringMatching(/^must be an exact origin/),
      });
    },
  );

  it('are of five names at most, as browsers count them', () => {
    const names = ['example.com', 'example.co.kr', 'a.com', 'b.co.kr', 'c.io', 'd.dev'];
    const origins = names.flatMap((name) => [`https://${name}`, `https://app.${name}:8443`]);
    expect(faults({ allowedOrigins: origins, passkeyOrigins: origins })).toEqual({});
    const more = [...origins, 'https://www.e.ne.jp'];
    expect(faults({ allowedOrigins: more, passkeyOrigins: more })).toEqual({
      'sandbox.passkeyOrigins': expect.stringMatching(/^must be of at most 5 names/),
    });
  });
});

describe('names', () => {
  it.each([
    ['kr', true],
    ['co.kr', true],
    ['busan.kr', true],
    ['com.sg', true],
    ['example.kr', false],
    ['example.com', false],
    ['co.com', false],
    ['a.co.kr', false],
  ])('%s: nobody owns it: %s', (name, expected) => {
    expect(isPublicSuffix(name)).toBe(expected);
  });

  it.each([
    ['example.com', 'example'],
    ['a.b.example.com', 'example'],
    ['a.example.co.kr', 'example'],
    ['example.co.kr', 'example'],
    ['localhost', 'localhost'],
  ])('%s was registered as %s', (host, label) => {
    expect(registeredLabel(host)).toBe(label);
  });
});
