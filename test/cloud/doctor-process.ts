// Runs the doctor as its own process, in a folder with a cdk.json of the test's.
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StageName } from '../support/stack/stack.ts';
import type { MiniStack } from './ministack.ts';

const ROOT = join(import.meta.dirname, '../..');

export interface DoctorRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Finding {
  readonly check: string;
  readonly level: string;
  readonly what: string;
  readonly next?: string;
}

/** `folder` takes the configuration; `nameServer` answers for the DNS. */
export const createDoctor = (miniStack: MiniStack, folder: string, nameServer: string) => {
  const own = JSON.parse(readFileSync(join(ROOT, 'cdk.json'), 'utf8'));
  mkdirSync(folder, { recursive: true });
  /** `overrides` replace keys of the project's own stage. */
  const configure = (overrides: Readonly<Record<string, unknown>>, stage: StageName = 'sandbox'): void => {
    const context = { stage, [stage]: { ...own.context[stage], ...overrides } };
    writeFileSync(join(folder, 'cdk.json'), JSON.stringify({ context }));
  };
  const run = (words: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<DoctorRun> => {
    const env = { ...miniStack.environment, LATCHKEY_DNS: nameServer, LANG: 'en_US.UTF-8', ...environment };
    return new Promise((resolve) => {
      execFile(
        process.execPath,
        [join(ROOT, 'bin/doctor.ts'), ...words],
        { cwd: folder, env },
        (error, stdout, stderr) => resolve({ exitCode: error ? Number(error.code) : 0, stdout, stderr }),
      );
    });
  };
  const check = async () => {
    const { exitCode, stdout } = await run(['--json']);
    const { findings } = JSON.parse(stdout) as { readonly findings: readonly Finding[] };
    return { exitCode, findings, of: (name: string) => findings.filter((finding) => finding.check === name) };
  };
  return { configure, run, check };
};
export type Doctor = ReturnType<typeof createDoctor>;
