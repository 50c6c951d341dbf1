// Clients of OAuth and OpenID Connect that others wrote log a person in, refresh, ask, and log out.
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { describe, expect, it } from 'vitest';
import { LOCAL_CLIENTS } from '../../bin/local/environment.ts';
import { openBrowser, targetOf } from '../support/local/local-browser.ts';
import { useLocalService } from '../support/local/local-service.ts';
import { SERVER } from '../support/oauth.ts';
import { logInByOpenidClient, relyingPartyFlows } from './flows/relying-party-flows.ts';

const { secret, ...server } = SERVER;
const service = useLocalService({ clients: [...LOCAL_CLIENTS, server], anyLocalPort: true });

const CALLBACK = 'http://127.0.0.1:51004/callback';
const SITE = 'http://127.0.0.1:51004/';
const SCOPE = 'openid email profile offline_access account';

describe('a native app at a loopback address', () => {
  const client = { id: 'local', name: 'Local app', redirectUris: [CALLBACK], postLogoutRedirectUris: [SITE] };
  relyingPartyFlows(() => ({ target: targetOf(service), client }));
});

describe('openid-client', () => {
  const discover = (id: string, authentication: openid.ClientAuth, metadata = {}) =>
    openid.discovery(new URL(service.url), id, metadata, authentication, { execute: [openid.allowInsecureRequests] });

  it.each([
    ['client_secret_basic', openid.ClientSecretBasic(secret)],
    ['client_secret_post', openid.ClientSecretPost(secret)],
  ])('logs in a server by %s, and introspects', async (_, authentication) => {
    const browser = await openBrowser(service);
    const config = await discover(SERVER.id, authentication);
    const tokens = await logInByOpenidClient(config, SERVER.redirectUris[1] ?? '', browser.visit);
    const told = await openid.tokenIntrospection(config, tokens.access_token);
    expect(told).toMatchObject({ active: true, client_id: SERVER.id, sub: browser.userId });
  });
});

describe('oauth4webapi', () => {
  const insecure = { [oauth.allowInsecureRequests]: true };
  const client: oauth.Client = { client_id: 'local' };

  it.each(['oidc', 'oauth2'] as const)(
    'discovers by %s, logs in with iss checked, and calls /me',
    async (algorithm) => {
      const browser = await openBrowser(service);
      const issuer = new URL(service.url);
      const found = await oauth.discoveryRequest(issuer, { algorithm, ...insecure });
      const as = await oauth.processDiscoveryResponse(issuer, found);
      expect(as.authorization_response_iss_parameter_supported).toBe(true);
      const verifier = oauth.generateRandomCodeVerifier();
      const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()];
      const url = new URL(as.authorization_endpoint ?? '');
      url.search = new URLSearchParams({
        ...{ client_id: 'local', redirect_uri: CALLBACK, response_type: 'code', scope: SCOPE, state, nonce },
        code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      }).toString();
      const parameters = oauth.validateAuthResponse(as, client, await browser.visit(url), state);
      const none = oauth.None();
      const answer = await oauth.authorizationCodeGrantRequest(
        as,
        client,
        none,
        parameters,
        CALLBACK,
        verifier,
        insecure,
      );
      const tokens = await oauth.processAuthorizationCodeResponse(as, client, answer, { expectedNonce: nonce });
      expect(oauth.getValidatedIdTokenClaims(tokens)?.sub).toBe(browser.userId);
      const me = new URL('/me', service.url);
      const account = await oauth.protectedResourceRequest(tokens.access_token, 'GET', me, undefined, null, insecure);
      expect(await account.json()).toMatchObject({ id: browser.userId });
    },
  );

  it('takes an access token for one of RFC 9068, as a resource server', async () => {
    const browser = await openBrowser(service);
    const issuer = new URL(service.url);
    const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure));
    const config = new openid.Configuration(as as openid.ServerMetadata, 'local', undefined, openid.None());
    openid.allowInsecureRequests(config);
    const pkceCodeVerifier = openid.randomPKCECodeVerifier();
    const url = openid.buildAuthorizationUrl(config, {
      ...{ redirect_uri: CALLBACK, scope: 'openid' },
      code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
    });
    const tokens = await openid.authorizationCodeGrant(config, await browser.visit(url), { pkceCodeVerifier });
    const request = new Request(`${service.url}/api`, { headers: { authorization: `Bearer ${tokens.access_token}` } });
    const clock = { [oauth.clockSkew]: 0, [oauth.clockTolerance]: 3600, ...insecure };
    const claims = await oauth.validateJwtAccessToken(as, request, service.url, clock);
    expect(claims).toMatchObject({ client_id: 'local', sub: browser.userId, scope: 'openid' });
  });
});

describe('a browser app on another origin', () => {
  it.each([
    ['http://127.0.0.1:5173', 'http://127.0.0.1:5173'],
    ['https://evil.example', undefined],
  ])('at %s may read the token endpoint: %s', async (origin, allowed) => {
    const headers = { origin, 'access-control-request-method': 'POST' };
    const preflight = await service.request('OPTIONS', '/token', headers);
    expect(preflight.headers['access-control-allow-origin']).toBe(allowed);
    const form = { origin, 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await service.request('POST', '/token', form, 'grant_type=refresh_token&client_id=local');
    expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([400, allowed]);
  });
});
