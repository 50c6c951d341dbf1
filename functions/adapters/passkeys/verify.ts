// Verifies new passkeys and their signatures with the library @simplewebauthn/server.
import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server';
import { COSEALG, decodeAttestationObject, isoBase64URL, isoCBOR } from '@simplewebauthn/server/helpers';
import { modelOf } from '#domain/factors/passkey.ts';
import type { ExpectedCeremony, Passkeys } from '#domain/ports/factors.ts';

/** As the options of `begin-passkey.ts` ask for. */
const ALGORITHMS = [COSEALG.ES256, COSEALG.EdDSA, COSEALG.RS256];
const TRANSPORTS = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'];

/** The library throws for whatever does not fit. */
const orUndefined = async <Value>(verify: () => Promise<Value | undefined>): Promise<Value | undefined> => {
  try {
    return await verify();
  } catch {
    return undefined;
  }
};

const expectedOf = ({ challenge, origins, rpId }: ExpectedCeremony) => ({
  expectedChallenge: challenge,
  expectedOrigin: [...origins],
  expectedRPID: rpId,
  requireUserVerification: false,
});

/**
 * Without the statement of who made the authenticator, which nobody here asks for. To verify one, the library would ask addresses
 * that stand in it.
 */
const withoutStatement = (attestationObject: string): string => {
  const decoded = decodeAttestationObject(isoBase64URL.toBuffer(attestationObject));
  const bare = new Map<string, string | Map<string, string> | Uint8Array>([
    ['fmt', 'none'],
    ['attStmt', new Map<string, string>()],
    ['authData', decoded.get('authData')],
  ]);
  return isoBase64URL.fromBuffer(isoCBOR.encode(bare));
};

export const verifyNew: Passkeys['verifyNew'] = (credential, expected) =>
  orUndefined(async () => {
    const { id, rawId, type, response } = credential;
    const { clientDataJSON, transports = [] } = response;
    const attestationObject = withoutStatement(response.attestationObject);
    const { registrationInfo } = await verifyRegistrationResponse({
      ...expectedOf(expected),
      response: { id, rawId, type, response: { clientDataJSON, attestationObject }, clientExtensionResults: {} },
      supportedAlgorithmIDs: ALGORITHMS,
      // A browser that adds a passkey after a log-in by itself asks for no touch (WebAuthn, conditional mediation).
      requireUserPresence: false,
    });
    if (registrationInfo?.credential.id !== id) return undefined;
    const known = TRANSPORTS.filter((transport) => transports.includes(transport));
    const aaguid = modelOf(registrationInfo.aaguid);
    return {
      id,
      publicKey: isoBase64URL.fromBuffer(registrationInfo.credential.publicKey),
      counter: registrationInfo.credential.counter,
      isSynced: registrationInfo.credentialBackedUp,
      ...(known.length > 0 && { transports: known }),
      ...(aaguid !== undefined && { aaguid }),
    };
  });

export const verifyUse: Passkeys['verifyUse'] = (credential, passkey, expected) =>
  orUndefined(async () => {
    const { id, rawId, type, response } = credential;
    const { clientDataJSON, authenticatorData, signature } = response;
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      ...expectedOf(expected),
      response: {
        id,
        rawId,
        type,
        response: { clientDataJSON, authenticatorData, signature },
        clientExtensionResults: {},
      },
      // The domain compares the counter: an authenticator that counts back must be told from a wrong signature.
      credential: { id: passkey.id, publicKey: isoBase64URL.toBuffer(passkey.publicKey), counter: 0 },
    });
    if (!verified || id !== passkey.id) return undefined;
    const { newCounter, credentialBackedUp, userVerified } = authenticationInfo;
    return { counter: newCounter, isSynced: credentialBackedUp, isUserVerified: userVerified };
  });
