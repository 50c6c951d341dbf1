// Creates the four tables on any DynamoDB endpoint, as the stack does on AWS.
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  type DynamoDBClient,
  ResourceInUseException,
} from '@aws-sdk/client-dynamodb';
import type { TableName } from '#domain/row.ts';
import { BY_PHONE, BY_USER } from '#domain/store-keys.ts';

export const TABLE_NAMES = {
  verifications: 'latchkey-verifications',
  users: 'latchkey-users',
  sessions: 'latchkey-sessions',
  audit: 'latchkey-audit',
} as const satisfies Record<TableName, string>;

/** Of this machine alone: which images of users were played as records, and which events were sent. */
export const LOCAL_TABLES = { played: 'latchkey-local-played', sent: 'latchkey-local-sent' } as const;

const TABLE: Omit<CreateTableCommandInput, 'TableName'> = {
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
  BillingMode: 'PAY_PER_REQUEST',
};

const USERS_TABLE: typeof TABLE = {
  ...TABLE,
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'phone', AttributeType: 'S' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: BY_PHONE,
      KeySchema: [{ AttributeName: 'phone', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    },
  ],
};

const TABLE_BY_USER: typeof TABLE = {
  ...TABLE,
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'userId', AttributeType: 'S' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: BY_USER,
      KeySchema: [
        { AttributeName: 'userId', KeyType: 'HASH' },
        { AttributeName: 'pk', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    },
  ],
};

const SHAPES: Readonly<Record<TableName, typeof TABLE>> = {
  verifications: TABLE,
  users: USERS_TABLE,
  sessions: TABLE_BY_USER,
  audit: TABLE_BY_USER,
};

export const createTables = async (client: DynamoDBClient): Promise<void> => {
  const shapes = [
    ...Object.entries(SHAPES).map(([name, table]) => [TABLE_NAMES[name as TableName], table] as const),
    ...Object.values(LOCAL_TABLES).map((name) => [name, TABLE] as const),
  ];
  for (const [TableName, table] of shapes) {
    await client.send(new CreateTableCommand({ ...table, TableName })).catch((error) => {
      if (!(error instanceof ResourceInUseException)) throw error;
    });
  }
};
