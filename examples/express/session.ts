// Sessions on the server: the cookie holds nothing but their id, and a log-out ends copies of the cookie, too.
import type { Request } from 'express';
import session from 'express-session';
import type { LogIn, PendingLogIn } from './log-in.ts';
import { IS_SECURE, SESSION_SECRET } from './settings.ts';

declare module 'express-session' {
  interface SessionData {
    logIn: LogIn | undefined;
    pending: PendingLogIn | undefined;
  }
}

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;

export const sessions = session({
  // Apps on one host share their cookies, whatever their ports.
  name: IS_SECURE ? '__Host-session' : 'express-session',
  secret: SESSION_SECRET,
  cookie: { httpOnly: true, sameSite: 'lax', secure: IS_SECURE, maxAge: 30 * DAY_MILLISECONDS },
  resave: false,
  saveUninitialized: false,
  // For one process. With more, a store that they share: `connect-dynamodb`, `connect-redis`.
  store: new session.MemoryStore(),
});

/** A new id, so that nobody who knew the old one is logged in with it. */
export const renewSession = (request: Request): Promise<void> =>
  new Promise((resolve, reject) => request.session.regenerate((error) => (error ? reject(error) : resolve())));
