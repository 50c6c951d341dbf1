// The dependencies of the authorization endpoints, and what all their routes have in common.
import { type Outcome, refuse } from '#domain/errors.ts';
import type { Ports } from '#domain/ports.ts';
import type { HttpDependencies, HttpRequest } from '#http/http-handler.ts';
import type { Reply } from '#http/reply.ts';

export type AuthorizeDependencies = HttpDependencies &
  Pick<
    Ports,
    'store' | 'clock' | 'ids' | 'random' | 'keyRing' | 'signer' | 'claimsFunction' | 'accessTokens' | 'idTokens'
  >;

export type OAuthRequest = HttpRequest<undefined>;

/** Where no clients are registered there is nothing here. */
export const forClients =
  ({ settings }: AuthorizeDependencies, route: (request: OAuthRequest) => Promise<Outcome<Reply>>) =>
  async (request: OAuthRequest): Promise<Outcome<Reply>> =>
    settings.clients.length === 0 ? refuse('not_found') : route(request);

/** HEAD is answered by the same routes and must do nothing. */
export const isHead = ({ event }: OAuthRequest): boolean => event.requestContext.http.method === 'HEAD';
