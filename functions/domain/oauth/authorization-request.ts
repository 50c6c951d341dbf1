// The request of a client to log a person in (OpenID Connect Core, section 3.1.2.1; PKCE, RFC 7636), and what is done about it.
import { type Client, findClient, isRegistered } from './client.ts';
import { type OAuthError, oauthRefusal, type Parameters } from './oauth-error.ts';
import { readScope } from './scope.ts';

/** Of our own: since when the person must have been authenticated, in epoch milliseconds. Set before the way through the pages. */
export const SINCE = 'latchkey_since';

const PROMPTS = ['none', 'login', 'create', 'consent', 'select_account'] as const;
type Prompt = (typeof PROMPTS)[number];

export interface AuthorizationRequest {
  readonly client: Client;
  readonly redirectUri: string;
  readonly state?: string | undefined;
  readonly codeChallenge: string;
  readonly scope: string;
  readonly nonce?: string | undefined;
  readonly prompts: readonly Prompt[];
  readonly maxAgeSeconds?: number | undefined;
  readonly since?: number | undefined;
}

/** Where a refusal of the request may go. */
export interface ReturnAddress {
  readonly redirectUri: string;
  readonly state?: string | undefined;
}

/** Without a return address the person is told: a redirect would go wherever a stranger wants (RFC 9700, section 4.11). */
export type ReadAuthorization =
  | { readonly ok: true; readonly request: AuthorizationRequest }
  | { readonly ok: false; readonly refusal: OAuthError; readonly address?: ReturnAddress };

export const STATE_MAXIMUM_LENGTH = 2048;
export const NONCE_MAXIMUM_LENGTH = 512;

export const readAuthorization = (parameters: Parameters, clients: readonly Client[]): ReadAuthorization => {
  const repeatsAddress = ['client_id', 'redirect_uri'].includes(parameters.repeated ?? '');
  const client = repeatsAddress ? undefined : findClient(clients, parameters.get('client_id'));
  if (!client) return oauthRefusal('invalid_client', 'client_id is not that of a client.');
  const redirectUri = parameters.get('redirect_uri');
  if (redirectUri === undefined || !isRegistered(client.redirectUris, redirectUri))
    return oauthRefusal('invalid_request', 'redirect_uri is not one of the client.');
  const state = parameters.repeated === 'state' ? undefined : parameters.get('state');
  const refusal = faultOf(parameters);
  if (refusal) return { ...refusal, address: { redirectUri, state } };
  const maxAge = parameters.get('max_age');
  const since = parameters.get(SINCE);
  return {
    ok: true,
    request: {
      client,
      redirectUri,
      state,
      codeChallenge: parameters.get('code_challenge') ?? '',
      scope: readScope(parameters.get('scope') ?? ''),
      nonce: parameters.get('nonce'),
      prompts: promptsOf(parameters) ?? [],
      maxAgeSeconds: maxAge === undefined ? undefined : Number(maxAge),
      since: since !== undefined && SECONDS.test(since) ? Number(since) : undefined,
    },
  };
};

/** S256 gives 32 bytes in base64url. */
export const CODE_CHALLENGE = /^[\w-]{43}$/;
/** Of seconds and of milliseconds. */
export const SECONDS = /^\d{1,15}$/;

const promptsOf = (parameters: Parameters): readonly Prompt[] | undefined => {
  const words = (parameters.get('prompt') ?? '').split(' ').filter((word) => word !== '');
  const prompts = PROMPTS.filter((prompt) => words.includes(prompt));
  const isClear = !prompts.includes('none') || prompts.length === 1;
  return isClear && words.every((word) => PROMPTS.some((prompt) => prompt === word)) ? prompts : undefined;
};

type Fault = readonly [isFault: boolean, error: OAuthError['error'], description: string];

const faultOf = (parameters: Parameters) => {
  const { get, repeated } = parameters;
  const responseType = get('response_type');
  const faults: readonly Fault[] = [
    [repeated !== undefined, 'invalid_request', 'A parameter was sent twice.'],
    [get('request') !== undefined, 'request_not_supported', 'request is not supported.'],
    [get('request_uri') !== undefined, 'request_uri_not_supported', 'request_uri is not supported.'],
    [responseType === undefined, 'invalid_request', 'response_type is missing.'],
    [responseType !== 'code', 'unsupported_response_type', 'response_type must be "code".'],
    [(get('response_mode') ?? 'query') !== 'query', 'invalid_request', 'response_mode must be "query".'],
    // A client that is refused here cannot be talked out of PKCE (RFC 9700, section 4.8).
    [!CODE_CHALLENGE.test(get('code_challenge') ?? ''), 'invalid_request', 'code_challenge (PKCE) is required.'],
    [get('code_challenge_method') !== 'S256', 'invalid_request', 'code_challenge_method must be "S256".'],
    [readScope(get('scope') ?? '') === '', 'invalid_scope', 'scope names nothing that can be granted.'],
    [promptsOf(parameters) === undefined, 'invalid_request', 'prompt is not supported.'],
    [!SECONDS.test(get('max_age') ?? '0'), 'invalid_request', 'max_age must be a number of seconds.'],
    [(get('state') ?? '').length > STATE_MAXIMUM_LENGTH, 'invalid_request', 'state is too long.'],
    [(get('nonce') ?? '').length > NONCE_MAXIMUM_LENGTH, 'invalid_request', 'nonce is too long.'],
  ];
  const fault = faults.find(([isFault]) => isFault);
  return fault && oauthRefusal(fault[1], fault[2]);
};

/** What becomes of the request: a code, the way through a page, or a refusal to the client. */
export type AuthorizationStep =
  | { readonly step: 'grant' }
  | { readonly step: 'page'; readonly page: 'login' | 'signup'; readonly since: number }
  | { readonly step: 'refuse'; readonly refusal: OAuthError };

/**
 * `authenticatedAt`: of whoever is logged in here; `undefined` if nobody is. Who comes back from a page has logged in since it
 * was shown, or is refused: another way through the page could go on for ever. Clients are the team's own, so nobody is asked
 * for consent.
 */
export const decideAuthorization = (
  { prompts, maxAgeSeconds, since }: AuthorizationRequest,
  authenticatedAt: number | undefined,
  now: number,
): AuthorizationStep => {
  const page = prompts.includes('create') ? 'signup' : 'login';
  const refused = { step: 'refuse', ...oauthRefusal('login_required', 'The person must log in.') } as const;
  if (authenticatedAt === undefined)
    return prompts.includes('none') ? refused : { step: 'page', page, since: since ?? now };
  const isOld = maxAgeSeconds !== undefined && now - authenticatedAt > maxAgeSeconds * 1000;
  const mustLogIn = isOld || prompts.some((prompt) => ['login', 'create', 'select_account'].includes(prompt));
  if (!mustLogIn) return { step: 'grant' };
  if (prompts.includes('none')) return refused;
  if (since === undefined) return { step: 'page', page, since: now };
  return authenticatedAt >= since ? { step: 'grant' } : refused;
};
