// What a deleted stage leaves in the account, and which names of it the next deployment would find taken.
import { describe, expect, it } from 'vitest';
import { propertiesOf, type Resource, readable, type StageName, synthesise } from '../../support/stack/stack.ts';

/** The property that names a resource; without it CloudFormation chooses a name that nothing else has. */
const NAMES: Readonly<Record<string, string>> = {
  'AWS::ApiGatewayV2::DomainName': 'DomainName',
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::CloudWatch::Dashboard': 'DashboardName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::Events::Rule': 'Name',
  'AWS::IAM::Role': 'RoleName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::Route53::RecordSet': 'Name',
  'AWS::SES::ConfigurationSet': 'Name',
  'AWS::SES::EmailIdentity': 'EmailIdentity',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SQS::Queue': 'QueueName',
};
const ZONE = { id: 'Z0123456789ABCDEFGHIJ', name: 'example.com' };
const API = {
  ...{ name: 'auth.example.com', hostedZone: ZONE },
  certificateArn: 'arn:aws:acm:ap-northeast-2:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab',
};

const resourcesOf = (stage: StageName, keys: object): readonly Resource[] =>
  Object.values<Resource>(synthesise(stage, { ...keys, apiDomain: API }).toJSON()['Resources']);
const stays = (resource: Resource): boolean => String(resource['DeletionPolicy']).startsWith('Retain');
const nameOf = (resource: Resource): string | undefined => {
  const name = propertiesOf(resource)[NAMES[resource['Type']] ?? ''];
  return name === undefined ? undefined : readable(name);
};
const namesOf = (resources: readonly Resource[]): readonly string[] =>
  resources.flatMap((resource) => nameOf(resource) ?? []).toSorted();

describe('the names of a stage', () => {
  it('are all free again when a sandbox is deleted, because nothing stays', () => {
    expect(resourcesOf('sandbox', {}).filter(stays)).toEqual([]);
  });

  it('are free again when production is deleted, but for those of the sender, which are called existing then', () => {
    const left = resourcesOf('production', { hostedZone: ZONE }).filter(stays);
    expect(new Set(left.map((resource) => resource['Type']))).toEqual(
      new Set([
        ...['AWS::DynamoDB::Table', 'AWS::KMS::Key', 'AWS::Logs::LogGroup'],
        ...['AWS::Route53::RecordSet', 'AWS::SES::EmailIdentity'],
      ]),
    );
    const tokens = ['1', '2', '3'].map((number) => `<MailSender.DkimDNSTokenName${number}>`);
    expect(namesOf(left)).toEqual(
      [...tokens, '_dmarc.example.com.', 'bounce.example.com.', 'bounce.example.com.', 'example.com'].toSorted(),
    );
    const again = namesOf(resourcesOf('production', { senderIdentity: 'existing' }));
    expect(again.filter((name) => namesOf(left).includes(name))).toEqual([]);
  });

  it('hold the name of the stage, so that two stages never want the same, but for the domain of the API', () => {
    const keys = { senderIdentity: 'existing', existingRecipients: ['tester@example.com'] };
    expect(namesOf(resourcesOf('sandbox', keys))).toEqual([
      ...['Latchkey-sandbox', 'Latchkey-sandbox-machines'],
      ...['auth.example.com', 'auth.example.com.', 'auth.example.com.'],
    ]);
  });
});
