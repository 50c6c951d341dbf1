// How often the random suites repeat themselves: few rounds in `npm test`, all of them in `npm run test:soak`.

/** Set by `npm run test:soak` and by the runs on a real database. */
export const IS_SOAK = process.env['LATCHKEY_TEST_SOAK'] !== undefined;

interface Rounds {
  /** Random schedules of requests, faults and time. */
  readonly schedules: number;
  /** Random bodies for each route. */
  readonly bodies: number;
  /** Repetitions of one race; from six on each side wins one for certain. */
  readonly races: number;
  /** Guesses at once. */
  readonly guesses: number;
  /** Mails in a rush on a small account. */
  readonly mails: number;
}

const FEW: Rounds = { schedules: 40, bodies: 20, races: 6, guesses: 100, mails: 100 };
const ALL: Rounds = { schedules: 400, bodies: 100, races: 25, guesses: 1000, mails: 500 };

export const ROUNDS = IS_SOAK ? ALL : FEW;
