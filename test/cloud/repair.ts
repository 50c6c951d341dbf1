// Applies what MiniStack's CloudFormation drops, unlike AWS's: the CORS of the API and the TTL of tables.
import { DescribeTimeToLiveCommand, DynamoDBClient, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { callAws } from './aws-calls.ts';
import type { Deployment } from './deploy.ts';
import { clientOptions, type MiniStack } from './ministack.ts';
import { physicalNames, readTemplate } from './resources.ts';

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

/** It keeps the template's `AllowOrigins` where its own code reads `allowOrigins`, and so refuses every origin. */
const repairCors = async (miniStack: MiniStack, { apiId }: Deployment): Promise<void> => {
  const path = `/v2/apis/${apiId}`;
  const api = JSON.parse(await callAws(miniStack, { service: 'apigateway', method: 'GET', path }));
  const entries = Object.entries(api.corsConfiguration ?? {});
  const corsConfiguration = Object.fromEntries(entries.map(([name, value]) => [lowerFirst(name), value]));
  await callAws(miniStack, { service: 'apigateway', method: 'PATCH', path, body: { corsConfiguration } });
};

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

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
