// Handles every HTTP request of one function: finds the route, reads the body, runs the use-case and answers; errors become
// problem+json.
import middy, { type MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { type IdempotencyKey, readIdempotencyKey } from '#domain/challenge/idempotency.ts';
import { accept, DependencyError, nameOfError, type Outcome, type Refusal, refuse, stackOf } from '#domain/errors.ts';
import { type Locale, mustBeOneOf } from '#domain/locale.ts';
import type { Caller } from '#domain/network.ts';
import type { EventLog, RequestLog } from '#domain/ports.ts';
import type { Settings } from '#domain/settings.ts';
import { type BodyOf, type FunctionName, type Routes, type RoutesOf, routeOf, tableKeyOf } from '#routes.ts';
import { type Admission, createAdmission } from './admission.ts';
import { areCookiesBlocked, type CookieName, isOriginAllowed, readContinuationCookies, readCookie } from './cookies.ts';
import { chooseLocale } from './locale.ts';
import { readBody } from './read-body.ts';
import { readSender } from './read-sender.ts';
import { problem, type Reply, toResult } from './reply.ts';
import { securityHeaders } from './security-headers.ts';

export interface HttpDependencies {
  readonly settings: Settings;
  readonly log: RequestLog;
  /** Shared by the functions of a process. Default: one of its own. */
  readonly admission?: Admission;
}

/** What a route gets of a request: parsed values only. `locale` parses its header on first use. */
export interface HttpRequest<Body> {
  readonly body: Body;
  readonly caller: Caller;
  /** The IP address of the person, as it was told. */
  readonly address: string;
  readonly locale: Locale;
  /** As API Gateway sent it, for the routes whose body is not JSON. */
  readonly event: APIGatewayProxyEventV2;
  /** As it was sent: `chooseEncoding` reads it, in the one function that serves pages. */
  readonly acceptEncoding?: string | undefined;
  readonly pathParameters: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  /** Without its `?`, as it was sent. */
  readonly rawQuery: string;
  readonly isCookieMode: boolean;
  /** From the cookie in cookie mode, otherwise from the body. */
  readonly continuation?: string | undefined;
  /** Those that a reply sets or ends: of the purpose of the route only. */
  readonly continuationCookies: readonly CookieName[];
  readonly refreshToken?: string | undefined;
  /** The token of `Authorization: Bearer`. */
  readonly bearer?: string | undefined;
  /** The name of the trusted caller that sent the request. */
  readonly trustedCaller?: string | undefined;
  /** From `Idempotency-Key`, on the routes that take it. */
  readonly idempotencyKey?: IdempotencyKey | undefined;
}

export type RouteHandler<Key extends keyof Routes> = (request: HttpRequest<BodyOf<Key>>) => Promise<Outcome<Reply>>;

export type RouteHandlers<Name extends FunctionName> = { readonly [Key in RoutesOf<Name>]: RouteHandler<Key> };

export type HttpHandler = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

type AnyHandler = (request: HttpRequest<unknown>) => Promise<Outcome<Reply>>;

export interface HttpOptions {
  /** Answers requests that match no route. */
  readonly fallback?: (event: APIGatewayProxyEventV2) => Reply;
  /** Asked before anything else of a request is looked at. */
  readonly admit?: (event: APIGatewayProxyEventV2) => Outcome<unknown>;
}

/** The Lambda handler of the function `Name`. */
export const createHttpHandler = <Name extends FunctionName>(
  dependencies: HttpDependencies,
  handlers: RouteHandlers<Name>,
  { fallback = () => problem({ code: 'not_found' }), admit = () => accept(undefined) }: HttpOptions = {},
): HttpHandler => {
  const routes = new Map(Object.entries<AnyHandler>(handlers as Record<string, AnyHandler>));
  const { settings, log, admission = createAdmission() } = dependencies;
  const answer = async (handler: AnyHandler, event: APIGatewayProxyEventV2): Promise<Reply> => {
    const admitted = admit(event);
    const request = admitted.ok ? readRequest(event, settings) : admitted;
    const outcome = request.ok ? await handler(request.value) : request;
    return outcome.ok ? outcome.value : problem(outcome.refusal);
  };
  const dispatch: HttpHandler = async (event, context) => {
    const handler = routes.get(tableKeyOf(event.routeKey));
    if (!handler) return toResult(fallback(event));
    // A page costs less than its refusal.
    if (routeOf(event.routeKey)?.function === 'pages') return toResult(await answer(handler, event));
    const place = admission.enter(event.routeKey, context.getRemainingTimeInMillis());
    if (!place.ok) {
      log.write('overloaded', { route: event.routeKey, retryAfterSeconds: place.refusal.retryAfterSeconds });
      return toResult(problem(place.refusal));
    }
    let isSample = false;
    try {
      const reply = await answer(handler, event);
      isSample = reply.status < 400;
      return toResult(reply);
    } finally {
      place.value.leave(isSample);
    }
  };
  const chain = middy(dispatch, { timeoutEarlyResponse: tooSlow })
    .use(finishing(dependencies.settings))
    .use(answering(dependencies.log));
  return (event, context) => dependencies.log.during(event.requestContext.requestId, () => chain(event, context));
};

/** Called shortly before Lambda's own timeout, when a service behind the function has not answered. */
const tooSlow = (): never => {
  throw new DependencyError('time', new Error('the time of the function is over'));
};

/** Fields that mean the same in every body that has them. */
interface CommonFields {
  readonly credentials?: 'cookie';
  readonly continuation?: string | undefined;
  readonly refreshToken?: string | undefined;
  readonly locale?: string;
}

const readRequest = (event: APIGatewayProxyEventV2, settings: Settings): Outcome<HttpRequest<unknown>> => {
  const sender = readSender(event, settings);
  if (!sender.ok) return sender;
  const route = routeOf(event.routeKey);
  const body = route?.request ? readBody(event, route.request, route.bodyBytes) : undefined;
  if (body && !body.ok) return body;
  const fields = (body?.value ?? {}) as CommonFields;
  const isCookieMode = fields.credentials === 'cookie';
  if (isCookieMode && !isOriginAllowed(event, settings)) return refuse('origin_refused');
  const needsCookie = route?.needsCookie === 'always' || (route?.needsCookie === 'with_code' && 'code' in fields);
  if (isCookieMode && needsCookie && areCookiesBlocked(event, settings)) return refuse('cookies_blocked');
  const cookies =
    isCookieMode && route?.continuation ? readContinuationCookies(event, route.continuation, settings) : { names: [] };
  const { continuation } = isCookieMode ? cookies : fields;
  const refreshToken = isCookieMode ? readCookie(event, 'refresh', settings) : fields.refreshToken;
  const bearer = /^Bearer +([\w.-]+)$/i.exec(event.headers['authorization'] ?? '')?.[1];
  const key = readIdempotencyKey(route?.idempotent && event.headers['idempotency-key'], fields);
  if (!key.ok) return key;
  const { languages } = settings;
  if (fields.locale !== undefined && !languages.some((locale) => locale === fields.locale))
    return refuse('invalid_request', { errors: [{ path: 'locale', message: mustBeOneOf(languages) }] });
  const asked = fields.locale ?? event.queryStringParameters?.['lang'];
  return {
    ok: true,
    value: {
      body: body?.value,
      event,
      ...sender.value,
      get locale() {
        return chooseLocale(languages, asked, event.headers['accept-language']);
      },
      acceptEncoding: event.headers['accept-encoding'],
      pathParameters: event.pathParameters ?? {},
      query: event.queryStringParameters ?? {},
      rawQuery: event.rawQueryString,
      isCookieMode,
      continuation,
      continuationCookies: cookies.names,
      refreshToken,
      bearer,
      idempotencyKey: key.value,
    },
  };
};

type Middleware = MiddlewareObj<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>;

/** Adds the common headers; a header that the route sets wins. An answer to HEAD has all headers and no body. */
const finishing = (settings: Settings): Middleware => {
  const headers = securityHeaders(settings);
  const finish: Middleware['after'] = (request) => {
    const { response, event } = request;
    if (!response) return;
    const body = event.requestContext.http.method === 'HEAD' ? '' : (response.body ?? '');
    request.response = { ...response, headers: { ...headers, ...response.headers }, body };
  };
  return { after: finish, onError: finish };
};

/** Turns exceptions into answers without internal details, and logs the request. Used last, because then it sees errors first. */
const answering = (log: EventLog): Middleware => {
  const complete: Middleware['after'] = ({ event, response }) => {
    const status = response?.statusCode ?? 0;
    log.write('request_completed', { route: event.routeKey, status, ...(status === 429 && { refusedByLimits: 1 }) });
  };
  return {
    after: complete,
    onError: (request) => {
      request.response = toResult(problem(explain(log, request.error, request.event.routeKey)));
      complete(request);
    },
  };
};

const explain = (log: EventLog, error: Error | null | undefined, route: string): Refusal => {
  if (error instanceof DependencyError) {
    log.write('dependency_failed', { route, dependency: error.dependency, error: nameOfError(error.cause) });
    return { code: 'unavailable', retryAfterSeconds: 1 };
  }
  log.write('unexpected_error', { route, error: nameOfError(error), stack: stackOf(error) });
  return { code: 'internal_error' };
};
