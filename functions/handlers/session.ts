// The function for sessions: log-in, refresh and log-out.
import { accept, type Outcome } from '#domain/errors.ts';
import type { Ports } from '#domain/ports.ts';
import { clearCookie } from '#http/cookies.ts';
import { createHttpHandler, type HttpDependencies, type HttpHandler } from '#http/http-handler.ts';
import { type ReplyMode, sentReply, tokenReply } from '#http/replies.ts';
import { json, type Reply } from '#http/reply.ts';
import { sessionDependencies } from '#runtime/aws/functions/session.ts';
import { lazily } from '#runtime/lazily.ts';
import { sendAccountMail } from '#use-cases/account/send-account-mail.ts';
import { confirmLogIn } from '#use-cases/session/confirm-log-in.ts';
import { logIn } from '#use-cases/session/log-in.ts';
import { logOut, logOutAll } from '#use-cases/session/log-out.ts';
import { refreshSession } from '#use-cases/session/refresh-session.ts';

export type SessionDependencies = HttpDependencies &
  Pick<
    Ports,
    | ('store' | 'clock' | 'ids' | 'random' | 'passwords' | 'foreignPasswords' | 'keyRing' | 'signer')
    | ('claimsFunction' | 'humanCheck')
  >;

export const createSessionHandler = (dependencies: SessionDependencies): HttpHandler => {
  const { settings } = dependencies;
  return createHttpHandler<'session'>(dependencies, {
    'POST /login': async ({ body, caller, isCookieMode }) =>
      tokenReply(await logIn(dependencies, { email: body.email, password: body.password }, caller), {
        isCookieMode,
        continuationCookies: [],
        settings,
      }),
    'POST /login/link': async ({ body, caller, locale, isCookieMode, continuationCookies, ...request }) => {
      const { continuation, idempotencyKey, address, trustedCaller } = request;
      const { email, clientId, humanToken } = body;
      const human = { humanToken, address, trustedCaller };
      const asked = { email, locale, clientId, continuation, idempotencyKey, human };
      const sent = await sendAccountMail(dependencies, 'login', asked, caller);
      return sentReply(sent, settings.lifetimes.loginSeconds, { isCookieMode, continuationCookies, settings });
    },
    'POST /login/link/confirm': async ({ body, continuation, caller, isCookieMode, continuationCookies }) => {
      const proof = 'token' in body ? { token: body.token } : { code: body.code, continuation };
      return tokenReply(await confirmLogIn(dependencies, proof, caller), {
        isCookieMode,
        continuationCookies,
        settings,
      });
    },
    'POST /token/refresh': async ({ refreshToken, isCookieMode }) =>
      tokenReply(await refreshSession(dependencies, refreshToken), { isCookieMode, settings, continuationCookies: [] }),
    'POST /logout': async ({ refreshToken, isCookieMode }) =>
      loggedOutReply(await logOut(dependencies, refreshToken), { isCookieMode, settings }),
    'POST /logout/all': async ({ body, refreshToken, caller, isCookieMode }) =>
      loggedOutReply(await logOutAll(dependencies, { password: body.password, refreshToken }, caller), {
        isCookieMode,
        settings,
      }),
  });
};

const loggedOutReply = (
  outcome: Outcome<undefined>,
  { isCookieMode, settings }: Pick<ReplyMode, 'isCookieMode' | 'settings'>,
): Outcome<Reply> =>
  outcome.ok
    ? accept(json(200, { status: 'logged_out' }, isCookieMode ? [clearCookie('refresh', settings)] : []))
    : outcome;

export const handler = lazily(() => createSessionHandler(sessionDependencies()));
