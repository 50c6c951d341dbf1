// The error of a token that is refused: its reason, and the HTTP answer to the client that sent the token.

export type TokenErrorCode =
  /** Missing, expired, changed, or of another issuer, audience or kind. */
  | 'invalid_token'
  | 'insufficient_scope'
  /** The keys could not be read. The token may be good: answer 503. */
  | 'keys_unavailable';

const STATUS = { invalid_token: 401, insufficient_scope: 403, keys_unavailable: 503 } as const;

export class TokenError extends Error {
  override readonly name = 'TokenError';
  readonly code: TokenErrorCode;
  readonly status: 401 | 403 | 503;

  constructor(code: TokenErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
    this.status = STATUS[code];
  }
}
