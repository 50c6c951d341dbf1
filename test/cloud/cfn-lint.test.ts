// Both templates by AWS's own linter, which knows the values and names that CloudFormation takes.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { STAGES, synthesise } from '../support/stack/stack.ts';

const folder = mkdtempSync(join(tmpdir(), 'latchkey-cfn-lint-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** W3005, a dependency that is redundant beside a reference: CDK adds one for every role. */
const LEFT_OUT = ['W3005'];

const lint = (template: object): string[] => {
  const file = join(folder, 'template.json');
  writeFileSync(file, JSON.stringify(template));
  const options = ['--format', 'json', '--regions', 'ap-northeast-2', '--ignore-checks', ...LEFT_OUT];
  const { error, stdout, stderr } = spawnSync('cfn-lint', [...options, '--', file], { encoding: 'utf8' });
  if (error || !stdout.trim())
    throw new Error(`cfn-lint did not run (pip install cfn-lint): ${error?.message ?? stderr}`);
  const findings: { readonly Rule: { readonly Id: string }; readonly Message: string }[] = JSON.parse(stdout);
  return findings.map(({ Rule, Message }) => `${Rule.Id} ${Message}`);
};

describe('cfn-lint', () => {
  it.each(STAGES)('finds nothing (%s)', (stage) => {
    expect(lint(synthesise(stage).toJSON())).toEqual([]);
  });

  it('would find a wrong value', () => {
    const template = synthesise('sandbox').toJSON();
    template['Resources'].Pages127DFD1A.Properties.Runtime = 'nodejs99.x';
    expect(lint(template).join('\n')).toContain('nodejs99.x');
  });
});
