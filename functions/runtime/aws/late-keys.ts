// The keys of this deployment for functions whose first request rarely needs them. The client of KMS is loaded at the first use;
// a missing variable is named at once, as for every other dependency.
import type { KeyRing, TokenSigner } from '#domain/ports/tokens.ts';
import type { Settings } from '#domain/settings.ts';
import { readEnv } from '../env.ts';

/** Loads once. A failure is not kept. */
const once = <Value>(load: () => Promise<Value>): (() => Promise<Value>) => {
  let loaded: Promise<Value> | undefined;
  return () => {
    loaded ??= load().catch((error: unknown) => {
      loaded = undefined;
      throw error;
    });
    return loaded;
  };
};

const lateKeyRing = (load: () => Promise<KeyRing>): KeyRing => {
  const keyRing = once(load);
  return { generation: async (label) => (await keyRing()).generation(label) };
};

const lateSigner = (load: () => Promise<TokenSigner>): TokenSigner => {
  const signer = once(load);
  return {
    keyId: async () => (await signer()).keyId(),
    sign: async (input) => (await signer()).sign(input),
    publicKeys: async () => (await signer()).publicKeys(),
  };
};

const keys = () => import('./keys.ts');

export const lateDeployedKeyRing = (settings: Settings): KeyRing => {
  readEnv('masterKey');
  return lateKeyRing(async () => (await keys()).deployedKeyRing(settings));
};

export const lateDeployedSigner = (): TokenSigner => {
  readEnv('signingKeys');
  return lateSigner(async () => (await keys()).deployedSigner());
};

export const lateDeployedOtpKeyRing = (settings: Settings): KeyRing => {
  if (settings.otp.access !== 'off') readEnv('otpKey');
  return lateKeyRing(async () => (await keys()).deployedOtpKeyRing(settings));
};

export const lateDeployedProofSigner = (settings: Settings): TokenSigner => {
  if (settings.otp.access !== 'off') readEnv('proofSigningKeys');
  return lateSigner(async () => (await keys()).deployedProofSigner(settings));
};
