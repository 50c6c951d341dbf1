// Keeps the access token fresh. All callers, in one tab and in several, share one refresh. It starts when a caller asks for a
// token, and not by a timer: a frozen tab or a sleeping laptop has no timer that fires late.
import { endSession, isOver, refreshSession, type Service } from './requests.ts';
import type { Session } from './session.ts';
import type { SessionStore } from './storage.ts';
import { inTurn, type Lock } from './turn.ts';

export const createKeeper = (service: Service, store: SessionStore, lock: Lock) => {
  const { platform } = service;
  let running: Promise<Session | undefined> | undefined;

  const renewNow = async (spent: string, hasWritten: () => void): Promise<Session | undefined> => {
    const session = store.read();
    // Another tab was faster, or somebody logged out.
    if (session?.accessToken !== spent) return session;
    const { refreshToken } = session;
    if (refreshToken === undefined) {
      if (session.expiresAt <= platform.now()) store.forget();
      return store.read();
    }
    const next = await refreshSession(service, session, refreshToken).catch((error: unknown) => {
      if (!isOver(error)) throw error;
      return undefined;
    });
    const now = store.read();
    if (now?.accessToken !== spent) {
      // A log-out or another log-in that came meanwhile stays.
      if (next && now?.id !== next.id) void endSession(service, next);
      return now;
    }
    if (next) store.write(next);
    else store.forget();
    hasWritten();
    return next;
  };

  /** The session after a refresh, unless the access token has changed already. */
  const renew = (spent: string): Promise<Session | undefined> => {
    running ??= inTurn(platform, lock, (hasWritten) => renewNow(spent, hasWritten)).finally(() => {
      running = undefined;
    });
    return running;
  };

  /** `undefined`: nobody is logged in. Throws `network` or `unavailable` only when the last access token has expired. */
  const accessToken = async (): Promise<string | undefined> => {
    const session = store.read();
    const now = platform.now();
    // Without a time there is nothing to compare: an earlier version wrote it.
    const { refreshAt = 0, askedAt = now } = session ?? {};
    if (!session || (askedAt <= now && now < refreshAt)) return session?.accessToken;
    try {
      return (await renew(session.accessToken))?.accessToken;
    } catch (error) {
      if (now < session.expiresAt) return session.accessToken;
      throw error;
    }
  };

  const withToken = (request: Request, token: string | undefined): Promise<Response> => {
    if (token !== undefined) request.headers.set('authorization', `Bearer ${token}`);
    return platform.fetch(request);
  };

  /** `fetch` with the access token. After a 401 the token is refreshed and the request repeated, once, for the same person. */
  const fetchWithToken = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    const again = request.clone();
    const owner = store.read()?.user.id;
    const isOwner = () => store.read()?.user.id === owner;
    const found = await accessToken();
    // If another person has logged in meanwhile, the request is not theirs, so it goes without their token.
    const token = isOwner() ? found : undefined;
    const response = await withToken(request, token);
    if (response.status !== 401 || token === undefined) return response;
    const next = await renew(token).catch(() => undefined);
    if (next === undefined || next.accessToken === token || !isOwner()) return response;
    return withToken(again, next.accessToken);
  };

  return { accessToken, fetch: fetchWithToken };
};
