// Exchanges a refresh token for the next one. A token that was already exchanged has been copied, so the session ends.
import type { User } from '#domain/account/user.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Ports } from '#domain/ports.ts';
import type { Draft } from '#domain/row.ts';
import {
  isLive,
  type ParsedRefreshToken,
  parseRefreshToken,
  rotateSession,
  type Session,
  useOfToken,
} from '#domain/session/session.ts';
import { sessionKey, userKey } from '#domain/store-keys.ts';
import { endReused, tellReuse } from '../audit/end-reused.ts';
import { noteUseOf } from '../purge/note-use.ts';
import { prepareSession, type SessionOpening, type SessionPorts, type Tokens, tokensOf } from './open-session.ts';
import { recogniseToken } from './proof/recognise-token.ts';

type Dependencies = SessionPorts;

const ROUNDS = 3;

export interface LiveSession {
  readonly token: ParsedRefreshToken;
  readonly session: Session;
  readonly user: User;
}

/**
 * The live session of a genuine token, and whether the token was copied. Changes nothing. A malformed one reads no row.
 * `clientId`: the session must have been opened for that client; `undefined`: for none.
 */
export const recogniseSession = async (
  dependencies: Pick<Ports, 'store' | 'clock' | 'settings' | 'keyRing'>,
  refreshToken: string | undefined,
  clientId?: string,
): Promise<(LiveSession & { readonly isCopied: boolean }) | undefined> => {
  const recognised = await recogniseRow(dependencies, refreshToken, clientId);
  return recognised && ownedBy(dependencies, recognised);
};

type Recognised = Pick<LiveSession, 'token' | 'session'>;

/** The row of a genuine token, whether or not it is live. */
const recogniseRow = async (
  dependencies: Pick<Ports, 'store' | 'keyRing'>,
  refreshToken: string | undefined,
  clientId: string | undefined,
): Promise<Recognised | undefined> => {
  const { store } = dependencies;
  const token = parseRefreshToken(refreshToken);
  if (!token) return undefined;
  const [session] = await store.load([sessionKey(token.sessionId)]);
  if (session?.clientId !== clientId) return undefined;
  if (!session || !(await recogniseToken(dependencies, session, token))) return undefined;
  return { token, session };
};

const ownedBy = async (
  { store, clock, settings }: Pick<Ports, 'store' | 'clock' | 'settings'>,
  { token, session }: Recognised,
): Promise<(LiveSession & { readonly isCopied: boolean }) | undefined> => {
  const [user] = await store.load([userKey(session.userId)]);
  if (!user || !isLive(session, user, clock.now())) return undefined;
  const isCopied = useOfToken(session, token.rotation, clock.now(), settings.lifetimes) === 'reuse';
  return { token, session, user, isCopied };
};

/** The live session of a genuine token that may still be used. A copied token ends the session. */
export const findSession = async (
  dependencies: Pick<Ports, 'store' | 'clock' | 'settings' | 'keyRing' | 'log'>,
  refreshToken: string | undefined,
  clientId?: string,
): Promise<Outcome<LiveSession>> => {
  const recognised = await recogniseRow(dependencies, refreshToken, clientId);
  if (!recognised) return refuse('session_ended');
  const { token, session } = recognised;
  if (session.reusedAt !== undefined) {
    await tellReuse(dependencies, token.sessionId, session);
    return refuse('session_ended');
  }
  const found = await ownedBy(dependencies, recognised);
  if (!found) return refuse('session_ended');
  if (!found.isCopied) return accept(found);
  dependencies.log.write('session_reused', { user: found.user.id, session: token.sessionId });
  await endReused(dependencies, token.sessionId, session);
  return refuse('session_ended');
};

/** Removes the row, even if it has changed in the meantime. One that a copied token ended stays until that is told of. */
export const endSession = async ({ store }: Pick<Ports, 'store'>, sessionId: string): Promise<boolean> => {
  const key = sessionKey(sessionId);
  for (let round = 0; round < ROUNDS; round++) {
    const [session] = await store.load([key]);
    if (!session || session.reusedAt !== undefined || (await store.remove(key, session))) return true;
  }
  return false;
};

export interface RotatedSession {
  readonly opening: SessionOpening;
  readonly user: User;
  readonly sessionId: string;
  /** Its rotation is that of the next token. */
  readonly session: Draft<Session>;
}

/** Moves the session of the token to its next rotation. */
export const rotateByToken = async (
  dependencies: Dependencies,
  refreshToken: string | undefined,
  clientId?: string,
): Promise<Outcome<RotatedSession>> => {
  const { store, clock, settings } = dependencies;
  for (let round = 0; round < ROUNDS; round++) {
    const found = await findSession(dependencies, refreshToken, clientId);
    if (!found.ok) return found;
    const { token, session, user } = found.value;
    const { sessionId } = token;
    // The last answer was lost, or another tab was first: give the newest token again and write nothing.
    if (token.rotation !== session.rotation) {
      const opening = await prepareSession(dependencies, session.keyGeneration);
      return accept({ opening, user, sessionId, session });
    }
    const [opening] = await Promise.all([prepareSession(dependencies), noteUseOf(dependencies, user)]);
    const { lifetimes, masterKeys } = settings;
    const next = rotateSession(session, { now: clock.now(), lifetimes, keyGeneration: masterKeys.current });
    const rotated = await store.swap(sessionKey(sessionId), session, next);
    if (rotated.ok) return accept({ opening, user, sessionId, session: next });
  }
  return refuse('try_again');
};

export const refreshSession = async (
  dependencies: Dependencies,
  refreshToken: string | undefined,
): Promise<Outcome<Tokens>> => {
  const rotated = await rotateByToken(dependencies, refreshToken);
  if (!rotated.ok) return rotated;
  const { opening, user, sessionId, session } = rotated.value;
  return accept(await tokensOf(dependencies, opening, { user, sessionId, session, trigger: 'refresh' }));
};
