// Attempts at a code, or at the password of a link: how many are allowed, and how many are left.
import type { Limits } from '../defaults.ts';
import { accept, type Outcome, refuse, secondsUntil } from '../errors.ts';
import type { Purpose } from '../purpose.ts';
import { DAY_MILLISECONDS, isDayOpen } from '../window.ts';

/** The part of a challenge that counts wrong codes and passwords. */
export interface FailureHistory {
  /** For this id. */
  readonly failures: number;
  /** For this row, in the window that ends at `failuresWindowEndsAt`. They stay when the id changes. */
  readonly failuresToday: number;
  /** Epoch milliseconds. */
  readonly failuresWindowEndsAt: number;
}

/** A wrong password on a link counts like a wrong code. */
export type AttemptKind = 'code' | 'password';

/**
 * The wrong codes allowed per day. Fewer if the code opens an existing account. More if there is no link besides the code:
 * strangers can use up the daily cap with challenges of their own, and must not lock out the owner.
 */
const failuresPerDay = (purpose: Purpose, limits: Limits): number => {
  if (purpose === 'reset' || purpose === 'login') return limits.failuresPerDayOfAccount;
  return purpose === 'otp' || purpose === 'phone_change' ? limits.failuresPerDayWithoutLink : limits.failuresPerDay;
};

/**
 * Counts an attempt before it is compared. Only the request whose swap succeeded may compare. Both kinds count, but the
 * daily cap only stops codes: a stranger can use it up with sign-ups of their own, and must not lock out the owner's link
 * and password.
 */
export const countAttempt = <Row extends FailureHistory & { readonly createdAt: number; readonly expiresAt: number }>(
  purpose: Purpose,
  challenge: Row,
  kind: AttemptKind,
  now: number,
  limits: Limits,
): Outcome<Row> => {
  const today = failuresInWindow(challenge, now);
  if (kind === 'code' && today.count >= failuresPerDay(purpose, limits)) return codeLocked(today.endsAt, now);
  if (challenge.failures >= limits.failuresPerChallenge) return codeLocked(endOf(challenge, now), now);
  return accept({
    ...challenge,
    failures: challenge.failures + 1,
    failuresToday: today.count + 1,
    failuresWindowEndsAt: today.endsAt,
  });
};

/** The attempts of that kind that are left. */
export const attemptsLeft = (
  purpose: Purpose,
  challenge: FailureHistory,
  kind: AttemptKind,
  limits: Limits,
): number => {
  const ofChallenge = limits.failuresPerChallenge - challenge.failures;
  const ofDay = kind === 'code' ? failuresPerDay(purpose, limits) - challenge.failuresToday : ofChallenge;
  return Math.max(0, Math.min(ofChallenge, ofDay));
};

/** Takes back the count of a right attempt. */
export const takeBackAttempt = <Row extends FailureHistory>(challenge: Row): Row => ({
  ...challenge,
  failures: Math.max(0, challenge.failures - 1),
  failuresToday: Math.max(0, challenge.failuresToday - 1),
});

/** Not later than it was when the challenge began: the clock may have been set back since. */
const endOf = ({ createdAt, expiresAt }: { readonly createdAt: number; readonly expiresAt: number }, now: number) =>
  Math.min(expiresAt, now + expiresAt - createdAt);

/** An attempt at a challenge that has none left. */
export const codeLocked = (until: number, now: number) =>
  refuse('too_many_requests', { reason: 'code_locked', retryAfterSeconds: secondsUntil(until, now) });

/** The count of the day, or of a new day. */
export const failuresInWindow = (challenge: FailureHistory | undefined, now: number) =>
  challenge && isDayOpen(challenge.failuresWindowEndsAt, now)
    ? { count: challenge.failuresToday, endsAt: Math.min(challenge.failuresWindowEndsAt, now + DAY_MILLISECONDS) }
    : { count: 0, endsAt: now + DAY_MILLISECONDS };
