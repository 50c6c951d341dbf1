// `doctor --before-deploy` in an account where nearly everything stands in the way of production, and after each is mended.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiGatewayV2Client, CreateDomainNameCommand } from '@aws-sdk/client-apigatewayv2';
import { CloudFormationClient, CreateStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ChangeResourceRecordSetsCommand, type ResourceRecordSet, Route53Client } from '@aws-sdk/client-route-53';
import { CreateEmailIdentityCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type NameServer, startNameServer, type Zones } from '../support/servers/name-server.ts';
import { createDoctor, type Doctor } from './doctor-process.ts';
import { createZone } from './hosted-zone.ts';
import { ACCOUNT, clientOptions, type MiniStack, REGION, startMiniStack } from './ministack.ts';
import { setProductionAccess } from './ses-access.ts';

const ZONE = 'example.com';
const DOMAIN = 'shop.example.com';
const MAIL_FROM = `bounce.${DOMAIN}`;
const API = 'auth.example.com';
const STACK = 'Latchkey-production';
const LEFT_TABLE = `${STACK}-TablesUsers1A2B3C4D-5E6F7G8H`;
const CERTIFICATE = `arn:aws:acm:${REGION}:${ACCOUNT}:certificate/12345678-1234-1234-1234-123456789012`;
/** What MiniStack says of every zone. */
const NAME_SERVERS = ['ns-1.awsdns-1.com', 'ns-2.awsdns-2.net'];

/** MiniStack issues every certificate at once, so one that waits is put into the state that it starts with. */
const PENDING_CERTIFICATE = {
  CertificateArn: CERTIFICATE,
  DomainName: API,
  SubjectAlternativeNames: [API],
  Status: 'PENDING_VALIDATION',
  CreatedAt: '2026-01-01T00:00:00Z',
  DomainValidationOptions: [
    {
      DomainName: API,
      ResourceRecord: { Name: `_a1.${API}.`, Type: 'CNAME', Value: '_b2.acm-validations.aws.' },
    },
  ],
};

const IN_THE_WAY: readonly ResourceRecordSet[] = [
  { Name: MAIL_FROM, Type: 'MX', TTL: 300, ResourceRecords: [{ Value: '10 mx1.naver.com' }] },
  { Name: `_dmarc.${DOMAIN}`, Type: 'TXT', TTL: 300, ResourceRecords: [{ Value: '"v=DMARC1; p=none"' }] },
  { Name: API, Type: 'CNAME', TTL: 300, ResourceRecords: [{ Value: 'web.example.net' }] },
];

/** `parent`: a folder that the caller removes. */
export const describeBeforeDeploy = (parent: () => string): void => {
  describe('--before-deploy', () => {
    let miniStack: MiniStack;
    let nameServer: NameServer;
    let doctor: Doctor;
    let zoneId: string;
    let zones: Zones = {};

    const configure = (firstDeployment: boolean): void =>
      doctor.configure(
        {
          firstDeployment,
          senderDomain: DOMAIN,
          hostedZone: { id: zoneId, name: ZONE },
          apiDomain: { name: API, certificateArn: CERTIFICATE, hostedZone: { id: zoneId, name: ZONE } },
        },
        'production',
      );
    const putIntoTheWay = () =>
      new Route53Client(clientOptions(miniStack)).send(
        new ChangeResourceRecordSetsCommand({
          HostedZoneId: zoneId,
          ChangeBatch: { Changes: IN_THE_WAY.map((ResourceRecordSet) => ({ Action: 'CREATE', ResourceRecordSet })) },
        }),
      );
    const start = async (certificate: object): Promise<void> => {
      const folder = join(parent(), 'before-deploy');
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(join(folder, 'state'), { recursive: true });
      writeFileSync(join(folder, 'state/acm.json'), JSON.stringify({ _certificates: { [CERTIFICATE]: certificate } }));
      miniStack = await startMiniStack(folder, { PERSIST_STATE: '1', LAMBDA_ACCOUNT_CONCURRENCY: '10' });
      doctor = createDoctor(miniStack, join(folder, 'doctor'), nameServer.address);
      zoneId = await createZone(miniStack, ZONE);
      configure(false);
    };
    const run = async () => {
      const { exitCode, stdout } = await doctor.run(['--before-deploy', '--json']);
      const { findings } = JSON.parse(stdout) as { readonly findings: readonly { level: string; what: string }[] };
      return { exitCode, lines: findings.map(({ level, what }) => `${level} ${what}`) };
    };

    beforeAll(async () => {
      nameServer = await startNameServer(() => zones);
      await start(PENDING_CERTIFICATE);
    });
    afterAll(async () => {
      await miniStack?.stop();
      await nameServer?.stop();
    });

    it('names everything that stands in the way: exit code 1', async () => {
      await setProductionAccess(miniStack, false);
      await putIntoTheWay();
      await new SESv2Client(clientOptions(miniStack)).send(new CreateEmailIdentityCommand({ EmailIdentity: DOMAIN }));
      await createLeftTable(miniStack);
      await new ApiGatewayV2Client(clientOptions(miniStack)).send(new CreateDomainNameCommand({ DomainName: API }));
      await failDeployment(miniStack);

      const { exitCode, lines } = await run();
      expect(lines).toEqual([
        `fault ${STACK}: ROLLBACK_COMPLETE: an earlier deployment failed.`,
        'note if this first deployment fails, it leaves empty tables that refuse to be deleted',
        `fault ${REGION} is not prepared for the CDK`,
        `note 1 left of an earlier deployment: ${LEFT_TABLE}`,
        'fault In the sandbox: mails go to verified recipients only.',
        expect.stringMatching(/^ok 0 of \d+ mails in 24 hours/),
        'note 10 functions may run at once',
        `fault ${DOMAIN}: exists in SES outside of this stack, so the next deployment fails.`,
        `fault ${ZONE}: the domain does not use the name servers of this zone`,
        `fault ${MAIL_FROM}: has MX already, so a deployment fails.`,
        `fault _dmarc.${DOMAIN}: has TXT already, so a deployment fails.`,
        `fault ${API}: has CNAME already, so a deployment fails.`,
        `fault ${API}: is a domain name of another API, so a deployment fails.`,
        `fault ${API}: PENDING_VALIDATION`,
        expect.stringMatching(/^ok \d+ s from AWS's$/),
      ]);
      expect(exitCode).toBe(1);
      const table = await doctor.run(['--before-deploy', '--lang', 'ko']);
      expect(table.stdout).toMatch(/배포하기 전에 할 일이 10가지 있습니다\.\n$/);
    });

    it('says that all is ready in an account where nothing does: exit code 0', async () => {
      await miniStack.stop();
      await start({ ...PENDING_CERTIFICATE, Status: 'ISSUED' });
      configure(true);
      await setProductionAccess(miniStack, true);
      zones = { [ZONE]: { ns: NAME_SERVERS } };
      const value = { Name: '/cdk-bootstrap/hnb659fds/version', Value: '30', Type: 'String' } as const;
      await new SSMClient(clientOptions(miniStack)).send(new PutParameterCommand(value));
      const { exitCode, lines } = await run();
      expect(lines.filter((line) => !line.startsWith('ok '))).toEqual(['note 10 functions may run at once']);
      expect(lines).toContain(`ok ${API}: ISSUED`);
      expect(exitCode).toBe(0);
      expect((await doctor.run(['--before-deploy'])).stdout).toMatch(/It can be deployed\.\n$/);
    });
  });
};

const createLeftTable = (miniStack: MiniStack) =>
  new DynamoDBClient(clientOptions(miniStack)).send(
    new CreateTableCommand({
      TableName: LEFT_TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    }),
  );

/** A first deployment that is rolled back, of a stack that is protected as in production. */
const failDeployment = async (miniStack: MiniStack): Promise<void> => {
  const client = new CloudFormationClient(clientOptions(miniStack));
  const nowhere = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:nowhere`;
  const Resources = { Failing: { Type: 'Custom::Failing', Properties: { ServiceToken: nowhere } } };
  await client.send(
    new CreateStackCommand({
      StackName: STACK,
      EnableTerminationProtection: true,
      TemplateBody: JSON.stringify({ Resources }),
    }),
  );
  await expect
    .poll(async () => (await client.send(new DescribeStacksCommand({ StackName: STACK }))).Stacks?.[0]?.StackStatus, {
      timeout: 20_000,
    })
    .toBe('ROLLBACK_COMPLETE');
};
