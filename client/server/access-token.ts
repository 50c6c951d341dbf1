// Access tokens, as RFC 9068 has them.
import type { JWTPayload } from 'jose';
import { TokenError } from './token-error.ts';
import { issuerOf, verify } from './verify.ts';

export interface AccessTokenRules {
  readonly issuer: string;
  /** The `audience` that is configured. Default: the issuer, as in the configuration. */
  readonly audience?: string;
  /** All that the token must have, with spaces between them. */
  readonly scope?: string;
  /** The clients whose tokens are taken. Default: all of the team. */
  readonly clientIds?: readonly string[];
}

export interface AccessTokenClaims extends JWTPayload {
  /** The account. */
  readonly sub: string;
  readonly sid: string;
  readonly client_id: string;
  readonly scope: string;
  /** When the owner was authenticated, in seconds. */
  readonly auth_time?: number;
  readonly amr?: string[];
  /** What the team has stored with the account, by the keys that it names in `claims.metadata`. */
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** `Own`: the claims that the team adds to its tokens. They are not checked. Throws `TokenError`. */
export const verifyAccessToken = async <Own extends object = object>(
  token: string,
  rules: AccessTokenRules,
): Promise<AccessTokenClaims & Partial<Own>> => {
  const issuer = issuerOf(rules);
  const { audience = issuer, scope = '', clientIds } = rules;
  const requiredClaims = ['sub', 'sid', 'client_id', 'scope', 'iat', 'exp', 'jti'];
  const found = await verify(token, {
    issuer,
    audience,
    typ: 'at+jwt',
    keysPath: '/.well-known/jwks.json',
    requiredClaims,
  });
  const claims = found as AccessTokenClaims & Partial<Own>;
  if (clientIds && !clientIds.includes(claims.client_id))
    throw new TokenError('invalid_token', 'the token was issued to another client');
  const granted = String(claims.scope).split(' ');
  const missing = scope.split(' ').filter((wanted) => wanted !== '' && !granted.includes(wanted));
  if (missing.length > 0) throw new TokenError('insufficient_scope', `the token lacks the scope ${missing.join(' ')}`);
  return claims;
};
