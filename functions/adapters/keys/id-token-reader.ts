// Checks ID tokens that come back as a hint of who logs out (OpenID Connect RP-Initiated Logout, section 2).
import { compactVerify, createLocalJWKSet, errors } from 'jose';
import { isUserId } from '#domain/account/user-id.ts';
import { decodeJson } from '#domain/crypto.ts';
import { DependencyError } from '#domain/errors.ts';
import type { IdTokenReader, TokenSigner } from '#domain/ports/tokens.ts';
import { isSessionId } from '#domain/session/session.ts';

interface IdTokenReaderOptions {
  readonly signer: Pick<TokenSigner, 'publicKeys'>;
  readonly issuer: string;
}

export const createIdTokenReader = ({ signer, issuer }: IdTokenReaderOptions): IdTokenReader => ({
  read: async (token) => {
    const keys = createLocalJWKSet({ keys: [...(await signer.publicKeys())] });
    try {
      const { payload, protectedHeader } = await compactVerify(token, keys, { algorithms: ['RS256'] });
      const claims = decodeJson(payload);
      if (protectedHeader.typ !== 'JWT' || typeof claims !== 'object' || claims === null) return undefined;
      const { iss, aud, sub, sid } = claims as Readonly<Record<string, unknown>>;
      if (iss !== issuer || typeof aud !== 'string' || !isIdOf(sub, isUserId) || !isIdOf(sid, isSessionId))
        return undefined;
      return { clientId: aud, userId: sub, sessionId: sid };
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw new DependencyError('id-token-reader', error);
    }
  },
});

const isIdOf = (claim: unknown, hasForm: (text: string) => boolean): claim is string =>
  typeof claim === 'string' && hasForm(claim);
