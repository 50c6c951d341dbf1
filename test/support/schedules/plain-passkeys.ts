// Verifies passkeys at once: with WebCrypto two runs of one schedule would differ, and its seed could not replay it.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { challengeOf } from '#domain/factors/credential.ts';
import type { Passkeys } from '#domain/ports/factors.ts';

const bytesOf = (text: string): Buffer => Buffer.from(text, 'base64url');
const sha256 = (data: string | Buffer): Buffer => createHash('sha256').update(data).digest();

/** A COSE key of ES256, as the authenticators of the tests write it: `x` and `y` of 32 bytes end it. */
const KEY_BYTES = 77;
const DOMAIN_BYTES = 32;
const COUNTER_AT = 33;
const VERIFIED = 0x04;

const keyOf = (publicKey: string) => {
  const cose = bytesOf(publicKey);
  const [x, y] = [cose.subarray(10, 42), cose.subarray(45)].map((half) => half.toString('base64url'));
  return createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x: x ?? '', y: y ?? '' } });
};

export const plainPasskeys: Passkeys = {
  verifyNew: async ({ id, response }, { challenge }) => {
    if (challengeOf(response.clientDataJSON) !== challenge) return undefined;
    const publicKey = bytesOf(response.attestationObject).subarray(-KEY_BYTES).toString('base64url');
    return { id, publicKey, counter: 0, isSynced: true };
  },
  verifyUse: async ({ id, response }, passkey, { challenge, rpId }) => {
    if (id !== passkey.id || challengeOf(response.clientDataJSON) !== challenge) return undefined;
    const data = bytesOf(response.authenticatorData);
    const signed = Buffer.concat([data, sha256(bytesOf(response.clientDataJSON))]);
    const isRight = verify('sha256', signed, keyOf(passkey.publicKey), bytesOf(response.signature));
    if (!isRight || !data.subarray(0, DOMAIN_BYTES).equals(sha256(rpId))) return undefined;
    const isUserVerified = (data.readUInt8(DOMAIN_BYTES) & VERIFIED) !== 0;
    return { counter: data.readUInt32BE(COUNTER_AT), isSynced: true, isUserVerified };
  },
};
