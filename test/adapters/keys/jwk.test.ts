// Public keys as other services see them: named by the thumbprint that any JOSE library computes.
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { calculateJwkThumbprint, importJWK, type JWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { toPublicKey } from '#adapters/keys/jwk.ts';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

describe('a public key', () => {
  it('is named by its RFC 7638 thumbprint', async () => {
    for (const key of [publicKey, generateKeyPairSync('rsa', { modulusLength: 3072 }).publicKey]) {
      const jwk = toPublicKey(key);
      expect(jwk.kid).toBe(await calculateJwkThumbprint(jwk as unknown as JWK, 'sha256'));
    }
  });

  it('holds exactly what a verifier needs, and can be imported by one', async () => {
    const jwk = toPublicKey(publicKey);
    expect(Object.keys(jwk).toSorted()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
    expect(jwk).toMatchObject({ kty: 'RSA', alg: 'RS256', use: 'sig', e: 'AQAB' });
    expect(await importJWK(jwk as unknown as JWK)).toBeDefined();
    expect(createPublicKey({ key: jwk as never, format: 'jwk' }).equals(publicKey)).toBe(true);
  });

  it('of a private key shows its public half alone', () => {
    expect(toPublicKey(privateKey)).toEqual(toPublicKey(publicKey));
  });

  it('can be of RSA only', () => {
    const { publicKey: curve } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    expect(() => toPublicKey(curve)).toThrow('no RSA key');
    expect(() => toPublicKey(generateKeyPairSync('ed25519').publicKey)).toThrow('no RSA key');
  });
});
