// Reads rows by their keys: one with GetItem, several with BatchGetItem, which may leave some for another round.
import { setTimeout as wait } from 'node:timers/promises';
import {
  BatchGetCommand,
  type BatchGetCommandInput,
  type DynamoDBDocumentClient,
  GetCommand,
} from '@aws-sdk/lib-dynamodb';
import type { Key } from '#domain/row.ts';
import type { Reads } from '#domain/store.ts';

export type Row = Readonly<Record<string, unknown>>;

/** The most keys of one BatchGetItem. */
const BATCH_KEYS = 100;
const BATCH_ROUNDS = 5;
const BATCH_BACK_OFF_MILLISECONDS = 25;

/** In the order of the keys. `tableOf`: the real name of a table. */
export const createRowLoader = (client: DynamoDBDocumentClient, tableOf: (key: Key) => string) => {
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

  return (keys: readonly Key[], reads: Reads): Promise<(Row | undefined)[]> => {
    const [first] = keys;
    return first && keys.length === 1 ? loadOne(first, reads).then((row) => [row]) : loadBatch(keys, reads);
  };
};

const toRequests = (keys: readonly Key[], tableOf: (key: Key) => string, reads: Reads) => {
  const byTable = Map.groupBy(keys, tableOf);
  const requests = [...byTable].map(([table, group]) => {
    const distinct = new Set(group.map(({ pk }) => pk));
    return [table, { Keys: [...distinct].map((pk) => ({ pk })), ConsistentRead: reads === 'consistent' }] as const;
  });
  return Object.fromEntries(requests);
};
