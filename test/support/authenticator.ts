// A browser with an authenticator that is not of our making, and forgeries that neither would make, signed by the authenticator's key.
import { createHash, createPrivateKey, sign } from 'node:crypto';
import {
  type AuthenticationResponseJSON,
  AuthenticatorEmulator,
  type PasskeyDiscoverableCredential,
  PasskeysCredentialsMemoryRepository,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  WebAuthnEmulator,
} from 'nid-webauthn-emulator';

export type { AuthenticationResponseJSON, RegistrationResponseJSON };

type Algorithm = 'ES256' | 'RS256' | 'EdDSA';

export interface DeviceOptions {
  /** Whether it checks who is there, and not only that somebody is. */
  readonly userVerified?: boolean;
  /** 0: it does not count, as those that are synced. */
  readonly increment?: number;
  readonly algorithm?: Algorithm;
}

/** What a forgery has in place of the real values. What is left out stays. */
export interface Forgery {
  readonly clientData?: Readonly<Record<string, unknown>>;
  readonly rpId?: string;
  /** UP 0x01, UV 0x04, BE 0x08, BS 0x10. */
  readonly flags?: number;
  readonly counter?: number;
  readonly userHandle?: string | undefined;
  readonly id?: string;
}

const FLAGS_AT = 32;
const COUNTER_AT = 33;

const sha256 = (data: string | Buffer): Buffer => createHash('sha256').update(data).digest();
const toText = (data: Buffer): string => data.toString('base64url');
const toBytes = (text: string): Buffer => Buffer.from(text, 'base64url');
const forgeClientData = (text: string, change: Forgery['clientData'] = {}): Buffer =>
  Buffer.from(JSON.stringify({ ...JSON.parse(toBytes(text).toString()), ...change }));

/** A browser with an authenticator of its own, which holds a passkey for each domain and account. */
export const createBrowser = ({ userVerified = true, increment = 1, algorithm = 'ES256' }: DeviceOptions = {}) => {
  const repository = new PasskeysCredentialsMemoryRepository();
  const interact = <User>(user: User) => ({ user, options: { uv: userVerified, up: true } });
  const browser = new WebAuthnEmulator(
    new AuthenticatorEmulator({
      algorithmIdentifiers: [algorithm],
      signCounterIncrement: increment,
      verifications: { userPresent: true, userVerified },
      userMakeCredentialInteraction: interact,
      userGetAssertionInteraction: interact,
      credentialsRepository: repository,
    }),
  );
  return { browser, repository };
};

/** The same on the pages of one origin, and able to forge. */
export const createAuthenticator = ({ origin, ...options }: DeviceOptions & { readonly origin: string }) => {
  const { browser, repository } = createBrowser(options);
  const keyOf = ({ id }: { readonly id: string }) => {
    const held: readonly PasskeyDiscoverableCredential[] = repository.loadCredentials();
    const own = held.find(({ publicKeyCredentialSource }) => toText(Buffer.from(publicKeyCredentialSource.id)) === id);
    if (!own) throw new Error('no passkey of this authenticator');
    const key = Buffer.from(own.publicKeyCredentialSource.privateKey);
    return createPrivateKey({ format: 'der', type: 'pkcs8', key });
  };

  /** `from`: the page that asks. An origin of a stranger gets what a broken browser would give it. */
  const create = (options: PublicKeyCredentialCreationOptionsJSON, from = origin): RegistrationResponseJSON =>
    browser.createJSON(from, options, [from]);
  const get = (options: PublicKeyCredentialRequestOptionsJSON, from = origin): AuthenticationResponseJSON =>
    browser.getJSON(from, options, [from]);

  /** What `real` would say with other values, under a right signature. */
  const forge = (real: AuthenticationResponseJSON, change: Forgery): AuthenticationResponseJSON => {
    const clientData = forgeClientData(real.response.clientDataJSON, change.clientData);
    const data = toBytes(real.response.authenticatorData);
    if (change.rpId !== undefined) sha256(change.rpId).copy(data);
    if (change.flags !== undefined) data.writeUInt8(change.flags, FLAGS_AT);
    if (change.counter !== undefined) data.writeUInt32BE(change.counter, COUNTER_AT);
    const key = keyOf(real);
    const digest = key.asymmetricKeyType === 'ed25519' ? null : 'sha256';
    const signature = sign(digest, Buffer.concat([data, sha256(clientData)]), key);
    const id = change.id ?? real.id;
    const { userHandle: own, ...rest } = real.response;
    const userHandle = 'userHandle' in change ? change.userHandle : own;
    return {
      ...real,
      ...{ id, rawId: id },
      response: {
        ...rest,
        ...(userHandle !== undefined && { userHandle }),
        clientDataJSON: toText(clientData),
        authenticatorData: toText(data),
        signature: toText(signature),
      },
    };
  };

  /** The same of a new passkey. Nothing is signed there. */
  const forgeNew = (
    real: RegistrationResponseJSON,
    { clientData, rpId, flags }: Pick<Forgery, 'clientData' | 'rpId' | 'flags'>,
  ): RegistrationResponseJSON => {
    const attestation = toBytes(real.response.attestationObject);
    const start = attestation.indexOf(toBytes(real.response.authenticatorData).subarray(0, FLAGS_AT));
    if (rpId !== undefined) sha256(rpId).copy(attestation, start);
    if (flags !== undefined) attestation.writeUInt8(flags, start + FLAGS_AT);
    return {
      ...real,
      response: {
        ...real.response,
        clientDataJSON: toText(forgeClientData(real.response.clientDataJSON, clientData)),
        attestationObject: toText(attestation),
      },
    };
  };

  return { create, get, forge, forgeNew };
};

/** With one bit of it changed, in the middle. */
export const flipped = (text: string): string => {
  const bytes = toBytes(text);
  const at = bytes.length >> 1;
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  return toText(bytes);
};

export const counterOf = ({ response }: AuthenticationResponseJSON): number =>
  toBytes(response.authenticatorData).readUInt32BE(COUNTER_AT);
