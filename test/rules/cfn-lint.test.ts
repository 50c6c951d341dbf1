// Every template by AWS's own linter, which knows the values and names that CloudFormation takes.
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { stale, unexplained } from './judge.ts';
import { findingOf, writeSpoiled, writeTemplates } from './templates.ts';

interface Lint {
  readonly Rule: { readonly Id: string };
  readonly Message: string;
  readonly Filename: string;
  readonly Location: { readonly Path: readonly (string | number)[] };
}

const lint = (files: readonly string[]): readonly Lint[] => {
  const options = ['--format', 'json', '--regions', 'ap-northeast-2'];
  const { error, stdout, stderr } = spawnSync('cfn-lint', [...options, '--', ...files], { encoding: 'utf8' });
  if (error || !stdout.trim())
    throw new Error(`cfn-lint did not run (pip install cfn-lint): ${error?.message ?? stderr}`);
  return JSON.parse(stdout);
};

describe('cfn-lint', () => {
  it('finds nothing that is not explained, and all that is', () => {
    const findings = lint(writeTemplates().files).map(({ Rule, Filename, Location }) =>
      findingOf(Rule.Id, Filename, String(Location.Path[1])),
    );
    expect(unexplained('cfnLint', findings)).toEqual([]);
    expect(stale('cfnLint', findings)).toEqual([]);
  });

  it('would find a wrong value', () => {
    const { files } = writeSpoiled('Pages', { Runtime: 'nodejs99.x' });
    expect(
      lint(files)
        .map(({ Message }) => Message)
        .join('\n'),
    ).toContain('nodejs99.x');
  });
});
