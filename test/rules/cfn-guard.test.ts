// Every template by the rules of AWS Control Tower, which cfn-guard runs from CDK's own plugin.
import { CfnGuardValidator } from '@cdklabs/cdk-validator-cfnguard';
import { App } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { type Finding, stale, unexplained } from './judge.ts';
import { findingOf, writeSpoiled, writeTemplates } from './templates.ts';

/** Not at synth, where it would take seconds of each deployment. */
const validate = (files: readonly string[]): readonly Finding[] =>
  new CfnGuardValidator({ maxBuffer: 64 * 1024 * 1024 })
    .validate({ templatePaths: [...files], appConstruct: new App() })
    .violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ templatePath, resourceLogicalId }) =>
        findingOf(ruleName, templatePath, resourceLogicalId),
      ),
    );

describe('cfn-guard', () => {
  it('finds nothing that is not explained, and all that is', () => {
    const findings = validate(writeTemplates().files);
    expect(unexplained('cfnGuard', findings)).toEqual([]);
    expect(stale('cfnGuard', findings)).toEqual([]);
  });

  it('would find a table without a way back', () => {
    const { files } = writeSpoiled('TablesUsers', {
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false },
    });
    expect(unexplained('cfnGuard', validate(files))).toEqual([
      'dynamodb_table_pitr_enabled_check AWS::DynamoDB::Table TablesUsers',
    ]);
  });
});
