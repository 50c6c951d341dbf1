// `latchkey/client`: logs people in on the hosted pages and keeps their session, in a browser or in Node 20 and newer.
import { type Platform, platformHere } from './platform.ts';
import { createKeeper } from './session/keeper.ts';
import { beginLogIn, finishLogIn, type LogInOptions, type LogInPlace } from './session/log-in.ts';
import { endSession, type Service } from './session/requests.ts';
import type { Session, User } from './session/session.ts';
import { createMemory, createSessionStore, createSteady, placeOf, type StorageChoice } from './session/storage.ts';

export { LatchkeyError } from './errors.ts';
export type { Channel, Locks, Platform, TextStorage } from './platform.ts';
export type { LogInOptions } from './session/log-in.ts';
export type { Session, User } from './session/session.ts';
export type { StorageChoice } from './session/storage.ts';

export interface LatchkeyOptions {
  /** The address of the service, exactly as its `/.well-known/openid-configuration` says. */
  readonly issuer: string;
  readonly clientId: string;
  /** Registered for the client. Default: `/callback` of the page's origin. */
  readonly redirectUri?: string;
  /** Default: `openid email profile offline_access`. Add `account` to call the routes under `/me`. */
  readonly scope?: string;
  /** Default: `localStorage` in a browser, `memory` elsewhere. */
  readonly storage?: StorageChoice;
  /** Where a log-in waits for its answer. Default: with the session, or in `sessionStorage` if that is in memory. */
  readonly pendingStorage?: StorageChoice;
  /** For tests, and for what a native app does instead of a browser. */
  readonly platform?: Partial<Platform>;
}

export interface LogOutOptions {
  /** Registered for the client as `postLogoutRedirectUris`. Default: the service shows that the person is logged out. */
  readonly returnTo?: string;
  /** `false`: the hosted pages stay logged in, and the page stays where it is. Default `true`. */
  readonly hosted?: boolean;
}

const LOG_OUT_MILLISECONDS = 2000;

export interface LogInDone {
  /** Absolute, of the app's own origin. */
  readonly returnTo: string;
  readonly user: User;
}

export type Latchkey = ReturnType<typeof createLatchkey>;

export const createLatchkey = (options: LatchkeyOptions) => {
  const platform: Platform = { ...platformHere(), ...options.platform };
  const { clientId, scope = 'openid email profile offline_access' } = options;
  const issuer = options.issuer.replace(/\/$/, '');
  const service: Service = { platform, issuer, clientId };
  const choice = options.storage ?? (platform.localStorage ? 'localStorage' : 'memory');
  const place = placeOf(platform, choice);
  const steady = createSteady(place);
  const key = `latchkey:${issuer}:${clientId}`;
  const isShared = choice === 'localStorage' && place === platform.localStorage;
  const end = (session: Session) => endSession(service, session);
  const store = createSessionStore(platform, { key, place: steady, isShared }, end);
  const keeper = createKeeper(service, store, { name: `${key}:turn`, place: isShared ? steady : undefined });
  // What memory holds is gone when the person comes back.
  const standard = choice === 'memory' ? (platform.sessionStorage ?? createMemory()) : place;
  const pendingPlace = options.pendingStorage ? placeOf(platform, options.pendingStorage) : standard;
  const logInPlace = (): LogInPlace => {
    const redirectUri = options.redirectUri ?? new URL('/callback', platform.href?.() ?? issuer).href;
    return { key: `${key}:pending`, place: pendingPlace, redirectUri, scope };
  };
  const go = (url: string): string => {
    platform.leave?.(url);
    return url;
  };
  const adopt = (session: Session): void => {
    const former = store.read();
    store.write(session);
    if (former && former.id !== session.id) void end(former);
  };
  const finish = async (address: string | undefined): Promise<LogInDone | undefined> => {
    const done = address === undefined ? undefined : await finishLogIn(service, logInPlace(), address);
    if (!done) return undefined;
    adopt(done.session);
    return { returnTo: done.returnTo, user: done.session.user };
  };
  let running: Promise<LogInDone | undefined> | undefined;

  return {
    issuer,
    /** Sends the person to the hosted pages. Resolves to their address, for apps that open it themselves. */
    logIn: async (asked: LogInOptions = {}): Promise<string> => go(await beginLogIn(service, logInPlace(), asked)),
    /**
     * Finishes a log-in when the page is the redirect URI, and else resolves to `undefined`. Throws `LatchkeyError`. A second
     * call meanwhile, as React's strict mode makes, gets the result of the first.
     */
    handleCallback: (address = platform.href?.()): Promise<LogInDone | undefined> => {
      running ??= finish(address).finally(() => {
        running = undefined;
      });
      return running;
    },
    /** Who is logged in, as far as this browser knows. No request. */
    user: (): User | undefined => store.read()?.user,
    /** The tokens and their times, as they are kept. No request, no refresh. */
    session: (): Session | undefined => store.read(),
    /**
     * For a request of one's own; refreshed ahead of its end. `undefined`: nobody is logged in. Throws `network` or `unavailable`
     * when the last token has ended and there is no other yet: the person stays logged in.
     */
    accessToken: keeper.accessToken,
    /**
     * `fetch` for your own API, with the access token; repeats a request once after a 401, for the same person. Throws what
     * `fetch` throws, and `LatchkeyError` as `accessToken` does. Give it no address of others.
     */
    fetch: keeper.fetch,
    /** `fetch` without it. */
    plainFetch: platform.fetch,
    /** Epoch milliseconds. */
    now: platform.now,
    /** Ends the session here, in all tabs, at the service and on the hosted pages. Resolves to the address of the log-out. */
    logOut: async ({ returnTo, hosted = true }: LogOutOptions = {}): Promise<string | undefined> => {
      const session = store.read();
      store.leave();
      // The request outlives the page: nobody waits long for a bad network.
      if (session) await Promise.race([end(session), platform.wait(LOG_OUT_MILLISECONDS)]);
      if (!hosted) return undefined;
      const url = new URL(`${issuer}/logout`);
      url.searchParams.set('client_id', clientId);
      if (session?.idToken) url.searchParams.set('id_token_hint', session.idToken);
      if (returnTo) url.searchParams.set('post_logout_redirect_uri', returnTo);
      return go(url.href);
    },
    /** Called with each log-in and log-out, in this tab and in others, not with a refresh. Returns a function that ends it. */
    onChange: (listener: (user: User | undefined) => void): (() => void) =>
      store.onChange((session) => listener(session?.user)),
    /** Takes over a session that the JSON routes opened; `createApi` does so itself. `undefined`: it has ended. */
    adopt: (session: Session | undefined): void => (session ? adopt(session) : store.leave()),
  };
};
