// The DynamoDB store against a real database: the contract, and what only DynamoDB can do wrong.
import { BatchGetCommand, GetCommand, NumberValue, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { createDynamoDBStore } from '#adapters/store/dynamodb-store.ts';
import { readMetadata } from '#domain/account/metadata.ts';
import { DependencyError } from '#domain/errors.ts';
import { challengeKey, emailClaimKey, limitKey, sessionKey, userKey } from '#domain/store-keys.ts';
import { TABLE_NAMES } from '../../../bin/local/tables.ts';
import { aChallenge, aSession, aUser, NOW } from '../../support/builders.ts';
import { createRealStore, freshAddress } from '../../support/real-store.ts';
import { describeStoreContract } from './store-contract.ts';

describeStoreContract('the DynamoDB store', () => createRealStore().store);

describe('the DynamoDB store', () => {
  it('writes the TTL attribute in epoch seconds, never before what the row is still needed for', async () => {
    const { store, client } = createRealStore();
    const challenge = aChallenge();
    const keys = [
      challengeKey({ purpose: 'signup', channel: 'email', address: freshAddress() }),
      sessionKey(freshAddress()),
    ] as const;
    await store.swap(keys[0], 'absent', challenge);
    await store.swap(keys[1], 'absent', aSession());
    const ttlOf = async (key: (typeof keys)[number]) =>
      (await client.send(new GetCommand({ TableName: TABLE_NAMES[key.table], Key: { pk: key.pk } }))).Item?.['ttl'];
    expect(await ttlOf(keys[0])).toBe(Math.ceil((challenge.failuresWindowEndsAt + 3_600_000) / 1000));
    expect(await ttlOf(keys[1])).toBe(Math.ceil((aSession().expiresAt + 3_600_000) / 1000));
  });

  it.each(['9007199254740993', '150000000000000000000.5', '0.12345678901234567890123'])(
    'loads an account whose metadata holds %s, and keeps the number when it writes the account',
    async (digits) => {
      const { store, client } = createRealStore();
      const key = userKey(freshAddress());
      await store.swap(key, 'absent', aUser());
      const write = new UpdateCommand({
        TableName: TABLE_NAMES.users,
        Key: { pk: key.pk },
        UpdateExpression: 'SET metadata = :metadata',
        ExpressionAttributeValues: { ':metadata': { plan: 'pro', limit: NumberValue.from(digits) } },
      });
      await client.send(write);
      const [user] = await store.load([key]);
      if (!user) throw new Error('no user');
      expect(readMetadata(user)).toBeUndefined();
      expect(await store.swap(key, user, { ...user, locale: 'en' })).toMatchObject({ ok: true });
      const { Item } = await client.send(new GetCommand({ TableName: TABLE_NAMES.users, Key: { pk: key.pk } }));
      expect(Item).toMatchObject({ locale: 'en', metadata: { plan: 'pro', limit: { value: digits } } });
    },
  );

  it('answers ok when the SDK repeats a put whose first answer was lost', async () => {
    const { store, client } = createRealStore();
    client.middlewareStack.add(
      (next, context) => async (input) => {
        if (context['commandName'] === 'PutItemCommand') await next({ ...input });
        return next(input);
      },
      { step: 'initialize', priority: 'low' },
    );
    const key = emailClaimKey(freshAddress());
    const swap = await store.swap(key, 'absent', { userId: 'mine' });
    expect(swap).toMatchObject({ ok: true, item: { userId: 'mine' } });
  });

  it('asks again for keys a batch left unprocessed', async () => {
    const { store, client } = createRealStore();
    const keys = [emailClaimKey(freshAddress()), emailClaimKey(freshAddress())] as const;
    for (const key of keys) await store.swap(key, 'absent', { userId: key.pk });
    let batches = 0;
    const send = client.send.bind(client);
    const partial = Object.assign(Object.create(client), {
      send: async (command: BatchGetCommand) => {
        batches++;
        const asked = command.input.RequestItems?.[TABLE_NAMES.users]?.Keys ?? [];
        const [first, ...rest] = asked;
        const answer = await send(
          new BatchGetCommand({
            RequestItems: { [TABLE_NAMES.users]: { Keys: first ? [first] : [], ConsistentRead: true } },
          }),
        );
        return { ...answer, UnprocessedKeys: rest.length > 0 ? { [TABLE_NAMES.users]: { Keys: rest } } : {} };
      },
    });
    const loaded = await createDynamoDBStore({ client: partial, tableNames: TABLE_NAMES }).load(keys);
    expect(loaded.map((claim) => claim?.userId)).toEqual(keys.map(({ pk }) => pk));
    expect(batches).toBe(2);
  });

  it('turns an unreachable table into a DependencyError for every method', async () => {
    const { client } = createRealStore();
    const store = createDynamoDBStore({
      client,
      tableNames: { ...TABLE_NAMES, users: 'latchkey-nowhere', verifications: 'latchkey-nowhere' },
    });
    const key = emailClaimKey(freshAddress());
    await expect(store.load([key])).rejects.toThrow(DependencyError);
    await expect(store.swap(key, 'absent', { userId: 'x' })).rejects.toThrow(DependencyError);
    await expect(store.remove(key, { version: 'x' })).rejects.toThrow(DependencyError);
    await expect(store.count(limitKey('x', 'y', NOW), 1, { endsAt: NOW })).rejects.toThrow(DependencyError);
  });

  it('keeps attributes it does not know, so that older code loses nothing that newer code wrote', async () => {
    const { store } = createRealStore();
    const key = emailClaimKey(freshAddress());
    const first = await store.swap(key, 'absent', { userId: 'one', fromTheFuture: 7 } as { userId: string });
    const [loaded] = await store.load([key]);
    if (!first.ok || !loaded) throw new Error('lost');
    await store.swap(key, loaded, { ...loaded, userId: 'two' });
    expect(await store.load([key])).toMatchObject([{ userId: 'two', fromTheFuture: 7 }]);
  });
});
