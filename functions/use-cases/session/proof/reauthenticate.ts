// Asks for a proof of the owner before an action that an access token alone must not allow: the password, or a log-in a moment ago.
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import { isFresh, parseRefreshToken, useOfToken } from '#domain/session/session.ts';
import type { Authenticated } from './authenticate.ts';
import { confirmPassword } from './confirm-password.ts';
import { recogniseToken } from './recognise-token.ts';

export interface OwnerProof {
  readonly password?: string | undefined;
  /** Of the session of the request. */
  readonly refreshToken?: string | undefined;
}

type Dependencies = Pick<Ports, 'store' | 'clock' | 'settings' | 'passwords' | 'foreignPasswords' | 'keyRing' | 'log'>;

/**
 * A password that was sent decides alone. A refresh token that is wrong or was copied is no proof, and changes nothing here.
 * `keyedHash`: of a request with an idempotency key, whose password is then compared each time and counted once.
 */
export const reauthenticate = async (
  dependencies: Dependencies,
  owner: Authenticated,
  { password, refreshToken }: OwnerProof,
  caller: Caller,
  keyedHash?: string,
): Promise<Outcome<undefined>> => {
  if (password !== undefined) return confirmPassword(dependencies, owner.user, password, caller, keyedHash);
  const isProven = await isTokenOfFreshSession(dependencies, owner, refreshToken);
  return isProven ? accept(undefined) : refuse('reauthentication_required');
};

const isTokenOfFreshSession = async (
  dependencies: Dependencies,
  { session, sessionId }: Authenticated,
  refreshToken: string | undefined,
): Promise<boolean> => {
  const now = dependencies.clock.now();
  const token = parseRefreshToken(refreshToken);
  if (token?.sessionId !== sessionId || !isFresh(session, now)) return false;
  if (!(await recogniseToken(dependencies, session, token))) return false;
  return useOfToken(session, token.rotation, now, dependencies.settings.lifetimes) !== 'reuse';
};
