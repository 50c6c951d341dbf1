// The one table of error codes that the API can answer (RFC 9457 problem details), and the types that carry them.
import type { InputReason } from './input/typed-text.ts';

interface ErrorDefinition {
  readonly status: number;
  /** One English sentence: what happened and what to do. */
  readonly title: string;
}

export const ERRORS = {
  invalid_request: { status: 400, title: 'The request is not valid. See "errors".' },
  invalid_token: { status: 400, title: 'This link is not valid. Open the link in the mail again, or use the code.' },
  weak_password: { status: 422, title: 'This password is refused. Choose another one.' },
  consent_required: {
    status: 422,
    title: 'An account needs the consents of "missing", to the version of now. Read GET /consents and ask for them.',
  },
  account_needs_consent: {
    status: 409,
    title: 'The account needs the consents of "missing". To withdraw them, delete the account.',
  },
  expired: { status: 410, title: 'This link or code has expired. Ask for a new one.' },
  superseded: { status: 410, title: 'A newer mail has replaced this link or code. Use the newest one.' },
  already_used: { status: 410, title: 'This link or code has been used. Log in.' },
  already_registered: { status: 409, title: 'This address has an account. Log in, or reset its password.' },
  nothing_to_send: {
    status: 409,
    title:
      'This mail would lead to nothing: no sign-up is pending, or the account has a password or a passkey already.',
  },
  address_suppressed: {
    status: 409,
    title: 'No mail goes to this address. POST /admin/users/explain says why, POST /admin/suppressions/lift ends it.',
  },
  second_factor_on: { status: 409, title: 'The account has a second factor already. Turn it off first.' },
  too_many_passkeys: { status: 409, title: 'The account has 10 passkeys, which is the most. Remove one first.' },
  same_address: { status: 409, title: 'This is the address of the account already.' },
  code_mismatch: { status: 401, title: 'The code is wrong.' },
  password_required: {
    status: 401,
    title: 'Enter the password chosen at sign-up, or open the link on the device you signed up with.',
  },
  continuation_required: {
    status: 401,
    title: 'Only the client that asked for this message can continue. Send its continuation.',
  },
  invalid_credentials: { status: 401, title: 'The email address or the password is wrong.' },
  unauthenticated: {
    status: 401,
    title: 'Send a valid access token as "Authorization: Bearer <token>", or refresh it first.',
  },
  reauthentication_required: {
    status: 401,
    title: 'Send the password too, or log in again and repeat this within 5 minutes.',
  },
  second_factor_required: {
    status: 401,
    title:
      'The account has a second factor. Send "ticket" to POST /login/second-factor with a code, within 10 minutes.',
  },
  cookies_blocked: {
    status: 401,
    title:
      'The browser sent no cookie: pages of another site cannot use cookie mode. Use the API from the same site, or tokens in the body.',
  },
  api_key_required: { status: 401, title: 'Send the key of a trusted caller as "x-api-key".' },
  session_ended: { status: 401, title: 'This session has ended. Log in again.' },
  email_not_verified: {
    status: 403,
    title: 'This address is not verified yet. Open the link in the mail, or sign up again.',
  },
  human_check_required: {
    status: 403,
    title: 'Show the human check of "siteKey" for "action", then repeat the request with its token as "humanToken".',
  },
  account_disabled: { status: 403, title: 'This account is disabled. Contact the service.' },
  origin_refused: { status: 403, title: 'This origin may not use cookies here. Add it to allowedOrigins.' },
  admin_required: {
    status: 403,
    title:
      'Only an identity of IAM with the right to this act may do it, outside a browser: sign the request (SigV4). On a laptop, send "x-admin-key".',
  },
  try_again: { status: 409, title: 'Another request was faster. Try again.' },
  too_many_requests: { status: 429, title: 'Too many requests. Wait, then try again.' },
  payload_too_large: { status: 413, title: 'The body is larger than this route takes: 16 KB, for an import 1 MB.' },
  unsupported_media_type: { status: 415, title: 'Send application/json.' },
  not_found: { status: 404, title: 'There is nothing here.' },
  method_not_allowed: { status: 405, title: 'This path does not take this method. See "Allow".' },
  unavailable: { status: 503, title: 'This cannot be served right now. Repeating the request is safe.' },
  internal_error: { status: 500, title: 'Something went wrong on our side.' },
} as const satisfies Record<string, ErrorDefinition>;
export type ErrorCode = keyof typeof ERRORS;

/** A fault in one field of a request. `message` never repeats the value. */
export interface FieldError {
  readonly path: string;
  readonly message: string;
  /** Of an address, number or code as typed, with the character that is in the way. */
  readonly reason?: InputReason;
  readonly character?: string;
}

export const LIMIT_REASONS = ['cool_down', 'code_locked', 'network', 'address'] as const;
export const PASSWORD_REASONS = ['too_short', 'too_long', 'contains_address', 'common', 'leaked'] as const;
export type PasswordReason = (typeof PASSWORD_REASONS)[number];
/** Why a request must bring a token of the human check: it has none, or one that does not count, or nobody can tell right now. */
export const HUMAN_REASONS = ['missing', 'refused', 'unavailable'] as const;
export type HumanReason = (typeof HUMAN_REASONS)[number];

/** An expected failure is a value, not an exception. The HTTP layer turns it into problem+json. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly reason?: (typeof LIMIT_REASONS)[number] | PasswordReason | HumanReason;
  /** Of the human check: the public key of its widget, and what the widget is shown for. */
  readonly siteKey?: string;
  readonly action?: string;
  readonly errors?: readonly FieldError[];
  /** The keys of consents. */
  readonly missing?: readonly string[];
  readonly attemptsLeft?: number;
  readonly retryAfterSeconds?: number;
  /** Of a log-in whose first factor was right. */
  readonly ticket?: string;
}

export type Outcome<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly refusal: Refusal };

export const accept = <Value>(value: Value): Outcome<Value> => ({ ok: true, value });
export const refuse = (code: ErrorCode, details: Omit<Refusal, 'code'> = {}): { ok: false; refusal: Refusal } => ({
  ok: false,
  refusal: { code, ...details },
});

/** Whole seconds from `now` to `until` (both epoch milliseconds), at least 1. */
export const secondsUntil = (until: number, now: number): number => Math.max(1, Math.ceil((until - now) / 1000));

/** A database, key service or queue failed after its retries. Answered 503; repeating the request is safe. */
export class DependencyError extends Error {
  override readonly name = 'DependencyError';
  readonly dependency: string;

  constructor(dependency: string, cause: unknown) {
    super(`${dependency} failed`, { cause });
    this.dependency = dependency;
  }
}

/** Words of letters, such as `ThrottlingException` or `AWS.SimpleQueueService.NonExistentQueue`. */
const ERROR_NAME = /^[A-Z][A-Za-z]*(?:\.[A-Z][A-Za-z]*)*$/;
const ERROR_NAME_MAXIMUM_LENGTH = 64;

/** The name of an error, for the log. A library may take it from an answer, so whatever does not look like one is withheld. */
export const nameOfError = (error: unknown): string => {
  if (!(error instanceof Error)) return 'unknown';
  const { name } = error;
  return name.length <= ERROR_NAME_MAXIMUM_LENGTH && ERROR_NAME.test(name) ? name : 'withheld';
};

const STACK_LINES = 5;

/** Where an error arose, for the log: the first lines of its stack without its message, which may quote a request. */
export const stackOf = (error: unknown): string | undefined => {
  if (!(error instanceof Error)) return undefined;
  return error.stack
    ?.replace(error.message, '')
    .split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .slice(0, STACK_LINES)
    .join(' ');
};
