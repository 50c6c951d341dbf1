// Libraries for OAuth and OpenID Connect that others wrote log a person in, refresh, ask who it is, revoke, and log out.
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { expect, it } from 'vitest';
import type { Client } from '#domain/oauth/client.ts';
import { openPagesBrowser, type PagesBrowser } from './pages-browser.ts';
import { fetchAt, type Target } from './target.ts';

const SCOPE = 'openid email profile offline_access';

/** What an application of one library does for a person. */
interface Party {
  /** From the request to the tokens. */
  logIn(browser: PagesBrowser): Promise<Tokens>;
  refresh(refreshToken: string): Promise<Tokens>;
  userInfo(accessToken: string, sub: string): Promise<object>;
  revoke(token: string): Promise<void>;
  logOutUrl(parameters: Readonly<Record<string, string>>): URL;
}

interface Tokens {
  readonly access_token: string;
  readonly refresh_token?: string;
  readonly id_token?: string;
  /** Of the ID token. */
  readonly claims?: object | undefined;
}

interface Place {
  readonly target: Target;
  /** A public one of the target. Its first redirect, and its first address after a log-out, are used. */
  readonly client: Client;
}

/** From the request to the tokens. */
export const logInByOpenidClient = async (
  config: openid.Configuration,
  redirect_uri: string,
  visit: (url: URL) => Promise<URL>,
) => {
  const [pkceCodeVerifier, expectedState, expectedNonce] = [
    openid.randomPKCECodeVerifier(),
    openid.randomState(),
    openid.randomNonce(),
  ];
  const url = openid.buildAuthorizationUrl(config, {
    ...{ redirect_uri, scope: SCOPE, state: expectedState, nonce: expectedNonce, max_age: '3600' },
    code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
  });
  const checks = { pkceCodeVerifier, expectedState, expectedNonce, maxAge: 3600, idTokenExpected: true };
  return openid.authorizationCodeGrant(config, await visit(url), checks);
};

const openidClient = async ({ target, client }: Place): Promise<Party> => {
  const [redirect_uri = ''] = client.redirectUris;
  const options = { [openid.customFetch]: fetchAt(target), execute: [openid.allowInsecureRequests] };
  const config = await openid.discovery(new URL(target.issuer), client.id, {}, openid.None(), options);
  return {
    logIn: async (browser) => {
      const tokens = await logInByOpenidClient(config, redirect_uri, browser.visit);
      return { ...tokens, claims: tokens.claims() };
    },
    refresh: (refreshToken) => openid.refreshTokenGrant(config, refreshToken),
    userInfo: (accessToken, sub) => openid.fetchUserInfo(config, accessToken, sub),
    revoke: (token) => openid.tokenRevocation(config, token),
    logOutUrl: (parameters) => openid.buildEndSessionUrl(config, parameters),
  };
};

const oauth4webapi = async ({ target, client: { id, redirectUris } }: Place): Promise<Party> => {
  const [redirectUri = ''] = redirectUris;
  const options = { [oauth.customFetch]: fetchAt(target), [oauth.allowInsecureRequests]: true };
  const client: oauth.Client = { client_id: id };
  const none = oauth.None();
  const issuer = new URL(target.issuer);
  const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, options));
  return {
    logIn: async (browser) => {
      const verifier = oauth.generateRandomCodeVerifier();
      const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()];
      const url = new URL(as.authorization_endpoint ?? '');
      url.search = new URLSearchParams({
        ...{ client_id: id, redirect_uri: redirectUri, response_type: 'code', scope: SCOPE, state, nonce },
        code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      }).toString();
      const parameters = oauth.validateAuthResponse(as, client, await browser.visit(url), state);
      const answer = await oauth.authorizationCodeGrantRequest(
        ...([as, client, none, parameters, redirectUri, verifier, options] as const),
      );
      const expected = { expectedNonce: nonce, requireIdToken: true };
      const tokens = await oauth.processAuthorizationCodeResponse(as, client, answer, expected);
      await oauth.validateApplicationLevelSignature(as, answer, options);
      return { ...tokens, claims: oauth.getValidatedIdTokenClaims(tokens) };
    },
    refresh: async (refreshToken) => {
      const answer = await oauth.refreshTokenGrantRequest(as, client, none, refreshToken, options);
      return oauth.processRefreshTokenResponse(as, client, answer);
    },
    userInfo: async (accessToken, sub) => {
      const answer = await oauth.userInfoRequest(as, client, accessToken, options);
      return oauth.processUserInfoResponse(as, client, sub, answer);
    },
    revoke: async (token) => {
      const answer = await oauth.revocationRequest(as, client, none, token, options);
      await oauth.processRevocationResponse(answer);
    },
    logOutUrl: (parameters) => {
      const url = new URL(as.end_session_endpoint ?? '');
      url.search = `${new URLSearchParams(parameters)}`;
      return url;
    },
  };
};

/** `getPlace` is called when a test runs. */
export const relyingPartyFlows = (getPlace: () => Place): void => {
  it.each([
    ['openid-client', openidClient],
    ['oauth4webapi', oauth4webapi],
  ])('%s logs a person in, refreshes, asks who it is, revokes, and logs out', async (_, open) => {
    const place = getPlace();
    const { client } = place;
    const [redirectUri = '', bye = ''] = [client.redirectUris[0], client.postLogoutRedirectUris?.[0]];
    const browser = await openPagesBrowser(place.target);
    const { address, userId } = browser;
    const party = await open(place);
    const isRefused = ({ refresh_token = '' }: Tokens) =>
      expect(party.refresh(refresh_token)).rejects.toMatchObject({ error: 'invalid_grant' });

    const tokens = await party.logIn(browser);
    expect(tokens.claims).toMatchObject({ sub: userId, email: address, email_verified: true });
    const next = await party.refresh(tokens.refresh_token ?? '');
    expect(next.refresh_token).not.toBe(tokens.refresh_token);
    expect(await party.userInfo(next.access_token, userId)).toMatchObject({ sub: userId, email: address });
    await party.revoke(next.refresh_token ?? '');
    await isRefused(next);

    const again = await party.logIn(browser);
    const asked = { id_token_hint: again.id_token ?? '', post_logout_redirect_uri: bye, state: 'done' };
    expect((await browser.visit(party.logOutUrl(asked))).href).toBe(`${bye}?state=done`);
    await isRefused(again);
    const silent = new URLSearchParams({
      ...{ client_id: client.id, redirect_uri: redirectUri, response_type: 'code', scope: 'openid', prompt: 'none' },
      ...{ code_challenge: 'a'.repeat(43), code_challenge_method: 'S256' },
    });
    const answer = await browser.visit(`${place.target.issuer}/authorize?${silent}`);
    expect(answer.searchParams.get('error')).toBe('login_required');
  });
};
