// A challenge: a request to prove control of one address for one purpose. Pure decisions on its row.
import type { Consent } from '../account/consents.ts';
import type { Profile } from '../account/user.ts';
import { isSameText } from '../crypto.ts';
import type { Limits } from '../defaults.ts';
import { type Delivery, requestDelivery } from '../delivery/delivery.ts';
import { accept, type Outcome, refuse } from '../errors.ts';
import type { Locale } from '../locale.ts';
import type { Draft } from '../row.ts';
import { DAY_MILLISECONDS, HOUR_MILLISECONDS, MINUTE_MILLISECONDS } from '../window.ts';
import { type FailureHistory, failuresInWindow } from './attempts.ts';
import type { GivenAnswer } from './idempotency.ts';
import { addSend, decideSend, type SendHistory } from './send-limits.ts';

/** The data of a sign-up until the address is verified. It is removed on use, so that no hash stays in the row. */
export interface SignUpData {
  /** argon2id, PHC string. */
  readonly passwordHash: string;
  readonly profile: Profile;
  /** Absent where nobody is asked, and in rows of the last release. */
  readonly consents?: readonly Consent[];
}

/** The data of a change of email or phone: the user who asked. */
export interface ChangeData {
  readonly userId: string;
  /** Binds the user to this row and this id (`change-mac.ts`). Absent in rows from before it existed. */
  readonly mac?: string;
  /** The person no longer controls the old mailbox, so it can undo the change for a short time only. */
  readonly oldMailboxLost?: boolean;
}

/** The data of a one-time code whose caller named what it is for. */
export interface OtpData {
  readonly context: string;
}

export type ChallengeData = SignUpData | ChangeData | OtpData;

/** All times are epoch milliseconds. */
export interface Challenge extends SendHistory, FailureHistory {
  readonly id: string;
  readonly version: string;
  readonly createdAt: number;
  /** Its link and code work until then. A resend moves it, but never past `notAfter`. */
  readonly expiresAt: number;
  /** `createdAt` + 3 lifetimes. The link contains it, too. */
  readonly notAfter: number;
  readonly usedAt?: number;
  readonly locale: Locale;
  /** The generation of the master secret that its link and code are derived from. */
  readonly keyGeneration: number;
  /** SHA-256 (base64url) of the continuation's secret. */
  readonly continuationHash?: string;
  readonly continuationUsedAt?: number;
  /** The client whose pages its link leads to. Absent: the hosted pages. */
  readonly clientId?: string;
  readonly data?: ChallengeData;
  /** The newest answers to requests with an idempotency key. They stay when the id changes. */
  readonly answers?: readonly GivenAnswer[];
  /** Set for a sign-up whose account was deleted: it must not create the account again. */
  readonly accountDeletedAt?: number;
  /** Milliseconds. Set if its mail was held: its link and code live this long from when the mail is sent. */
  readonly heldLifetime?: number;
  /** Nobody but the owner of the address can have asked for it: the reset after an undo. */
  readonly isByOwner?: true;
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
  /** Absent: no client began it, so its link alone can finish it. */
  readonly continuationHash?: string;
  readonly clientId?: string | undefined;
  readonly data?: ChallengeData | undefined;
  readonly isByOwner?: true;
}

/** Resends can keep a link valid for this many lifetimes in total. */
export const LIFETIMES_PER_LINK = 3;
const LEAST_USE_MILLISECONDS = MINUTE_MILLISECONDS;

/** A new challenge that replaces `current`, with a new id, link, code and continuation. The counters of limits are kept. */
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
    ...(begin.continuationHash !== undefined && { continuationHash: begin.continuationHash }),
    ...(begin.clientId !== undefined && { clientId: begin.clientId }),
    ...(begin.data && { data: begin.data }),
    ...(current?.answers && { answers: current.answers }),
    ...(begin.isByOwner && { isByOwner: true }),
    delivery: requestDelivery(begin.now),
  });
};

/** The same challenge, sent again: id, link, code, continuation and failures are kept. */
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

/**
 * The challenge while its mail is held until the next try: its link and code live as if it began then, so they cannot run
 * out before the mail is sent, and a poll meanwhile says that it is pending.
 */
export const holdChallenge = (challenge: Challenge, until: number): Challenge => {
  const lifetime = challenge.heldLifetime ?? (challenge.notAfter - challenge.createdAt) / LIFETIMES_PER_LINK;
  return {
    ...challenge,
    heldLifetime: lifetime,
    expiresAt: Math.max(challenge.expiresAt, until + lifetime),
    notAfter: Math.max(challenge.notAfter, until + LIFETIMES_PER_LINK * lifetime),
  };
};

/** The challenge whose mail is sent now. If it was held, its lifetime begins; otherwise nothing changes. */
export const startLifetime = (challenge: Challenge, now: number): Challenge => {
  const { heldLifetime, notAfter } = challenge;
  return heldLifetime === undefined ? challenge : { ...challenge, expiresAt: Math.min(now + heldLifetime, notAfter) };
};

/** The challenge of that id if it can still be resent: it is unused, and enough time is left before `notAfter`. */
export const resendable = (current: Challenge | undefined, id: string, now: number): Challenge | undefined =>
  current?.id === id && current.usedAt === undefined && now + LEAST_USE_MILLISECONDS <= current.notAfter
    ? current
    : undefined;

/** The challenge of that id if its link and code work now, otherwise the error. The API documents the order of the checks. */
export const liveChallenge = (current: Challenge | undefined, id: string, now: number): Outcome<Challenge> => {
  if (current?.id !== id) return refuse('superseded');
  if (current.usedAt !== undefined) return refuse('already_used');
  if (now >= current.expiresAt) return refuse('expired');
  return accept(current);
};

/** The data of a live sign-up. It is removed only on use. */
export const signUpData = ({ data }: Challenge): SignUpData => {
  if (!data || !('passwordHash' in data)) throw new Error('a live sign-up has no data');
  return data;
};

/** The mailbox's owner has chosen an own password by the link: the data is theirs now, and the continuation is void. */
export const takeOverSignUp = (challenge: Challenge, data: SignUpData, now: number): Draft<Challenge> => ({
  ...challenge,
  data,
  continuationUsedAt: now,
});

/** Whether the continuation of a challenge that is not used yet is void, because the sign-up was taken over by its link. */
export const isTakenOver = ({ usedAt, continuationUsedAt }: Challenge): boolean =>
  usedAt === undefined && continuationUsedAt !== undefined;

/** Whether nobody took the sign-up over since `proven` was loaded. Each hash has a random salt, so it identifies its request. */
export const hasSameOwner = (seen: Challenge, proven: Challenge): boolean => hashIn(seen) === hashIn(proven);

const hashIn = ({ data }: Challenge): string | undefined =>
  data && 'passwordHash' in data ? data.passwordHash : undefined;

/** The id of the user who asked for this live change of email or phone. */
export const changeData = ({ data }: Challenge): ChangeData => {
  if (!data || !('userId' in data)) throw new Error('a live change has no data');
  return data;
};

/** What this one-time code is for, if its caller said so. */
export const otpContext = ({ data }: Challenge): string | undefined =>
  data && 'context' in data ? data.context : undefined;

/** Whether the hash is that of this challenge's continuation. Compares in constant time. */
export const continuationMatches = ({ continuationHash }: Challenge, hash: string): boolean =>
  continuationHash !== undefined && isSameText(continuationHash, hash);

/** Marks it used and removes its data. `byContinuation`: the client that began it gets its session now. */
export const useChallenge = (challenge: Challenge, now: number, byContinuation: boolean): Draft<Challenge> => {
  const { data: _emptied, ...rest } = challenge;
  return { ...rest, usedAt: now, ...(byContinuation && { continuationUsedAt: now }) };
};

/** When the row may be removed, because nothing in it is needed any more. Epoch milliseconds. */
export const challengeEndsAt = (challenge: Draft<Challenge>): number =>
  Math.max(
    challenge.notAfter,
    challenge.sendsWindowEndsAt,
    challenge.failuresWindowEndsAt,
    (challenge.usedAt ?? 0) + DAY_MILLISECONDS,
  ) + HOUR_MILLISECONDS;
