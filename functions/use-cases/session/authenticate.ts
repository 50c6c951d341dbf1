// Authenticates a request: its access token must be valid, and its session and account must not have ended since.
import type { User } from '#domain/account/user.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Ports } from '#domain/ports.ts';
import { isLive, type Session } from '#domain/session/session.ts';
import { sessionKey, userKey } from '#domain/store-keys.ts';

export interface Authenticated {
  readonly user: User;
  readonly session: Session;
  readonly sessionId: string;
}

/** Other services accept the token until it expires; this service refuses it as soon as its session has ended. */
export const authenticate = async (
  { store, clock, accessTokens }: Pick<Ports, 'store' | 'clock' | 'accessTokens'>,
  bearer: string | undefined,
): Promise<Outcome<Authenticated>> => {
  const token = bearer === undefined ? undefined : await accessTokens.read(bearer);
  if (!token) return refuse('unauthenticated');
  const [user, session] = await store.load([userKey(token.userId), sessionKey(token.sessionId)]);
  if (!user || !isLive(session, user, clock.now()) || token.epoch !== user.epoch) return refuse('unauthenticated');
  return accept({ user, session, sessionId: token.sessionId });
};
