// The endpoints that a client calls itself: token, userinfo, revocation and introspection.
import { shownMetadata } from '#domain/account/metadata.ts';
import { accept, type Outcome } from '#domain/errors.ts';
import type { Client } from '#domain/oauth/client.ts';
import { authenticateClient } from '#domain/oauth/client-authentication.ts';
import { type OAuthOutcome, oauthRefusal, type Parameters } from '#domain/oauth/oauth-error.ts';
import { claimsOf } from '#domain/oauth/scope.ts';
import { oauthProblem } from '#http/oauth-replies.ts';
import { readForm } from '#http/read-form.ts';
import { json, type Reply } from '#http/reply.ts';
import type { ClientTokens } from '#use-cases/oauth/client-tokens.ts';
import { introspectToken } from '#use-cases/oauth/introspect-token.ts';
import { redeemCode } from '#use-cases/oauth/redeem-code.ts';
import { refreshClient } from '#use-cases/oauth/refresh-client.ts';
import { revokeToken } from '#use-cases/oauth/revoke-token.ts';
import { authenticate } from '#use-cases/session/proof/authenticate.ts';
import { type AuthorizeDependencies, forClients, type OAuthRequest } from './dependencies.ts';

export const createTokenRoutes = (dependencies: AuthorizeDependencies) => ({
  'POST /token': forClient(dependencies, async (client, parameters) => {
    const tokens = await grant(dependencies, client, parameters);
    return tokens.ok ? { ok: true, value: tokensBody(tokens.value) } : tokens;
  }),
  'GET /userinfo': userInfo(dependencies),
  'POST /userinfo': userInfo(dependencies),
  'POST /revoke': forClient(dependencies, async (client, parameters) => {
    const isDone = await revokeToken(dependencies, client, parameters.get('token') ?? '');
    return isDone ? { ok: true, value: {} } : oauthRefusal('temporarily_unavailable', 'Try again.');
  }),
  'POST /introspect': forClient(dependencies, async (client, parameters) => {
    if (client.secretSha256 === undefined)
      return oauthRefusal('invalid_client', 'Only a client with a secret may ask.');
    return { ok: true, value: await introspectToken(dependencies, client, parameters.get('token') ?? '') };
  }),
});

/** A form, and the client that sent it. */
const forClient = (
  dependencies: AuthorizeDependencies,
  route: (client: Client, parameters: Parameters) => Promise<OAuthOutcome<object>>,
) =>
  forClients(dependencies, async ({ event }) => {
    const { authorization } = event.headers;
    const form = readForm(event);
    const client = form.ok ? authenticateClient(dependencies.settings.clients, form.value, authorization) : form;
    const answer = form.ok && client.ok ? await route(client.value, form.value) : client;
    if (answer.ok) return accept(json(200, answer.value));
    dependencies.log.write('client_refused', { route: event.routeKey, error: answer.refusal.error });
    return accept(oauthProblem(answer.refusal, authorization !== undefined));
  });

const grant = async (
  dependencies: AuthorizeDependencies,
  client: Client,
  { get }: Parameters,
): Promise<OAuthOutcome<ClientTokens>> => {
  const type = get('grant_type');
  const code = get('code');
  const refreshToken = get('refresh_token');
  if (type === 'authorization_code' && code !== undefined)
    return redeemCode(dependencies, client, {
      code,
      redirectUri: get('redirect_uri'),
      codeVerifier: get('code_verifier'),
    });
  if (type === 'refresh_token' && refreshToken !== undefined)
    return refreshClient(dependencies, client, { refreshToken, scope: get('scope') });
  const isKnown = type === undefined || type === 'authorization_code' || type === 'refresh_token';
  return isKnown
    ? oauthRefusal('invalid_request', 'grant_type, code or refresh_token is missing.')
    : oauthRefusal('unsupported_grant_type', 'grant_type must be "authorization_code" or "refresh_token".');
};

const tokensBody = ({ accessToken, expiresInSeconds, scope, refreshToken, idToken }: ClientTokens) => ({
  access_token: accessToken,
  token_type: 'Bearer',
  expires_in: expiresInSeconds,
  scope,
  refresh_token: refreshToken,
  id_token: idToken,
});

const userInfo = (dependencies: AuthorizeDependencies) =>
  forClients(dependencies, async ({ bearer }: OAuthRequest): Promise<Outcome<Reply>> => {
    const owner = await authenticate(dependencies, bearer, 'openid');
    if (!owner.ok) return owner;
    const { user, token } = owner.value;
    const { languages, claims } = dependencies.settings;
    const metadata = shownMetadata(user, claims?.metadata);
    return accept(
      json(200, { sub: user.id, ...claimsOf(user, token.scope, languages), ...(metadata && { metadata }) }),
    );
  });
