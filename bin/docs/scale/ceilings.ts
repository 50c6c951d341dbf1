// How many sign-ups a second each limit allows: the limit, divided by what the tests count for one sign-up.
import { STEPS, unitsOf } from '../cost/month.ts';
import { findHotKeys } from './hot-keys.ts';
import { LIMITS, type Limit } from './limits.ts';

export interface Ceiling extends Limit {
  /** What one sign-up takes of it. */
  readonly each: number;
  /** Sign-ups a second up to which it holds. */
  readonly holds: number;
}

/** From the first page to the session. Log-ins, refreshes and reads of the days that follow come on top. */
const SIGN_UP = STEPS.filter(({ isLater }) => !isLater);
type Step = (typeof SIGN_UP)[number];
const sum = (of: (step: Step) => number): number => SIGN_UP.reduce((total, step) => total + step.times * of(step), 0);
const timesOf = (what: string): number => {
  const step = SIGN_UP.find((one) => one.what.startsWith(what));
  if (!step) throw new Error(`bin/docs/cost/month.ts has no step "${what}"`);
  return step.times;
};

const mails = timesOf('mail sent');
const writes = sum(({ operations }) => unitsOf(operations).writes);
export const HOT_KEYS = await findHotKeys();
const hottest = (what: 'reads' | 'writes'): number => mails * Math.max(...HOT_KEYS.map((key) => key[what]));
const runSeconds = sum(({ milliseconds }) => milliseconds / 1000);
/** Of the function with most runs at once. */
const longestRunSeconds = Math.max(...SIGN_UP.map(({ times, milliseconds }) => (times * milliseconds) / 1000));
/** A process of the courier and of each function with the master secret asks once. All start anew in one second: the worst. */
const STARTS_WITH_SECRET = 2;

const EACH: Readonly<Record<keyof typeof LIMITS, number>> = {
  sesRate: mails,
  sesDay: mails,
  signUpThrottle: timesOf('sign-up'),
  pollThrottle: timesOf('polls'),
  assetThrottle: timesOf('files'),
  concurrency: runSeconds,
  processes: longestRunSeconds,
  newAccount: runSeconds,
  stream: mails,
  partitionWrites: hottest('writes'),
  partitionReads: hottest('reads'),
  // Sessions and users have tables of their own; counted here they make it rather too low.
  tableAtOnce: writes,
  table: writes,
  signatures: sum(({ operations }) => operations?.signatures ?? 0),
  macs: STARTS_WITH_SECRET,
  calls: sum(({ answerBytes }) => (answerBytes ? 1 : 0)),
  events: timesOf('event that it arrived'),
  logs: sum(() => 1),
};

/** The lowest first. */
export const CEILINGS: readonly Ceiling[] = Object.entries<Limit>(LIMITS)
  .map(([name, limit]) => {
    const each = EACH[name as keyof typeof LIMITS];
    return { ...limit, each, holds: limit.allows / each };
  })
  .toSorted((one, other) => one.holds - other.holds);

/** Those that a rate passes and a lower one does not, the lowest first. */
export const passedBetween = (lower: number, signUpsPerSecond: number): readonly Ceiling[] =>
  CEILINGS.filter(({ holds }) => lower <= holds && holds < signUpsPerSecond);
