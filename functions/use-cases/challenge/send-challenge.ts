// Begins a challenge, or sends the mail or text of a live one again. The message follows from the one row that is written.
import {
  beginChallenge,
  type Challenge,
  type ChallengeData,
  resendable,
  resendChallenge,
} from '#domain/challenge/challenge.ts';
import { createContinuation, isContinuationOf } from '#domain/challenge/continuation.ts';
import { decideSend } from '#domain/challenge/send-limits.ts';
import { accept, type Outcome, refuse, secondsUntil } from '#domain/errors.ts';
import type { Locale } from '#domain/locale.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import type { ChallengeRef } from '#domain/purpose.ts';
import type { Draft } from '#domain/row.ts';
import type { Settings } from '#domain/settings.ts';
import { challengeKey } from '#domain/store-keys.ts';
import { decideAndSwap } from '../decide-and-swap.ts';
import { countAlias, countSending } from './count-sending.ts';

type Dependencies = Pick<Ports, 'store' | 'clock' | 'ids' | 'random' | 'settings' | 'log'>;

interface SendRequest {
  readonly caller: Caller;
  readonly lifetimeSeconds: number;
  /** That of a live challenge asks for its mail again. */
  readonly continuation?: string | undefined;
  /** Refuses before anything is spent, once limits allow the request. */
  readonly check?: () => Promise<Outcome<unknown>>;
  readonly makeData?: () => Promise<ChallengeData>;
}

export interface BeginRequest extends SendRequest {
  readonly ref: ChallengeRef;
  readonly locale: Locale;
  /**
   * What a caller without the continuation does to a live challenge: puts a new one in its place, or has it sent again.
   * The second is for links that need no continuation, which a stranger must not be able to kill.
   */
  readonly onLive: 'replace' | 'resend';
}

/** Has the continuation's own challenge sent again and never begins one. Without a live one: the same answer, and nothing is sent. */
export interface ResendRequest extends SendRequest {
  /** `undefined`: the continuation cannot be read. */
  readonly ref: ChallengeRef | undefined;
  readonly onLive: 'keep';
}

export type ChallengeRequest = BeginRequest | ResendRequest;

/** What a caller learns: never whether the address is known. */
export interface Sent {
  readonly expiresInSeconds: number;
  readonly resendInSeconds: number;
  readonly continuation?: string | undefined;
}

/** The same answer, and the same work, whether or not the address has an account: the courier alone looks. */
export const sendChallenge = async (dependencies: Dependencies, request: ChallengeRequest): Promise<Outcome<Sent>> => {
  const { store, clock, settings } = dependencies;
  const { ref, caller, onLive, continuation } = request;
  const now = clock.now();
  const counted = await countSending(dependencies, caller, now);
  if (!counted.ok) return counted;
  if (!ref) return nothingSent(settings, request);
  const [current] = await store.load([challengeKey(ref)]);
  if (onLive === 'keep' && !ownChallenge(ref, continuation, current, now)) return nothingSent(settings, request);
  const allowed = decideSend(current, { now, network: caller.network, limits: settings.limits });
  if (!allowed.ok) return allowed;
  const checked = (await request.check?.()) ?? accept(undefined);
  if (!checked.ok) return checked;
  const alias = await countAlias(dependencies, ref, caller, now);
  if (!alias.ok) return alias;
  return write(dependencies, ref, request, current, await request.makeData?.());
};

const write = async (
  dependencies: Dependencies,
  ref: ChallengeRef,
  request: ChallengeRequest,
  current: Challenge | undefined,
  data: ChallengeData | undefined,
): Promise<Outcome<Sent>> => {
  const { store, clock, settings, log } = dependencies;
  const now = clock.now();
  let continuation: string | undefined;
  let isResent = false;
  const written = await decideAndSwap(store, challengeKey(ref), current, (seen) => {
    const resend = resendOf(dependencies, ref, request, seen, now);
    isResent = resend !== undefined;
    const next = resend ?? (request.onLive === 'keep' ? undefined : beginAnew(dependencies, request, seen, now, data));
    if (!next) return refuse('superseded');
    continuation = next.continuation;
    return next.challenge;
  });
  if (!written.ok) return written.refusal.code === 'superseded' ? nothingSent(settings, request) : written;
  log.write(isResent ? 'challenge_resent' : 'challenge_begun', { challenge: written.value.id, purpose: ref.purpose });
  return accept({ ...sentBy(written.value, now), continuation });
};

const nothingSent = ({ limits }: Settings, { lifetimeSeconds }: ChallengeRequest): Outcome<Sent> =>
  accept({ expiresInSeconds: lifetimeSeconds, resendInSeconds: limits.coolDownSeconds });

interface Next {
  readonly challenge: Outcome<Draft<Challenge>>;
  /** `undefined`: the caller has it, and gets no other. */
  readonly continuation: string | undefined;
}

/** `undefined` if there is no live challenge that this caller may have sent again. */
const resendOf = (
  { random, settings }: Dependencies,
  ref: ChallengeRef,
  { caller, continuation, lifetimeSeconds, onLive }: ChallengeRequest,
  seen: Challenge | undefined,
  now: number,
): Next | undefined => {
  const resend = { now, network: caller.network, lifetimeSeconds, limits: settings.limits };
  const own = ownChallenge(ref, continuation, seen, now);
  if (own) {
    return { challenge: resendChallenge(own, resend), continuation: onLive === 'keep' ? undefined : continuation };
  }
  if (onLive !== 'resend' || !seen || now >= seen.expiresAt || !resendable(seen, seen.id, now)) return undefined;
  // Like every begin: a continuation, though this one opens nothing.
  const other = createContinuation(random, ref, seen.id);
  return { challenge: resendChallenge(seen, resend), continuation: other.continuation };
};

const beginAnew = (
  { ids, random, settings }: Dependencies,
  { ref, caller, locale, lifetimeSeconds }: BeginRequest,
  seen: Challenge | undefined,
  now: number,
  data: ChallengeData | undefined,
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
    data,
  });
  return { challenge, continuation };
};

/** The challenge that this continuation may have sent again: its own, of that address, and not over. */
const ownChallenge = (
  ref: ChallengeRef,
  continuation: string | undefined,
  seen: Challenge | undefined,
  now: number,
): Challenge | undefined =>
  seen && isContinuationOf(continuation, ref, seen) ? resendable(seen, seen.id, now) : undefined;

/** How long the link or code works, and when another message may be asked for. */
export const sentBy = (challenge: Challenge, now: number): Sent => ({
  expiresInSeconds: secondsUntil(challenge.expiresAt, now),
  resendInSeconds: secondsUntil(challenge.resendAfter, now),
});
