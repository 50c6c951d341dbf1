// Proves the signer's requests to KMS, and that any JOSE library accepts the result.
import { generateKeyPairSync, sign } from 'node:crypto';
import { GetPublicKeyCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { mockClient } from 'aws-sdk-client-mock';
import { calculateJwkThumbprint, createLocalJWKSet, type JWK, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { createKmsSigner } from '#adapters/keys/kms-signer.ts';
import { DependencyError } from '#domain/errors.ts';

const arnOf = (name: string) => `arn:aws:kms:ap-northeast-2:111122223333:key/${name}`;
const KEY_IDS = [arnOf('current'), arnOf('next'), arnOf('former')] as const;
const PAIRS = new Map<string, ReturnType<typeof makePair>>(KEY_IDS.map((keyId) => [keyId, makePair()]));

function makePair() {
  return generateKeyPairSync('rsa', { modulusLength: 2048 });
}

const pairOf = (keyId: string | undefined) => {
  const pair = PAIRS.get(keyId ?? '');
  if (!pair) throw new Error('KMS has no such key');
  return pair;
};

/** KMS with real RSA keys. */
const signerOf = (keyIds: readonly [string, ...string[]] = KEY_IDS) => {
  const client = new KMSClient({ region: 'ap-northeast-2' });
  const kms = mockClient(client);
  kms.on(GetPublicKeyCommand).callsFake(async ({ KeyId }) => ({
    PublicKey: pairOf(KeyId).publicKey.export({ format: 'der', type: 'spki' }),
  }));
  kms.on(SignCommand).callsFake(async ({ KeyId, Message }) => ({
    Signature: sign('sha256', Message, pairOf(KeyId).privateKey),
  }));
  const askedKeys = () => kms.commandCalls(GetPublicKeyCommand).map(({ args }) => args[0].input.KeyId);
  return { signer: createKmsSigner({ client, keyIds }), kms, askedKeys };
};

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a signature', () => {
  it('is asked of the current key, over the input itself', async () => {
    const { signer, kms } = signerOf();
    await signer.sign('header.payload');
    expect(kms.commandCalls(SignCommand).map(({ args }) => args[0].input)).toEqual([
      {
        KeyId: KEY_IDS[0],
        SigningAlgorithm: 'RSASSA_PKCS1_V1_5_SHA_256',
        MessageType: 'RAW',
        Message: Buffer.from('header.payload'),
      },
    ]);
  });

  it('makes a token that a JOSE library verifies with the published keys', async () => {
    const { signer } = signerOf();
    const input = `${encode({ alg: 'RS256', kid: await signer.keyId() })}.${encode({ sub: 'a' })}`;
    const token = `${input}.${(await signer.sign(input)).toString('base64url')}`;
    const keys = createLocalJWKSet({ keys: (await signer.publicKeys()) as unknown as JWK[] });
    expect((await jwtVerify(token, keys, { algorithms: ['RS256'] })).payload).toEqual({ sub: 'a' });
    const tampered = token.replace(encode({ sub: 'a' }), encode({ sub: 'b' }));
    await expect(jwtVerify(tampered, keys)).rejects.toThrow('signature verification failed');
  });

  it('is asked for each time: no two tokens are the same', async () => {
    const { signer, kms, askedKeys } = signerOf();
    await Promise.all([signer.sign('a'), signer.sign('a')]);
    expect(kms.commandCalls(SignCommand)).toHaveLength(2);
    expect(askedKeys()).toEqual([]);
  });
});

describe('the published keys', () => {
  it('are all that are listed, the current one first', async () => {
    const { signer } = signerOf();
    const published = await signer.publicKeys();
    expect(published.map(({ n }) => n)).toEqual(
      KEY_IDS.map((keyId) => pairOf(keyId).publicKey.export({ format: 'jwk' }).n),
    );
    expect(published[0]?.kid).toBe(await signer.keyId());
  });

  it('are named by the thumbprint that a JOSE library computes', async () => {
    const published = await signerOf().signer.publicKeys();
    expect(await Promise.all(published.map((key) => calculateJwkThumbprint(key as unknown as JWK)))).toEqual(
      published.map(({ kid }) => kid),
    );
  });

  it('are asked for once each, also by parallel first calls', async () => {
    const { signer, askedKeys } = signerOf();
    await Promise.all([signer.keyId(), signer.publicKeys(), signer.publicKeys(), signer.keyId()]);
    await signer.publicKeys();
    expect(askedKeys()).toEqual([...KEY_IDS]);
  });

  it('are not asked for when only the name of the current one is needed', async () => {
    const { signer, askedKeys } = signerOf();
    await signer.keyId();
    expect(askedKeys()).toEqual([KEY_IDS[0]]);
  });
});

describe('a failure', () => {
  const cause = new Error('ThrottlingException');

  it('names KMS, and keeps what KMS said as its cause', async () => {
    const { signer, kms } = signerOf();
    kms.on(GetPublicKeyCommand).rejects(cause).on(SignCommand).rejects(cause);
    for (const work of [signer.keyId(), signer.publicKeys(), signer.sign('a')]) {
      const failure = await work.catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(DependencyError);
      expect(failure).toMatchObject({ dependency: 'kms', cause });
    }
  });

  it('is also an answer without a signature', async () => {
    const { signer, kms } = signerOf();
    kms.on(SignCommand).resolves({});
    await expect(signer.sign('a')).rejects.toBeInstanceOf(DependencyError);
  });

  it('of a public key is not remembered, and leaves the others known', async () => {
    const { signer, kms, askedKeys } = signerOf();
    kms
      .on(GetPublicKeyCommand, { KeyId: KEY_IDS[1] })
      .rejectsOnce(cause)
      .resolves({
        PublicKey: pairOf(KEY_IDS[1]).publicKey.export({ format: 'der', type: 'spki' }),
      });
    await expect(signer.publicKeys()).rejects.toBeInstanceOf(DependencyError);
    expect(await signer.publicKeys()).toHaveLength(3);
    expect(askedKeys()).toEqual([...KEY_IDS, KEY_IDS[1]]);
  });
});
