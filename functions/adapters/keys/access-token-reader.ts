// Checks access tokens against the deployment's own public keys with the jose library (RFC 7519, RFC 9068).
import { createLocalJWKSet, errors, jwtVerify } from 'jose';
import { isUserId } from '#domain/account/user-id.ts';
import { DependencyError } from '#domain/errors.ts';
import { OWN_CLIENT_ID } from '#domain/oauth/client.ts';
import type { AccessTokenReader, TokenSigner } from '#domain/ports/tokens.ts';
import type { Clock } from '#domain/ports.ts';
import { ACCESS_TOKEN_TYPE } from '#domain/session/access-token.ts';
import { isSessionId } from '#domain/session/session.ts';
import { memoise } from '../memoise.ts';

export interface AccessTokenReaderOptions {
  readonly signer: Pick<TokenSigner, 'publicKeys'>;
  readonly clock: Clock;
  readonly issuer: string;
  readonly audience: string;
}

export const createAccessTokenReader = (options: AccessTokenReaderOptions): AccessTokenReader => {
  const { signer, clock, issuer, audience } = options;
  const keySet = memoise(async (_one: 'keys') => createLocalJWKSet({ keys: [...(await signer.publicKeys())] }));
  return {
    read: async (token) => {
      const keys = await keySet('keys');
      const expected = { issuer, audience, typ: ACCESS_TOKEN_TYPE, algorithms: ['RS256'], requiredClaims: ['exp'] };
      try {
        const { payload } = await jwtVerify(token, keys, { ...expected, currentDate: new Date(clock.now()) });
        const { sub, sid, epoch, client_id, scope, jti, iat, exp } = payload;
        if (
          !isIdOf(sub, isUserId) ||
          !isIdOf(sid, isSessionId) ||
          typeof epoch !== 'string' ||
          typeof scope !== 'string'
        )
          return undefined;
        return {
          userId: sub,
          sessionId: sid,
          epoch,
          scope,
          // Tokens of the last release name no client, because there was none.
          clientId: typeof client_id === 'string' ? client_id : OWN_CLIENT_ID,
          tokenId: jti ?? '',
          issuedAt: iat ?? 0,
          expiresAt: exp ?? 0,
        };
      } catch (error) {
        if (error instanceof errors.JOSEError) return undefined;
        throw new DependencyError('access-token-reader', error);
      }
    },
  };
};

/** The claim becomes the key of a row. DynamoDB refuses an empty or too long key as an error of its own. */
const isIdOf = (claim: unknown, hasForm: (text: string) => boolean): claim is string =>
  typeof claim === 'string' && hasForm(claim);
