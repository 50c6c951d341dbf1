// What follows on a proof: its challenge is used exactly once, and a right attempt that led to nothing does not count.
import { type Challenge, takeBackAttempt, useChallenge } from '#domain/challenge/challenge.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Ports } from '#domain/ports.ts';
import type { Draft } from '#domain/row.ts';
import { challengeKey } from '#domain/store-keys.ts';
import { decideAndSwap } from '../decide-and-swap.ts';
import { undoAttempt } from './attempt.ts';
import type { Proof } from './prove.ts';

type Dependencies = Pick<Ports, 'store' | 'clock'>;

/** The courier may note deliveries in the same row meanwhile. */
const ROUNDS_BESIDE_COURIER = 5;

/** Exactly one request passes here; the others are told that it was used. */
export const markUsed = (
  { store, clock }: Dependencies,
  { ref, challenge, wasCounted }: Proof,
  byContinuation = false,
): Promise<Outcome<Challenge>> => {
  const decide = (seen: Challenge | undefined): Outcome<Draft<Challenge>> => {
    if (seen?.id !== challenge.id || seen.usedAt !== undefined) return refuse('already_used');
    return accept(useChallenge(wasCounted ? takeBackAttempt(seen) : seen, clock.now(), byContinuation));
  };
  return decideAndSwap(store, challengeKey(ref), challenge, decide, ROUNDS_BESIDE_COURIER);
};

/** Runs what a proof opens. If that fails or loses a race, the attempt is taken back, so that it can be repeated. */
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
  if (!finished.ok && finished.refusal.code === 'try_again') await takeBack();
  return finished;
};
