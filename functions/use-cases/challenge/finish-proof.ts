// Finishes a proof: marks its challenge used exactly once, and takes the attempt back if a later step failed.
import { takeBackAttempt } from '#domain/challenge/attempts.ts';
import { type Challenge, hasSameOwner, useChallenge } from '#domain/challenge/challenge.ts';
import { accept, type ErrorCode, type Outcome, refuse } from '#domain/errors.ts';
import type { Ports } from '#domain/ports.ts';
import type { Draft } from '#domain/row.ts';
import { challengeKey } from '#domain/store-keys.ts';
import { decideAndSwap } from '../decide-and-swap.ts';
import { undoAttempt } from './attempt.ts';
import type { Proof } from './prove.ts';

type Dependencies = Pick<Ports, 'store' | 'clock'>;

/** The courier may write a delivery into the same row at the same time. */
export const ROUNDS_BESIDE_COURIER = 5;

/** Exactly one request succeeds; the others get `already_used`. */
export const markUsed = (
  { store, clock }: Dependencies,
  { ref, challenge, wasCounted }: Proof,
  byContinuation = false,
): Promise<Outcome<Challenge>> => {
  const decide = (seen: Challenge | undefined): Outcome<Draft<Challenge>> => {
    if (seen?.id !== challenge.id || seen.usedAt !== undefined) return refuse('already_used');
    if (!hasSameOwner(seen, challenge)) return refuse('already_used');
    return accept(useChallenge(wasCounted ? takeBackAttempt(seen) : seen, clock.now(), byContinuation));
  };
  return decideAndSwap(store, challengeKey(ref), challenge, decide, ROUNDS_BESIDE_COURIER);
};

/** After these the same link or code works once more. */
const MAY_REPEAT: readonly ErrorCode[] = ['try_again', 'weak_password'];

/** Runs the change that the proof allows. If it fails, loses a race or refuses the new password, the attempt is taken back, so that it can be repeated. */
export const finishProof = async <Value>(
  dependencies: Dependencies,
  proof: Proof,
  work: () => Promise<Outcome<Value>>,
): Promise<Outcome<Value>> => {
  const takeBack = async () => (proof.wasCounted ? undoAttempt(dependencies, proof) : undefined);
  const finished = await work().catch(async (error) => {
    await takeBack();
    throw error;
  });
  if (!finished.ok && MAY_REPEAT.includes(finished.refusal.code)) await takeBack();
  return finished;
};
