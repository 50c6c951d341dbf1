// Every template by the rules of checkov. It asks nobody: no platform, no newer rules, no newer version.
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { type Finding, stale, unexplained } from './judge.ts';
import { findingOf, writeSpoiled, writeTemplates } from './templates.ts';

interface Report {
  readonly summary: { readonly passed: number; readonly parsing_errors: number };
  readonly results: {
    readonly failed_checks: readonly {
      readonly check_id: string;
      readonly file_path: string;
      readonly resource: string;
    }[];
  };
}

const OPTIONS = [
  '--framework',
  'cloudformation',
  '--skip-download',
  '--compact',
  '--quiet',
  '--soft-fail',
  '-o',
  'json',
];

const check = (folder: string): readonly Finding[] => {
  const { error, stdout, stderr } = spawnSync('checkov', [...OPTIONS, '-d', folder], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, CKV_SKIP_PACKAGE_UPDATE_CHECK: 'true' },
  });
  if (error || !stdout.trim())
    throw new Error(`checkov did not run (pip install checkov): ${error?.message ?? stderr}`);
  const { summary, results }: Report = JSON.parse(stdout);
  if (summary.parsing_errors > 0 || summary.passed === 0) throw new Error(`checkov read no template: ${stderr}`);
  // `AWS::SQS::Queue.CourierUrgentB1618ED0`
  return results.failed_checks.map(({ check_id, file_path, resource }) =>
    findingOf(check_id, file_path, resource.split('.').at(-1) ?? ''),
  );
};

describe('checkov', () => {
  it('finds nothing that is not explained, and all that is', () => {
    const findings = check(writeTemplates().folder);
    expect(unexplained('checkov', findings)).toEqual([]);
    expect(stale('checkov', findings)).toEqual([]);
  });

  it('would find a table without a way back', () => {
    const { folder } = writeSpoiled('TablesUsers', {
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false },
    });
    expect(unexplained('checkov', check(folder))).toEqual(['CKV_AWS_28 AWS::DynamoDB::Table TablesUsers']);
  });
});
