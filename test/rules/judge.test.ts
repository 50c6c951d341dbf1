// The list of what is accepted, against findings that are new and entries that nothing is found for.
import { expect, it } from 'vitest';
import { ACCEPTED } from './accepted.ts';
import { stale, unexplained } from './judge.ts';

const finding = (resource: string) => ({ rule: 'CKV_AWS_28', type: 'AWS::DynamoDB::Table', resource });

it('explains a finding for the resources that it names, and for the tool that says it', () => {
  expect(unexplained('checkov', [finding('TablesSessions')])).toEqual([]);
  const users = ['CKV_AWS_28 AWS::DynamoDB::Table TablesUsers'];
  expect(unexplained('checkov', [finding('TablesUsers'), finding('TablesUsers')])).toEqual(users);
  expect(unexplained('cfnGuard', [finding('TablesSessions')])).toHaveLength(1);
});

it('is stale where nothing is found for an entry, or for one of the resources that it names', () => {
  expect(stale('checkov', [])).toContain('CKV_AWS_117 AWS::Lambda::Function (any)');
  expect(stale('checkov', [{ ...finding('KeysMaster'), rule: 'CKV_AWS_7', type: 'AWS::KMS::Key' }])).toEqual(
    expect.arrayContaining(['CKV_AWS_7 AWS::KMS::Key KeysOtp']),
  );
  expect(stale('cfnLint', []).length).toBe(ACCEPTED.filter(({ cfnLint }) => cfnLint).length);
});

it('gives each entry a rule and a reason', () => {
  for (const { cfnLint, checkov, cfnGuard, reason } of ACCEPTED) {
    expect(cfnLint ?? checkov ?? cfnGuard).toBeDefined();
    expect(reason).toMatch(/ .*\.$/s);
  }
});
