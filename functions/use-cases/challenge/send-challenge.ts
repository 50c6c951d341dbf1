// Begins a challenge, or sends the mail or sms of a live one again. The one row that is written is also the order to send it.
import {
  beginChallenge,
  type Challenge,
  type ChallengeData,
  resendable,
  resendChallenge,
} from '#domain/challenge/challenge.ts';
import {
  type Continuation,
  createContinuation,
  decideResend,
  isContinuationOf,
} from '#domain/challenge/continuation.ts';
import { decideSend, nextSendAt, type SendAttempt } from '#domain/challenge/send-limits.ts';
import { accept, type Outcome, secondsUntil } from '#domain/errors.ts';
import type { Locale } from '#domain/locale.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import type { ChallengeRef } from '#domain/purpose.ts';
import type { Draft } from '#domain/row.ts';
import { challengeKey } from '#domain/store-keys.ts';
import { decideAndSwap } from '../decide-and-swap.ts';
import { countAlias, countMail, countSending } from './count-sending.ts';

type Dependencies = Pick<Ports, 'store' | 'clock' | 'ids' | 'random' | 'settings' | 'log'>;

/** The data of the new challenge of that id. */
export type MakeData = (id: string) => ChallengeData;

interface SendRequest {
  readonly caller: Caller;
  readonly lifetimeSeconds: number;
  /** A further check. It runs after the limits allowed the request and before the aliases are counted and a row is written. */
  readonly check?: (current: Challenge | undefined) => Promise<Outcome<unknown>>;
  /** Prepares the data, which may depend on the id of the new challenge. */
  readonly makeData?: () => Promise<MakeData>;
}

export interface BeginRequest extends SendRequest {
  readonly ref: ChallengeRef;
  readonly locale: Locale;
  /** The continuation of a live challenge, to send its message again. */
  readonly continuation?: string | undefined;
  /** Whether a live challenge of the caller may be sent again; by default it may. Otherwise it is replaced. */
  readonly mayResend?: (challenge: Challenge) => boolean;
  /**
   * What happens to a live challenge if the caller does not have its continuation: it is replaced, or it is sent again.
   * `resend` is for links that need no continuation, so that a stranger cannot invalidate them.
   */
  readonly onLive: 'replace' | 'resend';
}

/** Sends the challenge of the continuation again and never begins one. If it cannot be sent again, the refusal says why. */
export interface ResendRequest extends SendRequest {
  readonly ref: Continuation;
  readonly onLive: 'keep';
}

export type ChallengeRequest = BeginRequest | ResendRequest;

/** The answer to the caller. It does not reveal whether the address has an account. */
export interface Sent {
  readonly expiresInSeconds: number;
  readonly resendInSeconds: number;
  readonly continuation?: string | undefined;
}

/** The answer and the work are the same with and without an account. Only the courier checks for one. */
export const sendChallenge = async (dependencies: Dependencies, request: ChallengeRequest): Promise<Outcome<Sent>> => {
  const { store, clock, settings } = dependencies;
  const { ref, caller } = request;
  const now = clock.now();
  const counted = await countSending(dependencies, caller, now);
  if (!counted.ok) return counted;
  const [current] = await store.load([challengeKey(ref)]);
  const own =
    request.onLive === 'keep' ? decideResend(current, request.ref, request.lifetimeSeconds, now) : accept(undefined);
  if (!own.ok) return own;
  const allowed = decideSend(current, { now, network: caller.network, limits: settings.limits });
  if (!allowed.ok) return allowed;
  const checked = (await request.check?.(current)) ?? accept(undefined);
  if (!checked.ok) return checked;
  const alias = await countAlias(dependencies, ref, caller, now);
  if (!alias.ok) return alias;
  const makeData = await request.makeData?.();
  const mail = await countMail(dependencies, ref, caller, now);
  if (!mail.ok) return mail;
  const written = await write(dependencies, request, current, makeData);
  if (!written.ok) await mail.value.takeBack();
  return written;
};

const write = async (
  dependencies: Dependencies,
  request: ChallengeRequest,
  current: Challenge | undefined,
  makeData: MakeData | undefined,
): Promise<Outcome<Sent>> => {
  const { store, clock, settings, log } = dependencies;
  const { ref } = request;
  const now = clock.now();
  let continuation: string | undefined;
  let isResent = false;
  const written = await decideAndSwap(store, challengeKey(ref), current, (seen) => {
    const next = nextOf(dependencies, request, seen, now, makeData);
    isResent = next.isResent;
    continuation = next.continuation;
    return next.challenge;
  });
  if (!written.ok) return written;
  log.write(isResent ? 'challenge_resent' : 'challenge_begun', { challenge: written.value.id, purpose: ref.purpose });
  return accept({
    ...sentBy(written.value, { now, network: request.caller.network, limits: settings.limits }),
    continuation,
  });
};

interface Next {
  readonly challenge: Outcome<Draft<Challenge>>;
  readonly isResent: boolean;
  /** `undefined` if the caller keeps the continuation it has. */
  readonly continuation: string | undefined;
}

const nextOf = (
  dependencies: Dependencies,
  request: ChallengeRequest,
  seen: Challenge | undefined,
  now: number,
  makeData: MakeData | undefined,
): Next => {
  if (request.onLive !== 'keep') {
    return resendOf(dependencies, request, seen, now) ?? beginAnew(dependencies, request, seen, now, makeData);
  }
  const { ref, caller, lifetimeSeconds } = request;
  const own = decideResend(seen, ref, lifetimeSeconds, now);
  const { limits } = dependencies.settings;
  const challenge = own.ok
    ? resendChallenge(own.value, { now, network: caller.network, lifetimeSeconds, limits })
    : own;
  return { challenge, isResent: true, continuation: undefined };
};

/** `undefined` if there is no live challenge that this caller may resend. */
const resendOf = (
  { ids, random, settings }: Dependencies,
  { ref, caller, continuation, lifetimeSeconds, onLive, mayResend = () => true }: BeginRequest,
  seen: Challenge | undefined,
  now: number,
): Next | undefined => {
  const resend = { now, network: caller.network, lifetimeSeconds, limits: settings.limits };
  const own = ownChallenge(ref, continuation, seen, now);
  if (own && mayResend(own)) return { challenge: resendChallenge(own, resend), isResent: true, continuation };
  if (onLive !== 'resend' || !seen || now >= seen.expiresAt || !resendable(seen, seen.id, now)) return undefined;
  // Return a continuation as for every new challenge, so that the answers are alike. It does not work, and its id is a new
  // one: that of the live challenge tells when the owner asked.
  const other = createContinuation(random, ref, ids.next(seen.id));
  return { challenge: resendChallenge(seen, resend), isResent: true, continuation: other.continuation };
};

const beginAnew = (
  { ids, random, settings }: Dependencies,
  { ref, caller, locale, lifetimeSeconds }: BeginRequest,
  seen: Challenge | undefined,
  now: number,
  makeData: MakeData | undefined,
): Next => {
  const id = ids.next(seen?.id);
  const { continuation, hash } = createContinuation(random, ref, id);
  const challenge = beginChallenge(seen, {
    now,
    id,
    network: caller.network,
    lifetimeSeconds,
    limits: settings.limits,
    locale,
    keyGeneration: settings.masterKeys.current,
    continuationHash: hash,
    data: makeData?.(id),
  });
  return { challenge, isResent: false, continuation };
};

/** The challenge of this continuation, if it can still be resent. */
const ownChallenge = (
  ref: ChallengeRef,
  continuation: string | undefined,
  seen: Challenge | undefined,
  now: number,
): Challenge | undefined =>
  seen && isContinuationOf(continuation, ref, seen) ? resendable(seen, seen.id, now) : undefined;

/** How long the link or code works, and when the same network may ask for another message. */
export const sentBy = (challenge: Challenge, attempt: SendAttempt): Sent => ({
  expiresInSeconds: secondsUntil(challenge.expiresAt, attempt.now),
  resendInSeconds: secondsUntil(nextSendAt(challenge, attempt), attempt.now),
});
