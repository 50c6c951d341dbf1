// An embedded DynamoDB (dynalite) in this process, its rows in the data folder.
import { tmpdir } from 'node:os';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { DOCUMENT_OPTIONS } from '#adapters/store/document-options.ts';
import { createGuardedDynalite } from './data/guarded-dynalite.ts';
import { type Room, watchRoom } from './data/room.ts';
import { close, LOOPBACK, listen } from './listen.ts';
import { createTables } from './tables.ts';

export interface Database {
  readonly client: DynamoDBDocumentClient;
  readonly port: number;
  readonly room: Pick<Room, 'isThere' | 'wait'>;
  stop(): Promise<void>;
}

/** A client for a DynamoDB on this machine; it takes any credentials. */
export const connect = (port: number): DynamoDBDocumentClient => {
  const client = new DynamoDBClient({
    endpoint: `http://${LOOPBACK}:${port}`,
    region: 'ap-northeast-2',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  return DynamoDBDocumentClient.from(client, DOCUMENT_OPTIONS);
};

/** `folder` undefined keeps the rows in memory. `tell` gets one line when the folder cannot be written, and when it can again. */
export const startDatabase = async (
  folder?: string,
  tell: (line: string) => unknown = () => undefined,
): Promise<Database> => {
  const reopen = async () => {
    await close(server);
    await listen(server, port, 'DATA_DIR');
    await guard();
  };
  const room: Room = watchRoom(folder ?? tmpdir(), reopen, tell);
  const options = { ...(folder && { path: folder }), createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 };
  const { server, guard } = createGuardedDynalite(options, room);
  const port = await listen(server, 0, 'DATA_DIR');
  await guard().catch(async (error) => {
    await close(server);
    throw error;
  });
  const client = connect(port);
  await createTables(client);
  return {
    client,
    port,
    room,
    stop: async () => {
      room.stop();
      client.destroy();
      await close(server);
    },
  };
};
