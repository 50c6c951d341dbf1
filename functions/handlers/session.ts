// The function behind sessions: it begins, goes on with and ends them.
import { accept, type Outcome } from '#domain/errors.ts';
import { clearCookie } from '#http/cookies.ts';
import { createHttpHandler, type HttpDependencies, type HttpHandler } from '#http/http-handler.ts';
import { given, type ReplyMode, sentReply, tokenReply } from '#http/replies.ts';
import { json, type Reply } from '#http/reply.ts';
import { sessionDependencies } from '#runtime/aws/session.ts';
import { lazily } from '#runtime/lazily.ts';
import { createSendAccountMail } from '#use-cases/account/send-account-mail.ts';
import { type ConfirmLogInDependencies, createConfirmLogIn } from '#use-cases/session/confirm-log-in.ts';
import { createLogIn, type LogInDependencies } from '#use-cases/session/log-in.ts';
import { createLogOut, createLogOutAll, type LogOutDependencies } from '#use-cases/session/log-out.ts';
import { createRefresh } from '#use-cases/session/refresh-session.ts';

export type SessionDependencies = HttpDependencies & LogInDependencies & ConfirmLogInDependencies & LogOutDependencies;

export const createSessionHandler = (dependencies: SessionDependencies): HttpHandler => {
  const { settings } = dependencies;
  const logIn = createLogIn(dependencies);
  const sendMail = createSendAccountMail(dependencies, 'login');
  const confirm = createConfirmLogIn(dependencies);
  const refresh = createRefresh(dependencies);
  const logOut = createLogOut(dependencies);
  const logOutAll = createLogOutAll(dependencies);
  return createHttpHandler<'session'>(dependencies, {
    'POST /login': async ({ body, caller, isCookieMode }) =>
      tokenReply(await logIn({ email: body.email, password: body.password }, caller), { isCookieMode, settings }),
    'POST /login/link': async ({ body, continuation, caller, locale, isCookieMode }) => {
      const sent = await sendMail({ email: body.email, locale, ...given('continuation', continuation) }, caller);
      return sentReply(sent, settings.lifetimes.loginSeconds, { isCookieMode, settings });
    },
    'POST /login/link/confirm': async ({ body, continuation, caller, isCookieMode }) => {
      const proof =
        'token' in body ? { token: body.token } : { code: body.code, ...given('continuation', continuation) };
      return tokenReply(await confirm(proof, caller), { isCookieMode, settings });
    },
    'POST /token/refresh': async ({ refreshToken, isCookieMode }) =>
      tokenReply(await refresh(refreshToken), { isCookieMode, settings, keepsContinuation: true }),
    'POST /logout': async ({ refreshToken, isCookieMode }) =>
      loggedOutReply(await logOut(refreshToken), { isCookieMode, settings }),
    'POST /logout/all': async ({ refreshToken, isCookieMode }) =>
      loggedOutReply(await logOutAll(refreshToken), { isCookieMode, settings }),
  });
};

const loggedOutReply = (outcome: Outcome<undefined>, { isCookieMode, settings }: ReplyMode): Outcome<Reply> =>
  outcome.ok
    ? accept(json(200, { status: 'logged_out' }, isCookieMode ? [clearCookie('refresh', settings)] : []))
    : outcome;

export const handler = lazily(() => createSessionHandler(sessionDependencies()));
