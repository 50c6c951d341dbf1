// Compares a guess (a code or a password) only after it has been counted, so that no number of parallel guesses gets more tries.
import { attemptsLeft, type Challenge, countAttempt, liveChallenge } from '../domain/challenge.ts';
import { accept, type ErrorCode, type Outcome, refuse } from '../domain/errors.ts';
import { decideGuess, guessCounter } from '../domain/limits.ts';
import type { Caller } from '../domain/network.ts';
import type { EventLog, Key, Store } from '../domain/ports.ts';
import type { Settings } from '../domain/settings.ts';
import { decideAndSwap } from './decide-and-swap.ts';

export interface GuessDependencies {
  readonly store: Store;
  readonly settings: Settings;
  readonly log: EventLog;
}

export interface Guess {
  readonly key: Key<'challenge'>;
  readonly challenge: Challenge;
  readonly caller: Caller;
  readonly now: number;
  /** Runs at most once, and only after the count holds. */
  readonly isRight: (challenge: Challenge) => Promise<boolean>;
  /** The answer to a wrong one. */
  readonly wrong: ErrorCode;
}

/** The challenge with this attempt counted in, for a right guess; its count is taken back when the challenge is used. */
export const tryGuess = async (
  { store, settings, log }: GuessDependencies,
  { key, challenge, caller, now, isRight, wrong }: Guess,
): Promise<Outcome<Challenge>> => {
  const allowed = countAttempt(challenge, now, settings.limits);
  if (!allowed.ok) return allowed;
  const network = guessCounter(caller, now);
  const takeBack = () => store.count(network.key, -1, network.window);
  const permitted = decideGuess(await store.count(network.key, 1, network.window), now, settings.limits);
  if (!permitted.ok) return permitted;

  const counted = await decideAndSwap(store, key, challenge, (seen) => {
    const live = liveChallenge(seen, challenge.id, now);
    return live.ok ? countAttempt(live.value, now, settings.limits) : live;
  });
  if (!counted.ok) {
    await takeBack();
    return counted;
  }
  if (await isRight(counted.value)) {
    await takeBack();
    return accept(counted.value);
  }
  log.write('verify_guess_wrong', { challenge: challenge.id, answer: wrong });
  return refuse(wrong, { attemptsLeft: attemptsLeft(counted.value, settings.limits) });
};
