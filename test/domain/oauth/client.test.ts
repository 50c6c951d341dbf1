import { describe, expect, it } from 'vitest';
import { isClientId, isRedirectUri, isRegistered, originsOf } from '#domain/oauth/client.ts';

describe('a redirect URI', () => {
  it.each([
    'https://app.example.com',
    'https://app.example.com/',
    'https://app.example.com/callback?from=latchkey',
    'https://app.example.com:8443/callback',
    'http://127.0.0.1/callback',
    'http://[::1]/callback',
    'http://localhost:5173/callback',
    'com.example.app:/callback',
    'com.example.app://callback',
  ])('may be %s', (uri) => expect(isRedirectUri(uri)).toBe(true));

  it.each([
    ['no URI', 'callback'],
    ['a fragment', 'https://app.example.com/callback#here'],
    ['an empty fragment', 'https://app.example.com/callback#'],
    ['a wildcard', 'https://*.example.com/callback'],
    ['a user', 'https://user@app.example.com/'],
    ['a password', 'https://user:password@app.example.com/'],
    ['plain http', 'http://app.example.com/callback'],
    ['plain http to what only looks like the own device', 'http://127.0.0.1.example.com/callback'],
    ['plain http to a name below localhost', 'http://localhost.example.com/callback'],
    ['a scheme that browsers run', 'javascript:alert(1)'],
    ['data', 'data:text/html,hello'],
    ['a scheme without a dot', 'myapp:/callback'],
    ['a scheme with a dot and no path', 'com.example.app:callback'],
    ['upper case in the host', 'https://App.example.com/callback'],
    ['a step back', 'https://app.example.com/a/../callback'],
    ['a backslash', 'https://app.example.com\\@evil.example/'],
    ['a space', 'https://app.example.com/a b'],
    ['a line break', 'https://app.example.com/\r\nset-cookie:a=b'],
    ['letters outside ASCII', 'https://앱.example.com/'],
    ['a default port', 'https://app.example.com:443/callback'],
  ])('may not have %s', (_, uri) => expect(isRedirectUri(uri)).toBe(false));
});

describe('a redirect', () => {
  const uris = ['https://app.example.com/callback', 'http://127.0.0.1/callback', 'http://localhost:5173/callback?a=b'];

  it.each([
    'https://app.example.com/callback',
    'http://127.0.0.1/callback',
    'http://127.0.0.1:51004/callback',
    'http://localhost/callback?a=b',
    'http://localhost:80/callback?a=b',
  ])('is registered as %s', (asked) => expect(isRegistered(uris, asked)).toBe(true));

  it.each([
    'https://app.example.com/callback/',
    'https://app.example.com/callback?',
    'https://app.example.com/callback?next=https://evil.example',
    'https://app.example.com:443/callback',
    'https://app.example.com:8443/callback',
    'https://app.example.com/CALLBACK',
    'https://app.example.com/callback#',
    'https://app.example.com/callback/../other',
    'https://app.example.com/%63allback',
    'https://user@app.example.com/callback',
    'http://app.example.com/callback',
    'https://app.example.com.evil.example/callback',
    'http://127.0.0.1:51004/other',
    'http://127.0.0.1:51004@evil.example/callback',
    'http://127.0.0.1:/callback',
    'http://127.0.0.1:510040/callback',
    'http://127.0.0.2/callback',
    'http://2130706433/callback',
    'http://localhost:5173/callback?a=c',
    'http://[::1]/callback',
    'https://127.0.0.1/callback',
    '',
  ])('is not registered as %s', (asked) => expect(isRegistered(uris, asked)).toBe(false));

  it('is nowhere if nothing is registered', () => {
    expect(isRegistered(undefined, 'https://app.example.com/callback')).toBe(false);
  });
});

describe('a client id', () => {
  it('is a short word that is not our own', () => {
    const ids = ['shop', 'Shop-2.app_x', '', 'a b', '-shop', 'latchkey', 'x'.repeat(64), 'x'.repeat(65), 'shop:1'];
    expect(ids.filter(isClientId)).toEqual(['shop', 'Shop-2.app_x', 'x'.repeat(64)]);
  });
});

describe('the origins of clients', () => {
  it('are those of public clients with web addresses, each once', () => {
    const clients = [
      { id: 'spa', name: 'SPA', redirectUris: ['https://app.example.com/a', 'https://app.example.com/b'] },
      { id: 'app', name: 'App', redirectUris: ['com.example.app:/a', 'http://localhost:5173/a'] },
      { id: 'server', name: 'Server', redirectUris: ['https://server.example.com/a'], secretSha256: 'ab'.repeat(32) },
    ];
    expect(originsOf(clients)).toEqual(['https://app.example.com', 'http://localhost:5173']);
  });
});
