// The route table, read by everything that needs to know the routes: the functions, the local server, OpenAPI, the stack.
import type * as z from 'zod/mini';
import type { ErrorCode } from '#domain/errors.ts';
import type { Purpose } from '#domain/purpose.ts';
import { AuthorizeForm, LogOutForm, TokenForm, TokenOfClientForm } from '#schemas/forms.ts';
import {
  ConsentsRequest,
  EmailChangeRequest,
  EmailConfirmRequest,
  EmailUndoRequest,
  InvitationConfirmRequest,
  LinkInspectRequest,
  LogInConfirmRequest,
  LogInRequest,
  MailRequest,
  OtpCheckRequest,
  OtpRequest,
  OwnerRequest,
  PasswordChangeRequest,
  PhoneChangeRequest,
  PhoneConfirmRequest,
  ProfileRequest,
  RefreshRequest,
  ResendRequest,
  ResetConfirmRequest,
  SignUpRequest,
  VerifyRequest,
  VerifyStatusRequest,
} from '#schemas/requests.ts';
import {
  AccountDeletedResponse,
  AppleAssociationResponse,
  AskedConsentsResponse,
  AssetLinksResponse,
  ClientTokensResponse,
  ConsentsResponse,
  DiscoveryResponse,
  HealthResponse,
  IntrospectionResponse,
  JwksResponse,
  LinkInspectResponse,
  LoggedOutResponse,
  OtpCheckResponse,
  ProfileFieldsResponse,
  RelatedOriginsResponse,
  RevokedResponse,
  SentResponse,
  SessionEndedResponse,
  SessionsResponse,
  TokenResponse,
  UserInfoResponse,
  UserResponse,
  VerifyStatusResponse,
} from '#schemas/responses.ts';
import { ADMIN_ROUTES } from './admin-routes.ts';
import { FACTOR_ROUTES } from './factor-routes.ts';

/** The functions behind the API. The parts of each are typed by this list: a new one does not compile without them. */
export const API_FUNCTIONS = [
  'signup',
  'verify',
  'reset',
  'session',
  'account',
  'factors',
  'authorize',
  'otp',
  'admin',
  'pages',
] as const;
export type FunctionName = (typeof API_FUNCTIONS)[number];

/** Every function: those of the API, then those that events invoke. Each is a file in `functions/handlers/`. */
export const FUNCTIONS = [...API_FUNCTIONS, 'courier', 'feedback', 'events', 'webhooks', 'purge'] as const;
export type AnyFunctionName = (typeof FUNCTIONS)[number];

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export type RouteKey = `${Method} /${string}`;

export interface Route {
  readonly function: FunctionName;
  readonly summary: string;
  /** Whether it takes an access token: always, or instead of another proof. */
  readonly bearer?: 'required' | 'optional';
  /** Whether it is for identities of IAM alone. */
  readonly isForAdmins?: true;
  /** Whether the deployment may require the key of a trusted caller in `x-api-key`. */
  readonly apiKey?: true;
  /** Whether it takes `Idempotency-Key`: a repeat with the same key gets the same answer and sends nothing. */
  readonly idempotent?: true;
  /** The JSON body of the request. */
  readonly request?: z.ZodMiniType;
  /** The most bytes of that body. Default: 16 KB. */
  readonly bodyBytes?: number;
  /** The form of the request, for the document: the route reads it itself, and answers faults as OAuth does. */
  readonly form?: z.ZodMiniType;
  /** Whose continuation it reads or begins, in the cookie of that purpose. Only of routes with a cookie mode. */
  readonly continuation?: Purpose;
  /** Whether it can do nothing in cookie mode without a cookie: always, or with a code. */
  readonly needsCookie?: 'always' | 'with_code';
  /** The success: its status, and its JSON body or the media type of another body. A redirect has none. */
  readonly success: { readonly status: 200 | 202 | 302 | 303; readonly body: z.ZodMiniType | string };
  /** The errors of the route itself, besides those for an invalid body or access token. */
  readonly errors: readonly ErrorCode[];
}

/** The errors of every route that takes a body, besides `invalid_request`. */
const BODY_ERRORS = [
  'payload_too_large',
  'unsupported_media_type',
  'unavailable',
] as const satisfies readonly ErrorCode[];

/** Every error code of a route: those of its headers, its body, its cookies, its access token and its own. */
export const errorsOf = ({ request, isForAdmins, needsCookie, bearer, errors }: Route): readonly ErrorCode[] => [
  'invalid_request',
  ...(request ? BODY_ERRORS : []),
  // A browser may not use the routes of administrators from any origin, which is their own error.
  ...(isForAdmins ? (['admin_required'] as const) : request ? (['origin_refused'] as const) : []),
  ...(needsCookie ? (['cookies_blocked'] as const) : []),
  ...(bearer ? (['unauthenticated'] as const) : []),
  ...errors,
];

const page = (summary: string) =>
  ({ function: 'pages', summary, success: { status: 200, body: 'text/html' }, errors: [] }) as const;

const asset = (summary: string) =>
  ({ function: 'pages', summary, success: { status: 200, body: '*/*' }, errors: ['not_found'] }) as const;

/** The errors of a link or a code that does not work. */
const LINK_ERRORS = ['invalid_token', 'expired', 'superseded', 'already_used'] as const;
const CODE_ERRORS = ['continuation_required', 'code_mismatch', 'too_many_requests', 'try_again'] as const;
const OWNER_ERRORS = ['invalid_credentials', 'reauthentication_required', 'too_many_requests'] as const;
const BEGIN_ERRORS = ['try_again', 'too_many_requests'] as const;

export const ROUTES = {
  'POST /signup': {
    function: 'signup',
    summary: 'Begin a sign-up; a mail with a link and a code follows',
    idempotent: true,
    request: SignUpRequest,
    continuation: 'signup',
    success: { status: 202, body: SentResponse },
    errors: ['weak_password', 'consent_required', 'human_check_required', ...BEGIN_ERRORS],
  },
  'POST /signup/resend': {
    function: 'signup',
    summary: 'Send the mail of a pending sign-up again',
    idempotent: true,
    request: ResendRequest,
    continuation: 'signup',
    needsCookie: 'always',
    success: { status: 202, body: SentResponse },
    errors: ['expired', 'superseded', 'already_used', 'continuation_required', ...BEGIN_ERRORS],
  },
  'POST /verify': {
    function: 'verify',
    summary: 'Verify a sign-up by link or code, and log in',
    request: VerifyRequest,
    continuation: 'signup',
    needsCookie: 'with_code',
    success: { status: 200, body: TokenResponse },
    errors: [
      ...LINK_ERRORS,
      ...CODE_ERRORS,
      'already_registered',
      'password_required',
      'invalid_credentials',
      'weak_password',
      'consent_required',
    ],
  },
  'POST /verify/status': {
    function: 'verify',
    summary: 'Ask whether the sign-up was verified elsewhere; the first call after that logs in',
    request: VerifyStatusRequest,
    continuation: 'signup',
    needsCookie: 'always',
    success: { status: 200, body: VerifyStatusResponse },
    errors: ['expired', 'superseded', 'already_used', 'continuation_required', 'try_again'],
  },
  'POST /links/inspect': {
    function: 'verify',
    summary: 'Tell what a link is for, and for whom; uses nothing up',
    request: LinkInspectRequest,
    success: { status: 200, body: LinkInspectResponse },
    errors: ['invalid_token', 'expired'],
  },
  'POST /login': {
    function: 'session',
    summary: 'Log in with email and password',
    request: LogInRequest,
    success: { status: 200, body: TokenResponse },
    errors: [
      'invalid_credentials',
      'email_not_verified',
      'account_disabled',
      'second_factor_required',
      'too_many_requests',
      'try_again',
    ],
  },
  'POST /login/link': {
    function: 'session',
    summary: 'Mail a link and a code that log in; the answer is the same without an account',
    idempotent: true,
    request: MailRequest,
    continuation: 'login',
    success: { status: 202, body: SentResponse },
    errors: [...BEGIN_ERRORS, 'human_check_required'],
  },
  'POST /login/link/confirm': {
    function: 'session',
    summary: 'Log in with the link or the code of that mail',
    request: LogInConfirmRequest,
    continuation: 'login',
    needsCookie: 'with_code',
    success: { status: 200, body: TokenResponse },
    errors: [...LINK_ERRORS, ...CODE_ERRORS, 'account_disabled', 'second_factor_required'],
  },
  'POST /token/refresh': {
    function: 'session',
    summary: 'Exchange a refresh token for the next one and a new access token',
    request: RefreshRequest,
    needsCookie: 'always',
    success: { status: 200, body: TokenResponse },
    errors: ['session_ended', 'try_again'],
  },
  'POST /logout': {
    function: 'session',
    summary: 'End this session; the answer is the same when it has ended before',
    request: RefreshRequest,
    needsCookie: 'always',
    success: { status: 200, body: LoggedOutResponse },
    errors: ['try_again'],
  },
  'POST /logout/all': {
    function: 'session',
    summary: 'End every session of the account',
    request: OwnerRequest,
    needsCookie: 'always',
    success: { status: 200, body: LoggedOutResponse },
    errors: ['session_ended', ...OWNER_ERRORS, 'try_again'],
  },
  ...FACTOR_ROUTES,
  'POST /reset': {
    function: 'reset',
    summary: 'Mail a link and a code that set a new password; the answer is the same without an account',
    idempotent: true,
    request: MailRequest,
    continuation: 'reset',
    success: { status: 202, body: SentResponse },
    errors: [...BEGIN_ERRORS, 'human_check_required'],
  },
  'POST /reset/confirm': {
    function: 'reset',
    summary: 'Set a new password with the link or the code of that mail, end all sessions, and log in',
    request: ResetConfirmRequest,
    continuation: 'reset',
    needsCookie: 'with_code',
    success: { status: 200, body: TokenResponse },
    errors: [...LINK_ERRORS, ...CODE_ERRORS, 'weak_password', 'account_disabled', 'second_factor_required'],
  },
  'POST /invitation/confirm': {
    function: 'reset',
    summary: 'Set the first password with the link of an invitation, agree to the consents, and log in',
    request: InvitationConfirmRequest,
    success: { status: 200, body: TokenResponse },
    errors: [
      ...LINK_ERRORS,
      'weak_password',
      'consent_required',
      'account_disabled',
      'second_factor_required',
      'try_again',
    ],
  },
  'POST /otp': {
    function: 'otp',
    summary: 'Send a one-time code by mail or SMS; no account is needed',
    apiKey: true,
    idempotent: true,
    request: OtpRequest,
    success: { status: 202, body: SentResponse },
    errors: [...BEGIN_ERRORS, 'human_check_required', 'api_key_required', 'not_found'],
  },
  'POST /otp/check': {
    function: 'otp',
    summary: 'Check a one-time code; the proof is for your own backend',
    request: OtpCheckRequest,
    success: { status: 200, body: OtpCheckResponse },
    errors: [...CODE_ERRORS, 'expired', 'superseded', 'already_used', 'not_found'],
  },
  'GET /me': {
    function: 'account',
    summary: 'The account',
    bearer: 'required',
    success: { status: 200, body: UserResponse },
    errors: ['unavailable'],
  },
  'PATCH /me': {
    function: 'account',
    summary: 'Change language and profile; profile keys are merged, null removes one',
    bearer: 'required',
    request: ProfileRequest,
    success: { status: 200, body: UserResponse },
    errors: ['try_again'],
  },
  'DELETE /me': {
    function: 'account',
    summary: 'Delete the account',
    bearer: 'required',
    request: OwnerRequest,
    success: { status: 200, body: AccountDeletedResponse },
    errors: [...OWNER_ERRORS, 'try_again'],
  },
  'GET /me/consents': {
    function: 'account',
    summary: 'What the person agreed to and refused, with the last 50 changes',
    bearer: 'required',
    success: { status: 200, body: ConsentsResponse },
    errors: ['unavailable'],
  },
  'PUT /me/consents': {
    function: 'account',
    summary: 'Agree to consents or withdraw them; those that are left out stay',
    bearer: 'required',
    request: ConsentsRequest,
    success: { status: 200, body: ConsentsResponse },
    errors: ['account_needs_consent', 'try_again'],
  },
  'POST /me/password': {
    function: 'account',
    summary: 'Change the password; all sessions end, and the answer begins a new one',
    bearer: 'required',
    request: PasswordChangeRequest,
    success: { status: 200, body: TokenResponse },
    errors: ['invalid_credentials', 'reauthentication_required', 'weak_password', 'too_many_requests', 'try_again'],
  },
  'POST /me/email': {
    function: 'account',
    summary: 'Mail a link and a code to a new address; the answer is the same for an address that is taken',
    bearer: 'required',
    idempotent: true,
    request: EmailChangeRequest,
    continuation: 'email_change',
    success: { status: 202, body: SentResponse },
    errors: ['same_address', 'invalid_credentials', 'reauthentication_required', ...BEGIN_ERRORS],
  },
  'POST /me/email/confirm': {
    function: 'account',
    summary: 'Move the account to the new address; all sessions end, and the answer begins a new one',
    bearer: 'optional',
    request: EmailConfirmRequest,
    continuation: 'email_change',
    needsCookie: 'with_code',
    success: { status: 200, body: TokenResponse },
    errors: [...LINK_ERRORS, ...CODE_ERRORS, 'already_registered', 'second_factor_required'],
  },
  'POST /email/undo': {
    function: 'account',
    summary: 'Undo an email change with the link sent to the old address, end all sessions, and begin a reset',
    request: EmailUndoRequest,
    continuation: 'reset',
    success: { status: 202, body: SentResponse },
    errors: [...LINK_ERRORS, 'account_disabled', 'try_again'],
  },
  'POST /me/phone': {
    function: 'account',
    summary: 'Send a code to a phone number by SMS',
    bearer: 'required',
    idempotent: true,
    request: PhoneChangeRequest,
    continuation: 'phone_change',
    success: { status: 202, body: SentResponse },
    errors: ['invalid_credentials', 'reauthentication_required', ...BEGIN_ERRORS],
  },
  'POST /me/phone/confirm': {
    function: 'account',
    summary: 'Set the phone number that the code was sent to',
    bearer: 'required',
    request: PhoneConfirmRequest,
    continuation: 'phone_change',
    needsCookie: 'always',
    success: { status: 200, body: UserResponse },
    errors: [...CODE_ERRORS, 'expired', 'superseded', 'already_used'],
  },
  'GET /me/sessions': {
    function: 'account',
    summary: 'The sessions of the account, newest first',
    bearer: 'required',
    success: { status: 200, body: SessionsResponse },
    errors: ['unavailable'],
  },
  'DELETE /me/sessions': {
    function: 'account',
    summary: 'End all other sessions; this one goes on with the access token in the answer',
    bearer: 'required',
    request: OwnerRequest,
    success: { status: 200, body: TokenResponse },
    errors: ['session_ended', ...OWNER_ERRORS, 'try_again'],
  },
  'DELETE /me/sessions/{id}': {
    function: 'account',
    summary: 'End one session',
    bearer: 'required',
    request: OwnerRequest,
    success: { status: 200, body: SessionEndedResponse },
    errors: ['not_found', ...OWNER_ERRORS, 'try_again'],
  },
  'GET /authorize': {
    function: 'authorize',
    summary: 'Log a person in for a client: the authorization endpoint of OAuth 2.0 and OpenID Connect',
    success: { status: 302, body: '' },
    errors: ['not_found', 'unavailable'],
  },
  'POST /authorize': {
    function: 'authorize',
    summary: 'The same with its parameters in a form; the answer leads to GET',
    form: AuthorizeForm,
    success: { status: 303, body: '' },
    errors: ['not_found'],
  },
  'POST /token': {
    function: 'authorize',
    summary: 'Exchange an authorization code or a refresh token of a client for tokens',
    form: TokenForm,
    success: { status: 200, body: ClientTokensResponse },
    errors: ['not_found', 'unavailable'],
  },
  'GET /userinfo': {
    function: 'authorize',
    summary: 'What the client was granted to know about the person',
    bearer: 'required',
    success: { status: 200, body: UserInfoResponse },
    errors: ['not_found', 'unavailable'],
  },
  'POST /userinfo': {
    function: 'authorize',
    summary: 'The same',
    bearer: 'required',
    success: { status: 200, body: UserInfoResponse },
    errors: ['not_found', 'unavailable'],
  },
  'POST /revoke': {
    function: 'authorize',
    summary: 'End the session behind a token of the client (RFC 7009)',
    form: TokenOfClientForm,
    success: { status: 200, body: RevokedResponse },
    errors: ['not_found', 'unavailable'],
  },
  'POST /introspect': {
    function: 'authorize',
    summary: 'Tell a confidential client whether a token is active (RFC 7662)',
    form: TokenOfClientForm,
    success: { status: 200, body: IntrospectionResponse },
    errors: ['not_found', 'unavailable'],
  },
  'GET /logout': {
    function: 'authorize',
    summary:
      'Log a person out for a client (OpenID Connect RP-Initiated Logout); without an ID token a page asks first',
    success: { status: 302, body: '' },
    errors: ['not_found', 'unavailable'],
  },
  'POST /logout/confirm': {
    function: 'authorize',
    summary: 'What the button of that page sends',
    form: LogOutForm,
    success: { status: 303, body: '' },
    errors: ['not_found', 'origin_refused', 'try_again', 'unavailable'],
  },
  ...ADMIN_ROUTES,
  'GET /': page('Where a person chooses between sign-up and log-in'),
  'GET /signup': page('The sign-up page'),
  'GET /verify': page('The page a link opens; it changes nothing until its button is pressed'),
  'GET /login': page('The log-in page, and what a log-in link opens'),
  'GET /reset': page('The page to ask for a new password, and what a reset link opens'),
  'GET /invitation': page('The page the link of an invitation opens, where a person chooses the first password'),
  'GET /account': page('The page of the account: what an owner sees and changes'),
  'GET /account/security': {
    ...page('The page of passkeys and the second factor; 404 in a stage without both'),
    errors: ['not_found'],
  },
  'GET /email/confirm': page('The page an email change link opens'),
  'GET /email/undo': page('The page an undo link opens'),
  'GET /assets/{file}': asset('Style or script of the pages; its name changes with its content'),
  'GET /consents': {
    function: 'pages',
    summary: 'What a sign-up asks people to agree to, with its sentences in every language',
    success: { status: 200, body: AskedConsentsResponse },
    errors: [],
  },
  'GET /.well-known/jwks.json': {
    function: 'pages',
    summary: 'The public keys of access tokens (RFC 7517)',
    success: { status: 200, body: JwksResponse },
    errors: ['unavailable'],
  },
  'GET /.well-known/proof-jwks.json': {
    function: 'pages',
    summary: 'The public keys of the proofs of one-time codes (RFC 7517)',
    success: { status: 200, body: JwksResponse },
    errors: ['not_found', 'unavailable'],
  },
  'GET /.well-known/openid-configuration': {
    function: 'pages',
    summary: 'The issuer and the address of the keys, for verifiers',
    success: { status: 200, body: DiscoveryResponse },
    errors: [],
  },
  'GET /.well-known/oauth-authorization-server': {
    function: 'pages',
    summary: 'The same for OAuth 2.0 clients (RFC 8414); only where there are clients',
    success: { status: 200, body: DiscoveryResponse },
    errors: ['not_found'],
  },
  'GET /.well-known/apple-app-site-association': {
    function: 'pages',
    summary: 'The iOS apps that open the links of mails; only where there are some',
    success: { status: 200, body: AppleAssociationResponse },
    errors: ['not_found'],
  },
  'GET /.well-known/assetlinks.json': {
    function: 'pages',
    summary: 'The Android apps that open the links of mails; only where there are some',
    success: { status: 200, body: AssetLinksResponse },
    errors: ['not_found'],
  },
  'GET /.well-known/webauthn': {
    function: 'pages',
    summary: 'The origins of apps on other domains that use the passkeys; only where there are passkeys',
    success: { status: 200, body: RelatedOriginsResponse },
    errors: ['not_found'],
  },
  'GET /profile-fields': {
    function: 'pages',
    summary: 'The fields that the team asks people for, with their labels',
    success: { status: 200, body: ProfileFieldsResponse },
    errors: ['not_found'],
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

/** A route that takes a body. */
export type BodyKey = {
  [Key in keyof Routes]: Routes[Key] extends { readonly request: unknown } ? Key : never;
}[keyof Routes];

/** A route that takes a form. */
export type FormKey = {
  [Key in keyof Routes]: Routes[Key] extends { readonly form: unknown } ? Key : never;
}[keyof Routes];

/** The parsed body of a route; `undefined` for a route without one. */
export type BodyOf<Key extends keyof Routes> = Routes[Key] extends { readonly request: infer Schema }
  ? z.infer<Schema>
  : undefined;

const methodOf = (key: RouteKey) => key.slice(0, key.indexOf(' '));
const pathOf = (key: RouteKey) => key.slice(key.indexOf('/')) as `/${string}`;

/** The keys that API Gateway has: each route, and HEAD beside each GET. */
export const GATEWAY_KEYS: readonly RouteKey[] = (Object.keys(ROUTES) as (keyof Routes)[]).flatMap((key): RouteKey[] =>
  key.startsWith('GET ') ? [key, `HEAD ${pathOf(key)}`] : [key],
);

/** The key of the table: HEAD is answered as GET, without the body. */
export const tableKeyOf = (gatewayKey: string): string => gatewayKey.replace(/^HEAD /, 'GET ');

/** `undefined`: the `$default` route. */
export const routeOf = (gatewayKey: string): Route | undefined => ROUTES[tableKeyOf(gatewayKey) as keyof Routes];

/** The key of a request in API Gateway, matched as it does, with the path parameters. `undefined`: the `$default` route. */
export const matchRoute = (
  method: string,
  path: string,
): { readonly key: RouteKey; readonly parameters: Readonly<Record<string, string>> } | undefined => {
  for (const key of GATEWAY_KEYS) {
    const match = methodOf(key) === method ? toPattern(pathOf(key)).exec(path) : null;
    if (match) return { key, parameters: { ...match.groups } };
  }
  return undefined;
};

/** The methods of a path, for `Allow`. */
export const methodsOf = (path: string): string[] =>
  GATEWAY_KEYS.filter((key) => toPattern(pathOf(key)).test(path)).map(methodOf);

const toPattern = (template: string): RegExp => {
  const escaped = template.replaceAll('.', '\\.').replace(/\{(\w+)\}/g, '(?<$1>[^/]+)');
  return new RegExp(`^${escaped}$`);
};
