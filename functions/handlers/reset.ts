// The function for mails that set a password: resets and invitations.
import type { Ports } from '#domain/ports.ts';
import { createHttpHandler, type HttpDependencies, type HttpHandler } from '#http/http-handler.ts';
import { sentReply, tokenReply } from '#http/replies.ts';
import { resetDependencies } from '#runtime/aws/functions/reset.ts';
import { lazily } from '#runtime/lazily.ts';
import { acceptInvitation } from '#use-cases/account/password/accept-invitation.ts';
import { confirmReset } from '#use-cases/account/password/confirm-reset.ts';
import { sendAccountMail } from '#use-cases/account/send-account-mail.ts';

export const createResetHandler = (
  dependencies: HttpDependencies &
    Pick<
      Ports,
      | ('store' | 'clock' | 'ids' | 'random' | 'passwords' | 'commonPasswords' | 'leakedPasswords')
      | ('keyRing' | 'signer' | 'claimsFunction' | 'humanCheck')
    >,
): HttpHandler => {
  const { settings } = dependencies;
  return createHttpHandler<'reset'>(dependencies, {
    'POST /reset': async ({ body, caller, locale, isCookieMode, continuationCookies, ...request }) => {
      const { continuation, idempotencyKey, address, trustedCaller } = request;
      const { email, clientId, humanToken } = body;
      const human = { humanToken, address, trustedCaller };
      const asked = { email, locale, clientId, continuation, idempotencyKey, human };
      const sent = await sendAccountMail(dependencies, 'reset', asked, caller);
      return sentReply(sent, settings.lifetimes.resetSeconds, { isCookieMode, continuationCookies, settings });
    },
    'POST /reset/confirm': async ({ body, continuation, caller, isCookieMode, continuationCookies }) => {
      const { password } = body;
      const proof = 'token' in body ? { token: body.token } : { code: body.code, continuation };
      return tokenReply(await confirmReset(dependencies, { ...proof, password }, caller), {
        isCookieMode,
        continuationCookies,
        settings,
      });
    },
    'POST /invitation/confirm': async ({ body, caller, locale, isCookieMode, continuationCookies }) =>
      tokenReply(await acceptInvitation(dependencies, { ...body, locale }, caller), {
        isCookieMode,
        continuationCookies,
        settings,
      }),
  });
};

export const handler = lazily(() => createResetHandler(resetDependencies()));
