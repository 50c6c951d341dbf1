// Waits after wrong second-factor codes of one account, from whatever network: who tries them has the first factor already.
import { accept, type Outcome, refuse, secondsUntil } from '../errors.ts';
import type { Draft } from '../row.ts';
import type { LogInAttempts } from '../session/log-in-attempts.ts';
import { DAY_MILLISECONDS, isDayOpen, MINUTE_MILLISECONDS, notedAt } from '../window.ts';

const FREE = 5;
const WAIT_MAXIMUM_MINUTES = 60;

type Attempts = Draft<LogInAttempts>;

/** Five wrong ones a day are free, then there is a wait of a minute, which doubles with each up to an hour. */
const waitOf = (failures: number): number =>
  failures < FREE ? 0 : Math.min(2 ** Math.min(failures - FREE, 10), WAIT_MAXIMUM_MINUTES) * MINUTE_MILLISECONDS;

const inWindow = (current: LogInAttempts | undefined, now: number): Attempts =>
  current && isDayOpen(current.windowEndsAt, now)
    ? current
    : { failures: 0, at: 0, windowEndsAt: now + DAY_MILLISECONDS, byNetwork: {}, knownNetworks: {} };

/** Counts an attempt before its code is compared. Refuses during a wait, without extending it. */
export const countCodeAttempt = (current: LogInAttempts | undefined, now: number): Outcome<Attempts> => {
  const seen = inWindow(current, now);
  const until = notedAt(seen.at, now) + waitOf(seen.failures);
  if (seen.failures >= FREE && now < until)
    return refuse('too_many_requests', { reason: 'code_locked', retryAfterSeconds: secondsUntil(until, now) });
  return accept({ ...seen, failures: seen.failures + 1, at: now });
};

/** For an attempt that was not compared. */
export const takeBackCodeAttempt = (current: LogInAttempts | undefined, now: number): Attempts => {
  const seen = inWindow(current, now);
  return { ...seen, failures: Math.max(0, seen.failures - 1) };
};

/** After a right code. */
export const forgetCodeAttempts = (current: LogInAttempts | undefined, now: number): Attempts => ({
  ...inWindow(current, now),
  failures: 0,
});
