// Signs tokens with an RSA key in KMS and publishes the public part of every listed key.
import { createPublicKey } from 'node:crypto';
import { GetPublicKeyCommand, type KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { DependencyError } from '#domain/errors.ts';
import type { PublicKey, TokenSigner } from '#domain/ports/tokens.ts';
import { memoise } from '../memoise.ts';
import { toPublicKey } from './jwk.ts';

interface KmsSignerOptions {
  readonly client: KMSClient;
  /** ARNs of RSA_2048 keys. The first one signs. List a key at least 24 hours before it signs and 24 hours after. */
  readonly keyIds: readonly [string, ...string[]];
}

/** Reads each public key once per process; a failure is not cached. */
export const createKmsSigner = ({ client, keyIds }: KmsSignerOptions): TokenSigner => {
  const [current] = keyIds;
  const publicKey = memoise(async (KeyId: string): Promise<PublicKey> => {
    const { PublicKey } = await client.send(new GetPublicKeyCommand({ KeyId })).catch(fail);
    if (!PublicKey) throw new DependencyError('kms', new Error('no public key in the answer'));
    return toPublicKey(createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' }));
  });
  return {
    keyId: async () => (await publicKey(current)).kid,
    publicKeys: async () => {
      const listed = await Promise.all(keyIds.map(publicKey));
      // A key can be listed twice: as the stack's own key, and in the configuration while it is being replaced.
      return [...new Map(listed.map((key) => [key.kid, key])).values()];
    },
    sign: async (input) => {
      const command = new SignCommand({
        KeyId: current,
        SigningAlgorithm: 'RSASSA_PKCS1_V1_5_SHA_256',
        MessageType: 'RAW',
        Message: Buffer.from(input),
      });
      const { Signature } = await client.send(command).catch(fail);
      if (!Signature) throw new DependencyError('kms', new Error('no signature in the answer'));
      return Buffer.from(Signature);
    },
  };
};

const fail = (error: unknown): never => {
  throw new DependencyError('kms', error);
};
