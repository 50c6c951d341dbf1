// Recognises a refresh token of a session: tokens of an earlier key generation too, as long as that generation is accepted.
import type { Ports } from '#domain/ports.ts';
import { generationOf, isGenuine, type ParsedRefreshToken, type Session } from '#domain/session/session.ts';

/** A session whose own generation is no longer accepted has no token any more. */
export const recogniseToken = async (
  { keyRing }: Pick<Ports, 'keyRing'>,
  session: Session,
  token: ParsedRefreshToken,
): Promise<boolean> => {
  const generations = [generationOf(session, token.rotation), session.keyGeneration];
  const [keys, current] = await Promise.all(generations.map((label) => keyRing.generation(label)));
  return keys !== undefined && current !== undefined && isGenuine(keys, session, token);
};
