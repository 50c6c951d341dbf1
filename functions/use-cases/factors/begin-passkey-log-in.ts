// Makes the options with which a browser asks for a passkey to log in. Reads and writes no row: pages ask for them when they open.
import { beginCeremony, CEREMONY_MILLISECONDS } from '#domain/factors/ceremony.ts';
import type { Ports } from '#domain/ports.ts';
import { currentKeys } from './ceremony-keys.ts';

/** `PublicKeyCredentialRequestOptionsJSON`. It names no credential, so the authenticator shows those that it has for the domain. */
export interface PasskeyLogInOptions {
  readonly challenge: string;
  readonly rpId: string;
  readonly timeout: number;
  readonly userVerification: 'preferred';
}

export const beginPasskeyLogIn = async (
  dependencies: Pick<Ports, 'keyRing' | 'settings' | 'random' | 'clock'>,
  rpId: string,
): Promise<PasskeyLogInOptions> => {
  const { random, clock } = dependencies;
  const keys = await currentKeys(dependencies);
  const challenge = beginCeremony(keys, random, clock.now(), { kind: 'log-in' });
  return { challenge, rpId, timeout: CEREMONY_MILLISECONDS, userVerification: 'preferred' };
};
