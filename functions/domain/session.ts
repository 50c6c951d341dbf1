// A session: a row that yields access tokens for a rotating refresh token, which is derived and never stored.
import { createHmac } from 'node:crypto';
import type { Lifetimes } from './defaults.ts';
import type { DerivedKeys } from './keys.ts';
import type { Draft } from './ports.ts';
import type { User } from './user.ts';

/** All times are epoch milliseconds. */
export interface Session {
  readonly version: string;
  readonly userId: string;
  /** The user's epoch when it began; another one in the user's row ends it. */
  readonly epoch: string;
  /** Counts rotations from 1. */
  readonly generation: number;
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
  generation: 1,
  keyGeneration: begin.keyGeneration,
  rotatedAt: begin.now,
  createdAt: begin.now,
  expiresAt: begin.now + Math.min(begin.lifetimes.sessionIdleSeconds, begin.lifetimes.sessionMaximumSeconds) * 1000,
});

/** `<session id>.<generation>.<MAC>`; the MAC binds it to the session, its user and its beginning. */
export const refreshToken = (keys: DerivedKeys, sessionId: string, session: Draft<Session>): string => {
  const mac = createHmac('sha256', keys.refresh)
    .update(JSON.stringify([sessionId, session.generation, session.userId, session.createdAt]))
    .digest('base64url');
  return `${sessionId}.${session.generation}.${mac}`;
};
