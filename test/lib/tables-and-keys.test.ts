// Tables and keys, which hold state: kept in production, deleted with a sandbox.
import { describe, expect, it } from 'vitest';
import { byReadableId, propertiesOf, readable, STAGES, type StageName, synthesise } from '../support/stack/stack.ts';

const templates = { sandbox: synthesise('sandbox'), production: synthesise('production') };
const tables = (stage: StageName) => byReadableId(templates[stage], 'AWS::DynamoDB::Table');
const keys = (stage: StageName) => byReadableId(templates[stage], 'AWS::KMS::Key');
const STATEFUL = STAGES.flatMap((stage) => [
  ...Object.entries(tables(stage)).map(([id, resource]) => ({ stage, id, resource })),
  ...Object.entries(keys(stage)).map(([id, resource]) => ({ stage, id, resource })),
]);

describe('tables', () => {
  it.each(STAGES)('are three, with one key, paid by request (%s)', (stage) => {
    expect(Object.keys(tables(stage)).sort()).toEqual(['TablesSessions', 'TablesUsers', 'TablesVerifications']);
    for (const table of Object.values(tables(stage))) {
      expect(propertiesOf(table)).toMatchObject({
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      });
    }
  });

  it.each(STAGES)(
    'have one index: the keys of sessions by their user, which a refresh does not write to (%s)',
    (stage) => {
      const { TablesSessions, ...others } = tables(stage);
      for (const table of Object.values(others)) {
        expect(propertiesOf(table)['AttributeDefinitions']).toEqual([{ AttributeName: 'pk', AttributeType: 'S' }]);
        expect(propertiesOf(table)).not.toHaveProperty('GlobalSecondaryIndexes');
      }
      expect(propertiesOf(TablesSessions)['GlobalSecondaryIndexes']).toEqual([
        {
          IndexName: 'by-user',
          KeySchema: [
            { AttributeName: 'userId', KeyType: 'HASH' },
            { AttributeName: 'pk', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ]);
      expect(propertiesOf(TablesSessions)).not.toHaveProperty('LocalSecondaryIndexes');
    },
  );

  it.each(STAGES)('clean up what ends by itself (%s)', (stage) => {
    const timeToLive = { AttributeName: 'ttl', Enabled: true };
    const { TablesVerifications, TablesSessions, TablesUsers } = tables(stage);
    expect(propertiesOf(TablesVerifications)['TimeToLiveSpecification']).toEqual(timeToLive);
    expect(propertiesOf(TablesSessions)['TimeToLiveSpecification']).toEqual(timeToLive);
    expect(propertiesOf(TablesUsers)).not.toHaveProperty('TimeToLiveSpecification');
  });

  it.each(STAGES)('have a stream of new images on the outbox only (%s)', (stage) => {
    const { TablesVerifications, TablesSessions, TablesUsers } = tables(stage);
    expect(propertiesOf(TablesVerifications)['StreamSpecification']).toEqual({ StreamViewType: 'NEW_IMAGE' });
    for (const table of [TablesSessions, TablesUsers])
      expect(propertiesOf(table)).not.toHaveProperty('StreamSpecification');
  });

  it.each(STAGES)('have point-in-time recovery for users (%s)', (stage) => {
    const recovery = propertiesOf(tables(stage)['TablesUsers'])['PointInTimeRecoverySpecification'];
    expect(recovery).toEqual({ PointInTimeRecoveryEnabled: true });
  });

  it('refuse deletion in production only', () => {
    for (const table of Object.values(tables('production')))
      expect(propertiesOf(table)['DeletionProtectionEnabled']).toBe(true);
    for (const table of Object.values(tables('sandbox')))
      expect(propertiesOf(table)['DeletionProtectionEnabled']).toBe(false);
  });
});

describe('keys', () => {
  it.each(STAGES)('are one for the master secret and one that signs (%s)', (stage) => {
    expect(Object.keys(keys(stage)).sort()).toEqual(['KeysMaster', 'KeysSigning']);
    const { KeysMaster, KeysSigning } = keys(stage);
    expect(propertiesOf(KeysMaster)).toMatchObject({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' });
    expect(propertiesOf(KeysSigning)).toMatchObject({ KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' });
  });
});

describe('listed signing keys', () => {
  const arn = (letter: string) =>
    `arn:aws:kms:ap-northeast-2:111122223333:key/${letter.repeat(8)}-12ab-34cd-56ef-1234567890ab`;
  const [older, current] = [arn('a'), arn('b')];
  const template = synthesise('production', { signingKeys: { listed: [older, current], current } });
  const rightsOn = (policy: string, action: string) => {
    const { PolicyDocument } = propertiesOf(byReadableId(template, 'AWS::IAM::Policy')[policy]);
    return PolicyDocument.Statement.filter(({ Action }: { Action: unknown }) => [Action].flat().includes(action))
      .flatMap(({ Resource }: { Resource: unknown }) => [Resource].flat())
      .map(readable)
      .sort();
  };

  it.each(['Verify', 'Reset', 'Session', 'Account', 'Otp', 'Pages'])(
    'reach %s with the one that signs first, and the own one still listed',
    (name) => {
      const { Variables } = propertiesOf(byReadableId(template, 'AWS::Lambda::Function')[name])['Environment'];
      expect(readable(Variables.SIGNING_KEYS)).toBe(`${current},${older},<KeysSigning.Arn>`);
    },
  );

  it.each(['Verify', 'Reset', 'Session', 'Account', 'Otp'])('let %s sign with the current one only', (name) => {
    expect(rightsOn(`${name}RoleDefaultPolicy`, 'kms:Sign')).toEqual([current]);
  });

  it.each(['Account', 'Pages'])('let %s read all of them', (name) => {
    const readable = ['<KeysSigning.Arn>', older, current];
    expect(rightsOn(`${name}RoleDefaultPolicy`, 'kms:GetPublicKey')).toEqual(readable);
  });

  it('let pages sign nothing', () => {
    expect(rightsOn('PagesRoleDefaultPolicy', 'kms:Sign')).toEqual([]);
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
