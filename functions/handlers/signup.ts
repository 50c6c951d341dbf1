// The function behind sign-up: it holds no key, so nothing it does can open an account.
import { createHttpHandler, type HttpDependencies, type HttpHandler } from '#http/http-handler.ts';
import { given, sentReply } from '#http/replies.ts';
import { signUpDependencies } from '#runtime/aws/signup.ts';
import { lazily } from '#runtime/lazily.ts';
import { createResendSignUp } from '#use-cases/account/resend-sign-up.ts';
import { createSignUp, type SignUpDependencies } from '#use-cases/account/sign-up.ts';

export const createSignUpHandler = (dependencies: SignUpDependencies & HttpDependencies): HttpHandler => {
  const { settings } = dependencies;
  const { signupSeconds } = settings.lifetimes;
  const signUp = createSignUp(dependencies);
  const resend = createResendSignUp(dependencies);
  return createHttpHandler<'signup'>(dependencies, {
    'POST /signup': async ({ body, caller, locale, isCookieMode }) => {
      const { email, password, profile } = body;
      const sent = await signUp({ email, password, locale, ...given('profile', profile) }, caller);
      return sentReply(sent, signupSeconds, { isCookieMode, settings });
    },
    'POST /signup/resend': async ({ continuation, caller, isCookieMode }) =>
      sentReply(await resend(given('continuation', continuation), caller), signupSeconds, { isCookieMode, settings }),
  });
};

export const handler = lazily(() => createSignUpHandler(signUpDependencies()));
