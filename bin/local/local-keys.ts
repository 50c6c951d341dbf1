// Random keys in files of the data folder, instead of KMS. Never part of a deployed bundle.
import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { toPublicKey } from '#adapters/keys/jwk.ts';
import { otpGenerations } from '#domain/challenge/key-generations.ts';
import { deriveKeys } from '#domain/derived-keys.ts';
import type { KeyRing, Ports, TokenSigner } from '#domain/ports.ts';
import type { Settings } from '#domain/settings.ts';

const signAsync = promisify(sign);

/** Both keys of a file, made at the first start with mode 0600. */
const readKeys = (file: string): { readonly master: Buffer; readonly privateKey: string } => {
  if (!existsSync(file)) {
    const { privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    const master = randomBytes(32).toString('base64');
    writeFileSync(file, JSON.stringify({ master, privateKey }), { mode: 0o600, flag: 'wx' });
  }
  const keys = JSON.parse(readFileSync(file, 'utf8'));
  return { master: Buffer.from(keys.master, 'base64'), privateKey: keys.privateKey };
};

/** All generations have the same secret: this machine never rotates it. */
const openKeys = (file: string, accepted: readonly number[]): { ring: KeyRing; signer: TokenSigner } => {
  const { master, privateKey } = readKeys(file);
  const key = createPrivateKey(privateKey);
  const publicKey = toPublicKey(createPublicKey(key));
  return {
    ring: { generation: async (label) => (accepted.includes(label) ? deriveKeys(label, master) : undefined) },
    signer: {
      keyId: async () => publicKey.kid,
      sign: (input) => signAsync('sha256', Buffer.from(input), key),
      publicKeys: async () => [publicKey],
    },
  };
};

export const createLocalKeys = (
  folder: string,
  settings: Settings,
): Pick<Ports, 'keyRing' | 'signer' | 'otpKeyRing' | 'proofSigner'> => {
  const ofAccounts = openKeys(join(folder, 'keys.json'), settings.masterKeys.accepted);
  const ofCodes = openKeys(join(folder, 'otp-keys.json'), otpGenerations(settings));
  return {
    keyRing: ofAccounts.ring,
    signer: ofAccounts.signer,
    otpKeyRing: ofCodes.ring,
    proofSigner: ofCodes.signer,
  };
};
