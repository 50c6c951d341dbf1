// Sends the mail of a pending sign-up again, with the same link and code, for the client that began it.
import { readContinuation } from '#domain/challenge/continuation.ts';
import type { IdempotencyKey } from '#domain/challenge/idempotency.ts';
import { type Outcome, refuse } from '#domain/errors.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import { sendChallenge } from '../challenge/send-challenge.ts';
import type { Sent } from '../challenge/sent.ts';

interface ResendRequest {
  readonly continuation?: string | undefined;
  readonly idempotencyKey?: IdempotencyKey | undefined;
}

/** Nothing is counted for what is no continuation. */
export const resendSignUp = async (
  dependencies: Pick<Ports, 'store' | 'clock' | 'ids' | 'random' | 'settings' | 'log'>,
  { continuation, idempotencyKey }: ResendRequest,
  caller: Caller,
): Promise<Outcome<Sent>> => {
  const ref = readContinuation(continuation, 'signup');
  if (!ref) return refuse('continuation_required');
  const lifetimeSeconds = dependencies.settings.lifetimes.signupSeconds;
  return sendChallenge(dependencies, { ref, caller, lifetimeSeconds, idempotencyKey, onLive: 'keep' });
};
