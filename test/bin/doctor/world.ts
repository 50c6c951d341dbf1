// A deployed stage with every AWS client mocked. All is well until a test says otherwise.
import { DescribeCertificateCommand } from '@aws-sdk/client-acm';
import { GetDomainNameCommand, NotFoundException } from '@aws-sdk/client-apigatewayv2';
import { DescribeStacksCommand, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  ListTablesCommand,
} from '@aws-sdk/client-dynamodb';
import { DescribeKeyCommand } from '@aws-sdk/client-kms';
import { GetAccountSettingsCommand, GetFunctionConfigurationCommand, InvokeCommand } from '@aws-sdk/client-lambda';
import { GetHostedZoneCommand, ListResourceRecordSetsCommand } from '@aws-sdk/client-route-53';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import {
  GetAccountCommand,
  GetConfigurationSetEventDestinationsCommand,
  ListEmailIdentitiesCommand,
} from '@aws-sdk/client-sesv2';
import {
  GetSMSAttributesCommand,
  GetSMSSandboxAccountStatusCommand,
  ListSubscriptionsByTopicCommand,
} from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { NEEDED_EVENTS } from '../../../bin/doctor/checks/mail/events.ts';
import { createClients } from '../../../bin/doctor/clients.ts';
import type { Context, NameResolver } from '../../../bin/doctor/context.ts';
import type { DeployedStack } from '../../../bin/doctor/stack.ts';
import { readConfig } from '../../../lib/config/read-config.ts';
import type { StageConfig } from '../../../lib/config/stage-config.ts';
import { NOW } from '../../support/builders.ts';
import { SENS_ACCOUNT } from '../../support/servers/sens.ts';

export const TABLE = 'Latchkey-sandbox-Verifications';
export const USERS = 'Latchkey-sandbox-Users';
export const SESSIONS = 'Latchkey-sandbox-Sessions';
export const AUDIT = 'Latchkey-sandbox-Audit';
export const DEAD_LETTERS = 'https://sqs.ap-northeast-2.amazonaws.com/111122223333/dead';
export const EVENTS_DEAD_LETTERS = 'https://sqs.ap-northeast-2.amazonaws.com/111122223333/events-dead-letters';
export const EVENTS_RETRIES = 'https://sqs.ap-northeast-2.amazonaws.com/111122223333/events-retries';
export const FEEDBACK_DEAD_LETTERS = 'https://sqs.ap-northeast-2.amazonaws.com/111122223333/feedback-dead';
export const FEEDBACK = 'Latchkey-sandbox-Feedback';
export const URGENT = 'https://sqs.ap-northeast-2.amazonaws.com/111122223333/urgent';
export const ORDINARY = 'https://sqs.ap-northeast-2.amazonaws.com/111122223333/ordinary';

export const SIGN_UP = 'Latchkey-sandbox-SignUpA1-AbC';
export const TOPIC = 'arn:aws:sns:ap-northeast-2:111122223333:Latchkey-sandbox-MonitoringAlarmsA1-AbC';
export const CERTIFICATE_ARN =
  'arn:aws:acm:ap-northeast-2:111122223333:certificate/12345678-1234-1234-1234-123456789012';
export const ZONE = { id: 'Z0123456789ABCDEFGHIJ', name: 'example.com' };
const NAME_SERVERS = ['ns-1.awsdns-01.com', 'ns-2.awsdns-02.net'];

export const STAGE = {
  sesMode: 'sandbox',
  senderEmail: 'no-reply@example.com',
  sandboxRecipients: ['tester@example.com'],
  brandName: 'Example',
};

export const aConfig = (overrides: Readonly<Record<string, unknown>> = {}): StageConfig => {
  const context: Readonly<Record<string, unknown>> = { stage: 'sandbox', sandbox: { ...STAGE, ...overrides } };
  return readConfig((key) => context[key]);
};

const RESOURCES = [
  { logicalId: 'TablesVerificationsA1', type: 'AWS::DynamoDB::Table', physicalId: TABLE },
  { logicalId: 'TablesUsersA1', type: 'AWS::DynamoDB::Table', physicalId: USERS },
  { logicalId: 'TablesSessionsA1', type: 'AWS::DynamoDB::Table', physicalId: SESSIONS },
  { logicalId: 'TablesAuditA1', type: 'AWS::DynamoDB::Table', physicalId: AUDIT },
  { logicalId: 'CourierDeadLettersA1', type: 'AWS::SQS::Queue', physicalId: DEAD_LETTERS },
  { logicalId: 'CourierUrgentA1', type: 'AWS::SQS::Queue', physicalId: URGENT },
  { logicalId: 'CourierOrdinaryA1', type: 'AWS::SQS::Queue', physicalId: ORDINARY },
  { logicalId: 'EventsDeadLettersA1', type: 'AWS::SQS::Queue', physicalId: EVENTS_DEAD_LETTERS },
  { logicalId: 'EventsRetriesA1', type: 'AWS::SQS::Queue', physicalId: EVENTS_RETRIES },
  { logicalId: 'FeedbackDeadLettersA1', type: 'AWS::SQS::Queue', physicalId: FEEDBACK_DEAD_LETTERS },
  { logicalId: 'FeedbackFunctionA1', type: 'AWS::Lambda::Function', physicalId: FEEDBACK },
  { logicalId: 'SignUpA1', type: 'AWS::Lambda::Function', physicalId: SIGN_UP },
  { logicalId: 'MonitoringAlarmsA1', type: 'AWS::SNS::Topic', physicalId: TOPIC },
  { logicalId: 'KeysMasterA1', type: 'AWS::KMS::Key', physicalId: 'master-key' },
  { logicalId: 'KeysSigningA1', type: 'AWS::KMS::Key', physicalId: 'signing-key' },
  { logicalId: 'KeysOtpA1', type: 'AWS::KMS::Key', physicalId: 'otp-key' },
  { logicalId: 'KeysProofA1', type: 'AWS::KMS::Key', physicalId: 'proof-key' },
  { logicalId: 'MailConfigurationSetA1', type: 'AWS::SES::ConfigurationSet', physicalId: 'the-set' },
  { logicalId: 'MailSenderA1', type: 'AWS::SES::EmailIdentity', physicalId: 'no-reply@example.com' },
  { logicalId: 'MailRecipientA1', type: 'AWS::SES::EmailIdentity', physicalId: 'tester@example.com' },
] as const;

export const STACK: DeployedStack = {
  name: 'Latchkey-sandbox',
  status: 'CREATE_COMPLETE',
  isProtected: false,
  resources: RESOURCES,
};

/** Knows a DMARC record for every domain, and nothing else. */
export const RESOLVER: NameResolver = {
  resolveTxt: async () => [['v=DMARC1; p=none']],
  resolveMx: async () => [],
  resolve4: async () => [],
  resolve6: async () => [],
  resolveCname: async () => [],
  resolveNs: async () => NAME_SERVERS,
};

const IDENTITIES = ['no-reply@example.com', 'tester@example.com'].map((IdentityName) => ({
  IdentityName,
  VerificationStatus: 'SUCCESS' as const,
}));

/** What a function answers to a synchronous call. */
export const payload = (answer: unknown) => {
  const text = JSON.stringify(answer);
  return Object.assign(new TextEncoder().encode(text), { transformToString: () => text });
};

export const mockedAws = () => {
  const clients = createClients();
  const aws = {
    cloudFormation: mockClient(clients.cloudFormation),
    sesv2: mockClient(clients.sesv2),
    ses: mockClient(clients.ses),
    secrets: mockClient(clients.secrets),
    sns: mockClient(clients.sns),
    alarmTopics: mockClient(clients.alarmTopics),
    acm: mockClient(clients.acm),
    apiGateway: mockClient(clients.apiGateway),
    route53: mockClient(clients.route53),
    ssm: mockClient(clients.ssm),
    lambda: mockClient(clients.lambda),
    kms: mockClient(clients.kms),
    sqs: mockClient(clients.sqs),
    dynamodb: mockClient(clients.dynamodb),
    documents: mockClient(clients.documents),
  };
  aws.cloudFormation.on(DescribeStacksCommand).resolves({
    Stacks: [{ StackName: STACK.name, StackStatus: 'CREATE_COMPLETE', CreationTime: new Date(NOW) }],
  });
  aws.cloudFormation.on(ListStackResourcesCommand).resolves({
    StackResourceSummaries: RESOURCES.map(({ logicalId, type, physicalId }) => ({
      LogicalResourceId: logicalId,
      ResourceType: type,
      PhysicalResourceId: physicalId,
      ResourceStatus: 'CREATE_COMPLETE' as const,
      LastUpdatedTimestamp: new Date(NOW),
    })),
  });
  aws.sesv2.on(GetAccountCommand).resolves({
    ProductionAccessEnabled: false,
    SendingEnabled: true,
    EnforcementStatus: 'HEALTHY',
    SendQuota: { Max24HourSend: 200, MaxSendRate: 1, SentLast24Hours: 12 },
  });
  aws.sesv2.on(ListEmailIdentitiesCommand).resolves({ EmailIdentities: IDENTITIES });
  aws.sesv2.on(GetConfigurationSetEventDestinationsCommand).resolves({
    EventDestinations: [
      {
        Name: 'feedback',
        Enabled: true,
        MatchingEventTypes: [...NEEDED_EVENTS],
        EventBridgeDestination: { EventBusArn: 'arn' },
      },
    ],
  });
  aws.lambda.on(GetAccountSettingsCommand).resolves({ AccountLimit: { ConcurrentExecutions: 1000 } });
  aws.lambda.on(GetFunctionConfigurationCommand).resolves({ State: 'Active', MemorySize: 256 });
  aws.lambda.on(InvokeCommand).resolves({ Payload: payload({ hashMilliseconds: 180, node: 'v24.7.0' }) });
  aws.alarmTopics.on(ListSubscriptionsByTopicCommand).resolves({
    Subscriptions: [{ Protocol: 'email', Endpoint: 'ops@example.com', SubscriptionArn: `${TOPIC}:1` }],
  });
  aws.acm.on(DescribeCertificateCommand).resolves({
    Certificate: { Status: 'ISSUED', SubjectAlternativeNames: ['*.example.com'] },
  });
  aws.apiGateway.on(GetDomainNameCommand).rejects(new NotFoundException({ message: '', $metadata: {} }));
  aws.route53.on(GetHostedZoneCommand).resolves({
    HostedZone: { Id: `/hostedzone/${ZONE.id}`, Name: 'example.com.', CallerReference: '1' },
    DelegationSet: { NameServers: NAME_SERVERS },
  });
  aws.route53.on(ListResourceRecordSetsCommand).resolves({ ResourceRecordSets: [] });
  aws.ssm.on(GetParameterCommand).resolves({ Parameter: { Value: '30' } });
  aws.dynamodb.on(ListTablesCommand).resolves({ TableNames: [TABLE, USERS, SESSIONS, AUDIT, 'Orders'] });
  aws.kms.on(DescribeKeyCommand).resolves({ KeyMetadata: { KeyId: 'a', KeyState: 'Enabled' } });
  aws.sqs.on(GetQueueAttributesCommand).resolves({ Attributes: { ApproximateNumberOfMessages: '0' } });
  aws.dynamodb.on(DescribeTableCommand).resolves({ Table: { DeletionProtectionEnabled: true } });
  aws.dynamodb.on(DescribeContinuousBackupsCommand).resolves({
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: 'ENABLED',
      PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'ENABLED' },
    },
  });
  aws.dynamodb.on(DescribeTimeToLiveCommand).resolves({
    TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: 'ttl' },
  });
  // There are no passkeys.
  aws.documents.on(GetCommand).resolves({});
  aws.sns.on(GetSMSSandboxAccountStatusCommand).resolves({ IsInSandbox: false });
  aws.sns.on(GetSMSAttributesCommand).resolves({ attributes: { MonthlySpendLimit: '100' } });
  return { clients, aws };
};

const SECRET_ARN = 'arn:aws:secretsmanager:ap-northeast-2:111122223333:secret';
export const SMTP_SECRET_ARN = `${SECRET_ARN}:smtp-AbCdEf`;
export const SENS_SECRET_ARN = `${SECRET_ARN}:sens-AbCdEf`;

/** The account of `test/support/servers/sens.ts`, as a stage names it. */
export const SENS_TEXTS = {
  sms: { KR: 'sens', JP: 'sns' },
  sens: { serviceId: SENS_ACCOUNT.serviceId, from: SENS_ACCOUNT.from, secretArn: SENS_SECRET_ARN },
};

/** A stage without SES; `at`: the address of its server on this machine, which a configuration cannot name. */
export const anSmtpConfig = (
  at: { readonly host: string; readonly port: number; readonly secure?: boolean },
  { preset, ...overrides }: Readonly<Record<string, unknown>> = {},
): StageConfig => {
  const server = preset === undefined ? { host: 'smtp.example.com', port: 587 } : { preset };
  const config = aConfig({
    sandboxRecipients: undefined,
    transport: 'smtp',
    smtp: { ...server, secretArn: SMTP_SECRET_ARN, mailsPer24Hours: 500, mailsPerSecond: 1 },
    ...overrides,
  });
  if (config.mail.transport !== 'smtp') throw new Error('not a stage with SMTP');
  return { ...config, mail: { ...config.mail, ...at } };
};

/** What the secret of that ARN holds. */
export const holdSecret = ({ secrets }: ReturnType<typeof mockedAws>['aws'], arn: string, held: object): void => {
  secrets.on(GetSecretValueCommand, { SecretId: arn }).resolves({ SecretString: JSON.stringify(held) });
};

/** What the checks and sub-commands are given. */
export const aContext = (set: Partial<Context> = {}) => {
  const { clients, aws } = mockedAws();
  const context: Context = {
    config: aConfig(),
    stack: STACK,
    clients,
    resolver: RESOLVER,
    now: () => NOW,
    tell: () => {},
    ...set,
  };
  return { context, aws };
};

/** An error as the SDK names it. */
export const awsError = (name: string, message = name): Error => Object.assign(new Error(message), { name });
