// Gets the master secret from an HMAC key in KMS. The secret stays in this process's memory and is stored nowhere.
import { GenerateMacCommand, type KMSClient } from '@aws-sdk/client-kms';
import { type DerivedKeys, deriveKeys } from '#domain/derived-keys.ts';
import { DependencyError } from '#domain/errors.ts';
import type { KeyRing } from '#domain/ports/tokens.ts';
import { memoise } from '../memoise.ts';

interface KmsKeyRingOptions {
  readonly client: KMSClient;
  /** ARN of an HMAC_256 key. */
  readonly keyId: string;
  /** Both are part of the signed text, so two stages or two uses that share a key still have different secrets. */
  readonly stage: string;
  readonly use: 'master' | 'otp';
  /** The generations that are accepted. */
  readonly accepted: readonly number[];
}

/** Asks KMS once per generation and process; a failure is not remembered. */
export const createKmsKeyRing = ({ client, keyId, stage, use, accepted }: KmsKeyRingOptions): KeyRing => {
  const derive = memoise(async (label: number): Promise<DerivedKeys> => {
    const Message = Buffer.from(`latchkey/${stage}/${use}/${label}`);
    const command = new GenerateMacCommand({ KeyId: keyId, MacAlgorithm: 'HMAC_SHA_256', Message });
    const { Mac } = await client.send(command).catch((error) => {
      throw new DependencyError('kms', error);
    });
    if (!Mac) throw new DependencyError('kms', new Error('no MAC in the answer'));
    return deriveKeys(label, Buffer.from(Mac));
  });
  return {
    generation: async (label) => (accepted.includes(label) ? derive(label) : undefined),
  };
};
