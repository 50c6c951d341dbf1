// Sends the mail of a pending sign-up again, with the same link and code, for the client that began it.
import { readContinuation } from '#domain/challenge/continuation.ts';
import type { Outcome } from '#domain/errors.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import { type Sent, sendChallenge } from '../challenge/send-challenge.ts';

/** If the continuation has no live challenge, the answer is the same and nothing is sent. */
export const resendSignUp = (
  dependencies: Pick<Ports, 'store' | 'clock' | 'ids' | 'random' | 'settings' | 'log'>,
  { continuation }: { readonly continuation?: string | undefined },
  caller: Caller,
): Promise<Outcome<Sent>> =>
  sendChallenge(dependencies, {
    ref: readContinuation(continuation, 'signup'),
    caller,
    lifetimeSeconds: dependencies.settings.lifetimes.signupSeconds,
    continuation,
    onLive: 'keep',
  });
