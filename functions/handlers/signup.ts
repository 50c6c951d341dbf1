// The function for sign-up. It has no key, so it cannot give access to any account.
import type { Ports } from '#domain/ports.ts';
import { createHttpHandler, type HttpDependencies, type HttpHandler } from '#http/http-handler.ts';
import { sentReply } from '#http/replies.ts';
import { signUpDependencies } from '#runtime/aws/functions/signup.ts';
import { lazily } from '#runtime/lazily.ts';
import { withSelfCheck } from '#runtime/self-check.ts';
import { resendSignUp } from '#use-cases/account/resend-sign-up.ts';
import { signUp } from '#use-cases/account/sign-up.ts';

export const createSignUpHandler = (
  dependencies: HttpDependencies &
    Pick<
      Ports,
      'store' | 'clock' | 'ids' | 'random' | 'passwords' | 'commonPasswords' | 'leakedPasswords' | 'humanCheck'
    >,
): HttpHandler => {
  const { settings } = dependencies;
  const { signupSeconds } = settings.lifetimes;
  return createHttpHandler<'signup'>(dependencies, {
    'POST /signup': async ({ body, caller, locale, isCookieMode, continuationCookies, idempotencyKey, ...request }) => {
      const { email, password, profile, consents, clientId, humanToken } = body;
      const human = { humanToken, address: request.address, trustedCaller: request.trustedCaller };
      const asked = { email, password, locale, clientId, profile, consents, idempotencyKey, human };
      const sent = await signUp(dependencies, asked, caller);
      return sentReply(sent, signupSeconds, { isCookieMode, continuationCookies, settings });
    },
    'POST /signup/resend': async ({ continuation, caller, isCookieMode, continuationCookies, idempotencyKey }) =>
      sentReply(await resendSignUp(dependencies, { continuation, idempotencyKey }, caller), signupSeconds, {
        isCookieMode,
        continuationCookies,
        settings,
      }),
  });
};

export const handler = lazily(() => {
  const dependencies = signUpDependencies();
  return withSelfCheck(createSignUpHandler(dependencies), dependencies.passwords);
});
