// What the SDK alone costs: one read of one row, and nothing else.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';

const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));

export const handler = async ({ body }: { readonly body: string }): Promise<object> => {
  const { email } = JSON.parse(body);
  const { Item } = await client.send(new GetCommand({ TableName: 'Users', Key: { pk: `email#${email}` } }));
  return {
    statusCode: 202,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ status: Item ? 'known' : 'sent' }),
  };
};
