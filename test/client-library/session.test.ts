// How `latchkey/client` keeps a session: one refresh for all, reloads, frozen tabs, log-outs, and what is blocked or lost.
import { describe, expect, it } from 'vitest';
import { createBrowser, fetchOf, type Tab, type TabOptions } from '../support/app.ts';
import { aPerson, createOAuthService, refreshFor, SPA } from '../support/oauth.ts';

const QUARTER_HOUR = 15 * 60;
const REFRESH = 'POST /token';

const loggedIn = async (options: TabOptions = {}, browserOptions = {}) => {
  const service = createOAuthService();
  const person = await aPerson(service);
  const browser = createBrowser(service, browserOptions);
  const tab = browser.openTab(options);
  await browser.logIn(tab, person);
  const refreshes = () => browser.count(REFRESH) - 1;
  return { service, person, browser, tab, refreshes };
};
const tokensOf = (tabs: readonly Tab[]) => Promise.all(tabs.map(({ app }) => app.accessToken()));

describe('a refresh', () => {
  it('comes a minute ahead, and not before', async () => {
    const { service, tab, refreshes } = await loggedIn();
    const first = await tab.app.accessToken();
    service.advance(12 * 60);
    expect(await tab.app.accessToken()).toBe(first);
    service.advance(2.5 * 60);
    expect(await tab.app.accessToken()).not.toBe(first);
    expect(refreshes()).toBe(1);
  });

  it.each([true, false])('is one for five tabs and ten calls, with Web Locks: %s', async (hasLocks) => {
    const { service, browser, tab, refreshes } = await loggedIn({}, { hasLocks });
    const tabs = [tab, ...Array.from({ length: 4 }, () => browser.openTab())];
    service.advance(QUARTER_HOUR);
    const tokens = await tokensOf([...tabs, ...tabs]);
    expect(new Set(tokens).size).toBe(1);
    expect(refreshes()).toBe(1);
  });

  it('is one for tabs that read the storage of the others late, those that ask at once and a moment later', async () => {
    const { service, browser, tab, refreshes } = await loggedIn({}, { lagMilliseconds: 50 });
    const tabs = [tab, ...Array.from({ length: 3 }, () => browser.openTab())];
    await new Promise((resolve) => setTimeout(resolve, 100));
    service.advance(QUARTER_HOUR);
    const atOnce = tokensOf(tabs.slice(0, 3));
    const token = await tab.app.accessToken();
    const later = tokensOf(tabs);
    expect([...(await atOnce), ...(await later)]).toEqual(Array(7).fill(token));
    expect(refreshes()).toBe(1);
  });

  it('does not wait for ever for a tab that holds the lock', async () => {
    const stuck = { request: () => Promise.reject(new Error('aborted')) };
    const { service, tab, refreshes } = await loggedIn({ platform: { locks: stuck } });
    service.advance(QUARTER_HOUR);
    expect(await tab.app.accessToken()).toBeDefined();
    expect(refreshes()).toBe(1);
  });

  it('survives an answer that is lost', async () => {
    const { service, browser, tab } = await loggedIn();
    const unlucky = browser.openTab({
      platform: {
        fetch: async (input, init) => {
          await fetchOf(service)(input, init);
          throw new TypeError('the connection was lost');
        },
      },
    });
    service.advance(QUARTER_HOUR);
    const spent = tab.app.session()?.accessToken;
    await expect(unlucky.app.accessToken()).rejects.toMatchObject({ code: 'network' });
    service.advance(5);
    expect(await tab.app.accessToken()).toMatch(/^ey/);
    expect(await tab.app.accessToken()).not.toBe(spent);
  });

  it('that fails leaves the token until it ends, and then throws', async () => {
    const { service, browser, tab } = await loggedIn();
    const offline = browser.openTab({ platform: { fetch: () => Promise.reject(new TypeError('offline')) } });
    // Tokens live for 855 to 900 seconds.
    service.advance(846);
    expect(await offline.app.accessToken()).toBe(tab.app.session()?.accessToken);
    service.advance(60);
    await expect(offline.app.accessToken()).rejects.toMatchObject({ code: 'network' });
    expect(tab.app.user()).toBeDefined();
    expect(await tab.app.accessToken()).toBeDefined();
  });

  it('answered 503 keeps the session', async () => {
    const { service, browser, tab } = await loggedIn();
    const busy = browser.openTab({ platform: { fetch: async () => Response.json({}, { status: 503 }) } });
    service.advance(QUARTER_HOUR);
    await expect(busy.app.accessToken()).rejects.toMatchObject({ code: 'unavailable' });
    expect(tab.app.user()).toBeDefined();
  });

  it('refused for good logs out, in all tabs', async () => {
    const { service, browser, tab, person } = await loggedIn();
    const heard: unknown[] = [];
    browser.openTab().app.onChange((user) => heard.push(user));
    const { body } = await service.post('/login', { email: person.address, password: 'correct horse battery' });
    await service.post('/logout/all', { refreshToken: body.refreshToken });
    service.advance(QUARTER_HOUR);
    expect(await tab.app.accessToken()).toBeUndefined();
    expect(heard).toEqual([undefined]);
  });

  it('without offline_access there is none: the session ends with its access token', async () => {
    const { service, tab, refreshes } = await loggedIn({ scope: 'openid email' });
    service.advance(14 * 60);
    expect(await tab.app.accessToken()).toBeDefined();
    service.advance(2 * 60);
    expect(await tab.app.accessToken()).toBeUndefined();
    expect(tab.app.user()).toBeUndefined();
    expect(refreshes()).toBe(0);
  });

  it('that ends after a log-out brings nothing back, and its tokens are given back', async () => {
    const { service, browser } = await loggedIn();
    const { promise: loggedOut, resolve: leave } = Promise.withResolvers<void>();
    const { promise: refreshed, resolve: arrive } = Promise.withResolvers<void>();
    const revoked: string[] = [];
    const slow = browser.openTab({
      platform: {
        fetch: async (input, init) => {
          const request = new Request(input, init);
          if (request.url.endsWith('/revoke')) revoked.push(await request.clone().text());
          const answer = await fetchOf(service)(request);
          if (!request.url.endsWith('/token')) return answer;
          arrive();
          await loggedOut;
          return answer;
        },
      },
    });
    service.advance(QUARTER_HOUR);
    const spent = slow.app.session()?.refreshToken ?? '';
    const late = slow.app.accessToken();
    await refreshed;
    await browser.openTab().app.logOut({ hosted: false });
    leave();
    expect(await late).toBeUndefined();
    expect(slow.app.user()).toBeUndefined();
    await expect.poll(() => revoked).toHaveLength(1);
    expect(revoked[0]).not.toContain(spent);
  });
});

describe('a tab', () => {
  it('that is reloaded is logged in without a request', async () => {
    const { browser, tab, refreshes } = await loggedIn();
    const reloaded = browser.openTab({ sessionStorage: tab.sessionStorage });
    expect(await reloaded.app.accessToken()).toBe(await tab.app.accessToken());
    expect(refreshes()).toBe(0);
  });

  it('frozen for an hour goes on with the tokens of the others', async () => {
    const { service, browser, tab, refreshes } = await loggedIn();
    const awake = browser.openTab();
    for (let quarter = 0; quarter < 4; quarter++) {
      service.advance(QUARTER_HOUR);
      await awake.app.accessToken();
    }
    expect(await tab.app.accessToken()).toBe(await awake.app.accessToken());
    expect(refreshes()).toBe(4);
  });

  it('alone and frozen for an hour refreshes when it needs a token', async () => {
    const { service, tab, refreshes } = await loggedIn();
    service.advance(3600);
    expect(await tab.app.accessToken()).toBeDefined();
    expect(refreshes()).toBe(1);
  });

  it('hears of log-ins and log-outs, not of refreshes', async () => {
    const { service, browser, tab, person } = await loggedIn();
    const heard: (string | undefined)[] = [];
    const stop = browser.openTab().app.onChange((user) => heard.push(user?.id));
    service.advance(QUARTER_HOUR);
    await tab.app.accessToken();
    await tab.app.logOut();
    await browser.logIn(tab, person);
    expect(heard).toEqual([undefined, person.id]);
    stop();
    await tab.app.logOut();
    expect(heard).toHaveLength(2);
  });
});

describe('sessionStorage', () => {
  it('is of one tab; a duplicate shares the refresh of the other', async () => {
    const { service, browser, tab, refreshes } = await loggedIn({ storage: 'sessionStorage' });
    expect(browser.openTab({ storage: 'sessionStorage' }).app.user()).toBeUndefined();
    const copy = new Map<string, string>();
    const key = `latchkey:https://api.example:spa`;
    copy.set(key, tab.sessionStorage.getItem(key) ?? '');
    const sessionStorage = {
      getItem: (name: string) => copy.get(name) ?? null,
      setItem: (name: string, text: string) => void copy.set(name, text),
      removeItem: (name: string) => void copy.delete(name),
    };
    const duplicate = browser.openTab({ storage: 'sessionStorage', sessionStorage });
    service.advance(QUARTER_HOUR);
    expect(await tab.app.accessToken()).toBe(await duplicate.app.accessToken());
    service.advance(QUARTER_HOUR);
    expect(await duplicate.app.accessToken()).toBe(await tab.app.accessToken());
    expect(refreshes()).toBe(2);
  });

  it('logs out in all tabs', async () => {
    const { browser, tab, person } = await loggedIn({ storage: 'sessionStorage' });
    const other = browser.openTab({ storage: 'sessionStorage' });
    await browser.logIn(other, person);
    await tab.app.logOut({ hosted: false });
    expect(other.app.user()).toBeUndefined();
    await expect.poll(() => browser.count('POST /revoke')).toBe(2);
  });
});

describe('memory', () => {
  it('keeps nothing that can be read, and a log-in comes back all the same', async () => {
    const { tab, browser } = await loggedIn({ storage: 'memory' });
    expect(tab.app.user()).toBeDefined();
    expect(browser.localStorage.getItem('latchkey:https://api.example:spa')).toBeNull();
    expect(browser.openTab({ storage: 'memory' }).app.user()).toBeUndefined();
  });

  it('stands in for a storage that is blocked', async () => {
    const { tab } = await loggedIn({ storage: 'localStorage', platform: { localStorage: undefined } });
    expect(tab.app.user()).toBeDefined();
  });
});

describe('fetch', () => {
  const API = 'https://api.example/me/sessions';

  it('sends the token', async () => {
    const { tab } = await loggedIn({ scope: 'openid account offline_access' });
    expect((await tab.app.fetch(API)).status).toBe(200);
  });

  it('repeats a request with its body once after 401', async () => {
    const bodies: string[] = [];
    const { service, browser } = await loggedIn();
    const { app } = browser.openTab({
      platform: {
        fetch: async (input, init) => {
          const request = new Request(input, init);
          if (!request.url.startsWith('https://orders.example')) return fetchOf(service)(request);
          bodies.push(`${request.headers.get('authorization')} ${await request.text()}`);
          return new Response('', { status: bodies.length === 1 ? 401 : 200 });
        },
      },
    });
    const token = await app.accessToken();
    const answer = await app.fetch('https://orders.example/', { method: 'POST', body: 'two' });
    expect(answer.status).toBe(200);
    expect(bodies).toEqual([`Bearer ${token} two`, `Bearer ${await app.accessToken()} two`]);
    expect(await app.accessToken()).not.toBe(token);
  });

  it('gives the 401 back when there is no other token', async () => {
    const { browser } = await loggedIn();
    const refuse = async () => Response.json({ error: 'invalid_grant' }, { status: 401 });
    const tab = browser.openTab({ platform: { fetch: refuse } });
    expect((await tab.app.fetch('https://orders.example/')).status).toBe(401);
    expect(tab.app.user()).toBeUndefined();
    expect((await tab.app.fetch('https://orders.example/')).status).toBe(401);
  });
});

describe('logOut', () => {
  it('ends the session at the service, and leads to the log-out of the pages', async () => {
    const { service, browser, tab } = await loggedIn();
    const refreshToken = tab.app.session()?.refreshToken ?? '';
    const url = new URL((await tab.app.logOut({ returnTo: 'https://spa.example/bye' })) ?? '');
    expect(tab.href).toBe(url.href);
    expect([...url.searchParams.keys()]).toEqual(['client_id', 'id_token_hint', 'post_logout_redirect_uri']);
    expect(browser.count('POST /revoke')).toBe(1);
    expect((await refreshFor(service, SPA, refreshToken)).status).toBe(400);
  });

  it('works without a network', async () => {
    const { browser } = await loggedIn();
    const tab = browser.openTab({ platform: { fetch: () => Promise.reject(new TypeError('offline')) } });
    await tab.app.logOut();
    expect(tab.app.user()).toBeUndefined();
  });
});
