// Ends the session behind a token that its client gives back (RFC 7009).
import type { Client } from '#domain/oauth/client.ts';
import type { Ports } from '#domain/ports.ts';
import { parseRefreshToken } from '#domain/session/session.ts';
import { sessionKey } from '#domain/store-keys.ts';
import { recogniseToken } from '../session/proof/recognise-token.ts';
import { endSession } from '../session/refresh-session.ts';

type Dependencies = Pick<Ports, 'store' | 'keyRing' | 'accessTokens'>;

/** Either token ends the session. One of another client, or one that is not valid, changes nothing. `false`: try again. */
export const revokeToken = async (dependencies: Dependencies, client: Client, token: string): Promise<boolean> => {
  const sessionId = await sessionOf(dependencies, client, token);
  return sessionId === undefined || endSession(dependencies, sessionId);
};

const sessionOf = async (dependencies: Dependencies, client: Client, token: string): Promise<string | undefined> => {
  const parsed = parseRefreshToken(token);
  if (!parsed) {
    const access = await dependencies.accessTokens.read(token);
    return access?.clientId === client.id ? access.sessionId : undefined;
  }
  const [session] = await dependencies.store.load([sessionKey(parsed.sessionId)]);
  const isOwn = session?.clientId === client.id && (await recogniseToken(dependencies, session, parsed));
  return isOwn ? parsed.sessionId : undefined;
};
