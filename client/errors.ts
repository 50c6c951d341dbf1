// What can go wrong in a log-in or a refresh. The calls of `api.ts` answer with their errors instead of throwing them.

/** Codes of the library itself. Those of the authorization server (RFC 6749, OpenID Connect) come as they are, such as `login_required`. */
export type FlowCode =
  /** The request got no answer. */
  | 'network'
  /** The service answered with something else, such as 429 or 503. Try again later. */
  | 'unavailable'
  /** The answer belongs to no log-in of this browser, or was used before (RFC 9700, 4.7). */
  | 'unknown_state'
  /** The answer comes from another server (RFC 9207). */
  | 'wrong_issuer'
  /** The ID token is not the one that was asked for. */
  | 'wrong_id_token'
  /** The browser cannot remember that a log-in was begun: its storage is full. */
  | 'storage';

export class LatchkeyError extends Error {
  override readonly name = 'LatchkeyError';
  readonly code: FlowCode | (string & {});

  constructor(code: LatchkeyError['code'], message: string = code, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}
