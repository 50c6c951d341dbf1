// The function for passkeys and for the second factor.
import { createHttpHandler, type HttpHandler } from '#http/http-handler.ts';
import { factorsDependencies } from '#runtime/aws/functions/factors.ts';
import { lazily } from '#runtime/lazily.ts';
import type { FactorsDependencies } from './factors/dependencies.ts';
import { createFactorLogInRoutes } from './factors/log-in-routes.ts';
import { createPasskeyRoutes } from './factors/passkey-routes.ts';
import { createSecondFactorRoutes } from './factors/second-factor-routes.ts';

export const createFactorsHandler = (dependencies: FactorsDependencies): HttpHandler =>
  createHttpHandler<'factors'>(dependencies, {
    ...createFactorLogInRoutes(dependencies),
    ...createPasskeyRoutes(dependencies),
    ...createSecondFactorRoutes(dependencies),
  });

export const handler = lazily(() => createFactorsHandler(factorsDependencies()));
