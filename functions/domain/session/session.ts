// A session: a row that gives access tokens in exchange for a rotating refresh token, which is derived and never stored.
import { createHmac } from 'node:crypto';
import { isOpen } from '../account/standing.ts';
import type { User } from '../account/user.ts';
import { isSameText } from '../crypto.ts';
import type { Lifetimes } from '../defaults.ts';
import type { DerivedKeys } from '../derived-keys.ts';
import type { Caller } from '../network.ts';
import type { Draft } from '../row.ts';
import { MINUTE_MILLISECONDS } from '../window.ts';
import { lacksSecondFactor } from './assurance.ts';

/**
 * How an owner was authenticated: `pwd`, `otp`, `mfa`, and of passkeys `pop` and `user`, of RFC 8176. `link` is ours: the link
 * of a mail.
 */
export const AUTHENTICATION_METHODS = ['pwd', 'otp', 'link', 'pop', 'user', 'mfa'] as const;
export type AuthenticationMethod = (typeof AUTHENTICATION_METHODS)[number];
type Methods = readonly AuthenticationMethod[];

/** The methods after a code of the second factor was right. */
export const withSecondFactor = (amr: Methods): Methods => [...new Set<AuthenticationMethod>([...amr, 'otp', 'mfa'])];

/** Those of a new session in place of one with two factors, whose owner has just proven one of them again. */
export const asSure = (amr: Methods, before: Methods = []): Methods =>
  before.includes('mfa') ? withSecondFactor(amr) : amr;

export interface EarlierGeneration {
  readonly keyGeneration: number;
  readonly lastRotation: number;
}

/** All times are epoch milliseconds. */
export interface Session {
  readonly version: string;
  readonly userId: string;
  /** The epoch of the user when the session began. The session ends when the user's row has another one. */
  readonly epoch: string;
  /** Counts rotations from 1. */
  readonly rotation: number;
  /** The generation of the master secret that its refresh tokens are derived from. A refresh moves it to the current one. */
  readonly keyGeneration: number;
  /** The generations before that, at most 4, newest last. Tokens up to a `lastRotation` are of that generation. */
  readonly earlierGenerations?: readonly EarlierGeneration[];
  readonly rotatedAt: number;
  /** When the last tokens were exchanged, at most 20, newest last and equal to `rotatedAt`. Rows of older releases have none. */
  readonly rotations?: readonly number[];
  readonly createdAt: number;
  readonly expiresAt: number;
  /** When the owner was authenticated. Rows of older releases have neither this nor how: then it was at `createdAt`. */
  readonly authenticatedAt?: number;
  readonly amr?: readonly AuthenticationMethod[];
  /** Where it was opened, for its owner to read: `Chrome, Windows` and `203.0.113.*`. Rows of older releases have neither. */
  readonly device?: string;
  readonly ip?: string;
  /** The client that it was opened for, and what was granted. Absent in sessions of the JSON routes and of the hosted pages. */
  readonly clientId?: string;
  readonly scope?: string;
  /** When a copied token ended it. The row only waits until that is written into the audit rows. */
  readonly reusedAt?: number;
}

export interface SessionBeginning {
  readonly now: number;
  /** The current one. */
  readonly keyGeneration: number;
  readonly lifetimes: Lifetimes;
  readonly caller: Pick<Caller, 'device' | 'ip'>;
  readonly amr: readonly AuthenticationMethod[];
  readonly authenticatedAt: number;
}

export const beginSession = (user: User, begin: SessionBeginning): Draft<Session> => ({
  userId: user.id,
  epoch: user.epoch,
  rotation: 1,
  keyGeneration: begin.keyGeneration,
  rotatedAt: begin.now,
  createdAt: begin.now,
  expiresAt: begin.now + Math.min(begin.lifetimes.sessionIdleSeconds, begin.lifetimes.sessionMaximumSeconds) * 1000,
  authenticatedAt: begin.authenticatedAt,
  amr: begin.amr,
  device: begin.caller.device,
  ip: begin.caller.ip,
});

/** `<session id>.<rotation>.<MAC>`. The MAC covers the session, its user and its start time. */
export const refreshToken = (keys: DerivedKeys, sessionId: string, session: Draft<Session>): string =>
  `${sessionId}.${session.rotation}.${macOf(keys, sessionId, session, session.rotation)}`;

/** Longer strings are not refresh tokens. */
export const REFRESH_TOKEN_MAXIMUM_LENGTH = 128;

/** Whether the string has the form of a session id. */
export const isSessionId = (text: string): boolean => SESSION_ID.test(text);

export interface ParsedRefreshToken {
  readonly sessionId: string;
  readonly rotation: number;
  readonly mac: string;
}

/** `undefined` if the string cannot be a refresh token. Does not check the MAC. */
export const parseRefreshToken = (token: string | undefined): ParsedRefreshToken | undefined => {
  const match = REFRESH_TOKEN.exec(token ?? '');
  if (!match) return undefined;
  const [, sessionId = '', rotation, mac = ''] = match;
  return { sessionId, rotation: Number(rotation), mac };
};

/** The generation that the token of this rotation is derived from. */
export const generationOf = ({ keyGeneration, earlierGenerations = [] }: Draft<Session>, rotation: number): number =>
  earlierGenerations.find(({ lastRotation }) => rotation <= lastRotation)?.keyGeneration ?? keyGeneration;

/** Whether Latchkey issued this token for this session, in any rotation. `keys`: those of the token's generation. */
export const isGenuine = (keys: DerivedKeys, session: Session, { sessionId, rotation, mac }: ParsedRefreshToken) =>
  isSameText(macOf(keys, sessionId, session, rotation), mac);

/**
 * What a genuine token of that rotation leads to: the next token, the newest token again, or the end of the session as
 * copied. For tabs that refresh at once and for lost answers, every token that was exchanged within the grace is repeated.
 */
export const useOfToken = (
  session: Session,
  rotation: number,
  now: number,
  { refreshGraceSeconds }: Lifetimes,
): 'rotate' | 'repeat' | 'reuse' => {
  if (rotation === session.rotation) return 'rotate';
  const exchangedAt = rotationsOf(session).at(rotation - session.rotation);
  const isRecent =
    rotation < session.rotation && exchangedAt !== undefined && now < exchangedAt + refreshGraceSeconds * 1000;
  return isRecent ? 'repeat' : 'reuse';
};

const ROTATIONS_KEPT = 20;

/** The last release changes `rotatedAt` alone and carries the list on: then the list says nothing about the last rotations. */
const rotationsOf = ({ rotations, rotatedAt }: Session): readonly number[] =>
  rotations?.at(-1) === rotatedAt ? rotations : [rotatedAt];

const EARLIER_GENERATIONS_KEPT = 4;

const withEarlier = ({ keyGeneration, rotation, earlierGenerations = [] }: Session): readonly EarlierGeneration[] =>
  [...earlierGenerations, { keyGeneration, lastRotation: rotation }].slice(-EARLIER_GENERATIONS_KEPT);

/**
 * The session after one more refresh: its idle time restarts, but never past its maximum lifetime. Its tokens are of the
 * current generation from now on, so that an earlier one can be dropped.
 */
export const rotateSession = (
  session: Session,
  { now, lifetimes, keyGeneration }: Pick<SessionBeginning, 'now' | 'lifetimes' | 'keyGeneration'>,
): Draft<Session> => ({
  ...session,
  ...(keyGeneration !== session.keyGeneration && { keyGeneration, earlierGenerations: withEarlier(session) }),
  rotation: session.rotation + 1,
  rotatedAt: now,
  rotations: [...rotationsOf(session), now].slice(-ROTATIONS_KEPT),
  expiresAt: Math.min(
    now + lifetimes.sessionIdleSeconds * 1000,
    session.createdAt + lifetimes.sessionMaximumSeconds * 1000,
  ),
});

const FRESH_MILLISECONDS = 5 * MINUTE_MILLISECONDS;

export const authenticationTime = ({ authenticatedAt, createdAt }: Draft<Session>): number =>
  authenticatedAt ?? createdAt;

/** Whether its owner was authenticated at most 5 minutes ago. */
export const isFresh = (session: Session, now: number): boolean =>
  now - authenticationTime(session) <= FRESH_MILLISECONDS;

/** Whether the session is live: not expired, of the user's current epoch and factors, and of an account that lets somebody in. */
export const isLive = (session: Session | undefined, user: User | undefined, now: number): session is Session =>
  session !== undefined &&
  user !== undefined &&
  session.reusedAt === undefined &&
  now < session.expiresAt &&
  session.userId === user.id &&
  session.epoch === user.epoch &&
  !lacksSecondFactor(user, session.amr) &&
  isOpen(user);

const SESSION_ID = /^[0-9A-HJKMNP-TV-Z]{26}$/;
const REFRESH_TOKEN = /^([0-9A-HJKMNP-TV-Z]{26})\.([1-9]\d{0,8})\.([\w-]{43})$/;

const macOf = (keys: DerivedKeys, sessionId: string, session: Draft<Session>, rotation: number): string =>
  createHmac('sha256', keys.refresh)
    .update(JSON.stringify([sessionId, rotation, session.userId, session.createdAt]))
    .digest('base64url');
