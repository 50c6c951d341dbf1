// Public RSA keys as JWKS entries, named by their RFC 7638 thumbprint.
import { createHash, type KeyObject } from 'node:crypto';
import type { PublicKey } from '#domain/ports/tokens.ts';

export const toPublicKey = (key: KeyObject): PublicKey => {
  const { n, e } = key.export({ format: 'jwk' });
  if (n === undefined || e === undefined) throw new Error('the signing key is no RSA key');
  const kid = createHash('sha256')
    .update(JSON.stringify({ e, kty: 'RSA', n }))
    .digest('base64url');
  return { kty: 'RSA', kid, alg: 'RS256', use: 'sig', n, e };
};
