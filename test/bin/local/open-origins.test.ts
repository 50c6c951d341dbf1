// Which pages may call the service: on a laptop those of every port of the machine, deployed only those that are listed.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isOriginAllowed } from '#http/cookies.ts';
import { openToThisMachine } from '../../../bin/local/open-origins.ts';
import { readConfig } from '../../../lib/config/read-config.ts';
import { apiEvent } from '../../support/api-event.ts';
import { testSettings } from '../../support/service.ts';

const OURS = [
  'http://localhost:5199',
  'http://127.0.0.1:8080',
  'http://[::1]:3000',
  'https://localhost:8443',
  'http://localhost',
];
const FOREIGN = [
  'http://localhost.evil.example:5199',
  'http://127.0.0.1.evil.example',
  'http://10.0.0.1:5199',
  'https://evil.example',
  'ftp://localhost:21',
  'http://localhost:5199/',
  'null',
];
const settings = { ...testSettings, issuer: 'http://localhost:3000', allowedOrigins: ['https://app.example'] };

/** The origins that the API knows after a request. */
const knownAfter = (request: { origin?: string; url?: string }): readonly string[] => {
  const apiFor = openToThisMachine(() => ({}) as never, settings);
  const { origin, url = '/login' } = request;
  return apiFor({ headers: { ...(origin && { origin }) }, url }).settings.allowedOrigins;
};

describe('the API of a laptop', () => {
  it.each(OURS)('is open to %s', (origin) => {
    expect(knownAfter({ origin })).toEqual(['https://app.example', origin]);
    expect(knownAfter({ url: `/login?lang=ko&returnTo=${encodeURIComponent(`${origin}/after`)}` })).toContain(origin);
  });

  it('takes passkeys from pages of localhost, the only name of a machine that browsers give them to', () => {
    const apiFor = openToThisMachine(() => ({}) as never, settings);
    const seen = [...OURS, ...FOREIGN].map((origin) => apiFor({ headers: { origin }, url: '/' }).settings);
    expect(seen.at(-1)?.passkeyOrigins).toEqual([
      'http://localhost:5199',
      'https://localhost:8443',
      'http://localhost',
    ]);
  });

  it.each(FOREIGN)('is not open to %s', (origin) => {
    expect(knownAfter({ origin })).toEqual(['https://app.example']);
  });

  it.each(FOREIGN.filter((origin) => origin !== 'http://localhost:5199/'))('leads nobody back to %s', (origin) => {
    expect(knownAfter({ url: `/login?returnTo=${encodeURIComponent(origin)}` })).toEqual(['https://app.example']);
  });

  it('makes its handlers once for each origin, remembers them, and forgets the oldest of very many', () => {
    let made = 0;
    const apiFor = openToThisMachine(() => {
      made++;
      return {} as never;
    }, settings);
    const ask = (port: number) =>
      apiFor({ headers: { origin: `http://localhost:${port}` }, url: '/' }).settings.allowedOrigins;
    for (const port of [1, 2, 1, 2]) ask(port);
    expect([made, ask(1)]).toEqual([3, ['https://app.example', 'http://localhost:1', 'http://localhost:2']]);
    for (let port = 1000; port < 1100; port++) ask(port);
    expect(ask(1099)).toHaveLength(51);
    expect(ask(1099)).toContain('https://app.example');
  });
});

describe('the deployed service', () => {
  it.each(OURS)('is not open to %s unless it is listed', (origin) => {
    expect(
      isOriginAllowed(apiEvent({ method: 'POST', path: '/verify', headers: { origin } }), {
        ...settings,
        issuer: 'https://api.example',
      }),
    ).toBe(false);
  });

  it.each(['http://localhost:*', '*', 'http://*:5173'])('takes no pattern such as %s', (origin) => {
    const known = { ...settings, allowedOrigins: [origin] };
    const event = apiEvent({ method: 'POST', path: '/verify', headers: { origin: 'http://localhost:5173' } });
    expect(isOriginAllowed(event, { ...known, issuer: 'https://api.example' })).toBe(false);
    const stage = { senderEmail: 'a@example.com', brandName: 'A', allowedOrigins: [origin] };
    expect(() => readConfig((key) => (key === 'sandbox' ? stage : undefined))).toThrow('sandbox.allowedOrigins.0');
  });

  it('has no code of the laptop: nothing of functions/ and lib/ imports bin/', () => {
    for (const folder of ['functions', 'lib']) {
      const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
      expect(names.length).toBeGreaterThan(10);
      const guilty = names.filter((name) => /from '[./]*\/bin\//.test(readFileSync(join(folder, name), 'utf8')));
      expect(guilty).toEqual([]);
    }
  });
});
