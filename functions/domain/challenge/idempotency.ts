// Idempotency keys: a client that repeats a request, because its answer was lost, gets that same answer, and nothing is sent.
// The continuation's secret is derived from the key, so that a repeat gives it again although only its hash is stored.
import { createHash, createHmac } from 'node:crypto';
import { SECRET_BYTES } from '../crypto.ts';
import { accept, type Outcome, refuse } from '../errors.ts';
import type { ChallengeRef } from '../purpose.ts';

const PATTERN = /^[A-Za-z0-9_-]{22,128}$/;
const DERIVATION = 'latchkey idempotency 1';
const ANSWERS_KEPT = 10;

/** The key of a request, with what must be the same for a repeat. */
export interface IdempotencyKey {
  readonly key: string;
  /** SHA-256 of the body, base64url. */
  readonly bodyHash: string;
}

/** An answer as it was given, except for what only the client has. */
export interface GivenAnswer {
  /** SHA-256 of the secret that the request's key gives, base64url. */
  readonly hash: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly expiresInSeconds: number;
  readonly resendInSeconds: number;
  /** The id in the continuation of the answer. Absent if the client kept the one it had. */
  readonly continuationId?: string;
}

/**
 * Without a header there is no key. `credentials` and `humanToken` are left out of the body: they say how the answer travels, and
 * that a person asks. Neither changes what is asked for.
 */
export const readIdempotencyKey = (text: string | undefined, body: object): Outcome<IdempotencyKey | undefined> => {
  if (text === undefined) return accept(undefined);
  if (!PATTERN.test(text)) {
    const message = 'must be a UUID, or 22 to 128 letters, digits or any of "_-"';
    return refuse('invalid_request', { errors: [{ path: 'Idempotency-Key', message }] });
  }
  const { credentials: _credentials, humanToken: _humanToken, ...rest } = body as Readonly<Record<string, unknown>>;
  return accept({ key: text, bodyHash: createHash('sha256').update(JSON.stringify(rest)).digest('base64url') });
};

/** The same key with another address, user or body gives another secret, and so is another request. */
export const deriveSecret = (
  { key, bodyHash }: IdempotencyKey,
  { purpose, channel, address }: ChallengeRef,
  userId?: string,
): Buffer =>
  createHmac('sha256', key)
    .update(JSON.stringify([DERIVATION, purpose, channel, address, userId ?? null, bodyHash]))
    .digest()
    .subarray(0, SECRET_BYTES);

/** The answer to the request of that hash, as long as what it tells is still true for some time. */
export const findAnswer = (
  answers: readonly GivenAnswer[] | undefined,
  hash: string,
  now: number,
): GivenAnswer | undefined => answers?.find((answer) => answer.hash === hash && isCurrent(answer, now));

/** The answers with this one added: the newest of those that still count. */
export const addAnswer = (answers: readonly GivenAnswer[] | undefined, answer: GivenAnswer): readonly GivenAnswer[] =>
  [...(answers ?? []).filter((one) => isCurrent(one, answer.at)), answer].slice(-ANSWERS_KEPT);

const isCurrent = ({ at, expiresInSeconds }: GivenAnswer, now: number): boolean => now < at + expiresInSeconds * 1000;
