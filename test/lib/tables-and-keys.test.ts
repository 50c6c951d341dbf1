// Tables and keys, which hold state: kept in production, deleted with a sandbox.
import { Annotations, Match, type Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { rightsOf } from '../support/stack/iam-rights.ts';
import {
  byReadableId,
  createStack,
  propertiesOf,
  readable,
  STAGES,
  type StageName,
  synthesise,
} from '../support/stack/stack.ts';

const templates = { sandbox: synthesise('sandbox'), production: synthesise('production') };
const tables = (stage: StageName) => byReadableId(templates[stage], 'AWS::DynamoDB::Table');
const keys = (stage: StageName) => byReadableId(templates[stage], 'AWS::KMS::Key');
/** Of one-time codes, which are on in the sandbox alone. */
const OF_OTP = ['KeysOtp', 'KeysProof'];
const rightsOn = (template: Template, policy: string, action: string): string[] => {
  const { PolicyDocument } = propertiesOf(byReadableId(template, 'AWS::IAM::Policy')[policy]);
  return PolicyDocument.Statement.filter(({ Action }: { Action: unknown }) => [Action].flat().includes(action))
    .flatMap(({ Resource }: { Resource: unknown }) => [Resource].flat())
    .map(readable)
    .sort();
};
const STATEFUL = STAGES.flatMap((stage) => [
  ...Object.entries(tables(stage)).map(([id, resource]) => ({ stage, id, resource })),
  ...Object.entries(keys(stage))
    .filter(([id]) => !OF_OTP.includes(id))
    .map(([id, resource]) => ({ stage, id, resource })),
]);

describe('tables', () => {
  it.each(STAGES)('are four, with one key, paid by request (%s)', (stage) => {
    expect(Object.keys(tables(stage)).sort()).toEqual([
      'TablesAudit',
      'TablesSessions',
      'TablesUsers',
      'TablesVerifications',
    ]);
    for (const table of Object.values(tables(stage))) {
      expect(propertiesOf(table)).toMatchObject({
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      });
    }
  });

  it.each(STAGES)(
    'have one index: the keys of sessions and of audit rows by their user, which a refresh does not write to, and of accounts by phone (%s)',
    (stage) => {
      const { TablesSessions, TablesAudit, TablesUsers, ...others } = tables(stage);
      expect(propertiesOf(TablesUsers)['GlobalSecondaryIndexes']).toEqual([
        {
          IndexName: 'by-phone',
          KeySchema: [{ AttributeName: 'phone', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ]);
      for (const table of Object.values(others)) {
        expect(propertiesOf(table)['AttributeDefinitions']).toEqual([{ AttributeName: 'pk', AttributeType: 'S' }]);
        expect(propertiesOf(table)).not.toHaveProperty('GlobalSecondaryIndexes');
      }
      for (const table of [TablesSessions, TablesAudit]) {
        expect(propertiesOf(table)['GlobalSecondaryIndexes']).toEqual([
          {
            IndexName: 'by-user',
            KeySchema: [
              { AttributeName: 'userId', KeyType: 'HASH' },
              { AttributeName: 'pk', KeyType: 'RANGE' },
            ],
            Projection: { ProjectionType: 'KEYS_ONLY' },
          },
        ]);
        expect(propertiesOf(table)).not.toHaveProperty('LocalSecondaryIndexes');
      }
    },
  );

  it.each(STAGES)('clean up what ends by itself (%s)', (stage) => {
    const timeToLive = { AttributeName: 'ttl', Enabled: true };
    const { TablesVerifications, TablesSessions, TablesUsers, TablesAudit } = tables(stage);
    expect(propertiesOf(TablesAudit)['TimeToLiveSpecification']).toEqual(timeToLive);
    expect(propertiesOf(TablesVerifications)['TimeToLiveSpecification']).toEqual(timeToLive);
    expect(propertiesOf(TablesSessions)['TimeToLiveSpecification']).toEqual(timeToLive);
    expect(propertiesOf(TablesUsers)).not.toHaveProperty('TimeToLiveSpecification');
  });

  it.each(STAGES)('have a stream of new images on the two outboxes, and of both images on the users (%s)', (stage) => {
    const { TablesVerifications, TablesSessions, TablesUsers, TablesAudit } = tables(stage);
    for (const table of [TablesVerifications, TablesAudit])
      expect(propertiesOf(table)['StreamSpecification']).toEqual({ StreamViewType: 'NEW_IMAGE' });
    expect(propertiesOf(TablesUsers)['StreamSpecification']).toEqual({ StreamViewType: 'NEW_AND_OLD_IMAGES' });
    expect(propertiesOf(TablesSessions)).not.toHaveProperty('StreamSpecification');
  });

  it.each(STAGES)('have point-in-time recovery for users, and for what happened to them (%s)', (stage) => {
    for (const id of ['TablesUsers', 'TablesAudit']) {
      const recovery = propertiesOf(tables(stage)[id])['PointInTimeRecoverySpecification'];
      expect(recovery).toEqual({ PointInTimeRecoveryEnabled: true });
    }
  });

  // CloudFormation could not delete a protected table when the deployment that made it fails.
  it('let a failed first deployment of production delete them, which the operator is warned of', () => {
    const first = byReadableId(synthesise('production', { firstDeployment: true }), 'AWS::DynamoDB::Table');
    for (const table of Object.values(first)) {
      expect(propertiesOf(table)['DeletionProtectionEnabled']).toBe(false);
      expect(table).toMatchObject({ DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' });
    }
    const warningsOf = (stage: StageName, firstDeployment: boolean) =>
      Annotations.fromStack(createStack(stage, { firstDeployment }).stack).findWarning('*', Match.anyValue()).length;
    expect([warningsOf('production', true), warningsOf('production', false), warningsOf('sandbox', true)]).toEqual([
      1, 0, 0,
    ]);
  });

  it('refuse deletion in production only', () => {
    const templates = {
      sandbox: synthesise('sandbox'),
      production: synthesise('production', { firstDeployment: false }),
    };
    const tables = (stage: StageName) => byReadableId(templates[stage], 'AWS::DynamoDB::Table');
    for (const table of Object.values(tables('production')))
      expect(propertiesOf(table)['DeletionProtectionEnabled']).toBe(true);
    for (const table of Object.values(tables('sandbox')))
      expect(propertiesOf(table)['DeletionProtectionEnabled']).toBe(false);
  });
});

describe('tables that are there already', () => {
  const stream = 'arn:aws:dynamodb:ap-northeast-2:111122223333:table/old-verifications/stream/2026-11-27T00:00:00.000';
  const audit = stream.replace('old-verifications', 'old-audit');
  const users = stream.replace('old-verifications', 'old-users');
  const existing = { users, sessions: 'old-sessions', verifications: stream, audit };
  const template = synthesise('production', { tables: existing });

  it('are used by every function, and none is made', () => {
    template.resourceCountIs('AWS::DynamoDB::Table', 0);
    const functions = byReadableId(template, 'AWS::Lambda::Function');
    expect(propertiesOf(functions['Account'])['Environment'].Variables).toMatchObject({
      USERS_TABLE: 'old-users',
      SESSIONS_TABLE: 'old-sessions',
      VERIFICATIONS_TABLE: 'old-verifications',
    });
    const sources = Object.values(template.findResources('AWS::Lambda::EventSourceMapping')).map(propertiesOf);
    expect(sources.map(({ EventSourceArn }) => readable(EventSourceArn))).toContain(stream);
  });

  it('may be read and written like those of the stack, and no others', () => {
    const named = (rights: readonly string[]) =>
      rights.map((right) => right.replace(/arn:.*:table\/old-(\w)/, '<$1')).toSorted();
    const arnOf = (name: string) => `arn:<AWS::Partition>:dynamodb:ap-northeast-2:<AWS::AccountId>:table/${name}`;
    const replaced = (right: string) =>
      right
        .replace('<TablesUsers.Arn>', users.split('/stream/')[0] ?? '')
        .replace('<TablesUsers.StreamArn>', users)
        .replace('<TablesAudit.Arn>', audit.split('/stream/')[0] ?? '')
        .replace('<TablesAudit.StreamArn>', audit)
        .replace('<TablesSessions.Arn>', arnOf('old-sessions'))
        .replace('<TablesVerifications.Arn>', stream.split('/stream/')[0] ?? '')
        .replace('<TablesVerifications.StreamArn>', stream);
    const own = rightsOf(synthesise('production').toJSON());
    for (const [role, rights] of Object.entries(rightsOf(template.toJSON()))) {
      expect(named(rights), role).toEqual(named((own[role] ?? []).map(replaced)));
    }
  });

  it('may be some of them: the others are made, under the same logical ids', () => {
    const ids = (tables: object) =>
      Object.keys(synthesise('production', { tables }).findResources('AWS::DynamoDB::Table'));
    expect(ids({ users }).sort()).toEqual([
      'TablesAuditCEFF9E0F',
      'TablesSessions486350CB',
      'TablesVerificationsDAFEA1C5',
    ]);
    expect(ids({ verifications: stream }).sort()).toEqual([
      'TablesAuditCEFF9E0F',
      'TablesSessions486350CB',
      'TablesUsersBA34CAA2',
    ]);
  });
});

describe('keys', () => {
  it.each(STAGES)('are one for the master secret and one that signs (%s)', (stage) => {
    const ofAccounts = Object.keys(keys(stage)).filter((id) => !OF_OTP.includes(id));
    expect(ofAccounts.sort()).toEqual(['KeysMaster', 'KeysSigning']);
    const { KeysMaster, KeysSigning } = keys(stage);
    expect(propertiesOf(KeysMaster)).toMatchObject({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' });
    expect(propertiesOf(KeysSigning)).toMatchObject({ KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' });
  });
});

describe('keys of one-time codes', () => {
  it.each(['public', 'key'])('are two of their own where codes are on (%s)', (otp) => {
    const trustedCallers = [{ name: 'backend', keySha256: 'c0ffee'.repeat(11).slice(0, 64) }];
    const made = byReadableId(
      synthesise('production', { otp, ...(otp === 'key' && { trustedCallers }) }),
      'AWS::KMS::Key',
    );
    expect(Object.keys(made).sort()).toEqual(['KeysMaster', ...OF_OTP, 'KeysSigning'].sort());
    expect(propertiesOf(made['KeysOtp'])).toMatchObject({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' });
    expect(propertiesOf(made['KeysProof'])).toMatchObject({ KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' });
  });

  it.each(STAGES)('are not made, named or granted where codes are off (%s)', (stage) => {
    const overrides = { otp: 'off', proofKeysInJwks: true };
    const template = JSON.stringify(synthesise(stage, overrides).toJSON());
    for (const word of [...OF_OTP, 'OTP_KEY', 'PROOF_SIGNING_KEYS']) expect(template).not.toContain(word);
  });

  it('go with the codes in production too, because what they make lives for minutes', () => {
    const made = byReadableId(synthesise('production', { otp: 'public' }), 'AWS::KMS::Key');
    for (const id of OF_OTP)
      expect(made[id]).toMatchObject({ DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' });
  });

  it.each(STAGES)(
    'reach the courier and the pages before `otp`, so that each code can be sent and each proof verified (%s)',
    (stage) => {
      const template = synthesise(stage, { otp: 'public' });
      const { Otp } = byReadableId(template, 'AWS::Lambda::Function');
      const { OtpRoleDefaultPolicy } = byReadableId(template, 'AWS::IAM::Policy');
      for (const resource of [Otp, OtpRoleDefaultPolicy]) {
        const first = [resource?.['DependsOn']].flat().map((id) => readable({ Ref: id }));
        expect(first).toEqual(expect.arrayContaining(['<CourierFunction>', '<Pages>']));
      }
    },
  );
});

const arn = (letter: string) =>
  `arn:aws:kms:ap-northeast-2:111122223333:key/${letter.repeat(8)}-12ab-34cd-56ef-1234567890ab`;

describe('listed proof signing keys', () => {
  const [older, current] = [arn('c'), arn('d')];
  const proofSigningKeys = { listed: [older, current], current };
  const template = synthesise('production', { otp: 'public', proofSigningKeys });

  it.each(['Otp', 'Pages'])('reach %s with the one that signs first, and the own one still listed', (name) => {
    const { Variables } = propertiesOf(byReadableId(template, 'AWS::Lambda::Function')[name])['Environment'];
    expect(readable(Variables.PROOF_SIGNING_KEYS)).toBe(`${current},${older},<KeysProof.Arn>`);
  });

  it('let otp sign with the current one only, and pages read all of them', () => {
    expect(rightsOn(template, 'OtpRoleDefaultPolicy', 'kms:Sign')).toEqual([current]);
    const readable = ['<KeysProof.Arn>', '<KeysSigning.Arn>', older, current];
    expect(rightsOn(template, 'PagesRoleDefaultPolicy', 'kms:GetPublicKey')).toEqual(readable);
  });
});

describe('listed signing keys', () => {
  const [older, current] = [arn('a'), arn('b')];
  const template = synthesise('production', { otp: 'public', signingKeys: { listed: [older, current], current } });
  it.each(['Verify', 'Reset', 'Session', 'Account', 'Pages'])(
    'reach %s with the one that signs first, and the own one still listed',
    (name) => {
      const { Variables } = propertiesOf(byReadableId(template, 'AWS::Lambda::Function')[name])['Environment'];
      expect(readable(Variables.SIGNING_KEYS)).toBe(`${current},${older},<KeysSigning.Arn>`);
    },
  );

  it.each(['Verify', 'Reset', 'Session', 'Account'])('let %s sign with the current one only', (name) => {
    expect(rightsOn(template, `${name}RoleDefaultPolicy`, 'kms:Sign')).toEqual([current]);
  });

  it.each([
    ['Account', []],
    ['Pages', ['<KeysProof.Arn>']],
  ])('let %s read all of them', (name, others) => {
    const readable = [...others, '<KeysSigning.Arn>', older, current];
    expect(rightsOn(template, `${name}RoleDefaultPolicy`, 'kms:GetPublicKey')).toEqual(readable);
  });

  it('let pages sign nothing', () => {
    expect(rightsOn(template, 'PagesRoleDefaultPolicy', 'kms:Sign')).toEqual([]);
  });

  it('are out of reach of otp', () => {
    const { Variables } = propertiesOf(byReadableId(template, 'AWS::Lambda::Function')['Otp'])['Environment'];
    expect(JSON.stringify(Variables)).not.toMatch(/KeysSigning|key\/[ab]{8}/);
    for (const action of ['kms:Sign', 'kms:GetPublicKey'])
      expect(rightsOn(template, 'OtpRoleDefaultPolicy', action)).toEqual(['<KeysProof.Arn>']);
  });
});

describe('when the stack goes', () => {
  it.each(STATEFUL)('$id of $stage stays or goes with it', ({ stage, resource }) => {
    const policies =
      stage === 'production'
        ? { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' }
        : { DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' };
    expect(resource).toMatchObject(policies);
  });
});
