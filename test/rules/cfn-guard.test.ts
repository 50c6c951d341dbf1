// Every template by the rules of AWS Control Tower, which cfn-guard runs from CDK's own plugin.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CfnGuardValidator } from '@cdklabs/cdk-validator-cfnguard';
import { App } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { type Finding, stale, unexplained } from './judge.ts';
import { findingOf, writeSpoiled, writeTemplates } from './templates.ts';

const RULES = join(import.meta.dirname, 'node_modules/@cdklabs/cdk-validator-cfnguard/rules/control-tower/cfn-guard');

const typesIn = (file: string): readonly string[] => readFileSync(file, 'utf8').match(/"AWS::\w+::\w+"/g) ?? [];

/** Of 244 rules those that name a type in the templates. To the others, which take most of the time, nothing applies. */
const rulesFor = (files: readonly string[]): string[] => {
  const types = new Set(files.flatMap(typesIn));
  return readdirSync(RULES, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.guard'))
    .map((name) => join(RULES, name))
    .filter((rule) => typesIn(rule).some((type) => types.has(type)) || typesIn(rule).length === 0);
};

/** Not at synth, where it would take seconds of each deployment. */
const validate = (files: readonly string[]): readonly Finding[] =>
  new CfnGuardValidator({ controlTowerRulesEnabled: false, rules: rulesFor(files), maxBuffer: 64 * 1024 * 1024 })
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
