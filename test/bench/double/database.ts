// A double of DynamoDB in this process's memory: it stores rows and checks conditions, so that a log-in can succeed.
import * as z from 'zod/mini';
import { holds, type Item, keyOf, query, type Rows, scan, update } from './table.ts';

const attribute = z.record(z.string(), z.unknown());
const item = z.record(z.string(), attribute);
const placeholders = {
  ExpressionAttributeNames: z.optional(z.record(z.string(), z.string())),
  ExpressionAttributeValues: z.optional(item),
};
const write = { ...placeholders, ConditionExpression: z.optional(z.string()) };
const table = { TableName: z.string() };

const INPUTS = {
  GetItem: z.object({ ...table, Key: item }),
  BatchGetItem: z.object({ RequestItems: z.record(z.string(), z.object({ Keys: z.array(item) })) }),
  PutItem: z.object({ ...table, ...write, Item: item }),
  DeleteItem: z.object({ ...table, ...write, Key: item }),
  UpdateItem: z.object({ ...table, ...placeholders, Key: item, UpdateExpression: z.string() }),
  // In one page, whatever its limit is.
  Scan: z.object({ ...table, ...placeholders, FilterExpression: z.string(), ExclusiveStartKey: z.optional(item) }),
  Query: z.object({ ...table, ...placeholders, KeyConditionExpression: z.string(), Limit: z.int() }),
} as const;

/** What a failed condition answers, as DynamoDB does. */
export class ConditionFailed extends Error {}

export interface Database {
  /** Answers one operation. @throws ConditionFailed */
  readonly answer: (operation: string, input: unknown) => object;
  readonly rowOf: (tableName: string, key: string) => Item | undefined;
  /** Keeps the rows as they are now. The result puts them back. */
  readonly keep: () => () => void;
  readonly clear: () => void;
}

export const createDatabase = (): Database => {
  let tables = new Map<string, Rows>();
  const rowsOf = (name: string): Rows => {
    const rows = tables.get(name) ?? new Map();
    tables.set(name, rows);
    return rows;
  };
  const found = (row: Item | undefined): object => (row ? { Item: row } : {});
  const changeIf = (allowed: boolean, change: () => unknown): object => {
    if (!allowed) throw new ConditionFailed('The conditional request failed');
    change();
    return {};
  };

  const operations: Readonly<Record<keyof typeof INPUTS, (input: unknown) => object>> = {
    GetItem: (input) => {
      const { TableName, Key } = INPUTS.GetItem.parse(input);
      return found(rowsOf(TableName).get(keyOf(Key)));
    },
    BatchGetItem: (input) => {
      const requested = Object.entries(INPUTS.BatchGetItem.parse(input).RequestItems);
      const responses = requested.map(([name, { Keys }]) => {
        const rows = rowsOf(name);
        return [name, Keys.map((key) => rows.get(keyOf(key))).filter((row) => row !== undefined)];
      });
      return { Responses: Object.fromEntries(responses), UnprocessedKeys: {} };
    },
    PutItem: (input) => {
      const { TableName, Item: next, ...asked } = INPUTS.PutItem.parse(input);
      const rows = rowsOf(TableName);
      return changeIf(holds(rows.get(keyOf(next)), asked), () => rows.set(keyOf(next), next));
    },
    DeleteItem: (input) => {
      const { TableName, Key, ...asked } = INPUTS.DeleteItem.parse(input);
      const rows = rowsOf(TableName);
      return changeIf(holds(rows.get(keyOf(Key)), asked), () => rows.delete(keyOf(Key)));
    },
    UpdateItem: (input) => {
      const { TableName, Key, UpdateExpression, ...asked } = INPUTS.UpdateItem.parse(input);
      const rows = rowsOf(TableName);
      const { row, changed } = update(rows.get(keyOf(Key)) ?? Key, UpdateExpression, asked);
      rows.set(keyOf(Key), row);
      return { Attributes: changed };
    },
    Scan: (input) => {
      const { TableName, FilterExpression, ExclusiveStartKey, ...asked } = INPUTS.Scan.parse(input);
      const items = scan(rowsOf(TableName), FilterExpression, ExclusiveStartKey, asked);
      return { Items: items, Count: items.length };
    },
    Query: (input) => {
      const { TableName, KeyConditionExpression, Limit, ...asked } = INPUTS.Query.parse(input);
      const items = query(rowsOf(TableName), KeyConditionExpression, Limit, asked);
      return { Items: items, Count: items.length };
    },
  };

  return {
    answer: (operation, input) => {
      if (!Object.hasOwn(operations, operation)) throw new Error(`${operation} is not known to the bench`);
      return operations[operation as keyof typeof INPUTS](input);
    },
    rowOf: (tableName, key) => tables.get(tableName)?.get(key),
    keep: () => {
      const kept = new Map([...tables].map(([name, rows]) => [name, new Map(rows)]));
      return () => {
        tables = new Map([...kept].map(([name, rows]) => [name, new Map(rows)]));
      };
    },
    clear: () => {
      tables = new Map();
    },
  };
};
