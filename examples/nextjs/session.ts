// Sessions in a sealed cookie, which any server of the app can read: nothing is shared between them.
import { getIronSession, type SessionOptions } from 'iron-session';
import { cookies } from 'next/headers';
import type { LogIn, PendingLogIn } from './log-in.ts';
import { IS_SECURE, SESSION_SECRET } from './settings.ts';

export interface Session {
  logIn: LogIn;
}

const DAY_SECONDS = 24 * 60 * 60;

const sealed = (name: string, ttl: number): SessionOptions => ({
  // Apps on one host share their cookies, whatever their ports.
  cookieName: IS_SECURE ? `__Host-${name}` : `nextjs-${name}`,
  password: SESSION_SECRET,
  ttl,
  cookieOptions: { httpOnly: true, sameSite: 'lax', secure: IS_SECURE, path: '/' },
});

export const SESSION = sealed('session', 30 * DAY_SECONDS);
const PENDING = sealed('log-in', 10 * 60);

export const session = async () => getIronSession<Session>(await cookies(), SESSION);
export const begun = async () => getIronSession<{ pending: PendingLogIn }>(await cookies(), PENDING);

/** Who is logged in, with an access token that works: `proxy.ts` has refreshed it. */
export const whoIsThere = async (): Promise<LogIn | undefined> => {
  const { logIn } = await session();
  return logIn && Date.now() < logIn.expiresAt ? logIn : undefined;
};
