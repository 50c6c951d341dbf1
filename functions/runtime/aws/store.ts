// The tables of this deployment.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { DOCUMENT_OPTIONS } from '#adapters/store/document-options.ts';
import { createDynamoDBStore } from '#adapters/store/dynamodb-store.ts';
import type { TableName } from '#domain/row.ts';
import type { Store } from '#domain/store.ts';
import { late } from '#schemas/late.ts';
import { readEnv, TABLE_VARIABLES } from '../env.ts';
import { CLIENT } from './client.ts';
import { connectEarly } from './connections.ts';

connectEarly('dynamodb');

/** Each function names the tables it uses; it has the variables of no other table. */
export const deployedStore = (...tables: readonly TableName[]): Store =>
  createDynamoDBStore({
    client: late(() => DynamoDBDocumentClient.from(new DynamoDBClient(CLIENT), DOCUMENT_OPTIONS)),
    tableNames: Object.fromEntries(tables.map((table) => [table, readEnv(TABLE_VARIABLES[table])])),
  });
