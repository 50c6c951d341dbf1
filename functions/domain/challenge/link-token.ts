// The opaque string in a link: `generation(1) ‖ iv(12) ‖ ciphertext ‖ tag(16)` in base64url, AES-256-GCM (NIST SP 800-38D)
// over a JSON array. The IV is derived from the plaintext, so one challenge always gives the byte-same link.
import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import { decodeBase64Url, decodeJson } from '../crypto.ts';
import type { DerivedKeys } from '../derived-keys.ts';
import { CHANNELS, type ChallengeRef, PURPOSES } from '../purpose.ts';
import type { Challenge } from './challenge.ts';

export interface LinkClaims extends ChallengeRef {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly notAfter: number;
  /** The user who asked for the change. Only in links of an email change; older ones have none. */
  readonly userId?: string;
}

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + IV_BYTES;

/** Longer strings are not link tokens: the longest address gives about 520 characters. */
export const LINK_TOKEN_MAXIMUM_LENGTH = 1024;

export const linkClaims = (ref: ChallengeRef, challenge: Pick<Challenge, 'id' | 'notAfter' | 'data'>): LinkClaims => ({
  purpose: ref.purpose,
  channel: ref.channel,
  address: ref.address,
  id: challenge.id,
  notAfter: challenge.notAfter,
  ...(challenge.data && 'userId' in challenge.data && { userId: challenge.data.userId }),
});

export const sealLinkToken = (keys: DerivedKeys, claims: LinkClaims): string => {
  const { purpose, channel, address, id, notAfter, userId } = claims;
  const parts = [purpose, channel, address, id, notAfter, ...(userId === undefined ? [] : [userId])];
  const plaintext = Buffer.from(JSON.stringify(parts));
  const iv = createHmac('sha256', keys.linkIv).update(plaintext).digest().subarray(0, IV_BYTES);
  const generation = Buffer.of(keys.generation);
  const cipher = createCipheriv(ALGORITHM, keys.link, iv).setAAD(generation);
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([generation, iv, ciphertext, cipher.getAuthTag()]).toString('base64url');
};

/** The generation in the token; `undefined` if the string cannot be a token. */
export const linkTokenGeneration = (token: string): number | undefined => {
  if (token.length > LINK_TOKEN_MAXIMUM_LENGTH) return undefined;
  const bytes = decodeBase64Url(token);
  return bytes && bytes.length > HEADER_BYTES + TAG_BYTES ? bytes[0] : undefined;
};

/** The claims; `undefined` if the token was not made with these keys or is not in its canonical encoding. */
export const openLinkToken = (keys: DerivedKeys, token: string): LinkClaims | undefined => {
  if (linkTokenGeneration(token) !== keys.generation) return undefined;
  const bytes = Buffer.from(token, 'base64url');
  const decipher = createDecipheriv(ALGORITHM, keys.link, bytes.subarray(1, HEADER_BYTES), {
    authTagLength: TAG_BYTES,
  })
    .setAAD(bytes.subarray(0, 1))
    .setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    return toClaims(Buffer.concat([decipher.update(bytes.subarray(HEADER_BYTES, -TAG_BYTES)), decipher.final()]));
  } catch {
    return undefined;
  }
};

const toClaims = (plaintext: Buffer): LinkClaims | undefined => {
  const parts = decodeJson(plaintext);
  if (!Array.isArray(parts) || parts.length < 5 || parts.length > 6) return undefined;
  const [purpose, channel, address, id, notAfter, userId] = parts as unknown[];
  const isKnown = PURPOSES.some((known) => known === purpose) && CHANNELS.some((known) => known === channel);
  if (!isKnown || typeof address !== 'string' || typeof id !== 'string' || typeof notAfter !== 'number') {
    return undefined;
  }
  if (userId !== undefined && typeof userId !== 'string') return undefined;
  return {
    purpose: purpose as LinkClaims['purpose'],
    channel: channel as LinkClaims['channel'],
    address,
    id,
    notAfter,
    ...(userId !== undefined && { userId }),
  };
};
