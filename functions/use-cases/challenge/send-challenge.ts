// Begins a challenge, or sends the mail or text of a live one again. The message follows from the one row that is written.
import {
  beginChallenge,
  type Challenge,
  type ChallengeData,
  continuationMatches,
  resendable,
  resendChallenge,
} from '#domain/challenge/challenge.ts';
import { type Continuation, createContinuation, readContinuation } from '#domain/challenge/continuation.ts';
import { decideSend } from '#domain/challenge/send-limits.ts';
import { accept, type Outcome, secondsUntil } from '#domain/errors.ts';
import type { Locale } from '#domain/locale.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import type { ChallengeRef } from '#domain/purpose.ts';
import type { Draft } from '#domain/row.ts';
import { challengeKey } from '#domain/store-keys.ts';
import { decideAndSwap } from '../decide-and-swap.ts';
import { countAlias, countSending } from './count-sending.ts';

type Dependencies = Pick<Ports, 'store' | 'clock' | 'ids' | 'random' | 'settings' | 'log'>;

export interface ChallengeRequest {
  readonly ref: ChallengeRef;
  readonly caller: Caller;
  readonly locale: Locale;
  readonly lifetimeSeconds: number;
  /** That of a live challenge asks for its mail again. */
  readonly continuation?: string | undefined;
  /**
   * What a caller without the continuation does to a live challenge: puts a new one in its place, or has it sent again.
   * The second is for links that need no continuation, which a stranger must not be able to kill.
   */
  readonly onLive: 'replace' | 'resend';
  /** Refuses before anything is spent, once limits allow the request. */
  readonly check?: () => Promise<Outcome<unknown>>;
  readonly makeData?: () => Promise<ChallengeData>;
}

/** What a caller learns: never whether the address is known. */
export interface Sent {
  readonly expiresInSeconds: number;
  readonly resendInSeconds: number;
  readonly continuation?: string;
}

/** The same answer, and the same work, whether or not the address has an account: the courier alone looks. */
export const sendChallenge = async (dependencies: Dependencies, request: ChallengeRequest): Promise<Outcome<Sent>> => {
  const { store, clock, settings } = dependencies;
  const { ref, caller } = request;
  const now = clock.now();
  const counted = await countSending(dependencies, caller, now);
  if (!counted.ok) return counted;
  const [current] = await store.load([challengeKey(ref)]);
  const allowed = decideSend(current, { now, network: caller.network, limits: settings.limits });
  if (!allowed.ok) return allowed;
  const checked = (await request.check?.()) ?? accept(undefined);
  if (!checked.ok) return checked;
  const alias = await countAlias(dependencies, ref, caller, now);
  if (!alias.ok) return alias;
  return write(dependencies, request, current, await request.makeData?.());
};

const write = async (
  dependencies: Dependencies,
  request: ChallengeRequest,
  current: Challenge | undefined,
  data: ChallengeData | undefined,
): Promise<Outcome<Sent>> => {
  const { store, clock, log } = dependencies;
  const now = clock.now();
  let continuation = '';
  let isResent = false;
  const written = await decideAndSwap(store, challengeKey(request.ref), current, (seen) => {
    const resend = resendOf(dependencies, request, seen, now);
    isResent = resend !== undefined;
    const next = resend ?? beginAnew(dependencies, request, seen, now, data);
    continuation = next.continuation;
    return next.challenge;
  });
  if (!written.ok) return written;
  log.write(isResent ? 'challenge_resent' : 'challenge_begun', {
    challenge: written.value.id,
    purpose: request.ref.purpose,
  });
  return accept({ ...sentBy(written.value, now), continuation });
};

interface Next {
  readonly challenge: Outcome<Draft<Challenge>>;
  readonly continuation: string;
}

/** `undefined` if there is no live challenge that this caller may have sent again. */
const resendOf = (
  { random, settings }: Dependencies,
  { ref, caller, continuation, lifetimeSeconds, onLive }: ChallengeRequest,
  seen: Challenge | undefined,
  now: number,
): Next | undefined => {
  const resend = { now, network: caller.network, lifetimeSeconds, limits: settings.limits };
  const own = readContinuation(continuation, ref.purpose);
  const ownChallenge = own && challengeOf(own, ref, seen, now);
  if (ownChallenge && continuation) return { challenge: resendChallenge(ownChallenge, resend), continuation };
  if (onLive === 'replace' || !seen || now >= seen.expiresAt || !resendable(seen, seen.id, now)) return undefined;
  // Like every begin: a continuation, though this one opens nothing.
  const other = createContinuation(random, ref, seen.id);
  return { challenge: resendChallenge(seen, resend), continuation: other.continuation };
};

const beginAnew = (
  { ids, random, settings }: Dependencies,
  { ref, caller, locale, lifetimeSeconds }: ChallengeRequest,
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
export const challengeOf = (
  continuation: Continuation,
  ref: ChallengeRef,
  seen: Challenge | undefined,
  now: number,
): Challenge | undefined => {
  if (continuation.channel !== ref.channel || continuation.address !== ref.address) return undefined;
  const challenge = resendable(seen, continuation.id, now);
  return challenge && continuationMatches(challenge, continuation.hash) ? challenge : undefined;
};

/** How long the link or code works, and when another message may be asked for. */
export const sentBy = (challenge: Challenge, now: number): Sent => ({
  expiresInSeconds: secondsUntil(challenge.expiresAt, now),
  resendInSeconds: secondsUntil(challenge.resendAfter, now),
});
