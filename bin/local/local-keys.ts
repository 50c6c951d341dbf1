// Random keys in a file of the data folder, instead of KMS. Never part of a deployed bundle.
import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { toPublicKey } from '#adapters/keys/jwk.ts';
import { deriveKeys } from '#domain/derived-keys.ts';
import type { KeyRing, TokenSigner } from '#domain/ports.ts';

const signAsync = promisify(sign);

/** Both keys of a folder, made at the first start with mode 0600. */
const readKeys = (folder: string): { readonly master: Buffer; readonly privateKey: string } => {
  const file = join(folder, 'keys.json');
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

/** `generation` is the one label this machine accepts. */
export const createLocalKeys = (folder: string, generation: number): { keyRing: KeyRing; signer: TokenSigner } => {
  const { master, privateKey } = readKeys(folder);
  const derived = deriveKeys(generation, master);
  const key = createPrivateKey(privateKey);
  const publicKey = toPublicKey(createPublicKey(key));
  return {
    keyRing: { generation: async (label) => (label === generation ? derived : undefined) },
    signer: {
      keyId: async () => publicKey.kid,
      sign: (input) => signAsync('sha256', Buffer.from(input), key),
      publicKeys: async () => [publicKey],
    },
  };
};
