// A double of KMS: one secret and one RSA key, whatever key is named.
import { createHmac, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import * as z from 'zod/mini';

const KeyRequest = z.object({ KeyId: z.string(), Message: z.optional(z.string()) });

export type Keys = (operation: string, input: unknown) => object;

export const createKeys = (): Keys => {
  const secret = randomBytes(32);
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const spki = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  const algorithm = 'RSASSA_PKCS1_V1_5_SHA_256';
  return (operation, input) => {
    const { KeyId, Message = '' } = KeyRequest.parse(input);
    const message = Buffer.from(Message, 'base64');
    switch (operation) {
      case 'GenerateMac': {
        const mac = createHmac('sha256', secret).update(KeyId).update(message).digest('base64');
        return { KeyId, MacAlgorithm: 'HMAC_SHA_256', Mac: mac };
      }
      case 'GetPublicKey':
        return { KeyId, KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY', PublicKey: spki, SigningAlgorithms: [algorithm] };
      case 'Sign':
        return {
          KeyId,
          SigningAlgorithm: algorithm,
          Signature: sign('sha256', message, privateKey).toString('base64'),
        };
      default:
        throw new Error(`${operation} is not known to the bench`);
    }
  };
};
