// The function for verification, the only one that creates accounts.
import { accept } from '#domain/errors.ts';
import type { Ports } from '#domain/ports.ts';
import { createHttpHandler, type HttpDependencies, type HttpHandler } from '#http/http-handler.ts';
import { tokenReply } from '#http/replies.ts';
import { json } from '#http/reply.ts';
import { verifyDependencies } from '#runtime/aws/verify.ts';
import { lazily } from '#runtime/lazily.ts';
import { verifyByCode, verifyByLink } from '#use-cases/account/verify.ts';
import { verifyStatus } from '#use-cases/account/verify-status.ts';

export const createVerifyHandler = (
  dependencies: HttpDependencies &
    Pick<Ports, 'store' | 'clock' | 'ids' | 'random' | 'passwords' | 'keyRing' | 'signer'>,
): HttpHandler => {
  const { settings } = dependencies;
  return createHttpHandler<'verify'>(dependencies, {
    'POST /verify': async ({ body, continuation, caller, isCookieMode }) => {
      const verified =
        'code' in body
          ? await verifyByCode(dependencies, { code: body.code, continuation }, caller)
          : await verifyByLink(dependencies, { token: body.token, continuation, password: body.password }, caller);
      return tokenReply(verified, { isCookieMode, settings });
    },
    'POST /verify/status': async ({ continuation, isCookieMode }) => {
      const status = await verifyStatus(dependencies, { continuation });
      if (!status.ok) return status;
      if (status.value.status === 'pending') return accept(json(200, { status: 'pending' }));
      return tokenReply(accept(status.value.tokens), { isCookieMode, settings });
    },
  });
};

export const handler = lazily(() => createVerifyHandler(verifyDependencies()));
