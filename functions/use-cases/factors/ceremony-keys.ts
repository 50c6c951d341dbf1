// The keys for the challenges of passkeys.
import type { DerivedKeys } from '#domain/derived-keys.ts';
import type { Ports } from '#domain/ports.ts';

/** Those of new challenges. */
export const currentKeys = async ({ keyRing, settings }: Pick<Ports, 'keyRing' | 'settings'>): Promise<DerivedKeys> => {
  const generation = settings.masterKeys.current;
  const keys = await keyRing.generation(generation);
  if (!keys) throw new Error(`generation ${generation} of the master key is not accepted`);
  return keys;
};
