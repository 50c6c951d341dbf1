// Compares a code or a password only after the attempt is counted, so that parallel requests get no extra attempts.
import { type AttemptKind, attemptsLeft, countAttempt, takeBackAttempt } from '#domain/challenge/attempts.ts';
import { type Challenge, hasSameOwner, liveChallenge } from '#domain/challenge/challenge.ts';
import { accept, type ErrorCode, type Outcome, refuse } from '#domain/errors.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import type { ChallengeRef } from '#domain/purpose.ts';
import { challengeKey } from '#domain/store-keys.ts';
import { decideAndSwap } from '../decide-and-swap.ts';
import { countGuess, NOT_COUNTED } from './count-guess.ts';

export interface Attempt {
  readonly ref: ChallengeRef;
  readonly challenge: Challenge;
  readonly caller: Caller;
  readonly now: number;
  readonly kind: AttemptKind;
  /** The challenge that the attempt counts for, from the row as it is when it is counted. By default it must be live. */
  readonly challengeOf?: (seen: Challenge | undefined) => Outcome<Challenge>;
  /** Runs at most once, and only after the attempt is counted. */
  readonly isRight: () => boolean | Promise<boolean>;
}

const WRONG = { code: 'code_mismatch', password: 'invalid_credentials' } as const satisfies Record<
  AttemptKind,
  ErrorCode
>;

/** The challenge with this attempt counted, if the attempt was right. The count is taken back when the challenge is used. */
export const runAttempt = async (
  { store, settings, log }: Pick<Ports, 'store' | 'settings' | 'log'>,
  attempt: Attempt,
): Promise<Outcome<Challenge>> => {
  const { ref, challenge, caller, now, kind, isRight } = attempt;
  const { challengeOf = (seen) => liveChallenge(seen, challenge.id, now) } = attempt;
  const { limits } = settings;
  const allowed = countAttempt(ref.purpose, challenge, kind, now, limits);
  if (!allowed.ok) return allowed;
  // A code is only compared for a genuine continuation. Its row bounds the guesses, so neighbours in the network must not.
  const isOfAsker = kind === 'code' && Object.hasOwn(challenge.sendsByNetwork, caller.network);
  const guess = isOfAsker ? NOT_COUNTED : await countGuess({ store, settings }, caller, now);
  if (!guess.ok) return guess;

  const counted = await decideAndSwap(store, challengeKey(ref), challenge, (seen) => {
    const found = challengeOf(seen);
    if (!found.ok) return found;
    // What is compared belongs to the sign-up as it was loaded: its link may have taken it over since.
    if (!hasSameOwner(found.value, challenge)) return refuse('already_used');
    return countAttempt(ref.purpose, found.value, kind, now, limits);
  });
  if (!counted.ok) {
    await guess.value.takeBack();
    return counted;
  }
  if (await isRight()) {
    await guess.value.takeBack();
    return accept(counted.value);
  }
  log.write('guess_wrong', { challenge: challenge.id, purpose: ref.purpose, kind });
  return refuse(WRONG[kind], { attemptsLeft: attemptsLeft(ref.purpose, counted.value, kind, limits) });
};

/** Takes back the count of a right code or password if a later step failed. Best effort: the caller reports that failure. */
export const undoAttempt = async (
  { store }: Pick<Ports, 'store'>,
  { ref, challenge }: Pick<Attempt, 'ref' | 'challenge'>,
): Promise<void> => {
  await decideAndSwap(store, challengeKey(ref), challenge, (seen) =>
    seen?.id === challenge.id && seen.usedAt === undefined ? accept(takeBackAttempt(seen)) : refuse('superseded'),
  ).catch(() => undefined);
};
