// Logs people in on the hosted pages by the code flow, with `openid-client`, and keeps their access token fresh.
import * as openid from 'openid-client';
import { APP_URL, CLIENT_ID, CLIENT_SECRET, IS_ISSUER_LOCAL, ISSUER } from './settings.ts';

/** What the server keeps about a person who is logged in. */
export interface LogIn {
  readonly sub: string;
  readonly email: string;
  readonly accessToken: string;
  /** Of the access token, in milliseconds. */
  readonly expiresAt: number;
  readonly refreshToken: string;
  readonly idToken: string;
}

/** A log-in that has begun. Only the browser that began it may finish it. */
export interface PendingLogIn {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly returnTo: string;
}

const REDIRECT_URI = `${APP_URL}/callback`;
/** A request that begins now ends before its token does. */
const MARGIN_MILLISECONDS = 30_000;

let found: Promise<openid.Configuration> | undefined;

/** Read once. A failure is not kept. */
const configuration = (): Promise<openid.Configuration> => {
  const authentication = CLIENT_SECRET ? openid.ClientSecretBasic(CLIENT_SECRET) : openid.None();
  const execute = IS_ISSUER_LOCAL ? [openid.allowInsecureRequests] : [];
  found ??= openid.discovery(new URL(ISSUER), CLIENT_ID, {}, authentication, { execute }).catch((error: unknown) => {
    found = undefined;
    throw error;
  });
  return found;
};

/** A path of this app, never another site: `returnTo` comes from a link that anybody can make. */
const ownPath = (returnTo: string | null | undefined): string => {
  const url = URL.parse(returnTo ?? '/', APP_URL);
  return url?.origin === new URL(APP_URL).origin ? `${url.pathname}${url.search}` : '/';
};

/** `asked`: the query of the request: `returnTo`, and `prompt=create` for the sign-up page. */
export const beginLogIn = async (asked: URLSearchParams): Promise<{ url: URL; pending: PendingLogIn }> => {
  const [state, nonce, verifier] = [openid.randomState(), openid.randomNonce(), openid.randomPKCECodeVerifier()];
  const url = openid.buildAuthorizationUrl(await configuration(), {
    ...{ redirect_uri: REDIRECT_URI, scope: 'openid email offline_access', state, nonce },
    ...{ code_challenge: await openid.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' },
    ...(asked.get('prompt') === 'create' && { prompt: 'create' }),
  });
  return { url, pending: { state, nonce, verifier, returnTo: ownPath(asked.get('returnTo')) } };
};

/** `answer`: the query that the person came back with. Throws if it is not the answer to this log-in. */
export const finishLogIn = async (answer: string, { state, nonce, verifier }: PendingLogIn): Promise<LogIn> => {
  const url = new URL(REDIRECT_URI);
  url.search = answer;
  const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true };
  const tokens = await openid.authorizationCodeGrant(await configuration(), url, checks);
  const claims = tokens.claims();
  const [sub, email] = [claims?.sub ?? '', String(claims?.['email'] ?? '')];
  return { sub, email, idToken: tokens.id_token ?? '', ...readTokens(tokens) };
};

const readTokens = (tokens: openid.TokenEndpointResponse & openid.TokenEndpointResponseHelpers) => ({
  accessToken: tokens.access_token,
  expiresAt: Date.now() + (tokens.expiresIn() ?? 0) * 1000,
  refreshToken: tokens.refresh_token ?? '',
});

const refresh = async (logIn: LogIn): Promise<LogIn | undefined> => {
  try {
    return { ...logIn, ...readTokens(await openid.refreshTokenGrant(await configuration(), logIn.refreshToken)) };
  } catch (error) {
    if (error instanceof openid.ResponseBodyError && error.error === 'invalid_grant') return undefined;
    throw error;
  }
};

const running = new Map<string, Promise<LogIn | undefined>>();

/**
 * The log-in with an access token that works. `undefined`: it was ended, as by a log-out everywhere. A refresh token works once, so
 * requests at the same time share one refresh; a late one with the old token, and other processes, get the same answer for 10 seconds.
 */
export const freshLogIn = async (logIn: LogIn): Promise<LogIn | undefined> => {
  if (Date.now() < logIn.expiresAt - MARGIN_MILLISECONDS) return logIn;
  const { refreshToken } = logIn;
  const shared = running.get(refreshToken) ?? refresh(logIn).finally(() => running.delete(refreshToken));
  running.set(refreshToken, shared);
  return shared;
};

/** Ends the log-in at the service. Resolves to where the person is logged out of the hosted pages, too. */
export const endLogIn = async ({ refreshToken, idToken }: LogIn): Promise<URL> => {
  const config = await configuration();
  await openid.tokenRevocation(config, refreshToken);
  return openid.buildEndSessionUrl(config, { id_token_hint: idToken, post_logout_redirect_uri: `${APP_URL}/` });
};
