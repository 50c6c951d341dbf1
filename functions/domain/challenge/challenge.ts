// A challenge: a live request to prove control of one address for one purpose. Pure decisions over its row.
import type { Profile } from '../account/user.ts';
import { isSameText } from '../crypto.ts';
import type { Limits } from '../defaults.ts';
import { type Delivery, requestDelivery } from '../delivery/delivery.ts';
import { accept, type Outcome, refuse, secondsUntil } from '../errors.ts';
import type { Locale } from '../locale.ts';
import type { Purpose } from '../purpose.ts';
import type { Draft } from '../row.ts';
import { DAY_MILLISECONDS, HOUR_MILLISECONDS, MINUTE_MILLISECONDS } from '../window.ts';
import { addSend, decideSend, type SendHistory } from './send-limits.ts';

/** What a sign-up keeps until the address is proven; emptied on use, so that no hash stays behind. */
export interface SignUpData {
  /** argon2id, PHC string. */
  readonly passwordHash: string;
  readonly profile: Profile;
}

/** What a change of email or phone keeps: whose it is. */
export interface ChangeData {
  readonly userId: string;
}

export type ChallengeData = SignUpData | ChangeData;

/** All times are epoch milliseconds. */
export interface Challenge extends SendHistory {
  readonly id: string;
  readonly version: string;
  readonly createdAt: number;
  /** Its link and code work until then; a resend moves it, never past `notAfter`. */
  readonly expiresAt: number;
  /** `createdAt` + 3 lifetimes; carried by the link. */
  readonly notAfter: number;
  /** Wrong codes and passwords for this id. */
  readonly failures: number;
  /** Wrong codes and passwords for this row in the window that ends at `failuresWindowEndsAt`; they outlive ids. */
  readonly failuresToday: number;
  readonly failuresWindowEndsAt: number;
  readonly usedAt?: number;
  readonly locale: Locale;
  /** The master secret's generation its link and code are derived with. */
  readonly keyGeneration: number;
  /** SHA-256 (base64url) of the continuation's secret. */
  readonly continuationHash?: string;
  readonly continuationUsedAt?: number;
  readonly data?: ChallengeData;
  /** Of a sign-up whose account was deleted: nothing may make it again. */
  readonly accountDeletedAt?: number;
  readonly delivery: Delivery;
}

export interface Beginning {
  readonly now: number;
  readonly id: string;
  readonly network: string;
  readonly lifetimeSeconds: number;
  readonly limits: Limits;
  readonly locale: Locale;
  readonly keyGeneration: number;
  readonly continuationHash: string;
  readonly data?: ChallengeData | undefined;
}

/** A resend may keep a link alive for so many lifetimes in all. */
export const LIFETIMES_PER_LINK = 3;
const LEAST_USE_MILLISECONDS = MINUTE_MILLISECONDS;

/** A new challenge in the place of `current`: a new id, link, code and continuation; what limits abuse lives on. */
export const beginChallenge = (current: Challenge | undefined, begin: Beginning): Outcome<Draft<Challenge>> => {
  const allowed = decideSend(current, begin);
  if (!allowed.ok) return allowed;
  const lifetime = begin.lifetimeSeconds * 1000;
  const failures = failuresInWindow(current, begin.now);
  return accept({
    id: begin.id,
    createdAt: begin.now,
    expiresAt: begin.now + lifetime,
    notAfter: begin.now + LIFETIMES_PER_LINK * lifetime,
    ...addSend(current, begin),
    failures: 0,
    failuresToday: failures.count,
    failuresWindowEndsAt: failures.endsAt,
    locale: begin.locale,
    keyGeneration: begin.keyGeneration,
    continuationHash: begin.continuationHash,
    ...(begin.data && { data: begin.data }),
    delivery: requestDelivery(begin.now),
  });
};

/** The same challenge asked for again: same id, link, code and continuation; failures stay counted. */
export const resendChallenge = (
  current: Challenge,
  resend: Pick<Beginning, 'now' | 'network' | 'lifetimeSeconds' | 'limits'>,
): Outcome<Draft<Challenge>> => {
  const allowed = decideSend(current, resend);
  if (!allowed.ok) return allowed;
  return accept({
    ...current,
    ...addSend(current, resend),
    expiresAt: Math.min(resend.now + resend.lifetimeSeconds * 1000, current.notAfter),
    delivery: requestDelivery(resend.now, current.delivery),
  });
};

/** The challenge of that id while it can still be resent: unused, and with enough of its link's own time left to be of use. */
export const resendable = (current: Challenge | undefined, id: string, now: number): Challenge | undefined =>
  current?.id === id && current.usedAt === undefined && now + LEAST_USE_MILLISECONDS <= current.notAfter
    ? current
    : undefined;

/** The challenge of that id if its link and code work now; else why not, in the order the API promises. */
export const liveChallenge = (current: Challenge | undefined, id: string, now: number): Outcome<Challenge> => {
  if (current?.id !== id) return refuse('superseded');
  if (current.usedAt !== undefined) return refuse('already_used');
  if (now >= current.expiresAt) return refuse('expired');
  return accept(current);
};

/** The data of a live sign-up; it is emptied only when it is used. */
export const signUpData = ({ data }: Challenge): SignUpData => {
  if (!data || !('passwordHash' in data)) throw new Error('a live sign-up has no data');
  return data;
};

/** Whose live change of email or phone it is. */
export const changeData = ({ data }: Challenge): ChangeData => {
  if (!data || !('userId' in data)) throw new Error('a live change has no data');
  return data;
};

/** Whether a continuation's hash is this challenge's, in constant time. */
export const continuationMatches = ({ continuationHash }: Challenge, hash: string): boolean =>
  continuationHash !== undefined && isSameText(continuationHash, hash);

/** A wrong password on a link counts as a wrong code does. */
export type AttemptKind = 'code' | 'password';

/**
 * How many wrong codes a day. Fewer where a code opens an account that is there already. More where there is no link beside
 * the code: strangers can use the day's cap up with challenges of their own, and must not shut out the owner.
 */
const failuresPerDay = (purpose: Purpose, limits: Limits): number => {
  if (purpose === 'reset' || purpose === 'login') return limits.failuresPerDayOfAccount;
  return purpose === 'otp' || purpose === 'phone_change' ? limits.failuresPerDayWithoutLink : limits.failuresPerDay;
};

/**
 * Counts an attempt before it is compared: only who got this swapped in may compare. Both kinds count, but the day's cap
 * stops codes alone: a stranger can use it up with sign-ups of their own, and must not shut out the owner's link and password.
 */
export const countAttempt = (
  purpose: Purpose,
  challenge: Challenge,
  kind: AttemptKind,
  now: number,
  limits: Limits,
): Outcome<Draft<Challenge>> => {
  const today = failuresInWindow(challenge, now);
  if (kind === 'code' && today.count >= failuresPerDay(purpose, limits)) return codeLocked(today.endsAt, now);
  if (challenge.failures >= limits.failuresPerChallenge) return codeLocked(challenge.expiresAt, now);
  return accept({
    ...challenge,
    failures: challenge.failures + 1,
    failuresToday: today.count + 1,
    failuresWindowEndsAt: today.endsAt,
  });
};

/** How many attempts of that kind are left after the ones counted. */
export const attemptsLeft = (purpose: Purpose, challenge: Challenge, kind: AttemptKind, limits: Limits): number => {
  const ofChallenge = limits.failuresPerChallenge - challenge.failures;
  const ofDay = kind === 'code' ? failuresPerDay(purpose, limits) - challenge.failuresToday : ofChallenge;
  return Math.max(0, Math.min(ofChallenge, ofDay));
};

/** A right attempt takes its own count back. */
export const takeBackAttempt = (challenge: Challenge): Challenge => ({
  ...challenge,
  failures: Math.max(0, challenge.failures - 1),
  failuresToday: Math.max(0, challenge.failuresToday - 1),
});

/** Used: nothing opens it again, and its data is gone. `byContinuation` when the client that began it gets its session now. */
export const useChallenge = (challenge: Challenge, now: number, byContinuation: boolean): Draft<Challenge> => {
  const { data: _emptied, ...rest } = challenge;
  return { ...rest, usedAt: now, ...(byContinuation && { continuationUsedAt: now }) };
};

/** When the row may be removed: nothing in it counts any more. Epoch milliseconds. */
export const challengeEndsAt = (challenge: Draft<Challenge>): number =>
  Math.max(
    challenge.notAfter,
    challenge.sendsWindowEndsAt,
    challenge.failuresWindowEndsAt,
    (challenge.usedAt ?? 0) + DAY_MILLISECONDS,
  ) + HOUR_MILLISECONDS;

const codeLocked = (until: number, now: number) =>
  refuse('too_many_requests', { reason: 'code_locked', retryAfterSeconds: secondsUntil(until, now) });

const failuresInWindow = (challenge: Challenge | undefined, now: number) =>
  challenge && now < challenge.failuresWindowEndsAt
    ? { count: challenge.failuresToday, endsAt: challenge.failuresWindowEndsAt }
    : { count: 0, endsAt: now + DAY_MILLISECONDS };
