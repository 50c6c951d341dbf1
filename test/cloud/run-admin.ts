// Runs `npm run admin` as a process with credentials of AWS.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { Target } from '../black-box/flows/target.ts';
import type { MiniStack } from './ministack.ts';

const ROOT = join(import.meta.dirname, '../..');

export interface Administered {
  readonly miniStack: MiniStack;
  readonly target: Target;
}

export interface AdminRun {
  readonly exitCode: number;
  readonly body: Record<string, unknown>;
}

export const runAdmin = ({ miniStack, target }: Administered, ...words: readonly string[]): Promise<AdminRun> => {
  const command = ['--import', join(ROOT, 'bin/text-imports.ts'), join(ROOT, 'bin/admin.ts')];
  const options = { cwd: ROOT, env: miniStack.environment };
  return new Promise((resolve) => {
    execFile(process.execPath, [...command, ...words, '--url', target.baseUrl, '--json'], options, (error, stdout) =>
      resolve({ exitCode: error ? Number(error.code) : 0, body: JSON.parse(stdout) }),
    );
  });
};
