// Whether somebody is logged in to the hosted pages, by the refresh token in their cookie. It is recognised and not exchanged.
import type { Ports } from '#domain/ports.ts';
import { type LiveSession, recogniseSession } from '../session/refresh-session.ts';

/** A copied token is nobody's, but ends no session here: a request by GET changes nothing that is there. */
export const hostedSession = async (
  dependencies: Pick<Ports, 'store' | 'clock' | 'settings' | 'keyRing'>,
  refreshToken: string | undefined,
): Promise<LiveSession | undefined> => {
  const found = await recogniseSession(dependencies, refreshToken);
  return found?.isCopied ? undefined : found;
};
