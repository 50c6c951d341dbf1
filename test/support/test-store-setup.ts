// Starts the database of the `store` project once: dynalite, or the one that LATCHKEY_TEST_STORE names.
import type { TestProject } from 'vitest/node';
import { connect, startDatabase } from '../../bin/local/database.ts';
import { createTables } from '../../bin/local/tables.ts';
import { startDynamoDBLocal } from './servers/dynamodb-local.ts';

declare module 'vitest' {
  interface ProvidedContext {
    databasePort: number;
  }
}

const setUp = async (project: TestProject): Promise<() => Promise<void>> => {
  const wanted = process.env['LATCHKEY_TEST_STORE'] ?? 'dynalite';
  if (wanted === 'dynalite') {
    const database = await startDatabase();
    project.provide('databasePort', database.port);
    return database.stop;
  }
  if (wanted !== 'dynamodb-local') throw new Error(`LATCHKEY_TEST_STORE: dynalite or dynamodb-local, not ${wanted}`);
  const database = await startDynamoDBLocal();
  const client = connect(database.port);
  await createTables(client);
  client.destroy();
  project.provide('databasePort', database.port);
  return database.stop;
};

export default setUp;
