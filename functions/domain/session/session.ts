// A session: a row that yields access tokens for a rotating refresh token, which is derived and never stored.
import { createHmac } from 'node:crypto';
import type { User } from '../account/user.ts';
import { isSameText } from '../crypto.ts';
import type { Lifetimes } from '../defaults.ts';
import type { DerivedKeys } from '../derived-keys.ts';
import type { Draft } from '../row.ts';

/** All times are epoch milliseconds. */
export interface Session {
  readonly version: string;
  readonly userId: string;
  /** The user's epoch when it began; another one in the user's row ends it. */
  readonly epoch: string;
  /** Counts rotations from 1. */
  readonly rotation: number;
  /** The master secret's generation its refresh tokens are derived with. */
  readonly keyGeneration: number;
  readonly rotatedAt: number;
  readonly createdAt: number;
  readonly expiresAt: number;
}

export const beginSession = (
  user: User,
  begin: { readonly now: number; readonly keyGeneration: number; readonly lifetimes: Lifetimes },
): Draft<Session> => ({
  userId: user.id,
  epoch: user.epoch,
  rotation: 1,
  keyGeneration: begin.keyGeneration,
  rotatedAt: begin.now,
  createdAt: begin.now,
  expiresAt: begin.now + Math.min(begin.lifetimes.sessionIdleSeconds, begin.lifetimes.sessionMaximumSeconds) * 1000,
});

/** `<session id>.<rotation>.<MAC>`; the MAC binds it to the session, its user and its beginning. */
export const refreshToken = (keys: DerivedKeys, sessionId: string, session: Draft<Session>): string =>
  `${sessionId}.${session.rotation}.${macOf(keys, sessionId, session, session.rotation)}`;

/** Longer strings are no refresh tokens. */
export const REFRESH_TOKEN_MAXIMUM_LENGTH = 128;

/** Whether it can be the id of a session at all. */
export const isSessionId = (text: string): boolean => SESSION_ID.test(text);

export interface ParsedRefreshToken {
  readonly sessionId: string;
  readonly rotation: number;
  readonly mac: string;
}

/** `undefined` for what can be no refresh token. Says nothing of whether its MAC is right. */
export const parseRefreshToken = (token: string | undefined): ParsedRefreshToken | undefined => {
  const match = REFRESH_TOKEN.exec(token ?? '');
  if (!match) return undefined;
  const [, sessionId = '', rotation, mac = ''] = match;
  return { sessionId, rotation: Number(rotation), mac };
};

/** Whether Latchkey gave this token out for this session, in whatever rotation. */
export const isGenuine = (keys: DerivedKeys, session: Session, { sessionId, rotation, mac }: ParsedRefreshToken) =>
  isSameText(macOf(keys, sessionId, session, rotation), mac);

/** Two tabs, or an answer that was lost: for so long the token before the current one gets the current one. */
const GRACE_MILLISECONDS = 10_000;

/** What a genuine token of that rotation may do: go on, get the same answer again, or prove that somebody has a copy. */
export const useOfToken = (session: Session, rotation: number, now: number): 'rotate' | 'repeat' | 'reuse' => {
  if (rotation === session.rotation) return 'rotate';
  const isPrevious = rotation === session.rotation - 1 && now < session.rotatedAt + GRACE_MILLISECONDS;
  return isPrevious ? 'repeat' : 'reuse';
};

/** The session after one more refresh: used again, so it idles anew, never past its maximum. */
export const rotateSession = (session: Session, now: number, lifetimes: Lifetimes): Draft<Session> => ({
  ...session,
  rotation: session.rotation + 1,
  rotatedAt: now,
  expiresAt: Math.min(
    now + lifetimes.sessionIdleSeconds * 1000,
    session.createdAt + lifetimes.sessionMaximumSeconds * 1000,
  ),
});

/** Whether it still opens the account: neither expired, nor from before its last change. */
export const isLive = (session: Session | undefined, user: User | undefined, now: number): session is Session =>
  session !== undefined && now < session.expiresAt && session.userId === user?.id && session.epoch === user.epoch;

const SESSION_ID = /^[0-9A-HJKMNP-TV-Z]{26}$/;
const REFRESH_TOKEN = /^([0-9A-HJKMNP-TV-Z]{26})\.([1-9]\d{0,8})\.([\w-]{43})$/;

const macOf = (keys: DerivedKeys, sessionId: string, session: Draft<Session>, rotation: number): string =>
  createHmac('sha256', keys.refresh)
    .update(JSON.stringify([sessionId, rotation, session.userId, session.createdAt]))
    .digest('base64url');
