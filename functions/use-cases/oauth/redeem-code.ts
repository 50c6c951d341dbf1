// Swaps an authorization code for the tokens of a new session, once (RFC 6749, section 4.1.3).
import type { User } from '#domain/account/user.ts';
import type { Client } from '#domain/oauth/client.ts';
import { beginClientSession } from '#domain/oauth/client-session.ts';
import { type CodeProof, decideGrant, type Grant, hashCode, invalidGrant, isCode } from '#domain/oauth/grant.ts';
import { idTokenInput } from '#domain/oauth/id-token.ts';
import type { OAuthOutcome } from '#domain/oauth/oauth-error.ts';
import { hasScope } from '#domain/oauth/scope.ts';
import type { Draft } from '#domain/row.ts';
import { signToken } from '#domain/session/access-token.ts';
import { levelOf } from '#domain/session/assurance.ts';
import { isLive, refreshToken, type Session } from '#domain/session/session.ts';
import { grantKey, sessionKey, userKey } from '#domain/store-keys.ts';
import { noteUseOf } from '../purge/note-use.ts';
import { endOldestSessions } from '../session/end-oldest-sessions.ts';
import { prepareSession, type SessionPorts, signAccessToken } from '../session/open-session.ts';
import { endSession } from '../session/refresh-session.ts';
import type { ClientTokens } from './client-tokens.ts';

type Dependencies = SessionPorts;

export const redeemCode = async (
  dependencies: Dependencies,
  client: Client,
  { code, ...proof }: CodeProof & { readonly code: string },
): Promise<OAuthOutcome<ClientTokens>> => {
  const { store, clock, ids, settings, log } = dependencies;
  if (!isCode(code)) return invalidGrant;
  const [grant] = await store.load([grantKey(hashCode(code))]);
  if (grant?.clientId !== client.id) return invalidGrant;
  if (grant.openedSessionId !== undefined) return endReused(dependencies, grant);
  const allowed = decideGrant(grant, proof, clock.now());
  if (!allowed.ok) return allowed;
  const [[user, hosted], opening] = await Promise.all([
    store.load([userKey(grant.userId), sessionKey(grant.sessionId)]),
    prepareSession(dependencies),
  ]);
  if (!user || !isLive(hosted, user, clock.now())) return invalidGrant;
  const sessionId = ids.next();
  const session = beginClientSession({ user, client, grant, hosted, now: clock.now(), settings });
  const [used, access] = await Promise.all([
    openOnce(dependencies, { user, grant, code, sessionId, session }),
    signAccessToken(dependencies, opening.kid, { user, sessionId, session, trigger: 'log-in' }),
  ]);
  if (!used.ok) return used;
  log.write('client_logged_in', { client: client.id, user: user.id, session: sessionId });
  const { accessToken, expiresInSeconds, ownClaims } = access;
  const claims = {
    issuer: settings.issuer,
    languages: settings.languages,
    user,
    sessionId,
    grant,
    accessToken,
    ownClaims,
    acr: levelOf(settings, grant.amr),
    now: clock.now(),
  };
  const input = idTokenInput(opening.kid, { ...claims, lifetimeSeconds: expiresInSeconds });
  return {
    ok: true,
    value: {
      accessToken,
      expiresInSeconds,
      scope: grant.scope,
      ...(hasScope(grant.scope, 'offline_access') && { refreshToken: refreshToken(opening.keys, sessionId, session) }),
      ...(hasScope(grant.scope, 'openid') && { idToken: await signToken(dependencies.signer, input) }),
    },
  };
};

/**
 * The session first, then the code that names it: whoever uses the code a second time finds the session there, and ends it. If
 * the process dies in between, nobody has the tokens of the session.
 */
const openOnce = async (
  dependencies: Dependencies,
  of: {
    readonly user: User;
    readonly grant: Grant;
    readonly code: string;
    readonly sessionId: string;
    readonly session: Draft<Session>;
  },
): Promise<OAuthOutcome<Grant>> => {
  const { store } = dependencies;
  const { grant, sessionId } = of;
  await Promise.all([
    endOldestSessions(dependencies, of.user),
    noteUseOf(dependencies, of.user),
    store.swap(sessionKey(sessionId), 'absent', of.session),
  ]);
  const used = await store.swap(grantKey(hashCode(of.code)), grant, { ...grant, openedSessionId: sessionId });
  if (used.ok) return { ok: true, value: used.item };
  await endSession(dependencies, sessionId);
  return used.current ? endReused(dependencies, used.current) : invalidGrant;
};

/** A code that comes twice was stolen, by the first or by the second (RFC 9700, section 4.5). */
const endReused = async (dependencies: Dependencies, grant: Grant): Promise<typeof invalidGrant> => {
  const { openedSessionId, userId, clientId } = grant;
  if (openedSessionId === undefined) return invalidGrant;
  dependencies.log.write('session_reused', { user: userId, session: openedSessionId, client: clientId });
  await endSession(dependencies, openedSessionId);
  return invalidGrant;
};
