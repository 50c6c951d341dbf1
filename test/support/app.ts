// A browser app in tests: tabs with the storage, locks and messages of one browser, at the test service, with its clock.
import {
  type Channel,
  createLatchkey,
  type LatchkeyOptions,
  type Locks,
  type TextStorage,
} from '../../client/index.ts';
import type { Platform } from '../../client/platform.ts';
import { createMemory } from '../../client/session/storage.ts';
import { type Person, SPA, visit } from './oauth.ts';
import type { TestService } from './service.ts';

export const CALLBACK = SPA.redirectUris[0] ?? '';

/** The requests of a browser, as the test service takes them. */
export const fetchOf =
  (service: TestService, seen: string[] = []): Platform['fetch'] =>
  async (input, init) => {
    const request = new Request(input, init);
    const { pathname, search } = new URL(request.url);
    const { method } = request;
    seen.push(`${method} ${pathname}`);
    const text = await request.text();
    const headers = Object.fromEntries(request.headers);
    const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded');
    const body = text === '' ? {} : { body: isForm ? new URLSearchParams(text) : JSON.parse(text) };
    const answer = await service.request({ method, path: `${pathname}${search}`, headers, ...body });
    return new Response(answer.text, { status: answer.status, headers: { 'content-type': 'application/json' } });
  };

/** One after the other, as Web Locks of one name do. */
const createLocks = (): Locks => {
  let last: Promise<unknown> = Promise.resolve();
  return {
    request: (_name, _options, work) => {
      const own = last.then(work, work);
      last = own.catch(() => undefined);
      return own;
    },
  };
};

export interface Tab {
  readonly app: ReturnType<typeof createLatchkey>;
  readonly sessionStorage: TextStorage;
  href: string;
}

export interface TabOptions extends Partial<LatchkeyOptions> {
  /** Those of the tab that this one duplicates. */
  readonly sessionStorage?: TextStorage;
}

export interface BrowserOptions {
  readonly hasLocks?: boolean;
  /** How long after a write the other tabs read it: Chromium copies `localStorage` from process to process. Default: at once. */
  readonly lagMilliseconds?: number;
}

export const createBrowser = (service: TestService, { hasLocks = true, lagMilliseconds }: BrowserOptions = {}) => {
  const seen: string[] = [];
  const localStorage = createMemory();
  const locks = hasLocks ? createLocks() : undefined;
  const channels = new Set<Channel>();
  const storageListeners = new Map<object, (key: string | null) => void>();

  const openTab = ({ sessionStorage = createMemory(), platform, ...options }: TabOptions = {}): Tab => {
    const tab = { href: 'https://spa.example/orders?page=2', sessionStorage };
    // What this tab wrote and the others cannot read yet. `null`: it removed it.
    const ahead = new Map<string, string | null>();
    const write = (key: string, text: string | null): void => {
      const arrive = (): void => {
        if (text === null) localStorage.removeItem(key);
        else localStorage.setItem(key, text);
        if (ahead.get(key) === text) ahead.delete(key);
        for (const [owner, listener] of storageListeners) if (owner !== tab) listener(key);
      };
      if (lagMilliseconds === undefined) {
        arrive();
        return;
      }
      ahead.set(key, text);
      setTimeout(arrive, lagMilliseconds);
    };
    const openChannel = (): Channel => {
      const channel: Channel = {
        onmessage: null,
        postMessage: (data) => {
          for (const other of channels) if (other !== channel) other.onmessage?.({ data });
        },
      };
      channels.add(channel);
      return channel;
    };
    const app = createLatchkey({
      issuer: service.settings.issuer,
      clientId: SPA.id,
      redirectUri: CALLBACK,
      ...options,
      platform: {
        fetch: fetchOf(service, seen),
        now: () => service.clock.time,
        href: () => tab.href,
        leave: (url) => {
          tab.href = url;
        },
        rename: (url) => {
          tab.href = url;
        },
        localStorage: {
          getItem: (key) => ahead.get(key) ?? (ahead.has(key) ? null : localStorage.getItem(key)),
          setItem: write,
          removeItem: (key) => write(key, null),
        },
        sessionStorage,
        locks,
        openChannel,
        onStorage: (listener) => void storageListeners.set(tab, listener),
        ...platform,
      },
    });
    return Object.assign(tab, { app });
  };

  /** The pages send the person, who is logged in there, back to the app at once. */
  const passPages = async (tab: Tab, person: Person): Promise<void> => {
    const { pathname, search } = new URL(tab.href);
    const answer = await visit(service, `${pathname}${search}`, person.cookies);
    tab.href = answer.headers['location'] ?? '';
  };
  const logIn = async (tab: Tab, person: Person) => {
    await tab.app.logIn();
    await passPages(tab, person);
    return tab.app.handleCallback();
  };
  /** How often a route was called. */
  const count = (route: string): number => seen.filter((one) => one === route).length;

  return { localStorage, openTab, passPages, logIn, seen, count };
};
