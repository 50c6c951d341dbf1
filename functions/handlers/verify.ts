// The function behind verification: the only one that can make an account.
import { accept } from '#domain/errors.ts';
import { createHttpHandler, type HttpDependencies, type HttpHandler } from '#http/http-handler.ts';
import { given, tokenReply } from '#http/replies.ts';
import { json } from '#http/reply.ts';
import { verifyDependencies } from '#runtime/aws/verify.ts';
import { lazily } from '#runtime/lazily.ts';
import { createVerifyByCode, createVerifyByLink, type VerifyDependencies } from '#use-cases/account/verify.ts';
import { createVerifyStatus } from '#use-cases/account/verify-status.ts';

export const createVerifyHandler = (dependencies: VerifyDependencies & HttpDependencies): HttpHandler => {
  const { settings } = dependencies;
  const verifyByLink = createVerifyByLink(dependencies);
  const verifyByCode = createVerifyByCode(dependencies);
  const verifyStatus = createVerifyStatus(dependencies);
  return createHttpHandler<'verify'>(dependencies, {
    'POST /verify': async ({ body, continuation, caller, isCookieMode }) => {
      const own = given('continuation', continuation);
      const verified =
        'code' in body
          ? await verifyByCode({ code: body.code, ...own }, caller)
          : await verifyByLink({ token: body.token, ...own, ...given('password', body.password) }, caller);
      return tokenReply(verified, { isCookieMode, settings });
    },
    'POST /verify/status': async ({ continuation, isCookieMode }) => {
      const status = await verifyStatus(given('continuation', continuation));
      if (!status.ok) return status;
      if (status.value.status === 'pending') return accept(json(200, { status: 'pending' }));
      return tokenReply(accept(status.value.tokens), { isCookieMode, settings });
    },
  });
};

export const handler = lazily(() => createVerifyHandler(verifyDependencies()));
