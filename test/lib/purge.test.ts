// What a stage that deletes unused accounts has: a schedule, and one function with few rights.
import { describe, expect, it } from 'vitest';
import { byReadableId, propertiesOf, synthesise } from '../support/stack/stack.ts';

const template = synthesise('production', { purgeAfterMonths: 12 });
const plain = synthesise('production');

it('a stage without the key has nothing of it', () => {
  expect(Object.keys(plain.toJSON()['Resources']).filter((id) => /purge/i.test(id))).toEqual([]);
});

describe('a stage with the key', () => {
  it('runs the purge every hour, and repeats no run', () => {
    const rule = propertiesOf(byReadableId(template, 'AWS::Events::Rule')['PurgeSchedule']);
    expect(rule).toMatchObject({
      ScheduleExpression: 'rate(1 hour)',
      State: 'ENABLED',
      Targets: [{ RetryPolicy: { MaximumRetryAttempts: 0 } }],
    });
  });

  it('tells the functions, and has an alarm on errors of the purge', () => {
    const functions = byReadableId(template, 'AWS::Lambda::Function');
    for (const id of ['Session', 'Authorize', 'PurgeFunction'])
      expect(JSON.stringify(functions[id])).toContain('purgeAfterMonths');
    expect(Object.keys(byReadableId(template, 'AWS::CloudWatch::Alarm'))).toContain('MonitoringErrorspurge');
  });

  it('lets the purge scan the table of users, and the authorization server write to it', () => {
    const actions = (id: string) => JSON.stringify(byReadableId(template, 'AWS::IAM::Policy')[id]);
    expect(actions('PurgeFunctionRoleDefaultPolicy')).toContain('dynamodb:Scan');
    expect(actions('PurgeFunctionRoleDefaultPolicy')).not.toContain('kms:');
    const without = JSON.stringify(byReadableId(plain, 'AWS::IAM::Policy')['AuthorizeRoleDefaultPolicy']);
    expect(actions('AuthorizeRoleDefaultPolicy').length).toBeGreaterThan(without.length);
  });
});

describe('a stage where a deletion can be taken back', () => {
  const grace = synthesise('production', { deletionGraceDays: 14 });

  it('runs the purge too, and tells the functions of the days', () => {
    expect(Object.keys(byReadableId(grace, 'AWS::Events::Rule'))).toContain('PurgeSchedule');
    const functions = byReadableId(grace, 'AWS::Lambda::Function');
    for (const id of ['Account', 'PurgeFunction'])
      expect(JSON.stringify(functions[id])).toMatch(/deletionGraceDays\W+14/);
  });

  it('writes down no use, so the authorization server writes nothing to the table of users', () => {
    const policyOf = (template: typeof plain) =>
      byReadableId(template, 'AWS::IAM::Policy')['AuthorizeRoleDefaultPolicy'];
    expect(policyOf(grace)).toEqual(policyOf(plain));
  });
});
