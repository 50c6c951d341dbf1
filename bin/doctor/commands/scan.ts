// Scans the whole table of challenges and notices: no index serves these queries, and TTL keeps the table small.
import { type DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';

export type Row = Readonly<Record<string, unknown>>;

/** Attributes that show a row's history and hold no secret: no hash, no data, no continuation. */
const SHOWN_ATTRIBUTES = ['pk', 'id', 'createdAt', 'expiresAt', 'usedAt', 'sends', 'failures', 'delivery'] as const;

/** For a DynamoDB expression. Every name is spelt `#name`, since some are reserved words. */
const SHOWN = {
  ProjectionExpression: SHOWN_ATTRIBUTES.map((name) => `#${name}`).join(', '),
  ExpressionAttributeNames: Object.fromEntries(SHOWN_ATTRIBUTES.map((name) => [`#${name}`, name])),
};

/** Strongly consistent. `filter` may use `SHOWN_ATTRIBUTES` (`#pk`, …) and `names`. */
export const scanRows = async (
  client: DynamoDBDocumentClient,
  TableName: string,
  filter: { readonly expression: string; readonly values: Row; readonly names?: Readonly<Record<string, string>> },
): Promise<Row[]> => {
  const rows: Row[] = [];
  const pages = paginateScan(
    { client },
    {
      ...SHOWN,
      TableName,
      ConsistentRead: true,
      FilterExpression: filter.expression,
      ExpressionAttributeNames: { ...SHOWN.ExpressionAttributeNames, ...filter.names },
      ExpressionAttributeValues: { ...filter.values },
    },
  );
  for await (const { Items } of pages) rows.push(...(Items ?? []));
  return rows;
};
