// Authenticates a request: its access token must be valid, and its session and account must not have ended since.
import type { User } from '#domain/account/user.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import { ACCOUNT_SCOPE } from '#domain/oauth/client.ts';
import { hasScope, type Scope } from '#domain/oauth/scope.ts';
import type { AccessToken } from '#domain/ports/tokens.ts';
import type { Ports } from '#domain/ports.ts';
import { isLive, type Session } from '#domain/session/session.ts';
import { sessionKey, userKey } from '#domain/store-keys.ts';

export interface Authenticated {
  readonly user: User;
  readonly session: Session;
  readonly sessionId: string;
}

/**
 * Other services accept the token until it expires; this service refuses it as soon as its session has ended.
 * `scope`: what a client must have been granted; a token without it is refused as any other that is not for these routes.
 */
export const authenticate = async (
  { store, clock, accessTokens }: Pick<Ports, 'store' | 'clock' | 'accessTokens'>,
  bearer: string | undefined,
  scope: Scope = ACCOUNT_SCOPE,
): Promise<Outcome<Authenticated & { readonly token: AccessToken }>> => {
  const token = bearer === undefined ? undefined : await accessTokens.read(bearer);
  if (!token || !hasScope(token.scope, scope)) return refuse('unauthenticated');
  const owner = await ownerOf({ store, clock }, token);
  return owner ? accept({ ...owner, token }) : refuse('unauthenticated');
};

/** The session and account of a token that was read, if neither has ended since. */
export const ownerOf = async (
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  { userId, sessionId, epoch }: AccessToken,
): Promise<Authenticated | undefined> => {
  const [user, session] = await store.load([userKey(userId), sessionKey(sessionId)]);
  if (!user || !isLive(session, user, clock.now()) || epoch !== user.epoch) return undefined;
  return { user, session, sessionId };
};
