// What the routes of an account stand on, and how they know whose it is.
import type { Outcome } from '#domain/errors.ts';
import type { HttpDependencies, HttpRequest } from '#http/http-handler.ts';
import type { Reply } from '#http/reply.ts';
import type { BeginEmailChangeDependencies } from '#use-cases/account/begin-email-change.ts';
import type { ChangePasswordDependencies } from '#use-cases/account/change-password.ts';
import type { BeginPhoneChangeDependencies } from '#use-cases/account/change-phone.ts';
import type { ConfirmEmailChangeDependencies } from '#use-cases/account/confirm-email-change.ts';
import type { UndoEmailChangeDependencies } from '#use-cases/account/undo-email-change.ts';
import { type AuthenticateDependencies, type Authenticated, authenticate } from '#use-cases/session/authenticate.ts';
import type { SessionsDependencies } from '#use-cases/session/sessions.ts';

export type AccountDependencies = HttpDependencies &
  AuthenticateDependencies &
  BeginEmailChangeDependencies &
  BeginPhoneChangeDependencies &
  ChangePasswordDependencies &
  ConfirmEmailChangeDependencies &
  SessionsDependencies &
  UndoEmailChangeDependencies;

/** A route that runs for a live session only. */
export const forOwner =
  <Body>(
    dependencies: AuthenticateDependencies,
    route: (owner: Authenticated, request: HttpRequest<Body>) => Promise<Outcome<Reply>>,
  ) =>
  async (request: HttpRequest<Body>): Promise<Outcome<Reply>> => {
    const owner = await authenticate(dependencies, request.bearer);
    return owner.ok ? route(owner.value, request) : owner;
  };
