// The session that a log-in by a client opens: one row of its own, under the epoch of the account as every other.
import type { User } from '../account/user.ts';
import { UNKNOWN } from '../network.ts';
import type { Draft } from '../row.ts';
import { beginSession, type Session } from '../session/session.ts';
import type { Settings } from '../settings.ts';
import type { Client } from './client.ts';
import type { Grant } from './grant.ts';
import { hasScope } from './scope.ts';

interface ClientLogIn {
  readonly user: User;
  readonly client: Client;
  readonly grant: Grant;
  /** The session of the hosted pages that the person was logged in with. */
  readonly hosted: Session;
  readonly now: number;
  readonly settings: Settings;
}

/** Without `offline_access` there is no refresh token, so the session lasts no longer than its access token. */
export const beginClientSession = ({ user, client, grant, hosted, now, settings }: ClientLogIn): Draft<Session> => {
  const { lifetimes, masterKeys } = settings;
  const { clientId, scope, authenticatedAt, amr = [] } = grant;
  // The owner reads in the list of sessions which application this is. The address is where the person is, not the client's server.
  const caller = { device: client.name, ip: hosted.ip ?? UNKNOWN };
  const beginning = { now, keyGeneration: masterKeys.current, lifetimes, caller, amr, authenticatedAt };
  const session = { ...beginSession(user, beginning), clientId, scope };
  if (hasScope(scope, 'offline_access')) return session;
  return { ...session, expiresAt: now + (client.accessTokenSeconds ?? lifetimes.accessTokenSeconds) * 1000 };
};
