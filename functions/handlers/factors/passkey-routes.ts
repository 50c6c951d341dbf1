// The passkeys of an account: the owner lists, adds, renames and removes them.
import { accept, type Outcome } from '#domain/errors.ts';
import { type Passkey, toPublicPasskey } from '#domain/factors/passkey.ts';
import type { HttpRequest } from '#http/http-handler.ts';
import { json, type Reply } from '#http/reply.ts';
import type { BodyOf } from '#routes.ts';
import { addPasskey, beginPasskey } from '#use-cases/factors/add-passkey.ts';
import { removePasskey, renamePasskey } from '#use-cases/factors/change-passkeys.ts';
import type { Authenticated } from '#use-cases/session/proof/authenticate.ts';
import { forOwner, proofOf } from '../owner.ts';
import { type FactorsDependencies, withPasskeys } from './dependencies.ts';

export const createPasskeyRoutes = (dependencies: FactorsDependencies) => {
  /** Whether there are passkeys is told first: without them the routes are not there. */
  const ofOwner = <Body>(
    route: (owner: Authenticated, request: HttpRequest<Body>, rpId: string) => Promise<Outcome<Reply>>,
  ) =>
    withPasskeys<Body>(dependencies, (rpId, request) =>
      forOwner<Body>(dependencies, (owner) => route(owner, request, rpId))(request),
    );
  return {
    'GET /me/passkeys': ofOwner<BodyOf<'GET /me/passkeys'>>(async ({ user: { passkeys = [] } }) =>
      accept(json(200, { passkeys: passkeys.map(toPublicPasskey) })),
    ),
    'POST /me/passkeys/options': ofOwner<BodyOf<'POST /me/passkeys/options'>>(async (owner, request, rpId) => {
      const begun = await beginPasskey(dependencies, owner, { rpId, proof: proofOf(request) }, request.caller);
      return begun.ok ? accept(json(200, { options: begun.value })) : begun;
    }),
    'POST /me/passkeys': ofOwner<BodyOf<'POST /me/passkeys'>>(async (owner, { body, caller }, rpId) =>
      passkeyReply(await addPasskey(dependencies, owner, { rpId, ...body }, caller)),
    ),
    'PATCH /me/passkeys': ofOwner<BodyOf<'PATCH /me/passkeys'>>(async (owner, { body }) =>
      passkeyReply(await renamePasskey(dependencies, owner, body)),
    ),
    'DELETE /me/passkeys': ofOwner<BodyOf<'DELETE /me/passkeys'>>(async (owner, request) => {
      const removal = { id: request.body.id, proof: proofOf(request) };
      const removed = await removePasskey(dependencies, owner, removal, request.caller);
      return removed.ok ? accept(json(200, { status: 'removed' })) : removed;
    }),
  };
};

const passkeyReply = (outcome: Outcome<Passkey>): Outcome<Reply> =>
  outcome.ok ? accept(json(200, { passkey: toPublicPasskey(outcome.value) })) : outcome;
