// The dependencies of the account routes, and how these routes authenticate the request.
import { toPublicUser } from '#domain/account/public-user.ts';
import type { User } from '#domain/account/user.ts';
import { accept, type Outcome } from '#domain/errors.ts';
import type { Ports } from '#domain/ports.ts';
import type { HttpDependencies, HttpRequest } from '#http/http-handler.ts';
import { json, type Reply } from '#http/reply.ts';
import { type Authenticated, authenticate } from '#use-cases/session/authenticate.ts';
import { mailStateOf } from '#use-cases/session/mail-state.ts';
import type { OwnerProof } from '#use-cases/session/reauthenticate.ts';

export type AccountDependencies = HttpDependencies &
  Pick<
    Ports,
    'store' | 'clock' | 'ids' | 'random' | 'passwords' | 'foreignPasswords' | 'commonPasswords' | 'leakedPasswords'
  > &
  Pick<Ports, 'phoneNumbers' | 'keyRing' | 'signer' | 'claimsFunction' | 'accessTokens'>;

/** What the request has to prove its owner again. */
export const proofOf = ({
  body,
  refreshToken,
}: HttpRequest<{ readonly password?: string | undefined }>): OwnerProof => ({ password: body.password, refreshToken });

/** A route that needs a valid session. */
export const forOwner =
  <Body>(
    dependencies: AccountDependencies,
    route: (owner: Authenticated, request: HttpRequest<Body>) => Promise<Outcome<Reply>>,
  ) =>
  async (request: HttpRequest<Body>): Promise<Outcome<Reply>> => {
    const owner = await authenticate(dependencies, request.bearer);
    return owner.ok ? route(owner.value, request) : owner;
  };

/** The account, with one read for whether mail to its address is stopped. */
export const userReply = async (dependencies: AccountDependencies, user: User): Promise<Outcome<Reply>> => {
  const mail = await mailStateOf(dependencies, user);
  return accept(json(200, toPublicUser(user, mail, dependencies.settings)));
};
