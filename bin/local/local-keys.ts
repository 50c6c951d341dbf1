// Random keys in files of the data folder, instead of KMS. Never part of a deployed bundle.
import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod/mini';
import { toPublicKey } from '#adapters/keys/jwk.ts';
import { secondFactorText } from '#adapters/keys/kms-second-factor.ts';
import { otpGenerations } from '#domain/challenge/key-generations.ts';
import { deriveKeys } from '#domain/derived-keys.ts';
import { SECRET_BYTES } from '#domain/factors/totp.ts';
import type { SecondFactorSecrets } from '#domain/ports/factors.ts';
import type { KeyRing, TokenSigner } from '#domain/ports/tokens.ts';
import type { Ports } from '#domain/ports.ts';
import type { Settings } from '#domain/settings.ts';
import { UserError } from '../user-error.ts';
import { replaceFile } from './data/data-file.ts';

const signAsync = promisify(sign);

const MASTER_BYTES = 32;
const KeyFile = z.object({ master: z.string(), privateKey: z.string() });

interface Keys {
  readonly master: Buffer;
  readonly privateKey: KeyObject;
}

/** Both keys of a file, made at the first start. */
const readKeys = (file: string): Keys => {
  if (!existsSync(file)) {
    const { privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    const master = randomBytes(MASTER_BYTES).toString('base64');
    replaceFile(file, JSON.stringify({ master, privateKey }));
  }
  const keys = parseKeys(readFileSync(file, 'utf8'));
  if (keys) return keys;
  throw new UserError(
    `${file} holds no keys: it is empty or damaged. Restore it from a copy, or delete it to get new keys; the links, codes and sessions of the old ones then stop working.`,
  );
};

const parseKeys = (text: string): Keys | undefined => {
  try {
    const keys = KeyFile.parse(JSON.parse(text));
    const master = Buffer.from(keys.master, 'base64');
    return master.length === MASTER_BYTES ? { master, privateKey: createPrivateKey(keys.privateKey) } : undefined;
  } catch {
    return undefined;
  }
};

/** All generations have the same secret: this machine never rotates it. */
const openKeys = (
  file: string,
  accepted: readonly number[],
): { ring: KeyRing; signer: TokenSigner; secrets: SecondFactorSecrets } => {
  const { master, privateKey } = readKeys(file);
  const publicKey = toPublicKey(createPublicKey(privateKey));
  return {
    ring: { generation: async (label) => (accepted.includes(label) ? deriveKeys(label, master) : undefined) },
    // As KMS derives them, from the secret of this machine.
    secrets: {
      secretOf: async (userId, enrolmentId) =>
        createHmac('sha256', master)
          .update(secondFactorText('local', userId, enrolmentId))
          .digest()
          .subarray(0, SECRET_BYTES),
    },
    signer: {
      keyId: async () => publicKey.kid,
      sign: (input) => signAsync('sha256', Buffer.from(input), privateKey),
      publicKeys: async () => [publicKey],
    },
  };
};

export const createLocalKeys = (
  folder: string,
  settings: Settings,
): Pick<Ports, 'keyRing' | 'signer' | 'secondFactorSecrets' | 'otpKeyRing' | 'proofSigner'> => {
  const ofAccounts = openKeys(join(folder, 'keys.json'), settings.masterKeys.accepted);
  const ofCodes = openKeys(join(folder, 'otp-keys.json'), otpGenerations(settings));
  return {
    keyRing: ofAccounts.ring,
    signer: ofAccounts.signer,
    secondFactorSecrets: ofAccounts.secrets,
    otpKeyRing: ofCodes.ring,
    proofSigner: ofCodes.signer,
  };
};
