// The function of the authorization server: OAuth 2.0 and OpenID Connect for the applications of a team.
import { createHttpHandler, type HttpHandler } from '#http/http-handler.ts';
import { authorizeDependencies } from '#runtime/aws/functions/authorize.ts';
import { lazily } from '#runtime/lazily.ts';
import { createAuthorizeRoutes } from './oauth/authorize-routes.ts';
import type { AuthorizeDependencies } from './oauth/dependencies.ts';
import { createLogOutRoutes } from './oauth/log-out-routes.ts';
import { createTokenRoutes } from './oauth/token-routes.ts';

export const createAuthorizeHandler = (dependencies: AuthorizeDependencies): HttpHandler =>
  createHttpHandler<'authorize'>(dependencies, {
    ...createAuthorizeRoutes(dependencies),
    ...createTokenRoutes(dependencies),
    ...createLogOutRoutes(dependencies),
  });

export const handler = lazily(() => createAuthorizeHandler(authorizeDependencies()));
