// The cookies of the hosted pages: bound to the host, hidden from scripts, and for allowed origins only.
import { describe, expect, it } from 'vitest';
import { systemRandomness } from '#adapters/system-clock.ts';
import { createContinuation } from '#domain/challenge/continuation.ts';
import { clearCookie, isOriginAllowed, readContinuationCookies, readCookie, setCookie } from '#http/cookies.ts';
import { apiEvent } from '../support/api-event.ts';
import { USER_ID } from '../support/builders.ts';
import { testSettings } from '../support/service.ts';

const https = { ...testSettings, issuer: 'https://api.example', allowedOrigins: ['https://app.example'] };
const http = { ...testSettings, issuer: 'http://localhost:3000', allowedOrigins: [] };

const parts = (cookie: string) => cookie.split('; ');
const event = (headers: Readonly<Record<string, string>>, cookies?: readonly string[]) =>
  apiEvent({ method: 'POST', path: '/verify', headers, ...(cookies && { cookies }) });

describe('a cookie that is set', () => {
  it('over https is bound to the host and hidden from scripts', () => {
    const [pair, ...attributes] = parts(setCookie('refresh', 'value.of-it_', 3600, https));
    expect(pair).toBe('__Host-latchkey-refresh=value.of-it_');
    expect(attributes.toSorted()).toEqual(['HttpOnly', 'Max-Age=3600', 'Path=/', 'SameSite=Lax', 'Secure']);
  });

  it('over plain http has neither prefix nor Secure, and all else', () => {
    const [pair, ...attributes] = parts(setCookie('continuation', 'value', 90, http));
    expect(pair).toBe('latchkey-continuation=value');
    expect(attributes.toSorted()).toEqual(['HttpOnly', 'Max-Age=90', 'Path=/', 'SameSite=Lax']);
  });

  it('is taken back under the same name and scope', () => {
    for (const settings of [https, http]) {
      const set = parts(setCookie('refresh', 'value', 60, settings));
      const cleared = parts(clearCookie('refresh', settings));
      expect(cleared).toEqual(set.map((part) => part.replace('=value', '=').replace('Max-Age=60', 'Max-Age=0')));
    }
  });
});

describe('a cookie that is read', () => {
  it('is found in what API Gateway took out of the header', () => {
    const cookies = ['other=1', '__Host-latchkey-continuation=abc.def', 'last=2'];
    expect(readCookie(event({}, cookies), 'continuation', https)).toBe('abc.def');
  });

  it('is found in the header if there is no such list, as some emulators leave it', () => {
    const header = 'other=1; __Host-latchkey-continuation=abc.def;last=2';
    expect(readCookie(event({ cookie: header }), 'continuation', https)).toBe('abc.def');
  });

  it('comes from the list alone when there is one', () => {
    const both = event({ cookie: '__Host-latchkey-refresh=header' }, ['__Host-latchkey-refresh=list']);
    expect(readCookie(both, 'refresh', https)).toBe('list');
  });

  it.each([
    'latchkey-refresh=x',
    'x__Host-latchkey-refresh=x',
    '__Host-latchkey-refresh2=x',
    '__Host-latchkey-refresh-=x',
    '__host-latchkey-refresh=x',
    'other=__Host-latchkey-refresh=x',
    '__Host-latchkey-continuation=x',
    '__Host-latchkey-refresh',
  ])('is not mistaken for %s', (cookie) => {
    expect(readCookie(event({}, [cookie]), 'refresh', https)).toBeUndefined();
  });

  it('over https never falls back to the name without prefix, which a sub-domain could set', () => {
    expect(readCookie(event({}, ['latchkey-refresh=planted']), 'refresh', https)).toBeUndefined();
    expect(readCookie(event({}, ['latchkey-refresh=own']), 'refresh', http)).toBe('own');
  });

  it('keeps everything after the first "="', () => {
    expect(readCookie(event({}, ['latchkey-refresh=a=b==']), 'refresh', http)).toBe('a=b==');
  });
});

describe('the continuation of a purpose', () => {
  const { continuation } = createContinuation(
    systemRandomness,
    { purpose: 'signup', channel: 'email', address: 'minji@example.com' },
    USER_ID,
  );
  const old = `__Host-latchkey-continuation=${continuation}`;

  it('is read from its own cookie first, and the old one is left alone', () => {
    const own = event({}, [old, '__Host-latchkey-continuation-signup=own', '__Host-latchkey-continuation-reset=other']);
    expect(readContinuationCookies(own, 'signup', https)).toEqual({
      continuation: 'own',
      names: ['continuation-signup'],
    });
  });

  it('is read under the old name if it is for this purpose, and both end', () => {
    expect(readContinuationCookies(event({}, [old]), 'signup', https)).toEqual({
      continuation,
      names: ['continuation-signup', 'continuation'],
    });
  });

  it('under the old name is neither read nor ended by another purpose', () => {
    expect(readContinuationCookies(event({}, [old]), 'reset', https)).toEqual({ names: ['continuation-reset'] });
  });
});

describe('an origin', () => {
  const isAllowed = (origin: string | undefined, settings = https) =>
    isOriginAllowed(event(origin === undefined ? {} : { origin }), settings);

  it.each(['https://api.example', 'https://app.example'])('is allowed: %s', (origin) => {
    expect(isAllowed(origin)).toBe(true);
  });

  it.each([
    undefined,
    '',
    'null',
    'http://api.example',
    'https://api.example:8443',
    'https://app.example:443',
    'https://evil.api.example',
    'https://api.example.evil.example',
    'https://evilapi.example',
    'https://API.example',
    'https://api.example/',
    'https://api.example@evil.example',
    'https://app.example, https://evil.example',
    ' https://api.example',
    'file://',
  ])('is refused: %s', (origin) => {
    expect(isAllowed(origin)).toBe(false);
  });

  it('is the issuer’s, whatever path or default port the issuer is written with', () => {
    for (const issuer of ['https://API.example:443', 'https://api.example/v1']) {
      expect(isAllowed('https://api.example', { ...https, issuer })).toBe(true);
    }
  });

  it('on a laptop includes the port', () => {
    expect(isAllowed('http://localhost:3000', http)).toBe(true);
    expect(isAllowed('http://localhost:3001', http)).toBe(false);
    expect(isAllowed('http://127.0.0.1:3000', http)).toBe(false);
  });
});
