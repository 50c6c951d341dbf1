// The tables of this deployment.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createDynamoDBStore } from '../../adapters/dynamodb-store.ts';
import type { Store } from '../../domain/ports.ts';
import { readEnv } from '../env.ts';
import { CLIENT } from './base.ts';

export const deployedStore = (): Store =>
  createDynamoDBStore({
    client: DynamoDBDocumentClient.from(new DynamoDBClient(CLIENT), {
      marshallOptions: { removeUndefinedValues: true },
    }),
    tableNames: {
      verifications: readEnv('verificationsTable'),
      users: readEnv('usersTable'),
      sessions: readEnv('sessionsTable'),
    },
  });
