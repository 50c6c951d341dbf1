// Proves what the key ring asks of KMS, that it asks once, and that a failure is not kept.
import { createHmac } from 'node:crypto';
import { GenerateMacCommand, KMSClient } from '@aws-sdk/client-kms';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { createKmsKeyRing } from '#adapters/keys/kms-key-ring.ts';
import { deriveKeys } from '#domain/derived-keys.ts';
import { DependencyError } from '#domain/errors.ts';

const keyId = 'arn:aws:kms:ap-northeast-2:111122223333:key/master';

/** Like KMS: an HMAC of the message with a key that stays inside. */
const macOf = (message: Uint8Array = Buffer.alloc(0)) => createHmac('sha256', 'inside KMS').update(message).digest();

const ringOf = ({ stage = 'sandbox', use = 'master' as 'master' | 'otp', accepted = [1, 2] } = {}) => {
  const client = new KMSClient({ region: 'ap-northeast-2' });
  const kms = mockClient(client);
  kms.on(GenerateMacCommand).callsFake(async ({ Message }) => ({ Mac: macOf(Message) }));
  const inputs = () => kms.commandCalls(GenerateMacCommand).map(({ args }) => args[0].input);
  return { ring: createKmsKeyRing({ client, keyId, stage, use, accepted }), kms, inputs };
};

describe('what is asked of KMS', () => {
  it('is the HMAC of the stage and the generation', async () => {
    const { ring, inputs } = ringOf();
    await ring.generation(2);
    expect(inputs()).toEqual([
      { KeyId: keyId, MacAlgorithm: 'HMAC_SHA_256', Message: Buffer.from('latchkey/sandbox/master/2') },
    ]);
  });

  it('gives the master secret that the keys are derived from', async () => {
    const { ring } = ringOf({ stage: 'production' });
    expect(await ring.generation(1)).toEqual(deriveKeys(1, macOf(Buffer.from('latchkey/production/master/1'))));
  });

  it('gives different keys to another stage and another generation, with the same KMS key', async () => {
    const [sandbox, production] = [ringOf().ring, ringOf({ stage: 'production' }).ring];
    const all = [await sandbox.generation(1), await sandbox.generation(2), await production.generation(1)];
    expect(new Set(all.map((keys) => keys?.code.toString('hex'))).size).toBe(3);
  });

  it('gives different keys to one-time codes, with the same KMS key and the same generation', async () => {
    const { ring, inputs } = ringOf({ use: 'otp' });
    expect((await ring.generation(1))?.code).not.toEqual((await ringOf().ring.generation(1))?.code);
    expect(inputs()).toMatchObject([{ Message: Buffer.from('latchkey/sandbox/otp/1') }]);
  });

  it('is asked once per generation, also by parallel first calls', async () => {
    const { ring, inputs } = ringOf();
    const [first, second] = await Promise.all([ring.generation(1), ring.generation(1), ring.generation(2)]);
    expect(second).toBe(first);
    expect(await ring.generation(1)).toBe(first);
    expect(inputs().map(({ Message }) => Buffer.from(Message ?? []).toString())).toEqual([
      'latchkey/sandbox/master/1',
      'latchkey/sandbox/master/2',
    ]);
  });

  it('is nothing for a generation that is not accepted', async () => {
    const { ring, inputs } = ringOf({ accepted: [1] });
    expect(await ring.generation(2)).toBeUndefined();
    expect(await ring.generation(0)).toBeUndefined();
    expect(inputs()).toEqual([]);
  });

  it('is nothing before the first use', () => {
    expect(ringOf().inputs()).toEqual([]);
  });
});

describe('a failure', () => {
  it('names KMS, and keeps what KMS said as its cause', async () => {
    const { ring, kms } = ringOf();
    const cause = new Error('AccessDeniedException');
    kms.on(GenerateMacCommand).rejects(cause);
    const failure = await ring.generation(1).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DependencyError);
    expect(failure).toMatchObject({ dependency: 'kms', cause });
  });

  it('is also an answer without a MAC', async () => {
    const { ring, kms } = ringOf();
    kms.on(GenerateMacCommand).resolves({});
    await expect(ring.generation(1)).rejects.toBeInstanceOf(DependencyError);
  });

  it('is shared by concurrent calls, and is not cached', async () => {
    const { ring, kms, inputs } = ringOf();
    kms.on(GenerateMacCommand).rejectsOnce(new Error('slow')).resolves({ Mac: macOf() });
    const both = await Promise.allSettled([ring.generation(1), ring.generation(1)]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(inputs()).toHaveLength(1);
    expect(await ring.generation(1)).toEqual(deriveKeys(1, macOf()));
    expect(inputs()).toHaveLength(2);
  });

  it('of one generation does not touch another', async () => {
    const { ring, kms, inputs } = ringOf();
    const kept = await ring.generation(1);
    kms.on(GenerateMacCommand).rejects(new Error('slow'));
    await expect(ring.generation(2)).rejects.toBeInstanceOf(DependencyError);
    expect(await ring.generation(1)).toBe(kept);
    expect(inputs()).toHaveLength(2);
  });
});
