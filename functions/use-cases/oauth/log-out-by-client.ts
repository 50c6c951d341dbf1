// Logs a person out for a client: of the hosted pages, and of the session of the client.
import type { IdToken } from '#domain/ports/tokens.ts';
import type { Ports } from '#domain/ports.ts';
import { sessionKey } from '#domain/store-keys.ts';
import { endSession, type LiveSession } from '../session/refresh-session.ts';

/** `hint`: whose session of the client ends, too. `false`: try again. */
export const logOutByClient = async (
  dependencies: Pick<Ports, 'store'>,
  hosted: LiveSession | undefined,
  hint?: IdToken,
): Promise<boolean> => {
  const [ofClient] = hint ? await dependencies.store.load([sessionKey(hint.sessionId)]) : [];
  const isOfClient = ofClient?.clientId === hint?.clientId && ofClient?.userId === hint?.userId;
  const ended = [
    ...(hosted ? [hosted.token.sessionId] : []),
    ...(hint && ofClient && isOfClient ? [hint.sessionId] : []),
  ];
  const results = await Promise.all(ended.map((id) => endSession(dependencies, id)));
  return results.every(Boolean);
};
