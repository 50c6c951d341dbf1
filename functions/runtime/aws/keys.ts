// The keys of this deployment, in KMS. Only functions that may use them import this.
import { KMSClient } from '@aws-sdk/client-kms';
import { createKmsKeyRing } from '#adapters/keys/kms-key-ring.ts';
import { createKmsSigner } from '#adapters/keys/kms-signer.ts';
import type { KeyRing, TokenSigner } from '#domain/ports.ts';
import type { Settings } from '#domain/settings.ts';
import { readEnv } from '../env.ts';
import { CLIENT } from './base.ts';

export const deployedKeyRing = ({ stage, masterKeys }: Settings): KeyRing =>
  createKmsKeyRing({
    client: new KMSClient(CLIENT),
    keyId: readEnv('masterKey'),
    stage,
    accepted: masterKeys.accepted,
  });

export const deployedSigner = (): TokenSigner => {
  const [current = '', ...others] = readEnv('signingKeys').split(',');
  return createKmsSigner({ client: new KMSClient(CLIENT), keyIds: [current, ...others] });
};
