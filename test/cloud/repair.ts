// Applies what MiniStack's CloudFormation drops and AWS's does not: the CORS of the API and the TTL of tables.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DescribeTimeToLiveCommand, DynamoDBClient, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { callAws } from './aws-calls.ts';
import type { Deployment } from './deploy.ts';
import { type MiniStack, REGION } from './ministack.ts';

interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** After every deploy: an update drops them again. */
export const repair = async (miniStack: MiniStack, deployment: Deployment): Promise<void> => {
  const resources = readTemplate(deployment);
  const names = await physicalNames(miniStack, deployment);
  await repairCors(miniStack, deployment);
  for (const [id, { Type, Properties }] of resources) {
    const name = names.get(id) ?? '';
    if (Type.startsWith('AWS::DynamoDB::') && Properties?.['TimeToLiveSpecification']) {
      await repairTimeToLive(miniStack, name, Properties['TimeToLiveSpecification'] as { AttributeName: string });
    }
    if (Type === 'AWS::SQS::Queue' && Properties?.['RedrivePolicy']) await requireRedrivePolicy(miniStack, name);
  }
};

const readTemplate = ({ folder, stackName }: Deployment): [string, Resource][] => {
  const template = JSON.parse(readFileSync(join(folder, `${stackName}.template.json`), 'utf8'));
  return Object.entries(template.Resources as Record<string, Resource>);
};

const physicalNames = async (miniStack: MiniStack, { stackName }: Deployment): Promise<Map<string, string>> => {
  const body = new URLSearchParams({ Action: 'DescribeStackResources', Version: '2010-05-15', StackName: stackName });
  const xml = await callAws(miniStack, { service: 'cloudformation', body });
  const members = [...xml.matchAll(/<member>(.*?)<\/member>/gs)].map(([, member = '']) => member);
  const read = (member: string, tag: string) => new RegExp(`<${tag}>(.*?)</${tag}>`).exec(member)?.[1] ?? '';
  return new Map(members.map((member) => [read(member, 'LogicalResourceId'), read(member, 'PhysicalResourceId')]));
};

/** It keeps the template's `AllowOrigins` where its own code reads `allowOrigins`, and so refuses every origin. */
const repairCors = async (miniStack: MiniStack, { apiId }: Deployment): Promise<void> => {
  const path = `/v2/apis/${apiId}`;
  const api = JSON.parse(await callAws(miniStack, { service: 'apigateway', method: 'GET', path }));
  const entries = Object.entries(api.corsConfiguration ?? {});
  const corsConfiguration = Object.fromEntries(entries.map(([name, value]) => [lowerFirst(name), value]));
  await callAws(miniStack, { service: 'apigateway', method: 'PATCH', path, body: { corsConfiguration } });
};

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

const clientOptions = ({ endpoint }: MiniStack) => ({
  endpoint,
  region: REGION,
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});

const repairTimeToLive = async (
  miniStack: MiniStack,
  TableName: string,
  { AttributeName }: { readonly AttributeName: string },
): Promise<void> => {
  const client = new DynamoDBClient(clientOptions(miniStack));
  const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName }));
  if (TimeToLiveDescription?.TimeToLiveStatus !== 'ENABLED') {
    const TimeToLiveSpecification = { AttributeName, Enabled: true };
    await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
  }
  client.destroy();
};

const requireRedrivePolicy = async (miniStack: MiniStack, QueueUrl: string): Promise<void> => {
  const client = new SQSClient(clientOptions(miniStack));
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['RedrivePolicy'] }),
  );
  client.destroy();
  if (!Attributes?.['RedrivePolicy']) {
    throw new Error('this MiniStack drops the RedrivePolicy of queues. Run: pip install --upgrade ministack');
  }
};
