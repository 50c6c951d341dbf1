// What the library takes from a browser or from Node. A test puts its own clock, network and storage in the place of each part.

/** `localStorage`, `sessionStorage` and whatever looks like them. */
export interface TextStorage {
  getItem(key: string): string | null;
  setItem(key: string, text: string): void;
  removeItem(key: string): void;
}

/** The part of `BroadcastChannel` that is used. */
export interface Channel {
  postMessage(message: unknown): void;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
}

/** The part of `navigator.locks` that is used. */
export interface Locks {
  request<Result>(name: string, options: { signal: AbortSignal }, work: () => Promise<Result>): Promise<Result>;
}

export interface Platform {
  readonly fetch: (url: string | URL | Request, init?: RequestInit) => Promise<Response>;
  /** Epoch milliseconds, by the clock of the device. */
  readonly now: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Where the page is. Absent: there is none. */
  readonly href?: () => string;
  /** Leaves the page. Absent: the caller gets the address. */
  readonly leave?: (url: string) => void;
  /** Changes the address of the page without a request. */
  readonly rename?: (url: string) => void;
  readonly localStorage?: TextStorage | undefined;
  readonly sessionStorage?: TextStorage | undefined;
  readonly locks?: Locks | undefined;
  readonly openChannel?: (name: string) => Channel | undefined;
  /** Calls `listener` with the key that another tab has changed in `localStorage`; `null`: any, as when a page comes back. */
  readonly onStorage?: (listener: (key: string | null) => void) => void;
}

interface BrowserWindow {
  readonly document: unknown;
  readonly location: { readonly href: string; assign(url: string): void };
  readonly history: { readonly state: unknown; replaceState(state: unknown, unused: string, url: string): void };
  readonly localStorage: TextStorage;
  readonly sessionStorage: TextStorage;
  readonly navigator: { readonly locks?: Locks };
  readonly BroadcastChannel?: new (name: string) => Channel;
  addEventListener(
    type: 'storage' | 'pageshow',
    listener: (event: { readonly key?: string | null; readonly persisted?: boolean }) => void,
  ): void;
}

/** Where storage is blocked, the mere access throws. */
const attempt = <Value>(read: () => Value): Value | undefined => {
  try {
    return read();
  } catch {
    return undefined;
  }
};

export const platformHere = (): Platform => {
  const everywhere: Platform = {
    fetch: (url, init) => fetch(url, init),
    now: () => Date.now(),
    wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  };
  const page = globalThis as unknown as BrowserWindow;
  if (!page.document) return everywhere;
  const { BroadcastChannel } = page;
  return {
    ...everywhere,
    href: () => page.location.href,
    leave: (url) => page.location.assign(url),
    rename: (url) => page.history.replaceState(page.history.state, '', url),
    localStorage: attempt(() => page.localStorage),
    sessionStorage: attempt(() => page.sessionStorage),
    locks: page.navigator.locks,
    openChannel: (name) => BroadcastChannel && new BroadcastChannel(name),
    onStorage: (listener) => {
      page.addEventListener('storage', ({ key = null }) => listener(key));
      // While it was kept for the Back button, the page heard nothing of a log-out.
      page.addEventListener('pageshow', ({ persisted }) => persisted && listener(null));
    },
  };
};
