// The errors of the JSON routes, as a union that TypeScript tells apart by `code`.
import type { components } from '../docs/client.d.ts';

type Problem = components['schemas']['Problem'];
type LimitReason = 'cool_down' | 'code_locked' | 'network' | 'address';
type PasswordReason = 'too_short' | 'too_long' | 'contains_address' | 'common' | 'leaked';

interface Details {
  too_many_requests: { readonly reason?: LimitReason; readonly retryAfterSeconds?: number };
  unavailable: { readonly retryAfterSeconds?: number };
  weak_password: { readonly reason: PasswordReason };
  /** A wrong code or password of a link or code, which says how many attempts are left. */
  code_mismatch: { readonly attemptsLeft?: number };
  invalid_credentials: { readonly attemptsLeft?: number };
  invalid_request: { readonly errors: NonNullable<Problem['errors']> };
  consent_required: { readonly missing: readonly string[] };
  account_needs_consent: { readonly missing: readonly string[] };
}

type ProblemOf<Code extends string> = {
  readonly code: Code;
  /** 0: there was no answer. */
  readonly status: number;
} & (Code extends keyof Details ? Details[Code] : unknown);

/** `network`: the request got no answer. */
export type ApiError = { [Code in Problem['code'] | 'network']: ProblemOf<Code> }[Problem['code'] | 'network'];

/** API Gateway answers in front of the service without a code. */
const codeOfStatus = (status: number): 'too_many_requests' | 'payload_too_large' | 'unavailable' | 'internal_error' => {
  if (status === 429) return 'too_many_requests';
  if (status === 413) return 'payload_too_large';
  return status === 502 || status === 503 || status === 504 ? 'unavailable' : 'internal_error';
};

export const NO_ANSWER: ApiError = { code: 'network', status: 0 };

/** By an answer that is not 200 or 202. */
export const problemOf = (status: number, body: object): ApiError =>
  ({ code: codeOfStatus(status), ...body, status }) as ApiError;
