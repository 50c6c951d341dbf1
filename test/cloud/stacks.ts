// The stacks of the account, and what they have left in it.
import {
  CloudFormationClient,
  DeleteStackCommand,
  DescribeStacksCommand,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { ListEmailIdentitiesCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { eventually } from '../black-box/flows/target.ts';
import { callAws } from './aws-calls.ts';
import { clientOptions, type MiniStack } from './ministack.ts';

/** `DELETE_COMPLETE` too if CloudFormation no longer knows it. */
export const statusOf = async (miniStack: MiniStack, StackName: string): Promise<string | undefined> => {
  const client = new CloudFormationClient(clientOptions(miniStack));
  try {
    return (await client.send(new DescribeStacksCommand({ StackName }))).Stacks?.[0]?.StackStatus;
  } catch {
    return 'DELETE_COMPLETE';
  } finally {
    client.destroy();
  }
};

/** What `cdk destroy` does, which MiniStack does not know. Resolves once the stack is gone. */
export const destroy = async (miniStack: MiniStack, StackName: string): Promise<void> => {
  const client = new CloudFormationClient(clientOptions(miniStack));
  await client.send(new UpdateTerminationProtectionCommand({ StackName, EnableTerminationProtection: false }));
  await client.send(new DeleteStackCommand({ StackName }));
  client.destroy();
  const isGone = async () => ((await statusOf(miniStack, StackName)) === 'DELETE_COMPLETE' ? true : undefined);
  await eventually(isGone, `the stack ${StackName} is gone`);
};

export const tablesOf = async (miniStack: MiniStack, stackName: string): Promise<readonly string[]> => {
  const client = new DynamoDBClient(clientOptions(miniStack));
  const { TableNames = [] } = await client.send(new ListTablesCommand({}));
  client.destroy();
  return TableNames.filter((name) => name.startsWith(`${stackName}-`)).toSorted();
};

export const logGroupsOf = async (miniStack: MiniStack, stackName: string): Promise<readonly string[]> => {
  const call = { service: 'logs', target: 'Logs_20140328.DescribeLogGroups', body: {} } as const;
  const { logGroups } = JSON.parse(await callAws(miniStack, call));
  const names: readonly string[] = logGroups.map(({ logGroupName }: { logGroupName: string }) => logGroupName);
  return names.filter((name) => name.includes(stackName)).toSorted();
};

/** Of the whole account. */
export const identitiesIn = async (miniStack: MiniStack): Promise<readonly string[]> => {
  const client = new SESv2Client(clientOptions(miniStack));
  const { EmailIdentities = [] } = await client.send(new ListEmailIdentitiesCommand({}));
  client.destroy();
  return EmailIdentities.map(({ IdentityName = '' }) => IdentityName).toSorted();
};
