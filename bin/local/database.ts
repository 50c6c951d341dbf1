// An embedded DynamoDB (dynalite) in this process, its rows in the data folder.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import dynalite from 'dynalite';
import { close, LOOPBACK, listen } from './listen.ts';
import { createTables } from './tables.ts';

export interface Database {
  readonly client: DynamoDBDocumentClient;
  readonly port: number;
  stop(): Promise<void>;
}

/** A client for a DynamoDB on this machine; it takes any credentials. */
export const connect = (port: number): DynamoDBDocumentClient => {
  const client = new DynamoDBClient({
    endpoint: `http://${LOOPBACK}:${port}`,
    region: 'ap-northeast-2',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
};

/** `folder` undefined keeps the rows in memory. */
export const startDatabase = async (folder?: string): Promise<Database> => {
  const server = dynalite({ ...(folder && { path: folder }), createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 });
  const port = await listen(server, 0, 'DATA_DIR');
  const client = connect(port);
  await createTables(client);
  return {
    client,
    port,
    stop: async () => {
      client.destroy();
      await close(server);
    },
  };
};
