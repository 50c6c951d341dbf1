// Holds a run to so many accounts a second.

export interface PaceClock {
  readonly now: () => number;
  readonly wait: (milliseconds: number) => Promise<unknown>;
}

/** Call it with the number of accounts in front of each sending. */
export const createPace = (rate: number | undefined, { now, wait }: PaceClock) => {
  let freeAt = now();
  return async (accounts: number): Promise<void> => {
    if (rate === undefined) return;
    const pause = freeAt - now();
    if (pause > 0) await wait(pause);
    freeAt = Math.max(freeAt, now()) + (accounts / rate) * 1000;
  };
};
