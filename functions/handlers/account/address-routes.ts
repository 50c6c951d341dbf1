// The addresses of an account: change of email, its undo, change of phone number.
import type { HttpRequest } from '#http/http-handler.ts';
import { sentReply, tokenReply } from '#http/replies.ts';
import type { BodyOf } from '#routes.ts';
import { beginEmailChange } from '#use-cases/account/begin-email-change.ts';
import { confirmEmailChange } from '#use-cases/account/confirm-email-change.ts';
import { beginPhoneChange, confirmPhoneChange } from '#use-cases/account/phone/change-phone.ts';
import { undoEmailChange } from '#use-cases/account/undo-email-change.ts';
import { authenticate } from '#use-cases/session/proof/authenticate.ts';
import { forOwner, proofOf } from '../owner.ts';
import { type AccountDependencies, userReply } from './dependencies.ts';

export const createAddressRoutes = (dependencies: AccountDependencies) => {
  const { settings } = dependencies;
  const { emailChangeSeconds, phoneChangeSeconds, resetSeconds } = settings.lifetimes;
  return {
    'POST /me/email': forOwner<BodyOf<'POST /me/email'>>(dependencies, async (owner, request) => {
      const { body, caller, continuation, isCookieMode, continuationCookies, idempotencyKey } = request;
      const { newEmail, oldMailboxLost, clientId, locale = owner.user.locale } = body;
      const change = { newEmail, oldMailboxLost, clientId, locale, proof: proofOf(request) };
      const sent = await beginEmailChange(dependencies, owner, { ...change, continuation, idempotencyKey }, caller);
      return sentReply(sent, emailChangeSeconds, { isCookieMode, continuationCookies, settings });
    }),
    'POST /me/email/confirm': async (request: HttpRequest<BodyOf<'POST /me/email/confirm'>>) => {
      const { body, bearer, caller, continuation, isCookieMode, continuationCookies } = request;
      if ('code' in body) {
        return tokenReply(await confirmEmailChange(dependencies, { code: body.code, continuation }, caller), {
          isCookieMode,
          continuationCookies,
          settings,
        });
      }
      const asker = bearer === undefined ? undefined : await authenticate(dependencies, bearer);
      if (asker && !asker.ok && continuation === undefined) return asker;
      const askerId = asker?.ok ? asker.value.user.id : undefined;
      const proof = { token: body.token, continuation, askerId };
      return tokenReply(await confirmEmailChange(dependencies, proof, caller), {
        isCookieMode,
        continuationCookies,
        settings,
      });
    },
    'POST /email/undo': async (request: HttpRequest<BodyOf<'POST /email/undo'>>) => {
      const { body, caller, isCookieMode, continuationCookies } = request;
      return sentReply(await undoEmailChange(dependencies, body, caller), resetSeconds, {
        isCookieMode,
        continuationCookies,
        settings,
      });
    },
    'POST /me/phone': forOwner<BodyOf<'POST /me/phone'>>(dependencies, async (owner, request) => {
      const { body, caller, continuation, isCookieMode, continuationCookies, idempotencyKey } = request;
      const { phone, clientId, locale = owner.user.locale } = body;
      const change = { phone, clientId, proof: proofOf(request), locale, continuation, idempotencyKey };
      return sentReply(await beginPhoneChange(dependencies, owner, change, caller), phoneChangeSeconds, {
        isCookieMode,
        continuationCookies,
        settings,
      });
    }),
    'POST /me/phone/confirm': forOwner<BodyOf<'POST /me/phone/confirm'>>(dependencies, async ({ user }, request) => {
      const { body, caller, continuation } = request;
      const changed = await confirmPhoneChange(dependencies, user, { code: body.code, continuation }, caller);
      return changed.ok ? userReply(dependencies, changed.value) : changed;
    }),
  };
};
