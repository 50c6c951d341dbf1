// The request of a client to log a person out (OpenID Connect RP-Initiated Logout 1.0).
import type { IdToken } from '../ports/tokens.ts';
import { type Client, findClient, isRegistered } from './client.ts';
import type { Parameters } from './oauth-error.ts';

export interface LogOutRequest {
  readonly redirectUri?: string | undefined;
  readonly state?: string | undefined;
  readonly clientId?: string | undefined;
}

/** `hint`: the ID token that came with it, if it is one of ours. `undefined`: what it names does not belong together. */
export const readLogOut = (
  parameters: Parameters,
  clients: readonly Client[],
  hint?: IdToken,
): LogOutRequest | undefined => {
  const named = parameters.get('client_id');
  const redirectUri = parameters.get('post_logout_redirect_uri');
  const clientId = hint?.clientId ?? named;
  if (parameters.repeated !== undefined || (named !== undefined && named !== clientId)) return undefined;
  if (redirectUri === undefined) return { clientId };
  const isKnown = isRegistered(findClient(clients, clientId)?.postLogoutRedirectUris, redirectUri);
  return isKnown ? { redirectUri, clientId, state: parameters.get('state') } : undefined;
};
