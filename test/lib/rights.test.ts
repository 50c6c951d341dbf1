// Who may do what on AWS, right by right: a wider grant must be written down here first.
import { describe, expect, it } from 'vitest';
import { type AllowedWildcard, type Json, rightsOf, tooWide } from '../support/iam-rights.ts';
import { readable, STAGES, synthesise } from '../support/stack.ts';

const ALLOWED: readonly AllowedWildcard[] = [
  {
    right: 'dynamodb:ListStreams *',
    reason: "CDK's stream source adds it; it lists names of streams only, and IAM knows no resource for it",
  },
];

const templates = { sandbox: synthesise('sandbox').toJSON(), production: synthesise('production').toJSON() };

const identity = (name: string) => `ses:SendRawEmail arn:aws:ses:ap-northeast-2:<AWS::AccountId>:identity/${name}`;

/** `identities`: what mails may be sent from and, in the sandbox, to. */
const expectedRights = (identities: readonly string[]) => ({
  SignUpRole: [
    'dynamodb:BatchGetItem <TablesVerifications.Arn>',
    'dynamodb:GetItem <TablesVerifications.Arn>',
    'dynamodb:PutItem <TablesVerifications.Arn>',
    'dynamodb:UpdateItem <TablesVerifications.Arn>',
    'logs:CreateLogStream <SignUpLogs.Arn>',
    'logs:PutLogEvents <SignUpLogs.Arn>',
  ],
  VerifyRole: [
    'dynamodb:BatchGetItem <TablesSessions.Arn>',
    'dynamodb:BatchGetItem <TablesUsers.Arn>',
    'dynamodb:BatchGetItem <TablesVerifications.Arn>',
    'dynamodb:DeleteItem <TablesUsers.Arn>',
    'dynamodb:GetItem <TablesSessions.Arn>',
    'dynamodb:GetItem <TablesUsers.Arn>',
    'dynamodb:GetItem <TablesVerifications.Arn>',
    'dynamodb:PutItem <TablesSessions.Arn>',
    'dynamodb:PutItem <TablesUsers.Arn>',
    'dynamodb:PutItem <TablesVerifications.Arn>',
    'dynamodb:UpdateItem <TablesVerifications.Arn>',
    'kms:GenerateMac <KeysMaster.Arn>',
    'kms:GetPublicKey <KeysSigning.Arn>',
    'kms:Sign <KeysSigning.Arn>',
    'logs:CreateLogStream <VerifyLogs.Arn>',
    'logs:PutLogEvents <VerifyLogs.Arn>',
  ],
  PagesRole: [
    'kms:GetPublicKey <KeysSigning.Arn>',
    'logs:CreateLogStream <PagesLogs.Arn>',
    'logs:PutLogEvents <PagesLogs.Arn>',
  ],
  CourierFunctionRole: [
    'dynamodb:BatchGetItem <TablesUsers.Arn>',
    'dynamodb:BatchGetItem <TablesVerifications.Arn>',
    'dynamodb:DescribeStream <TablesVerifications.StreamArn>',
    'dynamodb:GetItem <TablesUsers.Arn>',
    'dynamodb:GetItem <TablesVerifications.Arn>',
    'dynamodb:GetRecords <TablesVerifications.StreamArn>',
    'dynamodb:GetShardIterator <TablesVerifications.StreamArn>',
    'dynamodb:ListStreams *',
    'dynamodb:PutItem <TablesVerifications.Arn>',
    'kms:GenerateMac <KeysMaster.Arn>',
    'logs:CreateLogStream <CourierFunctionLogs.Arn>',
    'logs:PutLogEvents <CourierFunctionLogs.Arn>',
    'ses:SendRawEmail arn:aws:ses:ap-northeast-2:<AWS::AccountId>:configuration-set/<MailConfigurationSet>',
    ...identities.map(identity),
    'sqs:ChangeMessageVisibility <CourierOrdinary.Arn>',
    'sqs:ChangeMessageVisibility <CourierUrgent.Arn>',
    'sqs:DeleteMessage <CourierOrdinary.Arn>',
    'sqs:DeleteMessage <CourierUrgent.Arn>',
    'sqs:GetQueueAttributes <CourierDeadLetters.Arn>',
    'sqs:GetQueueAttributes <CourierOrdinary.Arn>',
    'sqs:GetQueueAttributes <CourierUrgent.Arn>',
    'sqs:GetQueueUrl <CourierDeadLetters.Arn>',
    'sqs:GetQueueUrl <CourierOrdinary.Arn>',
    'sqs:GetQueueUrl <CourierUrgent.Arn>',
    'sqs:ReceiveMessage <CourierOrdinary.Arn>',
    'sqs:ReceiveMessage <CourierUrgent.Arn>',
    'sqs:SendMessage <CourierDeadLetters.Arn>',
    'sqs:SendMessage <CourierOrdinary.Arn>',
    'sqs:SendMessage <CourierUrgent.Arn>',
  ],
});

describe('the rights of each function', () => {
  it('are these in the sandbox', () => {
    expect(rightsOf(templates.sandbox)).toEqual(expectedRights(['no-reply@example.com', 'tester@example.com']));
  });

  it('are these in production', () => {
    expect(rightsOf(templates.production)).toEqual(expectedRights(['example.com']));
  });

  it.each(STAGES)('let the courier send from the one sender only (%s)', (stage) => {
    const statements = Object.values<Json>(templates[stage]['Resources'])
      .filter(({ Type }) => Type === 'AWS::IAM::Policy')
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement as Json[])
      .filter((statement) => JSON.stringify(statement['Action']).includes('"ses:'));
    expect(statements).toHaveLength(1);
    expect(statements[0]?.['Condition']).toEqual({ StringEquals: { 'ses:FromAddress': 'no-reply@example.com' } });
  });

  it.each(STAGES)('can be taken on by Lambda alone (%s)', (stage) => {
    const roles = Object.values<Json>(templates[stage]['Resources']).filter(({ Type }) => Type === 'AWS::IAM::Role');
    expect(roles).toHaveLength(4);
    for (const { Properties } of roles) {
      expect(Properties.AssumeRolePolicyDocument.Statement).toEqual([
        { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } },
      ]);
    }
  });
});

describe('wildcards', () => {
  it.each(STAGES)('are nowhere but where a reason is written down (%s)', (stage) => {
    expect(tooWide(templates[stage], ALLOWED)).toEqual([]);
    expect(tooWide(templates[stage], [])).toEqual(['CourierFunctionRole: dynamodb:ListStreams *']);
  });

  const policy = 'SignUpRoleDefaultPolicy7389F11C';
  const role = 'SignUpRoleE93E5309';
  const users = { 'Fn::GetAtt': ['TablesUsersBA34CAA2', 'Arn'] };
  const withStatement = (statement: object): Json => {
    const template = structuredClone(templates.sandbox);
    template['Resources'][policy].Properties.PolicyDocument.Statement.push({ Effect: 'Allow', ...statement });
    return template;
  };
  const withRole = (properties: object): Json => {
    const template = structuredClone(templates.sandbox);
    Object.assign(template['Resources'][role].Properties, properties);
    return template;
  };
  const joined = { 'Fn::Join': ['', [users, '/index/*']] };

  it.each([
    [{ Action: 'dynamodb:*', Resource: users }, 'dynamodb:* <TablesUsers.Arn>'],
    [{ Action: ['kms:Sign', 'kms:Get?'], Resource: users }, 'kms:Get? <TablesUsers.Arn>'],
    [{ Action: 'kms:Sign', Resource: '*' }, 'kms:Sign *'],
    [{ Action: 'dynamodb:Query', Resource: [users, joined] }, 'dynamodb:Query <TablesUsers.Arn>/index/*'],
    [{ NotAction: 'iam:PassRole', Resource: users }, 'NotAction'],
    [{ Action: 'kms:Sign', NotResource: users }, 'NotResource'],
  ])('are reported when a statement brings %j', (statement, reported) => {
    expect(tooWide(withStatement(statement), ALLOWED)).toEqual([`SignUpRole: ${reported}`]);
    if ('Action' in statement && 'Resource' in statement) {
      const rights = rightsOf(withStatement(statement))['SignUpRole'];
      expect(rights).not.toEqual(rightsOf(templates.sandbox)['SignUpRole']);
    }
  });

  it('are reported when a role brings its own or a managed policy', () => {
    const statement = { Effect: 'Allow', Action: 's3:*', Resource: '*' };
    const inline = withRole({ Policies: [{ PolicyName: 'x', PolicyDocument: { Statement: statement } }] });
    expect(tooWide(inline, ALLOWED)).toEqual(['SignUpRole: s3:* *']);
    const managed = withRole({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] });
    expect(tooWide(managed, ALLOWED)).toEqual(['SignUpRole: a managed policy']);
  });

  it('are reported in a policy that is shared', () => {
    const template = structuredClone(templates.sandbox);
    template['Resources']['Shared1234ABCD'] = { Type: 'AWS::IAM::ManagedPolicy', Properties: {} };
    expect(tooWide(template, ALLOWED)).toEqual(['Shared: AWS::IAM::ManagedPolicy']);
  });
});

describe('what others may do to our resources', () => {
  it.each(STAGES)('is decided by this account (%s): keys trust its root, queues let nobody in', (stage) => {
    const resources = Object.values<Json>(templates[stage]['Resources']);
    const keys = resources.filter(({ Type }) => Type === 'AWS::KMS::Key');
    for (const { Properties } of keys) {
      const principals = Properties.KeyPolicy.Statement.map((statement: Json) => readable(statement['Principal'].AWS));
      expect(principals).toEqual(['arn:aws:iam::<AWS::AccountId>:root']);
    }
    const queues = resources.filter(({ Type }) => Type === 'AWS::SQS::QueuePolicy');
    const effects = queues.flatMap(({ Properties }) => Properties.PolicyDocument.Statement as Json[]);
    expect(effects.map((statement) => statement['Effect'])).toEqual(['Deny', 'Deny', 'Deny']);
  });

  it.each(STAGES)('lets API Gateway call a function for one of our own routes only (%s)', (stage) => {
    const permissions = Object.values<Json>(templates[stage]['Resources']).filter(
      ({ Type }) => Type === 'AWS::Lambda::Permission',
    );
    expect(permissions.length).toBeGreaterThan(0);
    for (const { Properties } of permissions) {
      expect(Properties).toMatchObject({ Action: 'lambda:InvokeFunction', Principal: 'apigateway.amazonaws.com' });
      expect(readable(Properties.SourceArn)).toMatch(
        /^arn:aws:execute-api:ap-northeast-2:<AWS::AccountId>:<HttpApi>\//,
      );
    }
  });
});
