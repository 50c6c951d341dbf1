// `cdk synth` as an operator sees it: every fault of a configuration without a stack trace, and the warnings.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');

/** As the CDK CLI starts it: the context comes in a variable, the output goes to a folder. */
const synth = (context: object) => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-app-'));
  try {
    const env = { ...process.env, CDK_CONTEXT_JSON: JSON.stringify(context), CDK_OUTDIR: folder };
    return spawnSync(process.execPath, ['bin/app.ts'], { cwd: ROOT, env, encoding: 'utf8', timeout: 60_000 });
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const EIGHT_FAULTS = {
  sesMode: 'sandbocks',
  senderEmail: 'not an address',
  brandColor: 'blue',
  allowedOrigins: ['https://app.example.com/'],
  masterKeys: { accepted: [1], current: 2 },
  reservedConcurrency: 0,
  sandboxRecipient: ['minji@example.com'],
};

describe('bin/app.ts', () => {
  it('lists all eight faults of a configuration and exits with 1', () => {
    const { status, stdout, stderr } = synth({ stage: 'sandbox', sandbox: EIGHT_FAULTS });
    expect(status).toBe(1);
    expect(stdout).toBe('');
    const [heading, ...lines] = stderr.trimEnd().split('\n');
    expect(heading).toBe('cdk.json has 8 faults:');
    const paths = lines.map((line) => /^ {2}([\w.]+): /.exec(line)?.[1]);
    expect(paths.sort()).toEqual([
      'sandbox.allowedOrigins.0',
      'sandbox.brandColor',
      'sandbox.brandName',
      'sandbox.masterKeys.current',
      'sandbox.reservedConcurrency',
      'sandbox.sandboxRecipient',
      'sandbox.senderEmail',
      'sandbox.sesMode',
    ]);
    expect(stderr).not.toMatch(/^\s+at |\.ts:\d|node:internal|Error:/m);
  });

  it('warns of a stage that still has the committed addresses', () => {
    const { context } = JSON.parse(readFileSync(join(ROOT, 'cdk.json'), 'utf8'));
    const { status, stderr } = synth({ ...context, 'aws:cdk:bundling-stacks': [] });
    expect(status).toBe(0);
    expect(stderr).toContain('senderEmail, sandboxRecipients, alarmEmail. Write your own into cdk.json.');
  });

  it('names a stage that is not there', () => {
    const { status, stderr } = synth({ stage: 'staging' });
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: 'cdk.json has 1 fault:\n  staging: is missing: set this key of the context to an object with the stage\n',
    });
  });
});
