// The store on DynamoDB: consistent reads, conditional puts, one atomic counter, one keys-only index; no transactions.
import { randomBytes } from 'node:crypto';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  PutCommand,
  QueryCommand,
  ScanCommand,
  type ScanCommandOutput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { User } from '#domain/account/user.ts';
import { DependencyError } from '#domain/errors.ts';
import type { Count, CountWindow, Draft, ItemKind, Key, TableName } from '#domain/row.ts';
import type { Items, Loaded, Page, Reads, Store, Swap } from '#domain/store.ts';
import { auditIdOf, auditKey, BY_PHONE, BY_USER, userIdOf, userKey } from '#domain/store-keys.ts';
import { createRowLoader, type Row } from './load-rows.ts';
import { parseItem, toRow } from './stored-items.ts';

const IDS_LISTED = 100;

export interface DynamoDBStoreOptions {
  /** Must be created with `DOCUMENT_OPTIONS`. */
  readonly client: DynamoDBDocumentClient;
  /** The real name of each table that this function may use. */
  readonly tableNames: Readonly<Partial<Record<TableName, string>>>;
}

export const createDynamoDBStore = ({ client, tableNames }: DynamoDBStoreOptions): Store => {
  const tableOf = ({ table }: Pick<Key, 'table'>): string => {
    const name = tableNames[table];
    if (name === undefined) throw new Error(`this function is not given the table ${table}`);
    return name;
  };

  const loadRows = createRowLoader(client, tableOf);

  const load = async <const Keys extends readonly Key[]>(
    keys: Keys,
    reads: Reads = 'consistent',
  ): Promise<Loaded<Keys>> => {
    const rows = await reach(() => loadRows(keys, reads));
    return keys.map((key, index) => {
      const row = rows[index];
      return row && parseItem(key.kind, row);
    }) as Loaded<Keys>;
  };

  const keysByUser = (table: TableName, userId: string, { limit, before }: Page = { limit: IDS_LISTED }) =>
    reach(async () => {
      const answer = await client.send(
        new QueryCommand({
          TableName: tableOf({ table }),
          IndexName: BY_USER,
          KeyConditionExpression: `userId = :userId${before === undefined ? '' : ' AND pk < :before'}`,
          ExpressionAttributeValues: { ':userId': userId, ':before': before },
          ScanIndexForward: false,
          Limit: limit,
        }),
      );
      return (answer.Items ?? []).map((row) => String(row['pk']));
    });

  return {
    load,

    async swap<Kind extends ItemKind>(
      key: Key<Kind>,
      expected: { readonly version: string } | 'absent',
      next: Draft<Items[Kind]>,
    ): Promise<Swap<Items[Kind]>> {
      const item = { ...next, version: randomBytes(9).toString('base64url') };
      const isWritten = await reach(() =>
        holds(client.send(new PutCommand({ TableName: tableOf(key), Item: toRow(key, item), ...condition(expected) }))),
      );
      if (isWritten) return { ok: true, item: item as unknown as Items[Kind] };
      const [current] = await load([key] as const);
      return isSameWrite(current, item) ? { ok: true, item: current } : { ok: false, current };
    },

    remove: (key, expected) =>
      reach(() =>
        holds(
          client.send(
            new DeleteCommand({
              TableName: tableOf(key),
              Key: { pk: key.pk },
              ConditionExpression: 'attribute_not_exists(pk) OR #version = :version',
              ExpressionAttributeNames: { '#version': 'version' },
              ExpressionAttributeValues: { ':version': expected.version },
            }),
          ),
        ),
      ),

    count: (key: Key<'limit'>, by: number, window: CountWindow): Promise<Count> =>
      reach(async () => {
        const slice = window.slice;
        const answer = await client.send(
          new UpdateCommand({
            TableName: tableOf(key),
            Key: { pk: key.pk },
            UpdateExpression: `SET #ttl = :ttl ADD #total :by${slice ? ', #slice :by' : ''}`,
            ExpressionAttributeNames: { '#ttl': 'ttl', '#total': 'total', ...(slice && { '#slice': slice }) },
            ExpressionAttributeValues: { ':ttl': Math.ceil(window.endsAt / 1000), ':by': by },
            ReturnValues: 'UPDATED_NEW',
          }),
        );
        return { total: Number(answer.Attributes?.['total']), slice: slice ? Number(answer.Attributes?.[slice]) : 0 };
      }),

    sessionsOf: (userId, page) => keysByUser('sessions', userId, page),

    auditOf: async (userId, { limit, before } = { limit: IDS_LISTED }) => {
      const page = { limit, before: before && auditKey(userId, before).pk };
      return (await keysByUser('audit', userId, page)).map(auditIdOf);
    },

    usersAfter: (userId, limit) =>
      reach(async () => {
        const users: User[] = [];
        let from: Row | undefined = userId === undefined ? undefined : { pk: userKey(userId).pk };
        do {
          const answer: ScanCommandOutput = await client.send(
            new ScanCommand({
              TableName: tableOf({ table: 'users' }),
              FilterExpression: 'begins_with(pk, :prefix)',
              ExpressionAttributeValues: { ':prefix': userKey('').pk },
              // Half of the rows are claims.
              Limit: 2 * limit,
              ...(from && { ExclusiveStartKey: from }),
            }),
          );
          users.push(...(answer.Items ?? []).map((row) => parseItem('user', row)));
          from = answer.LastEvaluatedKey;
        } while (from && users.length < limit);
        return users.slice(0, limit);
      }),

    usersByPhone: (phone) =>
      reach(async () => {
        const answer = await client.send(
          new QueryCommand({
            TableName: tableOf({ table: 'users' }),
            IndexName: BY_PHONE,
            KeyConditionExpression: 'phone = :phone',
            ExpressionAttributeValues: { ':phone': phone },
            Limit: IDS_LISTED,
          }),
        );
        return (answer.Items ?? []).flatMap((row) => userIdOf(String(row['pk'])) ?? []);
      }),
  };
};

/**
 * If an answer is lost, the SDK repeats the put and the condition fails. The version in the row shows that the first put
 * succeeded.
 */
const isSameWrite = <Item>(current: Item | undefined, written: { readonly version: string }): current is Item =>
  (current as Row | undefined)?.['version'] === written.version;

const condition = (expected: { readonly version: string } | 'absent') =>
  expected === 'absent'
    ? { ConditionExpression: 'attribute_not_exists(pk)' }
    : {
        ConditionExpression: '#version = :version',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':version': expected.version },
      };

const holds = async (write: Promise<unknown>): Promise<boolean> => {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
};

const reach = async <Value>(operation: () => Promise<Value>): Promise<Value> => {
  try {
    return await operation();
  } catch (error) {
    throw new DependencyError('dynamodb', error);
  }
};
