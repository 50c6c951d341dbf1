// The function for verification, the only one that creates accounts. It also tells what a link is for.
import { accept, type Outcome } from '#domain/errors.ts';
import type { Ports } from '#domain/ports.ts';
import { createHttpHandler, type HttpDependencies, type HttpHandler } from '#http/http-handler.ts';
import { type ReplyMode, tokenReply } from '#http/replies.ts';
import { json } from '#http/reply.ts';
import { verifyDependencies } from '#runtime/aws/functions/verify.ts';
import { lazily } from '#runtime/lazily.ts';
import { verifyByCode, verifyByLink, verifyByNewPassword } from '#use-cases/account/verify.ts';
import { verifyStatus } from '#use-cases/account/verify-status.ts';
import { inspectLink } from '#use-cases/challenge/inspect-link.ts';
import type { Tokens } from '#use-cases/session/open-session.ts';

export const createVerifyHandler = (
  dependencies: HttpDependencies &
    Pick<
      Ports,
      | 'store'
      | 'clock'
      | 'ids'
      | 'random'
      | 'passwords'
      | 'commonPasswords'
      | 'leakedPasswords'
      | 'keyRing'
      | 'signer'
      | 'claimsFunction'
    >,
): HttpHandler => {
  const { settings } = dependencies;
  const toReply = (outcome: Outcome<Tokens>, { isCookieMode, continuationCookies }: Omit<ReplyMode, 'settings'>) =>
    tokenReply(outcome, { isCookieMode, continuationCookies, settings });
  return createHttpHandler<'verify'>(dependencies, {
    'POST /verify': async (request) => {
      const { body, continuation, caller, locale } = request;
      if ('code' in body)
        return toReply(await verifyByCode(dependencies, { code: body.code, continuation }, caller), request);
      if ('newPassword' in body)
        return toReply(await verifyByNewPassword(dependencies, { ...body, locale }, caller), request);
      const proof = { token: body.token, continuation, password: body.password };
      return toReply(await verifyByLink(dependencies, proof, caller), request);
    },
    'POST /verify/status': async (request) => {
      const status = await verifyStatus(dependencies, { continuation: request.continuation }, request.caller);
      if (!status.ok) return status;
      if (status.value.status === 'pending') return accept(json(200, { status: 'pending' }));
      return toReply(accept(status.value.tokens), request);
    },
    'POST /links/inspect': async ({ body }) => {
      const inspected = await inspectLink(dependencies, body.token);
      return inspected.ok ? accept(json(200, inspected.value)) : inspected;
    },
  });
};

export const handler = lazily(() => createVerifyHandler(verifyDependencies()));
