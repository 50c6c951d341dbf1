// The dependencies of the routes of passkeys and of the second factor, and what these routes have in common.
import { type Outcome, refuse } from '#domain/errors.ts';
import type { Ports } from '#domain/ports.ts';
import type { HttpDependencies, HttpRequest } from '#http/http-handler.ts';
import type { Reply } from '#http/reply.ts';

export type FactorsDependencies = HttpDependencies &
  Pick<Ports, 'store' | 'clock' | 'ids' | 'random' | 'passwords' | 'foreignPasswords' | 'passkeys'> &
  Pick<Ports, 'keyRing' | 'signer' | 'claimsFunction' | 'accessTokens' | 'secondFactorSecrets' | 'qrCodes'>;

/** Where there are no passkeys there is nothing here. `rpId`: the domain that they are for. */
export const withPasskeys =
  <Body>(
    { settings }: Pick<FactorsDependencies, 'settings'>,
    route: (rpId: string, request: HttpRequest<Body>) => Promise<Outcome<Reply>>,
  ) =>
  async (request: HttpRequest<Body>): Promise<Outcome<Reply>> =>
    settings.passkeyDomain === undefined ? refuse('not_found') : route(settings.passkeyDomain, request);
