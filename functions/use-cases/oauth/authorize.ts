// Answers a client's request to log a person in: with a code, if the person is logged in here.
import {
  type AuthorizationRequest,
  type AuthorizationStep,
  decideAuthorization,
} from '#domain/oauth/authorization-request.ts';
import { beginGrant, hashCode, newCode } from '#domain/oauth/grant.ts';
import type { Ports } from '#domain/ports.ts';
import { authenticationTime } from '#domain/session/session.ts';
import { grantKey } from '#domain/store-keys.ts';
import { hostedSession } from './hosted-session.ts';

type Answer = Exclude<AuthorizationStep, { readonly step: 'grant' }> | { readonly step: 'code'; readonly code: string };

/** `refreshToken`: from the cookie of the hosted pages. The code is the one thing written. */
export const authorize = async (
  dependencies: Pick<Ports, 'store' | 'clock' | 'random' | 'settings' | 'keyRing'>,
  request: AuthorizationRequest,
  refreshToken: string | undefined,
): Promise<Answer> => {
  const { store, clock, random } = dependencies;
  const found = await hostedSession(dependencies, refreshToken);
  const now = clock.now();
  const authenticatedAt = found && authenticationTime(found.session);
  const decision = decideAuthorization(request, authenticatedAt, now);
  if (decision.step !== 'grant') return decision;
  if (!found || authenticatedAt === undefined) throw new Error('a grant for nobody');
  const code = newCode(random);
  const { user, session, token } = found;
  const grantor = { userId: user.id, sessionId: token.sessionId, authenticatedAt, amr: session.amr };
  await store.swap(grantKey(hashCode(code)), 'absent', beginGrant(request, grantor, now));
  return { step: 'code', code };
};
