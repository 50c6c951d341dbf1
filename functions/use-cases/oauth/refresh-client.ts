// Exchanges the refresh token of a client (RFC 6749, section 6). It rotates, and a copied one ends the session (RFC 9700, section 4.14).
import type { Client } from '#domain/oauth/client.ts';
import { invalidGrant } from '#domain/oauth/grant.ts';
import { type OAuthOutcome, oauthRefusal } from '#domain/oauth/oauth-error.ts';
import { isWithin, readScope } from '#domain/oauth/scope.ts';
import { refreshToken } from '#domain/session/session.ts';
import { type SessionPorts, signAccessToken } from '../session/open-session.ts';
import { recogniseSession, rotateByToken } from '../session/refresh-session.ts';
import type { ClientTokens } from './client-tokens.ts';

type Dependencies = SessionPorts;

/** `asked.scope`: less than what was granted, for this access token alone. */
export const refreshClient = async (
  dependencies: Dependencies,
  client: Client,
  asked: { readonly refreshToken: string; readonly scope: string | undefined },
): Promise<OAuthOutcome<ClientTokens>> => {
  if (asked.scope !== undefined) {
    const found = await recogniseSession(dependencies, asked.refreshToken, client.id);
    if (found && !isWithin(asked.scope, found.session.scope ?? ''))
      return oauthRefusal('invalid_scope', 'scope must not exceed what was granted.');
  }
  const rotated = await rotateByToken(dependencies, asked.refreshToken, client.id);
  if (!rotated.ok)
    return rotated.refusal.code === 'try_again'
      ? oauthRefusal('temporarily_unavailable', 'Another request was faster. Try again.')
      : invalidGrant;
  const { opening, user, sessionId, session } = rotated.value;
  const scope = asked.scope === undefined ? (session.scope ?? '') : readScope(asked.scope);
  const authorisation = { user, sessionId, session, scope, trigger: 'refresh' } as const;
  const { accessToken, expiresInSeconds } = await signAccessToken(dependencies, opening.kid, authorisation);
  const access = { accessToken, expiresInSeconds, scope };
  return { ok: true, value: { ...access, refreshToken: refreshToken(opening.keys, sessionId, session) } };
};
