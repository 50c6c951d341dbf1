// Makes the three tables on any DynamoDB endpoint, as the stack does on AWS.
import { CreateTableCommand, type DynamoDBClient, ResourceInUseException } from '@aws-sdk/client-dynamodb';
import type { TableName } from '../../functions/domain/ports.ts';

export const TABLE_NAMES = {
  verifications: 'latchkey-verifications',
  users: 'latchkey-users',
  sessions: 'latchkey-sessions',
} as const satisfies Record<TableName, string>;

export const createTables = async (client: DynamoDBClient): Promise<void> => {
  for (const name of Object.values(TABLE_NAMES)) {
    const table = new CreateTableCommand({
      TableName: name,
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
    });
    await client.send(table).catch((error) => {
      if (!(error instanceof ResourceInUseException)) throw error;
    });
  }
};
