// The code flow of `latchkey/client` against the real service, with its clock.
import { describe, expect, it } from 'vitest';
import { createMemory } from '../../client/session/storage.ts';
import { CALLBACK, createBrowser } from '../support/app.ts';
import { aPerson, createOAuthService, NATIVE, SPA } from '../support/oauth.ts';

const begin = async () => {
  const service = createOAuthService();
  const person = await aPerson(service);
  const browser = createBrowser(service);
  return { service, person, browser, tab: browser.openTab() };
};
/** A tab that has just come back from the pages, with its address changed by `change`. */
const atCallback = async (change: (query: URLSearchParams) => void = () => undefined) => {
  const begun = await begin();
  await begun.tab.app.logIn();
  await begun.browser.passPages(begun.tab, begun.person);
  const url = new URL(begun.tab.href);
  change(url.searchParams);
  begun.tab.href = url.href;
  return begun;
};
const refused = (code: string) => expect.objectContaining({ name: 'LatchkeyError', code });

describe('logIn', () => {
  it('asks for a code with PKCE, state and nonce', async () => {
    const { tab } = await begin();
    const options = { prompt: 'create', loginHint: 'minji@example.com', locale: 'ko', maxAgeSeconds: 60 } as const;
    const { searchParams, pathname } = new URL(await tab.app.logIn(options));
    expect(pathname).toBe('/authorize');
    const random = expect.stringMatching(/^[\w-]{43}$/);
    expect(Object.fromEntries(searchParams)).toEqual({
      ...{ response_type: 'code', client_id: SPA.id, redirect_uri: CALLBACK },
      ...{ scope: 'openid email profile offline_access', state: random, nonce: random },
      ...{ code_challenge: random, code_challenge_method: 'S256' },
      ...{ prompt: 'create', login_hint: 'minji@example.com', ui_locales: 'ko', max_age: '60' },
    });
  });

  it.each([
    ['/basket?step=2#pay', 'https://spa.example/basket?step=2#pay'],
    ['https://spa.example/basket', 'https://spa.example/basket'],
    [undefined, 'https://spa.example/orders?page=2'],
    ['https://evil.example/', 'https://spa.example/'],
    ['//evil.example/', 'https://spa.example/'],
    ['/\\evil.example/', 'https://spa.example/'],
    ['/.//evil.example/', 'https://spa.example//evil.example/'],
    ['javascript:alert(1)', 'https://spa.example/'],
    [`${CALLBACK}?state=x&code=y`, 'https://spa.example/'],
  ])('leads back to %s as %s', async (returnTo, expected) => {
    const { tab, browser, person } = await begin();
    await tab.app.logIn(returnTo === undefined ? {} : { returnTo });
    await browser.passPages(tab, person);
    expect((await tab.app.handleCallback())?.returnTo).toBe(expected);
  });
});

describe('handleCallback', () => {
  it('logs in, and takes the code out of the address', async () => {
    const { tab, person } = await atCallback();
    expect(tab.app.user()).toBeUndefined();
    const user = { id: person.id, email: person.address, emailVerified: true, locale: 'ko' };
    expect(await tab.app.handleCallback()).toMatchObject({ user });
    expect(tab.href).toBe(CALLBACK);
    expect(tab.app.user()).toMatchObject(user);
    expect(await tab.app.accessToken()).toMatch(/^ey/);
  });

  it('of a native app is an address of its own scheme, and leads nowhere else', async () => {
    const service = createOAuthService();
    const person = await aPerson(service);
    const browser = createBrowser(service);
    const tab = browser.openTab({ clientId: NATIVE.id, redirectUri: NATIVE.redirectUris[0] ?? '' });
    await tab.app.logIn({ returnTo: 'javascript:alert(1)' });
    await browser.passPages(tab, person);
    expect(tab.href).toMatch(/^com\.example\.native:\/callback\?/);
    expect((await tab.app.handleCallback())?.returnTo).toBe('com.example.native:/');
    expect(tab.app.user()?.id).toBe(person.id);
  });

  it('of an app in a web view comes from outside, and leaves the address of the page as it is', async () => {
    const service = createOAuthService();
    const person = await aPerson(service);
    const browser = createBrowser(service);
    const tab = browser.openTab({ clientId: NATIVE.id, redirectUri: NATIVE.redirectUris[0] ?? '' });
    await tab.app.logIn();
    await browser.passPages(tab, person);
    const address = tab.href;
    tab.href = 'https://localhost/index.html';
    expect((await tab.app.handleCallback(address))?.user.id).toBe(person.id);
    expect(tab.href).toBe('https://localhost/index.html');
  });

  it('may be awaited in a storage of its own', async () => {
    const [storage, pendingStorage] = [createMemory(), createMemory()];
    const service = createOAuthService();
    const browser = createBrowser(service);
    const tab = browser.openTab({ storage, pendingStorage });
    const key = `latchkey:${service.settings.issuer}:${SPA.id}`;
    await tab.app.logIn();
    expect([storage.getItem(`${key}:pending`), pendingStorage.getItem(`${key}:pending`)]).toEqual([
      null,
      expect.any(String),
    ]);
    await browser.passPages(tab, await aPerson(service));
    await tab.app.handleCallback();
    expect([storage.getItem(key), pendingStorage.getItem(`${key}:pending`)]).toEqual([expect.any(String), null]);
  });

  it('may have a query of its own', async () => {
    const redirectUri = 'https://spa.example/callback?from=latchkey';
    const client = { ...SPA, redirectUris: [redirectUri] };
    const service = createOAuthService({ settings: { clients: [client] } });
    const browser = createBrowser(service);
    const tab = browser.openTab({ redirectUri });
    expect(await browser.logIn(tab, await aPerson(service))).toBeDefined();
    expect(tab.href).toBe(redirectUri);
  });

  it('is not called by other pages', async () => {
    const { tab } = await atCallback();
    const { search } = new URL(tab.href);
    for (const address of [
      'https://spa.example/',
      `https://spa.example/other${search}`,
      CALLBACK,
      `${CALLBACK}?code=x`,
    ])
      expect(await tab.app.handleCallback(address)).toBeUndefined();
    expect(await tab.app.handleCallback()).toBeDefined();
  });

  it('gives two calls at once the same result', async () => {
    const { tab, browser } = await atCallback();
    const [one, two] = await Promise.all([tab.app.handleCallback(), tab.app.handleCallback()]);
    expect(one).toEqual(two);
    expect(browser.count('POST /token')).toBe(1);
  });

  it('takes an answer once', async () => {
    const { tab, browser } = await atCallback();
    const { href } = tab;
    await tab.app.handleCallback();
    await expect(tab.app.handleCallback(href)).rejects.toEqual(refused('unknown_state'));
    expect(browser.count('POST /token')).toBe(1);
    expect(tab.app.user()).toBeDefined();
  });

  it.each([
    ['a state of another browser', 'unknown_state', (query: URLSearchParams) => query.set('state', 'theirs')],
    [
      'the answer of another server',
      'wrong_issuer',
      (query: URLSearchParams) => query.set('iss', 'https://evil.example'),
    ],
    ['an answer without iss', 'wrong_issuer', (query: URLSearchParams) => query.delete('iss')],
    ['a code of somebody else', 'invalid_grant', (query: URLSearchParams) => query.set('code', 'x'.repeat(43))],
  ])('refuses %s', async (_, code, change) => {
    const { tab, browser } = await atCallback(change);
    await expect(tab.app.handleCallback()).rejects.toEqual(refused(code));
    expect(tab.app.user()).toBeUndefined();
    expect(browser.count('POST /token')).toBe(code === 'invalid_grant' ? 1 : 0);
    expect(tab.href).toBe(CALLBACK);
  });

  it('refuses an ID token of another log-in', async () => {
    const { tab, browser } = await atCallback();
    const key = `latchkey:https://api.example:${SPA.id}:pending`;
    const written = browser.localStorage.getItem(key) ?? '';
    browser.localStorage.setItem(key, written.replace(/"nonce":"[^"]+"/, '"nonce":"another"'));
    await expect(tab.app.handleCallback()).rejects.toEqual(refused('wrong_id_token'));
    expect(tab.app.user()).toBeUndefined();
  });

  it('tells what the service says', async () => {
    const { tab, browser, person } = await begin();
    await tab.app.logIn({ prompt: 'none' });
    await browser.passPages(tab, { ...person, cookies: [] });
    await expect(tab.app.handleCallback()).rejects.toEqual(refused('login_required'));
  });

  it('works in another tab, where a link of a mail was opened', async () => {
    const { tab, browser } = await atCallback();
    const other = browser.openTab();
    expect(await other.app.handleCallback(tab.href)).toBeDefined();
    expect(tab.app.user()).toEqual(other.app.user());
  });

  it('forgets an hour later what was never answered', async () => {
    const { tab, service, browser } = await atCallback();
    service.advance(3601);
    await tab.app.logIn();
    const pending = JSON.parse(browser.localStorage.getItem(`latchkey:https://api.example:${SPA.id}:pending`) ?? '{}');
    expect(Object.keys(pending)).toHaveLength(1);
  });

  it('ends the session that the new one replaces', async () => {
    const { tab, browser, person } = await atCallback();
    await tab.app.handleCallback();
    await browser.logIn(tab, person);
    expect(browser.count('POST /revoke')).toBe(1);
  });
});
