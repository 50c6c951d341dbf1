// The bench's double of AWS keeps the contract of the store, and the keys answer as KMS does.
import { createPublicKey, verify } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, describe, expect, it } from 'vitest';
import { createKmsKeyRing } from '#adapters/keys/kms-key-ring.ts';
import { createKmsSigner } from '#adapters/keys/kms-signer.ts';
import { DOCUMENT_OPTIONS } from '#adapters/store/document-options.ts';
import { createDynamoDBStore } from '#adapters/store/dynamodb-store.ts';
import { emailClaimKey } from '#domain/store-keys.ts';
import { TABLE_NAMES } from '../../bin/local/tables.ts';
import { describeStoreContract } from '../adapters/store/store-contract.ts';
import { startAwsDouble } from './double/aws.ts';

const aws = await startAwsDouble();
afterAll(aws.stop);

const CLIENT = {
  endpoint: aws.plainUrl,
  region: 'ap-northeast-2',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
};
const store = createDynamoDBStore({
  client: DynamoDBDocumentClient.from(new DynamoDBClient(CLIENT), DOCUMENT_OPTIONS),
  tableNames: TABLE_NAMES,
});

describeStoreContract('the double of DynamoDB', () => store);

describe('the double of AWS', () => {
  it('puts rows back as they were kept, as often as it is asked', async () => {
    const key = emailClaimKey('minji.kim@example.com');
    await store.swap(key, 'absent', { userId: 'kept' });
    const restore = aws.database.keep();
    for (const userId of ['one', 'two']) {
      const [row] = await store.load([key]);
      expect(row?.userId).toBe('kept');
      await store.swap(key, { version: row?.version ?? '' }, { userId });
      expect((await store.load([key]))[0]?.userId).toBe(userId);
      restore();
    }
    aws.database.clear();
    expect(await store.load([key])).toEqual([undefined]);
  });

  it('tells which operations were asked for, once', async () => {
    aws.takeCalls();
    await store.load([emailClaimKey('minji.kim@example.com')]);
    expect(aws.takeCalls()).toEqual(['GetItem']);
    expect(aws.takeCalls()).toEqual([]);
  });

  it('refuses what it does not know, so that no figure is of an empty answer', () => {
    expect(() => aws.database.answer('TransactWriteItems', {})).toThrow('TransactWriteItems is not known to the bench');
    const write = { TableName: 'Users', Item: { pk: { S: 'a' } }, ConditionExpression: 'size(pk) > :one' };
    expect(() => aws.database.answer('PutItem', write)).toThrow('the condition is not known to the bench');
  });

  it('signs with the key that it publishes, and derives the same secret each time', async () => {
    const client = new KMSClient(CLIENT);
    const signer = createKmsSigner({ client, keyIds: ['key'] });
    const [jwk] = await signer.publicKeys();
    const key = createPublicKey({ key: { ...jwk }, format: 'jwk' });
    expect(verify('sha256', Buffer.from('input'), key, await signer.sign('input'))).toBe(true);
    const ring = () => createKmsKeyRing({ client, keyId: 'key', stage: 'test', use: 'master', accepted: [1] });
    expect(await ring().generation(1)).toEqual(await ring().generation(1));
  });
});
