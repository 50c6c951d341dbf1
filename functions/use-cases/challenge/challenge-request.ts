// What a flow asks for when it sends a link or a code.
import type { Challenge, ChallengeData } from '#domain/challenge/challenge.ts';
import type { Continuation } from '#domain/challenge/continuation.ts';
import type { IdempotencyKey } from '#domain/challenge/idempotency.ts';
import type { Outcome } from '#domain/errors.ts';
import type { Locale } from '#domain/locale.ts';
import type { Caller } from '#domain/network.ts';
import type { ChallengeRef } from '#domain/purpose.ts';
import type { Counted } from './count-sending.ts';
import type { KeyedRequest } from './repeat-by-key.ts';

/** The data of the new challenge of that id. */
export type MakeData = (id: string) => ChallengeData;

/** What a caller says about the message of a flow, whatever the flow is. */
export interface MessageRequest {
  readonly locale: Locale;
  /** Where the link of a new challenge leads. One that is sent again keeps its own. */
  readonly clientId?: string | undefined;
  /** The continuation of a live challenge, to send its message again. */
  readonly continuation?: string | undefined;
  /** A repeat with the same key gets the same answer, and nothing is sent or counted. */
  readonly idempotencyKey?: IdempotencyKey | undefined;
}

interface SendRequest extends Pick<MessageRequest, 'idempotencyKey'> {
  readonly caller: Caller;
  readonly lifetimeSeconds: number;
  /** Who asks, if they are logged in: the same key of another user is another request. */
  readonly userId?: string;
  /** Asked before anything is counted or written. A repeat of an answered request is not asked again. */
  readonly admit?: () => Promise<Outcome<undefined>>;
  /**
   * A further check, with what it counts for the message. It runs after the limits allowed the request and before the aliases
   * are counted and a row is written. `keyed`: for what must not be counted again for a repeat at the same time.
   */
  readonly check?: (
    current: Challenge | undefined,
    keyed: KeyedRequest | undefined,
  ) => Promise<Outcome<Counted | undefined>>;
  /** Prepares the data, which may depend on the id of the new challenge, or refuses. */
  readonly makeData?: () => Promise<Outcome<MakeData>>;
}

export interface BeginRequest extends SendRequest, MessageRequest {
  readonly ref: ChallengeRef;
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
