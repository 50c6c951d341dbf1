// A data folder of the last release has a table of users without the index by phone number, and the embedded database can add none.
import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Store } from '#domain/store.ts';
import { BY_PHONE } from '#domain/store-keys.ts';
import { TABLE_NAMES } from '../tables.ts';

const READ_AT_ONCE = 100;

/** The store, which looks through all accounts where the index is missing: on one machine there are few. */
export const withIndexes = async (store: Store, client: DynamoDBClient): Promise<Store> => {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: TABLE_NAMES.users }));
  const hasIndex = Table?.GlobalSecondaryIndexes?.some(({ IndexName }) => IndexName === BY_PHONE);
  return hasIndex ? store : { ...store, usersByPhone: (phone) => lookThrough(store, phone) };
};

const lookThrough = async (store: Store, phone: string): Promise<readonly string[]> => {
  const found: string[] = [];
  let after: string | undefined;
  for (;;) {
    const page = await store.usersAfter(after, READ_AT_ONCE);
    found.push(...page.filter((user) => user.phone === phone).map(({ id }) => id));
    if (page.length < READ_AT_ONCE) return found;
    after = page.at(-1)?.id;
  }
};
