// The access token (RFC 9068): a JWT signed with RS256, which API Gateway's JWT authorizer and any JOSE library can check.

export interface AccessTokenClaims {
  readonly issuer: string;
  readonly audience: string;
  readonly userId: string;
  readonly sessionId: string;
  readonly epoch: string;
  readonly tokenId: string;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly lifetimeSeconds: number;
}

const encode = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');

/** The part of the token that is signed: header and claims. It holds no address. */
export const accessTokenInput = (kid: string, claims: AccessTokenClaims): string => {
  const issuedAt = Math.floor(claims.now / 1000);
  const header = { alg: 'RS256', kid, typ: 'at+jwt' };
  const payload = {
    iss: claims.issuer,
    aud: claims.audience,
    sub: claims.userId,
    sid: claims.sessionId,
    epoch: claims.epoch,
    scope: 'account',
    iat: issuedAt,
    exp: issuedAt + claims.lifetimeSeconds,
    jti: claims.tokenId,
  };
  return `${encode(header)}.${encode(payload)}`;
};
