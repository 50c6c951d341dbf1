// The second factor: its step of a log-in, and what an owner does with it.
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import { toPublicSecondFactor } from '#domain/factors/use-second-factor.ts';
import type { HttpRequest } from '#http/http-handler.ts';
import { tokenBody, tokenReply } from '#http/replies.ts';
import { json, type Reply } from '#http/reply.ts';
import type { BodyOf } from '#routes.ts';
import { replaceRecoveryCodes, turnOffSecondFactor } from '#use-cases/factors/change-second-factor.ts';
import { beginEnrolment, confirmEnrolment } from '#use-cases/factors/enrol-second-factor.ts';
import { finishLogIn } from '#use-cases/factors/finish-log-in.ts';
import type { TypedCode } from '#use-cases/factors/prove-second-factor.ts';
import { type Authenticated, authenticate } from '#use-cases/session/proof/authenticate.ts';
import { proofOf } from '../owner.ts';
import type { FactorsDependencies } from './dependencies.ts';

type CodeBody = { readonly code: string } | { readonly recoveryCode: string };

const typedOf = (body: CodeBody): TypedCode =>
  'code' in body ? { code: body.code } : { recoveryCode: body.recoveryCode };

export const createSecondFactorRoutes = (dependencies: FactorsDependencies) => {
  const { settings } = dependencies;

  /** Where it is off there is nothing here, but for who has one from before. */
  const forOwner =
    <Body>(route: (owner: Authenticated, request: HttpRequest<Body>) => Promise<Outcome<Reply>>) =>
    async (request: HttpRequest<Body>): Promise<Outcome<Reply>> => {
      const owner = await authenticate(dependencies, request.bearer);
      if (!owner.ok) return owner;
      const isThere = settings.secondFactor !== undefined || owner.value.user.secondFactor !== undefined;
      return isThere ? route(owner.value, request) : refuse('not_found');
    };

  return {
    'POST /login/second-factor': async (request: HttpRequest<BodyOf<'POST /login/second-factor'>>) => {
      const { body, caller, isCookieMode } = request;
      const finished = await finishLogIn(dependencies, { ticket: body.ticket, ...typedOf(body) }, caller);
      return tokenReply(finished, { isCookieMode, continuationCookies: [], settings });
    },
    'GET /me/second-factor': forOwner<BodyOf<'GET /me/second-factor'>>(async ({ user }) =>
      accept(json(200, toPublicSecondFactor(user))),
    ),
    'POST /me/second-factor/begin': forOwner<BodyOf<'POST /me/second-factor/begin'>>(async (owner, request) => {
      const begun = await beginEnrolment(dependencies, owner, proofOf(request), request.caller);
      return begun.ok ? accept(json(200, begun.value)) : begun;
    }),
    'POST /me/second-factor/confirm': forOwner<BodyOf<'POST /me/second-factor/confirm'>>(async (owner, request) => {
      const enrolled = await confirmEnrolment(dependencies, owner, request.body, request.caller);
      if (!enrolled.ok) return enrolled;
      const { recoveryCodes, access } = enrolled.value;
      return accept(json(200, { recoveryCodes, ...tokenBody(access) }));
    }),
    'POST /me/second-factor/recovery-codes': forOwner<BodyOf<'POST /me/second-factor/recovery-codes'>>(
      async (owner, request) => {
        const change = { proof: proofOf(request), typed: typedOf(request.body) };
        const codes = await replaceRecoveryCodes(dependencies, owner, change, request.caller);
        return codes.ok ? accept(json(200, { recoveryCodes: codes.value })) : codes;
      },
    ),
    'DELETE /me/second-factor': forOwner<BodyOf<'DELETE /me/second-factor'>>(async (owner, request) => {
      const change = { proof: proofOf(request), typed: typedOf(request.body) };
      const removed = await turnOffSecondFactor(dependencies, owner, change, request.caller);
      return removed.ok ? accept(json(200, { enabled: false })) : removed;
    }),
  };
};
