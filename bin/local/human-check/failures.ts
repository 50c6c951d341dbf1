// What Cloudflare may answer, or fail to answer, in place of a verdict: its documented error codes, and what a network does.
export type TurnstileAnswer = { readonly status: number; readonly body: unknown } | 'hang' | 'reset';

export const failed = (code: string): TurnstileAnswer => ({
  status: 200,
  body: { success: false, 'error-codes': [code], messages: [] },
});

export const TURNSTILE_FAILURES = {
  missing_secret: failed('missing-input-secret'),
  invalid_secret: failed('invalid-input-secret'),
  missing_response: failed('missing-input-response'),
  invalid_response: failed('invalid-input-response'),
  bad_request: failed('bad-request'),
  duplicate: failed('timeout-or-duplicate'),
  internal_error: failed('internal-error'),
  no_code: { status: 200, body: { success: false, 'error-codes': [] } },
  new_code: failed('something-new'),
  wrong_action: { status: 200, body: { success: true, 'error-codes': [], hostname: 'localhost', action: 'checkout' } },
  wrong_hostname: {
    status: 200,
    body: { success: true, 'error-codes': [], hostname: 'evil.example', action: 'signup' },
  },
  no_action: { status: 200, body: { success: true, 'error-codes': [], hostname: 'localhost' } },
  /** Valid JSON that says nothing. */
  shapeless: { status: 200, body: { success: 'true' } },
  /** What a proxy in between may answer. */
  page: { status: 200, body: '<html><body>Welcome to the network</body></html>' },
  nothing: { status: 200, body: '' },
  server_error: { status: 500, body: 'error code: 1101' },
  gateway: { status: 502, body: '' },
  down: { status: 503, body: '' },
  hang: 'hang',
  reset: 'reset',
} as const satisfies Record<string, TurnstileAnswer>;
export type TurnstileFailure = keyof typeof TURNSTILE_FAILURES;
