// Refuses the code of a reset or log-in that is over for its continuation. The answers are those for an address without an
// account, whose challenge nobody uses: otherwise whoever asked first sees that the owner has an account and reacted to the mail.
import { codeLocked } from '#domain/challenge/attempts.ts';
import { type Challenge, continuationMatches } from '#domain/challenge/challenge.ts';
import { codeMatches, deriveCode } from '#domain/challenge/code.ts';
import { type Continuation, startOfContinuation } from '#domain/challenge/continuation.ts';
import { continuationCounter } from '#domain/challenge/counters.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import type { ChallengeRef } from '#domain/purpose.ts';
import { MINUTE_MILLISECONDS } from '#domain/window.ts';
import { runAttempt } from './attempt.ts';
import { countGuess, NOT_COUNTED } from './count-guess.ts';

type Dependencies = Pick<Ports, 'store' | 'keyRing' | 'settings' | 'log'>;
type Refused = Extract<Outcome<never>, { readonly ok: false }>;

export interface DeadCode {
  readonly ref: ChallengeRef & { readonly purpose: 'reset' | 'login' };
  readonly continuation: Continuation;
  /** What the row holds now. */
  readonly current: Challenge | undefined;
  readonly code: string;
  readonly caller: Caller;
  readonly now: number;
  /** The truth. Only a right code gets it: its sender reads the mail. */
  readonly refusal: Refused;
}

export const refuseDeadCode = (dependencies: Dependencies, dead: DeadCode): Promise<Refused> => {
  const { current, continuation } = dead;
  return current && continuationMatches(current, continuation.hash)
    ? refuseEnded(dependencies, dead, current)
    : refuseUnknown(dependencies, dead);
};

/** The challenge was used, or a change of the account made it invalid. Attempts go on counting in its row. */
const refuseEnded = async (
  { store, keyRing, settings, log }: Dependencies,
  { ref, continuation, code, caller, now, refusal }: DeadCode,
  ended: Challenge,
): Promise<Refused> => {
  if (now >= ended.expiresAt) return refuse('expired');
  const keys = await keyRing.generation(ended.keyGeneration);
  if (!keys) return refusal;
  const isRight = () => codeMatches(deriveCode(keys, ref, continuation.id), code);
  const challengeOf = (seen: Challenge | undefined) => (seen?.id === ended.id ? accept(seen) : refuse('try_again'));
  const attempt = { ref, challenge: ended, caller, now, kind: 'code' as const, challengeOf, isRight };
  const counted = await runAttempt({ store, settings, log }, attempt);
  return counted.ok ? refusal : counted;
};

/** The row has another challenge, or none. The continuation gets as many attempts as a challenge has. */
const refuseUnknown = async (
  { store, keyRing, settings }: Dependencies,
  { ref, continuation, current, code, caller, now }: DeadCode,
): Promise<Refused> => {
  const { limits, lifetimes } = settings;
  const startedAt = startOfContinuation(continuation);
  const endsAt = startedAt + (ref.purpose === 'reset' ? lifetimes.resetSeconds : lifetimes.loginSeconds) * 1000;
  if (now >= endsAt) return refuse('expired');
  // The service made no id of the future; its row would be kept too long.
  if (startedAt > now + MINUTE_MILLISECONDS) return refuse('continuation_required');
  const isOfAsker = current !== undefined && Object.hasOwn(current.sendsByNetwork, caller.network);
  const guess = isOfAsker ? NOT_COUNTED : await countGuess({ store, settings }, caller, now);
  if (!guess.ok) return guess;
  const { key, window } = continuationCounter(continuation.hash, startedAt, endsAt);
  const { total } = await store.count(key, 1, window);
  if (total > limits.failuresPerChallenge) return codeLocked(Math.min(endsAt, now + endsAt - startedAt), now);
  // The code of the live mail is of no use without its continuation, so it is no secret to whoever sends it.
  const keys = current && (await keyRing.generation(current.keyGeneration));
  if (keys && codeMatches(deriveCode(keys, ref, current.id), code)) return refuse('continuation_required');
  return refuse('code_mismatch', { attemptsLeft: limits.failuresPerChallenge - total });
};
