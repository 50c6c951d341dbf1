// The keys of this deployment, in KMS. Only functions that may use them import this.
import { KMSClient } from '@aws-sdk/client-kms';
import { createKmsKeyRing } from '#adapters/keys/kms-key-ring.ts';
import { createKmsSigner } from '#adapters/keys/kms-signer.ts';
import { otpGenerations } from '#domain/challenge/key-generations.ts';
import type { KeyRing, TokenSigner } from '#domain/ports/tokens.ts';
import type { Settings } from '#domain/settings.ts';
import { late } from '#schemas/late.ts';
import { readEnv } from '../env.ts';
import { CLIENT } from './client.ts';
import { connectEarly } from './connections.ts';

connectEarly('kms');

const client = late(() => new KMSClient(CLIENT));

/** One-time codes are off: no generation is accepted, and no key is published. */
const NO_KEY_RING: KeyRing = { generation: async () => undefined };
const refuse = async (): Promise<never> => {
  throw new Error('one-time codes are off');
};
const NO_SIGNER: TokenSigner = { keyId: refuse, sign: refuse, publicKeys: async () => [] };

export const deployedKeyRing = ({ stage, masterKeys }: Settings): KeyRing =>
  createKmsKeyRing({
    client,
    keyId: readEnv('masterKey'),
    stage,
    use: 'master',
    accepted: masterKeys.accepted,
  });

export const deployedSigner = (): TokenSigner => signerOf('signingKeys');

export const deployedOtpKeyRing = (settings: Settings): KeyRing =>
  settings.otp.access === 'off'
    ? NO_KEY_RING
    : createKmsKeyRing({
        client,
        keyId: readEnv('otpKey'),
        stage: settings.stage,
        use: 'otp',
        accepted: otpGenerations(settings),
      });

export const deployedProofSigner = ({ otp }: Settings): TokenSigner =>
  otp.access === 'off' ? NO_SIGNER : signerOf('proofSigningKeys');

const signerOf = (name: 'signingKeys' | 'proofSigningKeys'): TokenSigner => {
  const [current = '', ...others] = readEnv(name).split(',');
  return createKmsSigner({ client, keyIds: [current, ...others] });
};
