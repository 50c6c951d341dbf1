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
import type { IdempotencyKey } from '#domain/challenge/idempotency.ts';
import { newGeneration } from '#domain/challenge/key-generations.ts';
import { decideSend } from '#domain/challenge/send-limits.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Locale } from '#domain/locale.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import type { ChallengeRef } from '#domain/purpose.ts';
import type { Draft } from '#domain/row.ts';
import { challengeKey } from '#domain/store-keys.ts';
import { decideAndSwap } from '../decide-and-swap.ts';
import { type Counted, countAlias, countMail, countSending, takeBackCounts } from './count-sending.ts';
import { answerAgain, type KeyedRequest, keepAnswer, keyedRequest, randomOf } from './repeat-by-key.ts';
import { type Sent, sentBy } from './sent.ts';

type Dependencies = Pick<Ports, 'store' | 'clock' | 'ids' | 'random' | 'settings' | 'log'>;

/** The data of the new challenge of that id. */
export type MakeData = (id: string) => ChallengeData;

interface SendRequest {
  readonly caller: Caller;
  readonly lifetimeSeconds: number;
  /** A repeat with the same key gets the same answer, and nothing is sent or counted. */
  readonly idempotencyKey?: IdempotencyKey | undefined;
  /** Who asks, if they are logged in: the same key of another user is another request. */
  readonly userId?: string;
  /**
   * A further check, with what it counts for the message. It runs after the limits allowed the request and before the aliases
   * are counted and a row is written. `keyed`: for what must not be counted again for a repeat at the same time.
   */
  readonly check?: (
    current: Challenge | undefined,
    keyed: KeyedRequest | undefined,
  ) => Promise<Outcome<Counted | undefined>>;
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

/** The answer and the work are the same with and without an account. Only the courier checks for one. */
export const sendChallenge = async (dependencies: Dependencies, request: ChallengeRequest): Promise<Outcome<Sent>> => {
  const { store, clock, settings } = dependencies;
  const { ref, caller } = request;
  const now = clock.now();
  const keyed = keyedRequest(request);
  // With a key the row is loaded first, because a repeat is not counted.
  const [early] = keyed ? await store.load([challengeKey(ref)]) : [];
  const repeated = answerAgain(keyed, ref, keptContinuation(request), early, now);
  if (repeated) return accept(repeated);
  const counted = await countSending(dependencies, caller, now);
  if (!counted.ok) return counted;
  const [current] = keyed ? [early] : await store.load([challengeKey(ref)]);
  const own =
    request.onLive === 'keep' ? decideResend(current, request.ref, request.lifetimeSeconds, now) : accept(undefined);
  if (!own.ok) return own;
  const allowed = decideSend(current, { now, network: caller.network, limits: settings.limits });
  if (!allowed.ok) return allowed;
  const checked = (await request.check?.(current, keyed)) ?? accept(undefined);
  if (!checked.ok) return checked;
  const alias = await countAlias(dependencies, ref, caller, now);
  if (!alias.ok) return alias;
  const makeData = await request.makeData?.();
  const mail = await countMail(dependencies, ref, caller, now);
  if (!mail.ok) return mail;
  const written = await write(dependencies, request, { keyed, current, makeData });
  if (written.ok && !written.value.isRepeat) return accept(written.value.sent);
  await mail.value.takeBack();
  await checked.value?.takeBack();
  if (!written.ok) return written;
  await takeBackCounts(dependencies, ref, caller, now);
  return accept(written.value.sent);
};

/** The continuation that the client keeps, unless the answer makes a new one. */
const keptContinuation = (request: ChallengeRequest): string | undefined =>
  request.onLive === 'keep' ? undefined : request.continuation;

interface Written {
  readonly sent: Sent;
  /** The same request at the same time was first, and nothing was written. */
  readonly isRepeat: boolean;
}

interface Prepared {
  readonly keyed: KeyedRequest | undefined;
  readonly makeData: MakeData | undefined;
}

const write = async (
  dependencies: Dependencies,
  request: ChallengeRequest,
  { current, ...prepared }: Prepared & { readonly current: Challenge | undefined },
): Promise<Outcome<Written>> => {
  const { store, clock, settings, log } = dependencies;
  const { ref, caller } = request;
  const now = clock.now();
  const attempt = { now, network: caller.network, limits: settings.limits };
  let continuation: string | undefined;
  let isResent = false;
  let repeated: Sent | undefined;
  const written = await decideAndSwap(store, challengeKey(ref), current, (seen) => {
    repeated = answerAgain(prepared.keyed, ref, keptContinuation(request), seen, now);
    if (repeated) return refuse('try_again');
    const next = nextOf(dependencies, request, seen, now, prepared);
    isResent = next.isResent;
    continuation = next.continuation;
    if (!next.challenge.ok) return next.challenge;
    return accept(keepAnswer(prepared.keyed, next.challenge.value, next.continuationId, attempt));
  });
  if (repeated) return accept({ sent: repeated, isRepeat: true });
  if (!written.ok) return written;
  log.write(isResent ? 'challenge_resent' : 'challenge_begun', { challenge: written.value.id, purpose: ref.purpose });
  return accept({ sent: { ...sentBy(written.value, attempt), continuation }, isRepeat: false });
};

interface Next {
  readonly challenge: Outcome<Draft<Challenge>>;
  readonly isResent: boolean;
  /** The id in the continuation, if this answer makes one. */
  readonly continuationId?: string;
  /** `undefined` if the caller keeps the continuation it has. */
  readonly continuation: string | undefined;
}

const nextOf = (
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
  const { ref, caller, locale, lifetimeSeconds } = request;
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
