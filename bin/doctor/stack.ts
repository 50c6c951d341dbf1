// Finds the deployed resources of a stage, which the other checks look up by name.
import {
  type CloudFormationClient,
  DescribeStacksCommand,
  paginateListStackResources,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import type { ExistingTables } from '../../lib/config/stage-config.ts';
import { stackNameOf } from '../../lib/names.ts';
import { UserError } from '../user-error.ts';

export interface StackResource {
  readonly logicalId: string;
  readonly type: string;
  /** The name of a table, identity or configuration set; the URL of a queue; the id of a key. */
  readonly physicalId: string;
}

export interface DeployedStack {
  readonly name: string;
  /** CloudFormation's, such as `UPDATE_COMPLETE`. */
  readonly status: string;
  /** Termination protection: it refuses to be deleted. */
  readonly isProtected: boolean;
  readonly resources: readonly StackResource[];
}

/** `undefined` if it is not deployed. Throws what the SDK throws. */
export const readStack = async (client: CloudFormationClient, name: string): Promise<DeployedStack | undefined> => {
  const { StackStatus: status, EnableTerminationProtection: isProtected = false } =
    (await describe(client, name)) ?? {};
  if (status === undefined || status === 'DELETE_COMPLETE' || status === 'REVIEW_IN_PROGRESS') return undefined;
  const resources: StackResource[] = [];
  for await (const page of paginateListStackResources({ client }, { StackName: name })) {
    for (const { LogicalResourceId, ResourceType, PhysicalResourceId, ResourceStatus } of page.StackResourceSummaries ??
      []) {
      if (!LogicalResourceId || !ResourceType || !PhysicalResourceId || ResourceStatus === 'DELETE_COMPLETE') continue;
      resources.push({ logicalId: LogicalResourceId, type: ResourceType, physicalId: PhysicalResourceId });
    }
  }
  return { name, status, isProtected, resources };
};

/** The value of an output of the stack. `undefined` if the stack is not deployed or has no such output. Throws what the SDK throws. */
export const readOutput = async (
  client: CloudFormationClient,
  name: string,
  output: string,
): Promise<string | undefined> =>
  (await describe(client, name))?.Outputs?.find(({ OutputKey }) => OutputKey === output)?.OutputValue;

export const notDeployed = (stage: string): UserError => {
  const name = stackNameOf(stage);
  return new UserError({
    ko: `${name}이(가) 배포되어 있지 않습니다: npx cdk deploy`,
    en: `${name} is not deployed: npx cdk deploy`,
  });
};

const describe = async (client: CloudFormationClient, name: string): Promise<Stack | undefined> => {
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: name }));
    return Stacks?.[0];
  } catch (error) {
    // CloudFormation's error for a stack that does not exist.
    if (error instanceof Error && error.name === 'ValidationError' && /does not exist/i.test(error.message))
      return undefined;
    throw error;
  }
};

/** The same with the tables that the configuration names in place of the stack's own. */
export const withTables = (stack: DeployedStack, tables: ExistingTables): DeployedStack => {
  const { users, sessions, verifications, audit } = tables;
  const names = {
    Sessions: sessions,
    Users: users && nameInStreamArn(users),
    Verifications: verifications && nameInStreamArn(verifications),
    Audit: audit && nameInStreamArn(audit),
  };
  const named = Object.entries(names).flatMap(([id, physicalId]) =>
    physicalId === undefined ? [] : [{ logicalId: `Tables${id}`, type: 'AWS::DynamoDB::Table', physicalId }],
  );
  return { ...stack, resources: [...named, ...stack.resources] };
};

/** `arn:…:table/<name>/stream/<time>` */
const nameInStreamArn = (arn: string): string | undefined => arn.split('/')[1];

/** The resources of a type whose logical id begins with the prefix. CDK makes logical ids from construct paths. */
export const resourcesOf = (stack: DeployedStack, type: string, prefix = ''): readonly StackResource[] =>
  stack.resources.filter((resource) => resource.type === type && resource.logicalId.startsWith(prefix));

/** The physical id of the first of them. */
export const findResource = (stack: DeployedStack, type: string, prefix = ''): string | undefined =>
  resourcesOf(stack, type, prefix)[0]?.physicalId;
