// Tells a confidential client whether a token is active now, and what it allows (RFC 7662).
import type { Client } from '#domain/oauth/client.ts';
import type { Ports } from '#domain/ports.ts';
import { toSeconds } from '#domain/session/access-token.ts';
import { parseRefreshToken } from '#domain/session/session.ts';
import { ownerOf } from '../session/proof/authenticate.ts';
import { recogniseSession } from '../session/refresh-session.ts';

const INACTIVE = { active: false } as const;

/** Access tokens of every client, because a resource server asks; refresh tokens of the asking client alone. */
export const introspectToken = async (
  dependencies: Pick<Ports, 'store' | 'clock' | 'settings' | 'keyRing' | 'accessTokens'>,
  client: Client,
  token: string,
): Promise<{ readonly active: boolean } & Readonly<Record<string, unknown>>> => {
  const { issuer, audience } = dependencies.settings;
  if (parseRefreshToken(token)) {
    const found = await recogniseSession(dependencies, token, client.id);
    if (!found || found.isCopied) return INACTIVE;
    const { session, user } = found;
    const of = { scope: session.scope, client_id: client.id, sub: user.id };
    return { active: true, ...of, exp: toSeconds(session.expiresAt), iss: issuer };
  }
  const access = await dependencies.accessTokens.read(token);
  if (!access || !(await ownerOf(dependencies, access))) return INACTIVE;
  return {
    active: true,
    ...{ scope: access.scope, client_id: access.clientId, token_type: 'Bearer' },
    ...{ sub: access.userId, sid: access.sessionId, aud: audience, iss: issuer },
    ...{ iat: access.issuedAt, exp: access.expiresAt, jti: access.tokenId },
  };
};
