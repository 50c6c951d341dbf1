// How often the random suites repeat themselves: few rounds in `npm test`, all of them in `npm run test:soak`.

/** Set by `npm run test:soak`. */
export const IS_SOAK = process.env['LATCHKEY_TEST_SOAK'] !== undefined;

/** What a failed schedule printed, to run it again. */
export const REPLAY: { readonly seed?: number; readonly path?: string } = {
  ...(process.env['LATCHKEY_TEST_SEED'] && { seed: Number(process.env['LATCHKEY_TEST_SEED']) }),
  ...(process.env['LATCHKEY_TEST_PATH'] && { path: process.env['LATCHKEY_TEST_PATH'] }),
};

interface Rounds {
  /** Random schedules of an account with its owner, strangers, thieves, faults and time. */
  readonly accounts: number;
  /** Random schedules of a sign-up. */
  readonly signUps: number;
  /** Random bodies for each route. */
  readonly bodies: number;
  /** Repetitions of one race; from six on each side wins one for certain. */
  readonly races: number;
  /** Guesses at once. */
  readonly guesses: number;
  /** Mails in a rush on a small account. */
  readonly mails: number;
}

/** Three of five are about an account. `LATCHKEY_TEST_SCHEDULES` asks for another number of both together. */
const schedulesOf = (usual: number) => {
  const all = Number(process.env['LATCHKEY_TEST_SCHEDULES'] ?? usual);
  return { accounts: Math.ceil(all * 0.6), signUps: Math.floor(all * 0.4) };
};

const FEW: Rounds = { accounts: 40, signUps: 40, bodies: 20, races: 6, guesses: 100, mails: 100 };
const ALL: Rounds = { ...schedulesOf(10_000), bodies: 100, races: 25, guesses: 1000, mails: 500 };

export const ROUNDS = IS_SOAK ? ALL : FEW;
