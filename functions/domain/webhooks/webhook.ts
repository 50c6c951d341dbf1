// An endpoint of the team that is told of events, and what becomes of one try to tell it.

export interface WebhookEndpoint {
  /** `[a-z][a-z0-9-]{0,19}` */
  readonly name: string;
  readonly url: string;
}

export interface WebhookMessage {
  readonly id: string;
  readonly type: string;
  /** The JSON of the event. */
  readonly body: string;
}

/** Why a try failed, as the log has it. */
export const WEBHOOK_FAILURES = [
  'answered',
  'redirected',
  'no_answer',
  'name_unknown',
  'private_address',
  'secret_unusable',
] as const;
export type WebhookFailure = (typeof WEBHOOK_FAILURES)[number];

/** `detail`: the code of the system, such as `ECONNREFUSED` or `ETIMEDOUT`. */
export type PostResult =
  | { readonly ok: true; readonly status: number }
  | {
      readonly ok: false;
      readonly reason: WebhookFailure;
      readonly status?: number;
      readonly detail?: string;
      /** As the endpoint sent it, on 429 and 503. */
      readonly retryAfter?: string;
    };

/** The sources of events on the bus: of all listeners, and of one endpoint that gets an event again. */
export const EVENT_SOURCE = 'latchkey';
export const REPLAY_SOURCE = 'latchkey.replay';

/** The detail type of an event that one endpoint gets again. */
export const replayTypeOf = (endpoint: string): string => `webhook:${endpoint}`;

/** `wanted`: types of events, or all of a kind (`user.*`). `undefined`: all. */
export const wantsEvent = (wanted: readonly string[] | undefined, type: string): boolean =>
  wanted?.some((one) => (one.endsWith('.*') ? type.startsWith(one.slice(0, -1)) : one === type)) ?? true;
