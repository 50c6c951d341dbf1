// The AWS permissions of every function, one by one. A wider grant must be written here first.
import { describe, expect, it } from 'vitest';
import { ROW_RIGHTS } from '../../lib/row-rights.ts';
import { mayTouch } from '../support/row-rights.ts';
import { type AllowedWildcard, type Json, rightsOf, tooWide } from '../support/stack/iam-rights.ts';
import { FUNCTION_IDS, readable, STAGES, synthesise } from '../support/stack/stack.ts';

const ALLOWED: readonly AllowedWildcard[] = [
  {
    right: 'dynamodb:ListStreams *',
    reason: "CDK's stream source adds it; it lists names of streams only, and IAM knows no resource for it",
  },
  {
    right: 'ses:GetSendQuota *',
    reason: 'the courier paces mails by it; it tells three figures of the account, and IAM knows no resource for it',
  },
  ...['ses:DeleteSuppressedDestination *', 'ses:GetSuppressedDestination *'].map((right) => ({
    right,
    reason:
      "support looks up and lifts one address of the account's own suppression list; IAM knows no resource for it",
  })),
];

/** One-time codes are on in the sandbox, and off in production. */
const templates = { sandbox: synthesise('sandbox').toJSON(), production: synthesise('production').toJSON() };

const on = (resource: string, service: string, actions: string): string[] =>
  actions.split(' ').map((action) => `${service}:${action} ${resource}`);
const store = (table: string, actions: string) => on(`<Tables${table}.Arn>`, 'dynamodb', actions);
const READ = 'BatchGetItem GetItem';

const challenges = store('Verifications', `${READ} PutItem UpdateItem`);
const logs = (id: string) => on(`<${id}Logs.Arn>`, 'logs', 'CreateLogStream PutLogEvents');
/** To append audit rows. */
const audit = store('Audit', `${READ} PutItem`);
const masterSecret = on('<KeysMaster.Arn>', 'kms', 'GenerateMac');
const publicKeys = on('<KeysSigning.Arn>', 'kms', 'GetPublicKey');
const otpSecret = on('<KeysOtp.Arn>', 'kms', 'GenerateMac');
const proofPublicKeys = on('<KeysProof.Arn>', 'kms', 'GetPublicKey');
const proofSigning = [...proofPublicKeys, ...on('<KeysProof.Arn>', 'kms', 'Sign')];
const signing = [...publicKeys, ...on('<KeysSigning.Arn>', 'kms', 'Sign')];
/** To look up accounts, change them and begin sessions, without removing or listing rows. */
const accounts = [
  ...challenges,
  ...store('Users', `${READ} PutItem`),
  ...store('Sessions', `${READ} PutItem`),
  ...masterSecret,
  ...signing,
];
const identity = (name: string) => on(`arn:aws:ses:ap-northeast-2:<AWS::AccountId>:${name}`, 'ses', 'SendRawEmail');
const courierQueue = (name: string) =>
  on(
    `<Courier${name}.Arn>`,
    'sqs',
    'ChangeMessageVisibility DeleteMessage GetQueueAttributes GetQueueUrl ReceiveMessage SendMessage',
  );

/** `identities`: what mails may be sent from and, in the sandbox, to. */
const expectedRights = (
  identities: readonly string[],
  { hasOtp }: { readonly hasOtp: boolean },
): Readonly<Record<string, readonly string[]>> => {
  const ifOtp = (...rights: readonly string[]) => (hasOtp ? rights : []);
  const rights = {
    SignUpRole: [...challenges, ...logs('SignUp')],
    VerifyRole: [...accounts, ...store('Users', 'DeleteItem'), ...logs('Verify')],
    ResetRole: [...accounts, ...logs('Reset')],
    SessionRole: [
      ...accounts,
      ...audit,
      ...store('Sessions', 'DeleteItem'),
      'dynamodb:Query <TablesSessions.Arn>/index/by-user',
      ...logs('Session'),
    ],
    AccountRole: [
      ...accounts,
      ...store('Users', 'DeleteItem'),
      ...store('Sessions', 'DeleteItem'),
      'dynamodb:Query <TablesSessions.Arn>/index/by-user',
      ...logs('Account'),
    ],
    FactorsRole: [
      ...accounts,
      ...audit,
      ...store('Sessions', 'DeleteItem'),
      'dynamodb:Query <TablesSessions.Arn>/index/by-user',
      ...logs('Factors'),
    ],
    AuthorizeRole: [
      ...store('Verifications', `${READ} PutItem`),
      ...store('Users', READ),
      ...audit,
      ...store('Sessions', `${READ} PutItem DeleteItem`),
      'dynamodb:Query <TablesSessions.Arn>/index/by-user',
      ...[...masterSecret, ...signing, ...logs('Authorize')],
    ],
    OtpRole: [...challenges, ...ifOtp(...otpSecret, ...proofSigning), ...logs('Otp')],
    AdminRole: [
      ...challenges,
      ...store('Verifications', 'DeleteItem'),
      ...store('Users', `${READ} PutItem DeleteItem Scan`),
      'dynamodb:Query <TablesUsers.Arn>/index/by-phone',
      ...store('Sessions', READ),
      'dynamodb:Query <TablesSessions.Arn>/index/by-user',
      ...store('Audit', `${READ} PutItem`),
      'dynamodb:Query <TablesAudit.Arn>/index/by-user',
      ...['ses:DeleteSuppressedDestination *', 'ses:GetSuppressedDestination *'],
      'events:PutEvents <EventsBus.Arn>',
      ...logs('Admin'),
    ],
    PagesRole: [...publicKeys, ...ifOtp(...proofPublicKeys), ...logs('Pages')],
    CourierFunctionRole: [
      ...store('Users', READ),
      ...challenges,
      ...on('<TablesVerifications.StreamArn>', 'dynamodb', 'DescribeStream GetRecords GetShardIterator'),
      'dynamodb:ListStreams *',
      'ses:GetSendQuota *',
      ...masterSecret,
      ...ifOtp(...otpSecret),
      ...logs('CourierFunction'),
      ...identity('configuration-set/<MailConfigurationSet>'),
      ...identities.flatMap((name) => identity(`identity/${name}`)),
      ...on('<CourierDeadLetters.Arn>', 'sqs', 'GetQueueAttributes GetQueueUrl SendMessage'),
      ...courierQueue('Ordinary'),
      ...courierQueue('Urgent'),
    ],
    EventsFunctionRole: [
      ...audit,
      ...['Users', 'Audit'].flatMap((table) =>
        on(`<Tables${table}.StreamArn>`, 'dynamodb', 'DescribeStream GetRecords GetShardIterator'),
      ),
      'dynamodb:ListStreams *',
      'events:PutEvents <EventsBus.Arn>',
      ...logs('EventsFunction'),
      ...on('<EventsDeadLetters.Arn>', 'sqs', 'GetQueueAttributes GetQueueUrl SendMessage'),
      ...on(
        '<EventsRetries.Arn>',
        'sqs',
        'ChangeMessageVisibility DeleteMessage GetQueueAttributes GetQueueUrl ReceiveMessage SendMessage',
      ),
    ],
    FeedbackFunctionRole: [
      ...challenges,
      ...logs('FeedbackFunction'),
      ...on('<FeedbackDeadLetters.Arn>', 'sqs', 'GetQueueAttributes GetQueueUrl SendMessage'),
    ],
  };
  return Object.fromEntries(Object.entries(rights).map(([role, list]) => [role, list.toSorted()]));
};

describe('the rights of each function', () => {
  it('are these in the sandbox', () => {
    expect(rightsOf(templates.sandbox)).toEqual(
      expectedRights(['no-reply@example.com', 'tester@example.com'], { hasOtp: true }),
    );
  });

  // SES authorises on the address if it knows it, else on the nearest verified domain.
  it.each([
    [
      'sandbox',
      {
        senderIdentity: 'existing',
        sandboxRecipients: ['a@team.example.co.kr', 'b@example.org'],
        existingRecipients: ['a@team.example.co.kr'],
      },
      [
        ...['no-reply@example.com', 'a@team.example.co.kr', 'b@example.org', 'example.com'],
        ...['team.example.co.kr', 'example.co.kr', 'co.kr'],
      ],
    ],
    [
      'production',
      { senderIdentity: 'existing', senderDomain: 'notify.example.com' },
      ['notify.example.com', 'example.com'],
    ],
  ] as const)('let the courier send by whichever identity exists already (%s)', (stage, keys, names) => {
    const sending = rightsOf(synthesise(stage, keys).toJSON())['CourierFunctionRole']?.filter(
      (right) => right.startsWith('ses:SendRawEmail') && right.includes(':identity/'),
    );
    expect(sending?.map((right) => right.split(':identity/')[1]).toSorted()).toEqual([...names].toSorted());
  });

  it('are these in production', () => {
    expect(rightsOf(templates.production)).toEqual(expectedRights(['example.com'], { hasOtp: false }));
  });

  it('are these in production with one-time codes', () => {
    const template = synthesise('production', { otp: 'public' }).toJSON();
    expect(rightsOf(template)).toEqual(expectedRights(['example.com'], { hasOtp: true }));
  });

  it.each(['<KeysMaster.Arn>', '<KeysSigning.Arn>'])(
    'to the keys of accounts are none for one-time codes: %s',
    (key) => {
      for (const otp of ['public', 'off'])
        expect(rightsOf(synthesise('production', { otp }).toJSON())['OtpRole']?.join('\n')).not.toContain(key);
    },
  );

  it.each([
    ['<KeysOtp.Arn>', ['CourierFunctionRole: kms:GenerateMac', 'OtpRole: kms:GenerateMac']],
    ['<KeysProof.Arn>', ['OtpRole: kms:GetPublicKey', 'OtpRole: kms:Sign', 'PagesRole: kms:GetPublicKey']],
  ])('to the keys of one-time codes are these alone: %s', (key, expected) => {
    const found = Object.entries(rightsOf(templates.sandbox)).flatMap(([role, rights]) =>
      rights.filter((right) => right.endsWith(` ${key}`)).map((right) => `${role}: ${right.split(' ')[0]}`),
    );
    expect(found.toSorted()).toEqual(expected);
  });

  it.each([
    [
      'dynamodb:Query',
      ['Account', 'Admin', 'Authorize', 'Factors', 'Session'].map(
        (name) => `${name}Role: <TablesSessions.Arn>/index/by-user`,
      ),
    ],
    ['dynamodb:Scan', []],
    [
      'dynamodb:DeleteItem',
      ['Account', 'Authorize', 'Factors', 'Session'].map((name) => `${name}Role: <TablesSessions.Arn>`),
    ],
  ])('to %s of sessions are these alone', (action, expected) => {
    const found = Object.entries(rightsOf(templates.production)).flatMap(([role, rights]) =>
      rights
        .filter((right) => right.startsWith(`${action} <TablesSessions.`))
        .map((right) => `${role}: ${right.slice(action.length + 1)}`),
    );
    expect(found.toSorted()).toEqual(expected);
  });

  it('to the users are none for one-time codes, pages, sign-up and feedback', () => {
    for (const role of ['OtpRole', 'PagesRole', 'SignUpRole', 'FeedbackFunctionRole'])
      expect(rightsOf(templates.production)[role]?.join('\n')).not.toMatch(/TablesUsers|TablesSessions/);
  });

  it.each(STAGES)('let the courier send from the one sender only (%s)', (stage) => {
    const statements = Object.values<Json>(templates[stage]['Resources'])
      .filter(({ Type }) => Type === 'AWS::IAM::Policy')
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement as Json[])
      .filter((statement) => JSON.stringify(statement['Action']).includes('"ses:Send'));
    expect(statements).toHaveLength(1);
    expect(statements[0]?.['Condition']).toEqual({ StringEquals: { 'ses:FromAddress': 'no-reply@example.com' } });
  });

  it.each(STAGES)('can only be assumed by Lambda (%s)', (stage) => {
    const roles = Object.values<Json>(templates[stage]['Resources']).filter(({ Type }) => Type === 'AWS::IAM::Role');
    expect(roles).toHaveLength(Object.keys(FUNCTION_IDS).length);
    for (const { Properties } of roles) {
      expect(Properties.AssumeRolePolicyDocument.Statement).toEqual([
        { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } },
      ]);
    }
  });
});

describe('the rows that a role may touch', () => {
  const ROLES = Object.entries(FUNCTION_IDS) as [keyof typeof FUNCTION_IDS, string][];
  const purging = synthesise('production', { purgeAfterMonths: 12 }).toJSON();
  const statementsOf = (id: string, template: Json): Json[] =>
    Object.values<Json>(template['Resources'])
      .filter(
        ({ Type, Properties }) =>
          Type === 'AWS::IAM::Policy' && JSON.stringify(Properties.Roles).includes(`"${id}Role`),
      )
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement as Json[]);
  const conditionsOf = (id: string, table: string, action: string, template: Json = purging): unknown[] =>
    statementsOf(id, template)
      .filter(({ Action, Resource }) => {
        const resources = [Resource].flat().map(readable);
        return [Action].flat().includes(`dynamodb:${action}`) && resources.includes(`<Tables${table}.Arn>`);
      })
      .map(({ Condition }) => Condition);
  const only = (prefixes: readonly string[]) => ({
    'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': prefixes.map((prefix) => `${prefix}*`).toSorted() },
    Null: { 'dynamodb:LeadingKeys': 'false' },
  });

  it.each(ROLES)('are those that the flows of %s use', (name, id) => {
    const { verifications, users } = ROW_RIGHTS[name];
    expect(conditionsOf(id, 'Verifications', 'BatchGetItem')).toEqual(verifications ? [only(verifications.reads)] : []);
    expect(conditionsOf(id, 'Verifications', 'PutItem')).toEqual(verifications ? [only(verifications.changes)] : []);
    // A function that counts nothing has no right to it.
    const counts = verifications?.changes.includes('limit#');
    expect(conditionsOf(id, 'Verifications', 'UpdateItem')).toEqual(counts ? [only(verifications?.changes ?? [])] : []);
    // What an event adds of an account is only read where the stage asks for it.
    if (id !== 'EventsFunction') expect(conditionsOf(id, 'Users', 'GetItem')).toEqual(users ? [only(users.reads)] : []);
    expect(conditionsOf(id, 'Users', 'PutItem')).toEqual(users?.changes.length ? [only(users.changes)] : []);
  });

  it('are no accounts that authorize could change, where none is deleted for want of use', () => {
    expect(conditionsOf(FUNCTION_IDS.authorize, 'Users', 'PutItem', templates.production)).toEqual([]);
  });

  it('keep those who have no key from the rows that open an account', () => {
    for (const name of ['signup', 'otp'] as const) {
      for (const pk of ['email_change#email:a@b.example', 'reset#email:a@b.example', 'login#email:a@b.example'])
        expect(mayTouch(name, 'changes', { table: 'verifications', pk })).toBe(false);
    }
    expect(mayTouch('otp', 'changes', { table: 'verifications', pk: 'signup#email:a@b.example' })).toBe(false);
    expect(mayTouch('signup', 'changes', { table: 'verifications', pk: 'signup#email:a@b.example' })).toBe(true);
  });
});

describe('wildcards', () => {
  it.each(STAGES)('are only where a reason is written down (%s)', (stage) => {
    expect(tooWide(templates[stage], ALLOWED)).toEqual([]);
    expect(tooWide(templates[stage], [])).toEqual([
      'AdminRole: ses:DeleteSuppressedDestination *',
      'AdminRole: ses:GetSuppressedDestination *',
      'CourierFunctionRole: dynamodb:ListStreams *',
      'CourierFunctionRole: ses:GetSendQuota *',
      'EventsFunctionRole: dynamodb:ListStreams *',
    ]);
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

  it('in a statement that denies are not confused with those in one that allows', () => {
    const denial = withStatement({ Effect: 'Deny', Action: 'kms:*', Resource: '*' });
    expect(tooWide(denial, ALLOWED)).toEqual([]);
    expect(rightsOf(denial)['SignUpRole']).toContain('never kms:* *');
    expect(rightsOf(denial)['SignUpRole']).not.toContain('kms:* *');
    expect(() => tooWide(withStatement({ Effect: 'Permit' }), ALLOWED)).toThrow('neither allows nor denies');
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
