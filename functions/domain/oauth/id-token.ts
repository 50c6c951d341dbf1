// The ID token: what a client learns of the person who logged in (OpenID Connect Core, sections 2 and 3.1.3.6).
import { createHash } from 'node:crypto';
import type { User } from '../account/user.ts';
import type { Locale } from '../locale.ts';
import { tokenInput, toSeconds } from '../session/access-token.ts';
import type { OwnClaims } from '../session/own-claims.ts';
import type { Grant } from './grant.ts';
import { claimsOf } from './scope.ts';

/** Not the type of an access token, so that neither passes for the other. */
const ID_TOKEN_TYPE = 'JWT';

export interface IdTokenClaims {
  readonly issuer: string;
  readonly languages: readonly Locale[];
  readonly user: User;
  /** The session that was opened for the client: a log-out names it by this token. */
  readonly sessionId: string;
  readonly grant: Pick<Grant, 'clientId' | 'nonce' | 'scope' | 'authenticatedAt' | 'amr'>;
  readonly accessToken: string;
  /** As in the access token. */
  readonly ownClaims?: OwnClaims;
  /** As in the access token. */
  readonly acr?: string | undefined;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly lifetimeSeconds: number;
}

/** The left half of the hash. */
const halfHash = (text: string): string =>
  createHash('sha256').update(text).digest().subarray(0, 16).toString('base64url');

export const idTokenInput = (kid: string, claims: IdTokenClaims): string => {
  const { issuer, languages, user, sessionId, grant, accessToken, ownClaims, acr, now, lifetimeSeconds } = claims;
  const issuedAt = toSeconds(now);
  return tokenInput(kid, ID_TOKEN_TYPE, {
    ...ownClaims,
    iss: issuer,
    sub: user.id,
    aud: grant.clientId,
    sid: sessionId,
    nonce: grant.nonce,
    auth_time: toSeconds(grant.authenticatedAt),
    amr: grant.amr,
    acr,
    at_hash: halfHash(accessToken),
    ...claimsOf(user, grant.scope, languages),
    iat: issuedAt,
    exp: issuedAt + lifetimeSeconds,
  });
};
