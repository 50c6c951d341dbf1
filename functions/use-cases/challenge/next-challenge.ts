// Decides what becomes of the row of a challenge: the live one is sent again, or a new one takes its place.
import { beginChallenge, type Challenge, resendable, resendChallenge } from '#domain/challenge/challenge.ts';
import { createContinuation, decideResend, isContinuationOf } from '#domain/challenge/continuation.ts';
import { newGeneration } from '#domain/challenge/key-generations.ts';
import type { Outcome } from '#domain/errors.ts';
import type { Ports } from '#domain/ports.ts';
import type { ChallengeRef } from '#domain/purpose.ts';
import type { Draft } from '#domain/row.ts';
import type { BeginRequest, ChallengeRequest, MakeData } from './challenge-request.ts';
import { type KeyedRequest, randomOf } from './repeat-by-key.ts';

type Dependencies = Pick<Ports, 'ids' | 'random' | 'settings'>;

export interface Prepared {
  readonly keyed: KeyedRequest | undefined;
  readonly makeData: MakeData | undefined;
}

interface Next {
  readonly challenge: Outcome<Draft<Challenge>>;
  readonly isResent: boolean;
  /** The id in the continuation, if this answer makes one. */
  readonly continuationId?: string;
  /** `undefined` if the caller keeps the continuation it has. */
  readonly continuation: string | undefined;
}

export const nextChallenge = (
  dependencies: Dependencies,
  request: ChallengeRequest,
  seen: Challenge | undefined,
  now: number,
  prepared: Prepared,
): Next => {
  if (request.onLive !== 'keep') {
    return (
      resendOf(dependencies, request, seen, now, prepared) ?? beginAnew(dependencies, request, seen, now, prepared)
    );
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
  request: BeginRequest,
  seen: Challenge | undefined,
  now: number,
  { keyed }: Prepared,
): Next | undefined => {
  const { ref, caller, continuation, lifetimeSeconds, onLive, mayResend = () => true } = request;
  const resend = { now, network: caller.network, lifetimeSeconds, limits: settings.limits };
  const own = ownChallenge(ref, continuation, seen, now);
  if (own && mayResend(own)) return { challenge: resendChallenge(own, resend), isResent: true, continuation };
  if (onLive !== 'resend' || !seen || now >= seen.expiresAt || !resendable(seen, seen.id, now)) return undefined;
  // Return a continuation as for every new challenge, so that the answers are alike. It does not work, and its id is a new
  // one: that of the live challenge tells when the owner asked.
  const continuationId = ids.next(seen.id);
  const other = createContinuation(randomOf(keyed, random), ref, continuationId);
  return { challenge: resendChallenge(seen, resend), isResent: true, continuation: other.continuation, continuationId };
};

const beginAnew = (
  { ids, random, settings }: Dependencies,
  request: BeginRequest,
  seen: Challenge | undefined,
  now: number,
  { keyed, makeData }: Prepared,
): Next => {
  const { ref, caller, locale, clientId, lifetimeSeconds } = request;
  const id = ids.next(seen?.id);
  const { continuation, hash } = createContinuation(randomOf(keyed, random), ref, id);
  const challenge = beginChallenge(seen, {
    now,
    id,
    network: caller.network,
    lifetimeSeconds,
    limits: settings.limits,
    locale,
    keyGeneration: newGeneration(settings, ref.purpose),
    continuationHash: hash,
    clientId,
    data: makeData?.(id),
  });
  return { challenge, isResent: false, continuation, continuationId: id };
};

/** The challenge of this continuation, if it can still be resent. */
const ownChallenge = (
  ref: ChallengeRef,
  continuation: string | undefined,
  seen: Challenge | undefined,
  now: number,
): Challenge | undefined =>
  seen && isContinuationOf(continuation, ref, seen) ? resendable(seen, seen.id, now) : undefined;
