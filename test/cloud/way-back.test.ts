// The life of a production stage: a first deployment that fails, the second, its deletion, and the way back with its accounts.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudFormationClient, DeleteStackCommand } from '@aws-sdk/client-cloudformation';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PASSWORD, pendingSignUp, post, type Target } from '../black-box/flows/target.ts';
import { createCloudTarget } from './cloud-target.ts';
import { type Cdk, createCdk, type Deployment } from './deploy.ts';
import { clientOptions, type MiniStack, startMiniStack } from './ministack.ts';
import { repair } from './repair.ts';
import { destroy, statusOf, tablesOf } from './stacks.ts';

const STACK = 'Latchkey-life';
/** Each test deploys once or twice. */
const DEPLOYMENTS_WITHIN_MILLISECONDS = 600_000;
const KEYS = {
  ...{ sesMode: 'production', senderEmail: 'no-reply@team.example', brandName: 'Life', otp: 'off' },
  limits: { sendingRequestsPerMinute: 1000, sendingRequestsPerHour: 10_000 },
};

const folder = mkdtempSync(join(tmpdir(), 'latchkey-life-'));
let miniStack: MiniStack;
let cdk: Cdk;
let cloudFormation: CloudFormationClient;
let dynamodb: DynamoDBClient;

beforeAll(async () => {
  miniStack = await startMiniStack(folder);
  cdk = createCdk(miniStack, folder);
  cloudFormation = new CloudFormationClient(clientOptions(miniStack));
  dynamodb = new DynamoDBClient(clientOptions(miniStack));
  await cdk.bootstrap();
});
beforeEach(({ onTestFailed }) => {
  onTestFailed(() => void process.stderr.write(`MiniStack said last:\n${miniStack.lastLines()}\n`));
});
afterAll(async () => {
  cloudFormation.destroy();
  dynamodb.destroy();
  await miniStack.stop();
  rmSync(folder, { recursive: true, force: true });
});

const deploy = async (keys: object): Promise<Target> => {
  const deployment: Deployment = await cdk.deploy({ ...KEYS, ...keys }, { stage: 'life' });
  await repair(miniStack, deployment);
  return createCloudTarget(miniStack, deployment);
};

/** Adds a resource that fails once the tables and functions are there, as a certificate or a taken name does on AWS. */
const withFailure = (text: string): string => {
  const template = JSON.parse(text);
  const resources: Record<string, { Type: string }> = template.Resources;
  const others = Object.entries(resources).filter(([, { Type }]) => /^AWS::(DynamoDB|Lambda)::/.test(Type));
  template.Resources.Broken = {
    Type: 'AWS::Lambda::Url',
    Properties: { TargetFunctionArn: 'not-there', AuthType: 'AWS_IAM' },
    DependsOn: others.map(([id]) => id),
  };
  return JSON.stringify(template);
};

describe('a production stage', { timeout: DEPLOYMENTS_WITHIN_MILLISECONDS }, () => {
  let target: Target;
  let owner: { readonly address: string; readonly id: string };

  const logIn = async () => post(target, '/login', { email: owner.address, password: PASSWORD });

  it('whose first deployment fails half way leaves no table, and is deployed again', async () => {
    // Under another name, since the CDK publishes a template once, as it was before it was amended.
    const first = { ...KEYS, brandName: 'Failing', firstDeployment: true };
    await expect(cdk.deploy(first, { stage: 'life', amend: withFailure })).rejects.toThrow(/deploy failed/);
    expect(await statusOf(miniStack, STACK)).toMatch(/^(ROLLBACK|DELETE)_COMPLETE$/);
    expect(await tablesOf(miniStack, STACK)).toEqual([]);

    target = await deploy({ firstDeployment: true });
    expect(await tablesOf(miniStack, STACK)).toHaveLength(4);
  });

  it('protects itself and its tables with the deployment after that, and keeps its accounts', async () => {
    const { address, token, continuation } = await pendingSignUp(target);
    const { body } = await post(target, '/verify', { token, continuation });
    owner = { address, id: body.user.id };
    target = await deploy({});
    await expect(cloudFormation.send(new DeleteStackCommand({ StackName: STACK }))).rejects.toThrow(
      /TerminationProtection/,
    );
    for (const TableName of await tablesOf(miniStack, STACK)) {
      const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
      expect(Table?.DeletionProtectionEnabled, TableName).toBe(true);
    }
    expect(await logIn()).toMatchObject({ status: 200, body: { user: { id: owner.id } } });
  });

  it('comes back with its accounts after its deletion, by the names of its tables', async () => {
    await destroy(miniStack, STACK);
    const kept = await tablesOf(miniStack, STACK);
    expect(kept).toHaveLength(4);
    const nameOf = (part: string) => kept.find((name) => name.includes(part)) ?? '';
    const streamOf = async (part: string) =>
      (await dynamodb.send(new DescribeTableCommand({ TableName: nameOf(part) }))).Table?.LatestStreamArn;

    target = await deploy({
      senderIdentity: 'existing',
      tables: {
        users: await streamOf('TablesUsers'),
        sessions: nameOf('TablesSessions'),
        verifications: await streamOf('TablesVerifications'),
        audit: await streamOf('TablesAudit'),
      },
    });
    expect(await tablesOf(miniStack, STACK)).toEqual(kept);
    expect(await logIn()).toMatchObject({ status: 200, body: { user: { id: owner.id } } });
    // The stream of the old table starts the new courier.
    const { token, continuation } = await pendingSignUp(target);
    expect((await post(target, '/verify', { token, continuation })).status).toBe(200);
  });
});
