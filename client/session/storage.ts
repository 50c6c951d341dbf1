// Where a session is kept, and how tabs learn of what others did.
import type { Platform, TextStorage } from '../platform.ts';
import { parseSession, type Session } from './session.ts';

/**
 * `localStorage`: all tabs share one session, which survives the browser. `sessionStorage`: each tab has its own, until it is
 * closed. `memory`: until the page is left. Or a storage of one's own, such as the keychain of a native app.
 */
export type StorageChoice = 'localStorage' | 'sessionStorage' | 'memory' | TextStorage;
export type Listener = (session: Session | undefined) => void;

export const createMemory = (): TextStorage => {
  const texts = new Map<string, string>();
  return {
    getItem: (key) => texts.get(key) ?? null,
    setItem: (key, text) => void texts.set(key, text),
    removeItem: (key) => void texts.delete(key),
  };
};

/** The storage that was chosen; memory where the browser blocks it. */
export const placeOf = (platform: Platform, choice: StorageChoice): TextStorage => {
  if (typeof choice === 'object') return choice;
  return (choice === 'memory' ? undefined : platform[choice]) ?? createMemory();
};

export interface SteadyStorage extends TextStorage {
  /** Another tab has written: what this one kept for itself is out of date. */
  yield(): void;
}

/**
 * Where the storage is full or throws, this tab goes on in memory, until a write succeeds. What was stored before goes: another
 * tab, or this one after a reload, would use a refresh token that is spent, as a thief does.
 */
export const createSteady = (place: TextStorage): SteadyStorage => {
  const kept = new Map<string, string | null>();
  const change = (key: string, text: string | null, write: () => void): void => {
    kept.delete(key);
    try {
      write();
    } catch {
      kept.set(key, text);
    }
  };
  const removeItem = (key: string): void => change(key, null, () => place.removeItem(key));
  return {
    getItem: (key) => {
      const own = kept.get(key);
      if (own !== undefined) return own;
      try {
        return place.getItem(key);
      } catch {
        return null;
      }
    },
    setItem: (key, text) => {
      change(key, text, () => place.setItem(key, text));
      if (!kept.has(key)) return;
      removeItem(key);
      kept.set(key, text);
    },
    removeItem,
    yield: () => kept.clear(),
  };
};

export type SessionStore = ReturnType<typeof createSessionStore>;

/** `leaveElsewhere` gets the session of this tab when another one logs out, in a storage that tabs do not share. */
export const createSessionStore = (
  platform: Platform,
  { key, place, isShared }: { readonly key: string; readonly place: SteadyStorage; readonly isShared: boolean },
  leaveElsewhere: (session: Session) => void,
) => {
  const listeners = new Set<Listener>();
  const read = (): Session | undefined => parseSession(place.getItem(key));
  let known = read()?.id;

  /** A refresh changes nothing for those who listen. */
  const tell = (): void => {
    const session = read();
    if (session?.id === known) return;
    known = session?.id;
    for (const listener of listeners) listener(session);
  };
  const put = (session: Session | undefined): void => {
    if (session) place.setItem(key, JSON.stringify(session));
    else place.removeItem(key);
    tell();
  };

  if (isShared)
    platform.onStorage?.((changed) => {
      if (changed !== key && changed !== null) return;
      place.yield();
      tell();
    });
  const channel = isShared ? undefined : platform.openChannel?.(key);
  if (channel)
    channel.onmessage = ({ data }) => {
      const session = read();
      if (!session) return;
      if (data === LOGGED_OUT) {
        put(undefined);
        return leaveElsewhere(session);
      }
      // A tab that was duplicated has a copy of the session. With an old refresh token it would look like a thief.
      const next = parseSession(String(data));
      if (next?.id === session.id && next.expiresAt > session.expiresAt) put(next);
    };

  return {
    read,
    write: (session: Session): void => {
      put(session);
      channel?.postMessage(JSON.stringify(session));
    },
    /** The session has ended at the service. */
    forget: (): void => put(undefined),
    /** The person logs out, here and in all tabs. */
    leave: (): void => {
      put(undefined);
      channel?.postMessage(LOGGED_OUT);
    },
    /** Called with each log-in and log-out, of other tabs too. Returns a function that ends it. */
    onChange: (listener: Listener): (() => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
};

const LOGGED_OUT = 'logged_out';
