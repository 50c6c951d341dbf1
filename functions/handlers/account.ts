// The function for the routes of an account. Every route identifies the account before it does anything.
import type { HttpHandler } from '#http/http-handler.ts';
import { createHttpHandler } from '#http/http-handler.ts';
import { accountDependencies } from '#runtime/aws/functions/account.ts';
import { lazily } from '#runtime/lazily.ts';
import { createAddressRoutes } from './account/address-routes.ts';
import { createConsentRoutes } from './account/consent-routes.ts';
import type { AccountDependencies } from './account/dependencies.ts';
import { createProfileRoutes } from './account/profile-routes.ts';
import { createSessionRoutes } from './account/session-routes.ts';

export const createAccountHandler = (dependencies: AccountDependencies): HttpHandler =>
  createHttpHandler<'account'>(dependencies, {
    ...createProfileRoutes(dependencies),
    ...createConsentRoutes(dependencies),
    ...createAddressRoutes(dependencies),
    ...createSessionRoutes(dependencies),
  });

export const handler = lazily(() => createAccountHandler(accountDependencies()));
