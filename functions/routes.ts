// The route table: everything that knows which routes exist (the functions, the local server, OpenAPI, the stack) reads it here.
import type * as z from 'zod/mini';
import type { ErrorCode } from './domain/errors.ts';
import { ResendRequest, SignUpRequest, VerifyRequest, VerifyStatusRequest } from './schemas/requests.ts';
import {
  DiscoveryResponse,
  HealthResponse,
  JwksResponse,
  SentResponse,
  TokenResponse,
  VerifyStatusResponse,
} from './schemas/responses.ts';

export type FunctionName = 'signup' | 'verify' | 'pages';
export type Method = 'GET' | 'HEAD' | 'POST';
export type RouteKey = `${Method} /${string}`;

export interface Route {
  readonly function: FunctionName;
  readonly summary: string;
  /** The JSON body it takes. */
  readonly request?: z.ZodMiniType;
  /** Its success: the status, and the JSON body or the media type of another one. */
  readonly success: { readonly status: 200 | 202; readonly body: z.ZodMiniType | string };
  /** What it answers besides, over what every route with a body may answer. */
  readonly errors: readonly ErrorCode[];
}

/** What any route that takes a body may answer. */
export const BODY_ERRORS = [
  'invalid_request',
  'origin_refused',
  'payload_too_large',
  'unsupported_media_type',
  'unavailable',
] as const satisfies readonly ErrorCode[];

const page = (summary: string) =>
  ({ function: 'pages', summary, success: { status: 200, body: 'text/html' }, errors: [] }) as const;

const VERIFY_ERRORS = ['expired', 'superseded', 'already_used', 'continuation_required', 'try_again'] as const;

export const ROUTES = {
  'POST /signup': {
    function: 'signup',
    summary: 'Begin a sign-up; a mail with a link and a code follows',
    request: SignUpRequest,
    success: { status: 202, body: SentResponse },
    errors: ['weak_password', 'try_again', 'too_many_requests'],
  },
  'POST /signup/resend': {
    function: 'signup',
    summary: 'Send the mail of a pending sign-up again',
    request: ResendRequest,
    success: { status: 202, body: SentResponse },
    errors: ['try_again', 'too_many_requests'],
  },
  'POST /verify': {
    function: 'verify',
    summary: 'Verify a sign-up by link or code, and log in',
    request: VerifyRequest,
    success: { status: 200, body: TokenResponse },
    errors: [
      ...VERIFY_ERRORS,
      'invalid_token',
      'already_registered',
      'code_mismatch',
      'password_required',
      'invalid_credentials',
      'too_many_requests',
    ],
  },
  'POST /verify/status': {
    function: 'verify',
    summary: 'Ask whether the sign-up was verified elsewhere; the first call after that logs in',
    request: VerifyStatusRequest,
    success: { status: 200, body: VerifyStatusResponse },
    errors: VERIFY_ERRORS,
  },
  'GET /signup': page('The sign-up page'),
  'HEAD /signup': page('The sign-up page, headers only'),
  'GET /verify': page('The page a link opens; it changes nothing until its button is pressed'),
  'HEAD /verify': page('The page a link opens, headers only'),
  'GET /assets/{file}': {
    function: 'pages',
    summary: 'Style and script of the pages',
    success: { status: 200, body: '*/*' },
    errors: ['not_found'],
  },
  'GET /.well-known/jwks.json': {
    function: 'pages',
    summary: 'The public keys of access tokens (RFC 7517)',
    success: { status: 200, body: JwksResponse },
    errors: ['unavailable'],
  },
  'GET /.well-known/openid-configuration': {
    function: 'pages',
    summary: 'Where a verifier finds issuer and keys',
    success: { status: 200, body: DiscoveryResponse },
    errors: [],
  },
  'GET /health': {
    function: 'pages',
    summary: 'Whether the API answers',
    success: { status: 200, body: HealthResponse },
    errors: [],
  },
  'GET /openapi.json': {
    function: 'pages',
    summary: 'This document',
    success: { status: 200, body: 'application/json' },
    errors: [],
  },
} as const satisfies Record<RouteKey, Route>;

export type Routes = typeof ROUTES;

/** The routes that one function serves. */
export type RoutesOf<Name extends FunctionName> = {
  [Key in keyof Routes]: Routes[Key]['function'] extends Name ? Key : never;
}[keyof Routes];

/** The parsed body of a route; `undefined` for routes without. */
export type BodyOf<Key extends keyof Routes> = Routes[Key] extends { readonly request: infer Schema }
  ? z.infer<Schema>
  : undefined;

/** The route key of a request, as API Gateway matches it, with its path parameters. `undefined`: the `$default` route. */
export const matchRoute = (
  method: string,
  path: string,
): { readonly key: keyof Routes; readonly parameters: Readonly<Record<string, string>> } | undefined => {
  for (const key of Object.keys(ROUTES) as (keyof Routes)[]) {
    const [routeMethod, template = ''] = key.split(' ');
    const match = routeMethod === method ? toPattern(template).exec(path) : null;
    if (match) return { key, parameters: { ...match.groups } };
  }
  return undefined;
};

/** The methods a path takes, for `Allow`. */
export const methodsOf = (path: string): string[] =>
  Object.keys(ROUTES)
    .map((key) => key.split(' '))
    .filter(([, template = '']) => toPattern(template).test(path))
    .map(([method = '']) => method);

const toPattern = (template: string): RegExp => {
  const escaped = template.replaceAll('.', '\\.').replace(/\{(\w+)\}/g, '(?<$1>[^/]+)');
  return new RegExp(`^${escaped}$`);
};
