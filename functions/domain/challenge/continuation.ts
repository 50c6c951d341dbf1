// The secret of the client that began a challenge: `base64url(JSON [purpose, channel, address, id]) . base64url(16 random bytes)`.
// Only the SHA-256 of the second part is stored. Creating one needs no key.
import { createHash } from 'node:crypto';
import { isE164, normaliseEmail } from '../address.ts';
import { decodeBase64Url, decodeJson, SECRET_BYTES } from '../crypto.ts';
import { accept, type Outcome, refuse } from '../errors.ts';
import type { Randomness } from '../ports.ts';
import type { ChallengeRef, Purpose } from '../purpose.ts';
import { type Challenge, continuationMatches, isTakenOver, LIFETIMES_PER_LINK, resendable } from './challenge.ts';

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const ID = /^[0-9A-HJKMNP-TV-Z]{26}$/;

/** Longer strings are not continuations: the longest address gives about 480 characters. */
export const CONTINUATION_MAXIMUM_LENGTH = 1024;

export interface Continuation extends ChallengeRef {
  readonly id: string;
  /** SHA-256 of the secret part, base64url. */
  readonly hash: string;
}

/** When its challenge was begun: the first 10 characters of an id are the time in epoch milliseconds. */
export const startOfContinuation = ({ id }: Continuation): number =>
  [...id.slice(0, 10)].reduce((time, digit) => time * 32 + CROCKFORD.indexOf(digit), 0);

export const createContinuation = (
  random: Randomness,
  ref: ChallengeRef,
  id: string,
): { readonly continuation: string; readonly hash: string } => {
  const secret = random.bytes(SECRET_BYTES);
  const head = Buffer.from(JSON.stringify([ref.purpose, ref.channel, ref.address, id])).toString('base64url');
  return { continuation: `${head}.${secret.toString('base64url')}`, hash: hashSecret(secret) };
};

/** Parses a continuation for `purpose`; `undefined` for anything else. Does not check its secret. */
export const readContinuation = (text: string | undefined, purpose: Purpose): Continuation | undefined => {
  if (text === undefined || text.length > CONTINUATION_MAXIMUM_LENGTH) return undefined;
  const [head, tail, ...rest] = text.split('.').map(decodeBase64Url);
  if (!head || tail?.length !== SECRET_BYTES || rest.length > 0) return undefined;
  const parts = decodeJson(head);
  if (!Array.isArray(parts) || parts.length !== 4) return undefined;
  if (!head.equals(Buffer.from(JSON.stringify(parts)))) return undefined;
  const [givenPurpose, channel, address, id] = parts as unknown[];
  if (givenPurpose !== purpose || typeof address !== 'string' || typeof id !== 'string' || !ID.test(id))
    return undefined;
  const isEmail = channel === 'email' && normaliseEmail(address) === address;
  const isPhone = channel === 'sms' && isE164(address);
  return isEmail || isPhone ? { purpose, channel, address, id, hash: hashSecret(tail) } : undefined;
};

/** Whether this is the continuation of that challenge. If so, its sender began the challenge. */
export const isContinuationOf = (text: string | undefined, ref: ChallengeRef, challenge: Challenge): boolean => {
  const continuation = readContinuation(text, ref.purpose);
  return (
    continuation?.address === ref.address &&
    continuation.id === challenge.id &&
    continuationMatches(challenge, continuation.hash)
  );
};

/**
 * The challenge of this continuation if its message can be sent again, otherwise the reason. Without a row of that id only
 * the id's own time decides, so that the answer does not tell whether the address has a row.
 */
export const decideResend = (
  current: Challenge | undefined,
  continuation: Continuation,
  lifetimeSeconds: number,
  now: number,
): Outcome<Challenge> => {
  const { id, hash } = continuation;
  if (current?.id !== id) {
    const notAfter = startOfContinuation(continuation) + LIFETIMES_PER_LINK * lifetimeSeconds * 1000;
    return refuse(now >= notAfter ? 'expired' : 'superseded');
  }
  if (!continuationMatches(current, hash)) return refuse('continuation_required');
  if (current.usedAt !== undefined || isTakenOver(current)) return refuse('already_used');
  return resendable(current, id, now) ? accept(current) : refuse('expired');
};

export const hashSecret = (secret: Buffer): string => createHash('sha256').update(secret).digest('base64url');
