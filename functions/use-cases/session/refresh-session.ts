// Exchanges a refresh token for the next one. A token that was already exchanged has been copied, so the session ends.
import type { User } from '#domain/account/user.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Ports } from '#domain/ports.ts';
import {
  isLive,
  type ParsedRefreshToken,
  parseRefreshToken,
  rotateSession,
  type Session,
  useOfToken,
} from '#domain/session/session.ts';
import { sessionKey, userKey } from '#domain/store-keys.ts';
import { prepareSession, type Tokens, tokensOf } from './open-session.ts';
import { recogniseToken } from './recognise-token.ts';

type Dependencies = Pick<Ports, 'store' | 'clock' | 'ids' | 'random' | 'settings' | 'log' | 'keyRing' | 'signer'>;

const ROUNDS = 3;

export interface LiveSession {
  readonly token: ParsedRefreshToken;
  readonly session: Session;
  readonly user: User;
}

/** The live session of a genuine token that may still be used. A copied token ends the session. A malformed one reads no row. */
export const findSession = async (
  dependencies: Dependencies,
  refreshToken: string | undefined,
): Promise<Outcome<LiveSession>> => {
  const { store, clock, log, settings } = dependencies;
  const token = parseRefreshToken(refreshToken);
  if (!token) return refuse('session_ended');
  const key = sessionKey(token.sessionId);
  const [session] = await store.load([key]);
  if (!session || !(await recogniseToken(dependencies, session, token))) return refuse('session_ended');
  const [user] = await store.load([userKey(session.userId)]);
  if (!user || !isLive(session, user, clock.now())) return refuse('session_ended');
  const use = useOfToken(session, token.rotation, clock.now(), settings.lifetimes);
  if (use !== 'reuse') return accept({ token, session, user });
  log.write('session_reused', { user: user.id, session: token.sessionId });
  await endSession(dependencies, token.sessionId);
  return refuse('session_ended');
};

/** Removes the row, even if it has changed in the meantime. */
export const endSession = async ({ store }: Pick<Ports, 'store'>, sessionId: string): Promise<boolean> => {
  const key = sessionKey(sessionId);
  for (let round = 0; round < ROUNDS; round++) {
    const [session] = await store.load([key]);
    if (!session || (await store.remove(key, session))) return true;
  }
  return false;
};

export const refreshSession = async (
  dependencies: Dependencies,
  refreshToken: string | undefined,
): Promise<Outcome<Tokens>> => {
  const { store, clock, settings } = dependencies;
  for (let round = 0; round < ROUNDS; round++) {
    const found = await findSession(dependencies, refreshToken);
    if (!found.ok) return found;
    const { token, session, user } = found.value;
    // The last answer was lost, or another tab was first: give the newest token again and write nothing.
    if (token.rotation !== session.rotation) {
      const opening = await prepareSession(dependencies, session.keyGeneration);
      return accept(await tokensOf(dependencies, opening, user, token.sessionId, session));
    }
    const opening = await prepareSession(dependencies);
    const { lifetimes, masterKeys } = settings;
    const next = rotateSession(session, { now: clock.now(), lifetimes, keyGeneration: masterKeys.current });
    const rotated = await store.swap(sessionKey(token.sessionId), session, next);
    if (rotated.ok) return accept(await tokensOf(dependencies, opening, user, token.sessionId, next));
  }
  return refuse('try_again');
};
