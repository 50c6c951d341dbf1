// Reads the deployed table of verifications for a test.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Challenge } from '#domain/challenge/challenge.ts';
import { challengeKey } from '#domain/store-keys.ts';
import { eventually } from '../black-box/flows/target.ts';
import type { Deployment } from './deploy.ts';
import { clientOptions, type MiniStack } from './ministack.ts';
import { physicalName } from './resources.ts';

interface Deployed {
  readonly miniStack: MiniStack;
  readonly deployment: Deployment;
}

/** The sign-up of an address, as soon as its delivery has this status. */
export const signUpRow = async (
  { miniStack, deployment }: Deployed,
  address: string,
  status: string,
): Promise<Challenge> => {
  const client = new DynamoDBClient(clientOptions(miniStack));
  const TableName = await physicalName(miniStack, deployment, 'TablesVerifications');
  const { pk } = challengeKey({ purpose: 'signup', channel: 'email', address });
  const command = new GetCommand({ TableName, Key: { pk }, ConsistentRead: true });
  return eventually(async () => {
    const { Item } = await DynamoDBDocumentClient.from(client).send(command);
    return Item?.['delivery'].status === status ? (Item as Challenge) : undefined;
  }, `delivery ${status}`).finally(() => client.destroy());
};
