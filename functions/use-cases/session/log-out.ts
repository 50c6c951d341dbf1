// Ends one session, or all sessions of an account.
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import { parseRefreshToken } from '#domain/session/session.ts';
import { sessionKey } from '#domain/store-keys.ts';
import { type OwnerProof, reauthenticate } from './proof/reauthenticate.ts';
import { recogniseToken } from './proof/recognise-token.ts';
import { endSession, findSession } from './refresh-session.ts';
import { renewEpoch } from './renew-user.ts';

type Dependencies = Pick<
  Ports,
  'store' | 'clock' | 'ids' | 'random' | 'settings' | 'log' | 'keyRing' | 'signer' | 'passwords' | 'foreignPasswords'
>;

/** Every genuine token of the session ends it, also an old one. A forged token gets the same answer and changes nothing. */
export const logOut = async (
  dependencies: Dependencies,
  refreshToken: string | undefined,
): Promise<Outcome<undefined>> => {
  const { store } = dependencies;
  const token = parseRefreshToken(refreshToken);
  if (!token) return accept(undefined);
  const [session] = await store.load([sessionKey(token.sessionId)]);
  if (!session || !(await recogniseToken(dependencies, session, token))) return accept(undefined);
  return (await endSession(dependencies, token.sessionId)) ? accept(undefined) : refuse('try_again');
};

/** Starts a new epoch, which ends every session of the account. Its links and codes keep working. The token alone is enough for a moment after a log-in. */
export const logOutAll = async (
  dependencies: Dependencies,
  proof: OwnerProof,
  caller: Caller,
): Promise<Outcome<undefined>> => {
  const found = await findSession(dependencies, proof.refreshToken);
  if (!found.ok) return found;
  const { user, session, token } = found.value;
  const proven = await reauthenticate(dependencies, { user, session, sessionId: token.sessionId }, proof, caller);
  if (!proven.ok) return proven;
  const renewed = await renewEpoch(dependencies, user, 'session_ended');
  if (!renewed.ok) return renewed;
  dependencies.log.write('sessions_ended', { user: user.id });
  return accept(undefined);
};
