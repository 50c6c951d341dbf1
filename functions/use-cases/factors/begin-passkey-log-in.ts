// Makes the options with which a browser asks for a passkey to log in. Reads and writes no row: pages ask for them when they open.
import { CEREMONY_MILLISECONDS } from '#domain/factors/ceremony.ts';
import type { Ports } from '#domain/ports.ts';
import { newChallenge } from './passkey-ceremony.ts';

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
  const challenge = await newChallenge(dependencies, { kind: 'log-in' });
  return { challenge, rpId, timeout: CEREMONY_MILLISECONDS, userVerification: 'preferred' };
};
