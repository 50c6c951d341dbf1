// The DynamoDB store on the database that the `store` project started.
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { inject } from 'vitest';
import { createDynamoDBStore } from '#adapters/store/dynamodb-store.ts';
import type { Store } from '#domain/store.ts';
import { connect } from '../../bin/local/database.ts';
import { TABLE_NAMES } from '../../bin/local/tables.ts';
import { freshNumber } from './fresh-numbers.ts';

/** The client is returned too, so that a test can observe its calls or make them fail. */
export const createRealStore = (): { readonly store: Store; readonly client: DynamoDBDocumentClient } => {
  const client = connect(inject('databasePort'));
  return { store: createDynamoDBStore({ client, tableNames: TABLE_NAMES }), client };
};

/** An address no other test uses: all tests of a run share the tables. */
export const freshAddress = (): string => `user-${String(freshNumber('address')).padStart(7, '0')}@example.com`;
