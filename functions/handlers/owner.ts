// How the routes of an owner authenticate the request.
import type { Outcome } from '#domain/errors.ts';
import type { Ports } from '#domain/ports.ts';
import type { HttpRequest } from '#http/http-handler.ts';
import type { Reply } from '#http/reply.ts';
import { type Authenticated, authenticate } from '#use-cases/session/proof/authenticate.ts';
import type { OwnerProof } from '#use-cases/session/proof/reauthenticate.ts';

/** What the request has to prove its owner again. */
export const proofOf = ({
  body,
  refreshToken,
}: HttpRequest<{ readonly password?: string | undefined }>): OwnerProof => ({ password: body.password, refreshToken });

/** A route that needs a valid session. */
export const forOwner =
  <Body>(
    dependencies: Pick<Ports, 'store' | 'clock' | 'accessTokens'>,
    route: (owner: Authenticated, request: HttpRequest<Body>) => Promise<Outcome<Reply>>,
  ) =>
  async (request: HttpRequest<Body>): Promise<Outcome<Reply>> => {
    const owner = await authenticate(dependencies, request.bearer);
    return owner.ok ? route(owner.value, request) : owner;
  };
