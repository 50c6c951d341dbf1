// What a device does to the session of `latchkey/client`: storage that is full or fails, a clock that is set, another person.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createLatchkey } from '../../client/index.ts';
import { createMemory } from '../../client/session/storage.ts';
import { createBrowser, fetchOf } from '../support/app.ts';
import { aPerson, createOAuthService } from '../support/oauth.ts';

const QUARTER_HOUR = 15 * 60;
const KEY = 'latchkey:https://api.example:spa';

const begin = async () => {
  const service = createOAuthService();
  const person = await aPerson(service);
  const browser = createBrowser(service);
  return { service, person, browser };
};
/** A `localStorage` whose functions throw from the moment that `state.fails` names them. */
const createFailing = () => {
  const storage = createMemory();
  const state = { fails: [] as string[] };
  const check = (name: string) => {
    if (state.fails.includes(name)) throw new DOMException('the quota is used up', 'QuotaExceededError');
  };
  const localStorage = {
    getItem: (key: string) => {
      check('getItem');
      return storage.getItem(key);
    },
    setItem: (key: string, text: string) => {
      check('setItem');
      storage.setItem(key, text);
    },
    removeItem: (key: string) => {
      check('removeItem');
      storage.removeItem(key);
    },
  };
  return { storage, state, localStorage };
};

describe('a storage', () => {
  it('that is full at a refresh keeps no spent token, and the tab goes on', async () => {
    const { service, person, browser } = await begin();
    const { storage, state, localStorage } = createFailing();
    const tab = browser.openTab({ platform: { localStorage } });
    await browser.logIn(tab, person);
    state.fails = ['setItem'];
    for (const _ of [1, 2]) {
      service.advance(QUARTER_HOUR);
      expect(await tab.app.accessToken()).toMatch(/^ey/);
    }
    expect(tab.app.user()?.id).toBe(person.id);
    // A reload with the token before would look like a thief.
    expect(storage.getItem(KEY)).toBeNull();
    state.fails = [];
    service.advance(QUARTER_HOUR);
    await tab.app.accessToken();
    expect(storage.getItem(KEY)).toContain(person.id);
  });

  it('that is full at the end of a log-in logs in, until the page is left', async () => {
    const { person, browser } = await begin();
    const { state, localStorage } = createFailing();
    const tab = browser.openTab({ platform: { localStorage } });
    await tab.app.logIn();
    await browser.passPages(tab, person);
    state.fails = ['setItem'];
    expect(await tab.app.handleCallback()).toMatchObject({ user: { id: person.id } });
    expect(await tab.app.accessToken()).toMatch(/^ey/);
    await tab.app.logOut({ hosted: false });
    expect(tab.app.user()).toBeUndefined();
  });

  it('that is full at the beginning of a log-in sends nobody through the pages in vain', async () => {
    const { browser } = await begin();
    const { state, localStorage } = createFailing();
    const tab = browser.openTab({ platform: { localStorage } });
    const { href } = tab;
    state.fails = ['setItem'];
    await expect(tab.app.logIn()).rejects.toMatchObject({ name: 'LatchkeyError', code: 'storage' });
    expect(tab.href).toBe(href);
  });

  it('that fails altogether lets people log out', async () => {
    const { person, browser } = await begin();
    const { state, localStorage } = createFailing();
    const tab = browser.openTab({ platform: { localStorage } });
    await browser.logIn(tab, person);
    state.fails = ['setItem', 'removeItem'];
    await tab.app.logOut({ hosted: false });
    expect(tab.app.user()).toBeUndefined();
    expect(browser.count('POST /revoke')).toBe(1);
    state.fails.push('getItem');
    expect(tab.app.user()).toBeUndefined();
  });

  it('in which another tab has written since is right', async () => {
    const { service, person, browser } = await begin();
    const other = await aPerson(service, 'jiwoo@example.com');
    let tell = (_key: string | null): void => undefined;
    const { state, storage, localStorage } = createFailing();
    const onStorage = (listener: typeof tell) => {
      tell = listener;
    };
    const tab = browser.openTab({ platform: { localStorage, onStorage } });
    await browser.logIn(tab, person);
    state.fails = ['setItem'];
    service.advance(QUARTER_HOUR);
    await tab.app.accessToken();
    const elsewhere = browser.openTab();
    await browser.logIn(elsewhere, other);
    storage.setItem(KEY, JSON.stringify(elsewhere.app.session()));
    tell(KEY);
    expect(tab.app.user()?.id).toBe(other.id);
  });
});

describe('a clock', () => {
  it('that is hours wrong changes nothing', async () => {
    const { service, person, browser } = await begin();
    const now = () => service.clock.time - 5 * 3600 * 1000;
    const tab = browser.openTab({ platform: { now } });
    await browser.logIn(tab, person);
    const first = await tab.app.accessToken();
    service.advance(12 * 60);
    expect(await tab.app.accessToken()).toBe(first);
    service.advance(3 * 60);
    expect(await tab.app.accessToken()).not.toBe(first);
  });

  it('that is set back leads to a refresh at once, and then to none', async () => {
    const { service, person, browser } = await begin();
    let ahead = 5 * 3600 * 1000;
    const tab = browser.openTab({ platform: { now: () => service.clock.time + ahead } });
    await browser.logIn(tab, person);
    const first = await tab.app.accessToken();
    service.advance(QUARTER_HOUR);
    ahead = 0;
    const second = await tab.app.accessToken();
    expect(second).not.toBe(first);
    expect(await tab.app.accessToken()).toBe(second);
    expect(browser.count('POST /token')).toBe(2);
  });

  it('that is set ahead does so, too', async () => {
    const { service, person, browser } = await begin();
    let ahead = 0;
    const tab = browser.openTab({ platform: { now: () => service.clock.time + ahead } });
    await browser.logIn(tab, person);
    ahead = 5 * 3600 * 1000;
    const second = await tab.app.accessToken();
    expect(await tab.app.accessToken()).toBe(second);
    expect(browser.count('POST /token')).toBe(2);
  });
});

describe('another person who logs in in another tab', () => {
  it('is told to this tab, and the session before has ended', async () => {
    const { service, person, browser } = await begin();
    const other = await aPerson(service, 'jiwoo@example.com');
    const [one, two] = [browser.openTab(), browser.openTab()];
    await browser.logIn(one, person);
    const heard: (string | undefined)[] = [];
    one.app.onChange((user) => heard.push(user?.id));
    await browser.logIn(two, other);
    expect(heard).toEqual([other.id]);
    expect(one.app.user()?.id).toBe(other.id);
    await expect.poll(() => browser.count('POST /revoke')).toBe(1);
  });

  it('sends nothing that the person before has entered', async () => {
    const { service, person, browser } = await begin();
    const other = await aPerson(service, 'jiwoo@example.com');
    const two = browser.openTab();
    const sent: string[] = [];
    const one = browser.openTab({
      platform: {
        fetch: async (input, init) => {
          const request = new Request(input, init);
          if (!request.url.startsWith('https://orders.example')) return fetchOf(service)(request);
          sent.push(await request.text());
          await browser.logIn(two, other);
          return new Response('', { status: 401 });
        },
      },
    });
    await browser.logIn(one, person);
    const answer = await one.app.fetch('https://orders.example/', { method: 'POST', body: 'of minji' });
    expect(answer.status).toBe(401);
    expect(sent).toEqual(['of minji']);
    expect(one.app.user()?.id).toBe(other.id);
  });

  it('does not lend a token to what waited for a refresh of the person before', async () => {
    const { service, person, browser } = await begin();
    const other = await aPerson(service, 'jiwoo@example.com');
    const two = browser.openTab();
    const sent: (string | null)[] = [];
    const one = browser.openTab({
      platform: {
        fetch: async (input, init) => {
          const request = new Request(input, init);
          if (request.url.startsWith('https://orders.example')) {
            sent.push(request.headers.get('authorization'));
            return new Response('', { status: 401 });
          }
          const isRefresh = (await request.clone().text()).includes('refresh_token=');
          if (isRefresh && request.url.endsWith('/token')) await browser.logIn(two, other);
          return fetchOf(service)(request);
        },
      },
    });
    await browser.logIn(one, person);
    service.advance(QUARTER_HOUR);
    expect((await one.app.fetch('https://orders.example/', { method: 'POST', body: 'of minji' })).status).toBe(401);
    expect(sent).toEqual([null]);
    expect(one.app.user()?.id).toBe(other.id);
  });
});

describe('the Back button', () => {
  afterEach(() => void vi.unstubAllGlobals());

  it('brings back a page that then hears of a log-out in the meantime', async () => {
    const { person, browser } = await begin();
    const tab = browser.openTab();
    await browser.logIn(tab, person);
    const listeners = new Map<string, (event: { persisted: boolean }) => void>();
    const page = { document: {}, location: { href: 'https://spa.example/' }, localStorage: browser.localStorage };
    for (const [name, value] of Object.entries(page)) vi.stubGlobal(name, value);
    vi.stubGlobal('sessionStorage', createMemory());
    vi.stubGlobal('addEventListener', (type: string, listener: (event: { persisted: boolean }) => void) =>
      listeners.set(type, listener),
    );
    const app = createLatchkey({ issuer: 'https://api.example', clientId: 'spa' });
    const heard: unknown[] = [];
    app.onChange((user) => heard.push(user));
    await tab.app.logOut({ hosted: false });
    listeners.get('pageshow')?.({ persisted: false });
    expect(heard).toEqual([]);
    listeners.get('pageshow')?.({ persisted: true });
    expect(heard).toEqual([undefined]);
  });
});
