// What a route answers instead of success: its own problems by status, and what API Gateway may answer in its place.
import { ERRORS, type ErrorCode, type Refusal } from '#domain/errors.ts';
import { CHALLENGE, problem } from '#http/reply.ts';
import { errorsOf, ROUTES, type Route } from '#routes.ts';
import { SITE_KEY } from './example-values.ts';

const reference = (kind: string, name: string) => ({ $ref: `#/components/${kind}/${name}` });

const DETAILS: Partial<Record<ErrorCode, Omit<Refusal, 'code'>>> = {
  invalid_request: {
    errors: [
      {
        path: 'email',
        message: 'must be an email address: it must not contain "민" (U+BBFC)',
        reason: 'character',
        character: '민',
      },
    ],
  },
  weak_password: { reason: 'too_short' },
  consent_required: { missing: ['terms', 'privacy'] },
  account_needs_consent: { missing: ['terms'] },
  human_check_required: { reason: 'missing', siteKey: SITE_KEY, action: 'signup' },
  code_mismatch: { attemptsLeft: 4 },
  too_many_requests: { reason: 'cool_down', retryAfterSeconds: 42 },
  unavailable: { retryAfterSeconds: 1 },
};

/** Exactly what the functions answer. Where there is no route, no operation answers `method_not_allowed`. */
export const PROBLEM_EXAMPLES = Object.fromEntries(
  (Object.keys(ERRORS) as ErrorCode[])
    .filter((code) => code !== 'method_not_allowed')
    .map((code) => [
      code,
      { summary: ERRORS[code].title, value: JSON.parse(problem({ code, ...DETAILS[code] }).body) },
    ]),
);

/** By status: what API Gateway says, and when. */
const GATEWAY: Readonly<Record<number, { readonly message: string; readonly when: string }>> = {
  413: { message: 'Request Entity Too Large', when: 'the body is over 10 MB' },
  429: { message: 'Too Many Requests', when: 'the route or the account is throttled' },
  500: { message: 'Internal Server Error', when: 'a function could not be run' },
  503: { message: 'Service Unavailable', when: 'a function did not answer in time' },
};

export const GATEWAY_EXAMPLES = Object.fromEntries(
  Object.entries(GATEWAY).map(([status, { message }]) => [
    `gateway_${status}`,
    { summary: message, value: { message } },
  ]),
);

export const PROBLEM_HEADERS = {
  RetryAfter: {
    description: 'Seconds to wait. API Gateway’s own answers have none.',
    schema: { type: 'integer', format: 'int32', minimum: 1, maximum: 2 ** 31 - 1 },
  },
  WwwAuthenticate: {
    description: 'With `unauthenticated` (RFC 6750).',
    schema: { type: 'string', const: CHALLENGE },
  },
};

interface Answer {
  readonly status: number;
  /** Equal answers share one component of this name. */
  readonly name: string;
  readonly codes: readonly ErrorCode[];
  readonly isByGateway: boolean;
  /** Faults of a form are answered in the words of OAuth. */
  readonly isByOAuth: boolean;
}

const OAUTH_STATUSES: readonly number[] = [400, 401];

/** One per status. */
const answersOf = (route: Route): readonly Answer[] => {
  const codes = new Set<ErrorCode>([...errorsOf(route), 'internal_error']);
  const byStatus = Map.groupBy(codes, (code): number => ERRORS[code].status);
  const byGateway = Object.keys(GATEWAY)
    .map(Number)
    .filter((status) => status !== 413 || route.request !== undefined);
  const statuses = [...new Set([...byStatus.keys(), ...byGateway, ...(route.form ? OAUTH_STATUSES : [])])].toSorted(
    (one, other) => one - other,
  );
  return statuses.map((status) => {
    const own = byStatus.get(status) ?? [];
    const isByOAuth = route.form !== undefined && OAUTH_STATUSES.includes(status);
    const names = [...(isByOAuth ? ['oauth'] : []), ...own.toSorted()];
    const name = names.join('.') || `gateway_${status}`;
    return { status, name, codes: own, isByGateway: byGateway.includes(status), isByOAuth };
  });
};

/** The `responses` of a route besides success. The route table lists the codes of each route. */
export const problemsOf = (route: Route) =>
  Object.fromEntries(
    answersOf(route).map(({ status, name, codes }) => [
      status,
      {
        ...reference('responses', name),
        ...(codes.length > 0 && { description: codes.map((code) => `\`${code}\``).join(' · ') }),
      },
    ]),
  );

const contentOf = (schema: string, examples: readonly string[]) => ({
  schema: reference('schemas', schema),
  examples: Object.fromEntries(examples.map((name) => [name, reference('examples', name)])),
});

const OAUTH_NOTE = 'An error of OAuth 2.0 (RFC 6749, section 5.2).';

const componentOf = ({ codes, status, isByGateway, isByOAuth }: Answer) => {
  const lines = codes.map((code) => `\`${code}\`: ${ERRORS[code].title}`);
  const mayBeLater = codes.includes('too_many_requests') || codes.includes('unavailable');
  const headers = {
    ...(mayBeLater && { 'Retry-After': reference('headers', 'RetryAfter') }),
    ...(codes.includes('unauthenticated') && { 'WWW-Authenticate': reference('headers', 'WwwAuthenticate') }),
  };
  return {
    description: [
      ...lines,
      ...(isByOAuth ? [OAUTH_NOTE] : []),
      ...(isByGateway ? [`API Gateway itself: ${GATEWAY[status]?.when}.`] : []),
    ].join('\n\n'),
    ...(Object.keys(headers).length > 0 && { headers }),
    content: {
      ...(codes.length > 0 && { 'application/problem+json': contentOf('Problem', codes) }),
      ...(isByOAuth && { 'application/json': contentOf('OAuthError', ['OAuthError']) }),
      ...(isByGateway && { 'application/json': contentOf('GatewayMessage', [`gateway_${status}`]) }),
    },
  };
};

/** Every answer that a route refers to. */
export const PROBLEM_ANSWERS = Object.fromEntries(
  Object.values<Route>(ROUTES)
    .flatMap(answersOf)
    .map((answer) => [answer.name, componentOf(answer)]),
);
