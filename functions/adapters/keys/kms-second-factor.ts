// Derives the secret of an authenticator app by an HMAC key in KMS. It is stored nowhere, and needs nothing of a generation of the
// master secret: a rotation ends no enrolment.
import { GenerateMacCommand, type KMSClient } from '@aws-sdk/client-kms';
import { DependencyError } from '#domain/errors.ts';
import { SECRET_BYTES } from '#domain/factors/totp.ts';
import type { SecondFactorSecrets } from '#domain/ports/factors.ts';

interface KmsSecondFactorOptions {
  readonly client: KMSClient;
  /** ARN of an HMAC_256 key, the one of the master secret. */
  readonly keyId: string;
  readonly stage: string;
}

/** The text that is signed. No part of it has a slash, and no generation of the master secret is called `totp`. */
export const secondFactorText = (stage: string, userId: string, enrolmentId: string): string =>
  `latchkey/${stage}/totp/${userId}/${enrolmentId}`;

/** Nothing is kept: a process that knew the secrets of all who logged in would be worth more to a thief. */
export const createKmsSecondFactorSecrets = ({
  client,
  keyId,
  stage,
}: KmsSecondFactorOptions): SecondFactorSecrets => ({
  secretOf: async (userId, enrolmentId) => {
    const Message = Buffer.from(secondFactorText(stage, userId, enrolmentId));
    const command = new GenerateMacCommand({ KeyId: keyId, MacAlgorithm: 'HMAC_SHA_256', Message });
    const { Mac } = await client.send(command).catch((error) => {
      throw new DependencyError('kms', error);
    });
    if (!Mac) throw new DependencyError('kms', new Error('no MAC in the answer'));
    return Buffer.from(Mac).subarray(0, SECRET_BYTES);
  },
});
