// A request with an idempotency key: its repeat is recognised by a hash in the row, and gets the same answer again.
import type { Challenge } from '#domain/challenge/challenge.ts';
import { createContinuation, hashSecret } from '#domain/challenge/continuation.ts';
import { addAnswer, deriveSecret, findAnswer, type IdempotencyKey } from '#domain/challenge/idempotency.ts';
import type { SendAttempt } from '#domain/challenge/send-limits.ts';
import type { Randomness } from '#domain/ports.ts';
import type { ChallengeRef } from '#domain/purpose.ts';
import type { Draft } from '#domain/row.ts';
import { type Sent, sentBy } from './sent.ts';

/** What the key of a request gives. A repeat has the same. */
export interface KeyedRequest {
  /** Of the continuation in the answer. */
  readonly secret: Buffer;
  /** Its SHA-256, which rows may hold: base64url. */
  readonly hash: string;
}

interface Request {
  readonly ref: ChallengeRef;
  readonly idempotencyKey?: IdempotencyKey | undefined;
  readonly userId?: string;
}

/** `undefined` without a key. */
export const keyedRequest = ({ idempotencyKey, ref, userId }: Request): KeyedRequest | undefined => {
  if (!idempotencyKey) return undefined;
  const secret = deriveSecret(idempotencyKey, ref, userId);
  return { secret, hash: hashSecret(secret) };
};

/** Makes the continuations of the request: with a key always the same one for an id. */
export const randomOf = (keyed: KeyedRequest | undefined, random: Randomness): Randomness =>
  keyed ? { bytes: () => keyed.secret } : random;

/** The answer that this request got before, byte by byte. `kept`: the continuation of the request, if the answer gave no new one. */
export const answerAgain = (
  keyed: KeyedRequest | undefined,
  ref: ChallengeRef,
  kept: string | undefined,
  seen: Challenge | undefined,
  now: number,
): Sent | undefined => {
  const answer = keyed && findAnswer(seen?.answers, keyed.hash, now);
  if (!answer) return undefined;
  const { expiresInSeconds, resendInSeconds, continuationId } = answer;
  const sent = { address: ref.address, expiresInSeconds, resendInSeconds };
  if (continuationId === undefined) return { ...sent, continuation: kept };
  const { continuation } = createContinuation({ bytes: () => keyed.secret }, ref, continuationId);
  return { ...sent, continuation };
};

/** The challenge with the answer in it, for a repeat. `continuationId`: in the continuation that the answer makes, if it does. */
export const keepAnswer = (
  keyed: KeyedRequest | undefined,
  challenge: Draft<Challenge>,
  continuationId: string | undefined,
  attempt: SendAttempt,
): Draft<Challenge> => {
  if (!keyed) return challenge;
  const answer = {
    hash: keyed.hash,
    at: attempt.now,
    ...sentBy(challenge, attempt),
    ...(continuationId !== undefined && { continuationId }),
  };
  return { ...challenge, answers: addAnswer(challenge.answers, answer) };
};
