// The errors of OAuth 2.0 and OpenID Connect as values. A client gets them as JSON, or in the redirect to it.

export const OAUTH_ERRORS = [
  // RFC 6749, sections 4.1.2.1 and 5.2.
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'invalid_scope',
  'unsupported_grant_type',
  'unsupported_response_type',
  'temporarily_unavailable',
  // OpenID Connect Core, section 3.1.2.6.
  'login_required',
  'request_not_supported',
  'request_uri_not_supported',
] as const;

export interface OAuthError {
  readonly error: (typeof OAUTH_ERRORS)[number];
  /** English, for developers. Never repeats what was sent. */
  readonly description: string;
}

export type OAuthOutcome<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly refusal: OAuthError };

export const oauthRefusal = (
  error: OAuthError['error'],
  description: string,
): { readonly ok: false; readonly refusal: OAuthError } => ({ ok: false, refusal: { error, description } });

/** A longer form is refused. */
export const FORM_MAXIMUM_BYTES = 16 * 1024;

/** The parameters of a request, each at most once (RFC 6749, section 3.1). An empty one counts as left out. */
export interface Parameters {
  get(name: string): string | undefined;
  /** The name of one that was sent twice. */
  readonly repeated: string | undefined;
}

export const readParameters = (text: string): Parameters => {
  const sent = new URLSearchParams(text);
  const names = [...sent.keys()];
  return {
    get: (name) => sent.get(name) || undefined,
    repeated: names.find((name, index) => names.indexOf(name) !== index),
  };
};
