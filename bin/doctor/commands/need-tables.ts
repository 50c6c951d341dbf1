// All three tables of the deployment, for the work after a restore.
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createDynamoDBStore } from '#adapters/store/dynamodb-store.ts';
import type { Store } from '#domain/store.ts';
import { userKey } from '#domain/store-keys.ts';
import type { Context } from '../context.ts';
import { findResource, notDeployed } from '../stack.ts';
import { needVerifications } from './need-stack.ts';

export interface RestoredTables {
  readonly client: DynamoDBDocumentClient;
  /** The names of the tables. */
  readonly verifications: string;
  readonly users: string;
  readonly sessions: string;
  readonly store: Store;
  readonly hasUser: (userId: string) => Promise<boolean>;
}

/** @throws UserError before the first deployment. */
export const needTables = (context: Context): RestoredTables => {
  const { table: verifications } = needVerifications(context);
  const { stack, config } = context;
  const [users, sessions] = ['TablesUsers', 'TablesSessions'].map(
    (prefix) => stack && findResource(stack, 'AWS::DynamoDB::Table', prefix),
  );
  if (users === undefined || sessions === undefined) throw notDeployed(config.stage);
  const client = context.clients.documents;
  const tableNames = { verifications, users, sessions };
  const store = createDynamoDBStore({ client, tableNames });
  const hasUser = async (userId: string) => (await store.load([userKey(userId)]))[0] !== undefined;
  return { client, ...tableNames, store, hasUser };
};
