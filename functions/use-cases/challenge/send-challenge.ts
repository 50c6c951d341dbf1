// Begins a challenge, or sends the mail or sms of a live one again. The one row that is written is also the order to send it.
import {
  beginChallenge,
  type Challenge,
  type ChallengeData,
  resendable,
  resendChallenge,
} from '#domain/challenge/challenge.ts';
import { createContinuation, isContinuationOf } from '#domain/challenge/continuation.ts';
import { decideSend, nextSendAt, type SendAttempt } from '#domain/challenge/send-limits.ts';
import { accept, type Outcome, refuse, secondsUntil } from '#domain/errors.ts';
import type { Locale } from '#domain/locale.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import type { ChallengeRef } from '#domain/purpose.ts';
import type { Draft } from '#domain/row.ts';
import type { Settings } from '#domain/settings.ts';
import { challengeKey } from '#domain/store-keys.ts';
import { decideAndSwap } from '../decide-and-swap.ts';
import { countAlias, countMail, countSending } from './count-sending.ts';

type Dependencies = Pick<Ports, 'store' | 'clock' | 'ids' | 'random' | 'settings' | 'log'>;

/** The data of the new challenge of that id. */
export type MakeData = (id: string) => ChallengeData;

interface SendRequest {
  readonly caller: Caller;
  readonly lifetimeSeconds: number;
  /** The continuation of a live challenge, to send its message again. */
  readonly continuation?: string | undefined;
  /** Whether a live challenge of the caller may be sent again; by default it may. Otherwise it is replaced. */
  readonly mayResend?: (challenge: Challenge) => boolean;
  /** A further check. It runs after the limits allowed the request and before the aliases are counted and a row is written. */
  readonly check?: (current: Challenge | undefined) => Promise<Outcome<unknown>>;
  /** Prepares the data, which may depend on the id of the new challenge. */
  readonly makeData?: () => Promise<MakeData>;
}

export interface BeginRequest extends SendRequest {
  readonly ref: ChallengeRef;
  readonly locale: Locale;
  /**
   * What happens to a live challenge if the caller does not have its continuation: it is replaced, or it is sent again.
   * `resend` is for links that need no continuation, so that a stranger cannot invalidate them.
   */
  readonly onLive: 'replace' | 'resend';
}

/** Sends the challenge of the continuation again and never begins one. Without a live one the answer is the same and nothing is sent. */
export interface ResendRequest extends SendRequest {
  /** `undefined` if the continuation is malformed. */
  readonly ref: ChallengeRef | undefined;
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
  const { ref, caller, onLive, continuation } = request;
  const now = clock.now();
  if (!ref) return nothingSent(settings, request);
  const counted = await countSending(dependencies, caller, now);
  if (!counted.ok) return counted;
  const [current] = await store.load([challengeKey(ref)]);
  if (onLive === 'keep' && !ownChallenge(ref, continuation, current, now)) return nothingSent(settings, request);
  const allowed = decideSend(current, { now, network: caller.network, limits: settings.limits });
  if (!allowed.ok) return allowed;
  const checked = (await request.check?.(current)) ?? accept(undefined);
  if (!checked.ok) return checked;
  const alias = await countAlias(dependencies, ref, caller, now);
  if (!alias.ok) return alias;
  const makeData = await request.makeData?.();
  const mail = await countMail(dependencies, ref, caller, now);
  if (!mail.ok) return mail;
  const written = await write(dependencies, ref, request, current, makeData);
  if (written.ok) return written;
  await mail.value.takeBack();
  return written.refusal.code === 'superseded' ? nothingSent(settings, request) : written;
};

/** `superseded` if there is nothing to send again any more. */
const write = async (
  dependencies: Dependencies,
  ref: ChallengeRef,
  request: ChallengeRequest,
  current: Challenge | undefined,
  makeData: MakeData | undefined,
): Promise<Outcome<Sent>> => {
  const { store, clock, settings, log } = dependencies;
  const now = clock.now();
  let continuation: string | undefined;
  let isResent = false;
  const written = await decideAndSwap(store, challengeKey(ref), current, (seen) => {
    const resend = resendOf(dependencies, ref, request, seen, now);
    isResent = resend !== undefined;
    const next =
      resend ?? (request.onLive === 'keep' ? undefined : beginAnew(dependencies, request, seen, now, makeData));
    if (!next) return refuse('superseded');
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

const nothingSent = ({ limits }: Settings, { lifetimeSeconds }: ChallengeRequest): Outcome<Sent> =>
  accept({ expiresInSeconds: lifetimeSeconds, resendInSeconds: limits.coolDownSeconds });

interface Next {
  readonly challenge: Outcome<Draft<Challenge>>;
  /** `undefined` if the caller keeps the continuation it has. */
  readonly continuation: string | undefined;
}

/** `undefined` if there is no live challenge that this caller may resend. */
const resendOf = (
  { ids, random, settings }: Dependencies,
  ref: ChallengeRef,
  { caller, continuation, lifetimeSeconds, onLive, mayResend = () => true }: ChallengeRequest,
  seen: Challenge | undefined,
  now: number,
): Next | undefined => {
  const resend = { now, network: caller.network, lifetimeSeconds, limits: settings.limits };
  const own = ownChallenge(ref, continuation, seen, now);
  if (own && mayResend(own)) {
    return { challenge: resendChallenge(own, resend), continuation: onLive === 'keep' ? undefined : continuation };
  }
  if (onLive !== 'resend' || !seen || now >= seen.expiresAt || !resendable(seen, seen.id, now)) return undefined;
  // Return a continuation as for every new challenge, so that the answers are alike. It does not work, and its id is a new
  // one: that of the live challenge tells when the owner asked.
  const other = createContinuation(random, ref, ids.next(seen.id));
  return { challenge: resendChallenge(seen, resend), continuation: other.continuation };
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
  return { challenge, continuation };
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
