// Makes every handler of the API with one set of dependencies: on a laptop, and in the tests.
import { createAccountHandler } from '#handlers/account.ts';
import { createAdminHandler } from '#handlers/admin.ts';
import { createAuthorizeHandler } from '#handlers/authorize.ts';
import { createFactorsHandler } from '#handlers/factors.ts';
import { createOtpHandler } from '#handlers/otp.ts';
import { createPagesHandler } from '#handlers/pages.ts';
import { createResetHandler } from '#handlers/reset.ts';
import { createSessionHandler } from '#handlers/session.ts';
import { createSignUpHandler } from '#handlers/signup.ts';
import { createVerifyHandler } from '#handlers/verify.ts';
import type { HttpHandler } from '#http/http-handler.ts';
import type { FunctionName } from '#routes.ts';

const CREATE = {
  signup: createSignUpHandler,
  verify: createVerifyHandler,
  reset: createResetHandler,
  session: createSessionHandler,
  account: createAccountHandler,
  factors: createFactorsHandler,
  authorize: createAuthorizeHandler,
  otp: createOtpHandler,
  admin: createAdminHandler,
  pages: createPagesHandler,
} as const satisfies Readonly<Record<FunctionName, (dependencies: never) => HttpHandler>>;

/** What all the handlers need together. */
type ApiDependencies = (typeof CREATE)[keyof typeof CREATE] extends (dependencies: infer All) => HttpHandler
  ? All
  : never;

export type ApiHandlers = Readonly<Record<FunctionName, HttpHandler>>;

export const createApiHandlers = (dependencies: ApiDependencies): ApiHandlers =>
  Object.fromEntries(Object.entries(CREATE).map(([name, create]) => [name, create(dependencies)])) as ApiHandlers;
