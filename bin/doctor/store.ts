// The deployed Verifications table, for the parts of the doctor that read or change rows.
import { createDynamoDBStore } from '#adapters/store/dynamodb-store.ts';
import type { Store } from '#domain/store.ts';
import type { Clients } from './clients.ts';
import { type DeployedStack, findResource } from './stack.ts';

export const verificationsOf = (stack: DeployedStack | undefined): string | undefined =>
  stack && findResource(stack, 'AWS::DynamoDB::Table', 'TablesVerifications');

/** `undefined` before the first deployment. */
export const storeOf = (stack: DeployedStack | undefined, { documents }: Clients): Store | undefined => {
  const verifications = verificationsOf(stack);
  return verifications === undefined
    ? undefined
    : createDynamoDBStore({ client: documents, tableNames: { verifications } });
};
