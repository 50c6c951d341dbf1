import { GenerateMacCommand, KMSClient, KMSServiceException } from '@aws-sdk/client-kms';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { createKmsSecondFactorSecrets } from '#adapters/keys/kms-second-factor.ts';

const kms = mockClient(KMSClient);
const KEY = 'arn:aws:kms:ap-northeast-2:123456789012:key/master';
const secrets = createKmsSecondFactorSecrets({ client: new KMSClient({}), keyId: KEY, stage: 'production' });

describe('the secret of an app', () => {
  beforeEach(() => {
    kms.reset();
  });

  it('is the beginning of a MAC over stage, account and enrolment, and is asked for each time', async () => {
    const Mac = Buffer.alloc(32, 'a MAC of this enrolment');
    kms.on(GenerateMacCommand).resolves({ Mac });
    expect(await secrets.secretOf('user-1', '01KE5VYW8EABCDEFGHJKMNPQRS')).toEqual(Mac.subarray(0, 20));
    await secrets.secretOf('user-1', '01KE5VYW8EABCDEFGHJKMNPQRS');
    const Message = Buffer.from('latchkey/production/totp/user-1/01KE5VYW8EABCDEFGHJKMNPQRS');
    const asked = { KeyId: KEY, MacAlgorithm: 'HMAC_SHA_256' as const, Message };
    expect(kms.commandCalls(GenerateMacCommand, asked)).toHaveLength(2);
  });

  it('is unavailable with KMS', async () => {
    const cause = new KMSServiceException({ name: 'ThrottlingException', $fault: 'client', $metadata: {} });
    kms.on(GenerateMacCommand).rejects(cause);
    await expect(secrets.secretOf('user-1', 'x')).rejects.toMatchObject({ name: 'DependencyError', dependency: 'kms' });
    kms.on(GenerateMacCommand).resolves({});
    await expect(secrets.secretOf('user-1', 'x')).rejects.toMatchObject({ name: 'DependencyError' });
  });
});
