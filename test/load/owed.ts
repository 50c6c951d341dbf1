// What became of each accepted message: its row says so.
import { type DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { DELIVERY_STATUSES } from '#domain/delivery/delivery.ts';
import { challengeKey } from '#domain/store-keys.ts';
import type { Traffic } from './traffic.ts';

export interface Owed {
  /** How many have each status. */
  readonly byStatus: Readonly<Record<string, number>>;
  /** Accepted messages without a row, or with a row that says nothing. */
  readonly lost: readonly string[];
  readonly pending: number;
}

export const readOwed = async (
  client: DynamoDBDocumentClient,
  table: string,
  accepted: Traffic['accepted'],
): Promise<Owed> => {
  const statuses = new Map<string, string>();
  let from: Record<string, unknown> | undefined;
  do {
    const page = await client.send(new ScanCommand({ TableName: table, ...(from && { ExclusiveStartKey: from }) }));
    for (const row of page.Items ?? []) statuses.set(String(row['pk']), String(row['delivery']?.status));
    from = page.LastEvaluatedKey;
  } while (from);
  const found = accepted.map(({ purpose, address }) => {
    const { pk } = challengeKey({ purpose, channel: 'email', address });
    return { pk, status: statuses.get(pk) ?? 'none' };
  });
  const known: readonly string[] = DELIVERY_STATUSES;
  const groups = Object.entries(Object.groupBy(found, ({ status }) => status));
  return {
    byStatus: Object.fromEntries(groups.map(([status, rows]) => [status, rows?.length ?? 0])),
    lost: found.filter(({ status }) => !known.includes(status)).map(({ pk }) => pk),
    pending: found.filter(({ status }) => status === 'pending' || status === 'queued').length,
  };
};
