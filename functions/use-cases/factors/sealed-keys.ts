// Whether what came back is what this service gave away.
import { isSealedBy, type Sealed } from '#domain/factors/sealed.ts';
import type { Ports } from '#domain/ports.ts';

/** What was parsed, if this service sealed it. */
export const believe = async <Parsed extends Pick<Sealed, 'generation'>>(
  { keyRing }: Pick<Ports, 'keyRing'>,
  text: string,
  parsed: Parsed | undefined,
): Promise<Parsed | undefined> => {
  const keys = parsed && (await keyRing.generation(parsed.generation));
  return keys && isSealedBy(keys, text) ? parsed : undefined;
};
