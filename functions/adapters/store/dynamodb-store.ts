// The store on DynamoDB: consistent reads, conditional puts, one atomic counter, one keys-only index; no transactions.
import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  type BatchGetCommandInput,
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
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
import { parseItem, toRow } from './stored-items.ts';

type Row = Readonly<Record<string, unknown>>;

const IDS_LISTED = 100;

/** The most keys of one BatchGetItem. */
const BATCH_KEYS = 100;
const BATCH_ROUNDS = 5;
const BATCH_BACK_OFF_MILLISECONDS = 25;

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

  const loadOne = async (key: Key, reads: Reads): Promise<Row | undefined> => {
    const command = new GetCommand({
      TableName: tableOf(key),
      Key: { pk: key.pk },
      ConsistentRead: reads === 'consistent',
    });
    return (await client.send(command)).Item;
  };

  const loadBatch = async (keys: readonly Key[], reads: Reads): Promise<(Row | undefined)[]> => {
    const rows = new Map<string, Row>();
    for (let start = 0; start < keys.length; start += BATCH_KEYS) {
      await loadPart(keys.slice(start, start + BATCH_KEYS), reads, rows);
    }
    return keys.map((key) => rows.get(`${tableOf(key)} ${key.pk}`));
  };

  const loadPart = async (keys: readonly Key[], reads: Reads, rows: Map<string, Row>): Promise<void> => {
    let requests: NonNullable<BatchGetCommandInput['RequestItems']> = toRequests(keys, tableOf, reads);
    for (let round = 0; Object.keys(requests).length > 0; round++) {
      if (round === BATCH_ROUNDS) throw new Error('keys left unprocessed');
      if (round > 0) await wait(BATCH_BACK_OFF_MILLISECONDS * 2 ** round);
      const answer = await client.send(new BatchGetCommand({ RequestItems: requests }));
      for (const [table, found] of Object.entries(answer.Responses ?? {})) {
        for (const row of found) rows.set(`${table} ${row['pk']}`, row);
      }
      requests = answer.UnprocessedKeys ?? {};
    }
  };

  const loadRows = (keys: readonly Key[], reads: Reads): Promise<(Row | undefined)[]> => {
    const [first] = keys;
    return first && keys.length === 1 ? loadOne(first, reads).then((row) => [row]) : loadBatch(keys, reads);
  };

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

const toRequests = (keys: readonly Key[], tableOf: (key: Key) => string, reads: Reads) => {
  const byTable = Map.groupBy(keys, tableOf);
  const requests = [...byTable].map(([table, group]) => {
    const distinct = new Set(group.map(({ pk }) => pk));
    return [table, { Keys: [...distinct].map((pk) => ({ pk })), ConsistentRead: reads === 'consistent' }] as const;
  });
  return Object.fromEntries(requests);
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
