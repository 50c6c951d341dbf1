// What the second factor takes of this deployment: secrets by KMS, and QR codes.
import { KMSClient } from '@aws-sdk/client-kms';
import { createKmsSecondFactorSecrets } from '#adapters/keys/kms-second-factor.ts';
import type { SecondFactorSecrets } from '#domain/ports/factors.ts';
import type { Settings } from '#domain/settings.ts';
import { late } from '#schemas/late.ts';
import { readEnv } from '../env.ts';
import { CLIENT } from './client.ts';

export const deployedSecondFactorSecrets = ({ stage }: Settings): SecondFactorSecrets =>
  createKmsSecondFactorSecrets({
    client: late(() => new KMSClient(CLIENT)),
    keyId: readEnv('masterKey'),
    stage,
  });
