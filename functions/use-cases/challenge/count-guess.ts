// Counts a guess of a code or password for the client and the network it comes from.
import { attemptCounter, decideAttempt } from '#domain/challenge/counters.ts';
import { accept, type Outcome } from '#domain/errors.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';

/** A guess that is counted. `takeBack` is for one that was right, or not compared. */
export interface CountedGuess {
  takeBack(): Promise<void>;
}

/** For a guess that something else bounds. */
export const NOT_COUNTED: Outcome<CountedGuess> = accept({ takeBack: async () => undefined });

export const countGuess = async (
  { store, settings }: Pick<Ports, 'store' | 'settings'>,
  caller: Caller,
  now: number,
): Promise<Outcome<CountedGuess>> => {
  const { key, window } = attemptCounter(caller, now);
  const takeBack = async () => {
    await store.count(key, -1, window);
  };
  const permitted = decideAttempt(await store.count(key, 1, window), now, settings.limits);
  if (permitted.ok) return accept({ takeBack });
  await takeBack();
  return permitted;
};
