// The errors of SENS and of the gateway before it: https://api.ncloud-docs.com/docs/common-ncpapi and sens-overview.

export type SensAnswer = { readonly status: number; readonly body: unknown } | 'hang' | 'reset';

const byGateway = (status: number, errorCode: string, message: string): SensAnswer => ({
  status,
  body: { error: { errorCode, message, details: message } },
});

/** SENS documents only the status; this shape was observed. */
export const byService = (status: number, ...errors: string[]): SensAnswer => ({
  status,
  body: { status, errorMessage: `Validation failed. ${errors.length} error(s)`, errors },
});

export const SENS_FAILURES = {
  bad_request: byGateway(400, '100', 'Bad Request Exception'),
  content_refused: byService(400, 'The content must not be empty.'),
  sender_unregistered: byService(400, 'The calling number(from) is not registered.'),
  recipient_invalid: byService(400, 'The receiver(to) must be numeric and cannot exceed 25 characters.'),
  unauthorised: byGateway(401, '200', 'Authentication Failed'),
  permission_denied: byGateway(401, '210', 'Permission Denied'),
  forbidden: { status: 403, body: { status: 403, error: 'Forbidden' } },
  not_found: byGateway(404, '300', 'Not Found Exception'),
  too_large: byGateway(413, '430', 'Request Entity Too Large'),
  quota_exceeded: byGateway(429, '400', 'Quota Exceeded'),
  throttled: byGateway(429, '410', 'Throttle Limited'),
  rate_limited: byGateway(429, '420', 'Rate Limited'),
  server_error: byGateway(500, '900', 'Unexpected Error'),
  endpoint_error: byGateway(503, '500', 'Endpoint Error'),
  endpoint_timeout: byGateway(504, '510', 'Endpoint Timeout'),
  /** What a proxy in between may answer. */
  page: { status: 200, body: '<html><body>Welcome to the network</body></html>' },
  nothing: { status: 202, body: '' },
  hang: 'hang',
  reset: 'reset',
} as const satisfies Record<string, SensAnswer>;
export type SensFailure = keyof typeof SENS_FAILURES;
