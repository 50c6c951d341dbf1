// `npm start` as a process of its own: what it wrote, where it listens, and its end.
import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { expect, vi } from 'vitest';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const READY_MILLISECONDS = 30_000;

export interface LocalProcess {
  readonly child: ChildProcess;
  /** The exit code. */
  readonly exited: Promise<number | null>;
  readonly output: { stdout: string; stderr: string };
}

interface ProcessOptions {
  readonly words?: readonly string[];
  /** Has a cdk.json. Default: the checkout. */
  readonly folder?: string;
}

/** `child` writes to pipes. */
export const watch = (child: ChildProcessByStdio<null, Readable, Readable>): LocalProcess => {
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    output.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output.stderr += chunk;
  });
  const exited = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  return { child, exited, output };
};

/** At free ports, unless `env` says otherwise. The caller ends it. */
export const startProcess = (
  dataFolder: string,
  env: Readonly<Record<string, string>> = {},
  { words = [], folder = ROOT }: ProcessOptions = {},
): LocalProcess => {
  const child = spawn(process.execPath, ['--import', `${ROOT}bin/text-imports.ts`, `${ROOT}bin/local.ts`, ...words], {
    cwd: folder,
    env: { PATH: process.env['PATH'], PORT: '0', DATA_DIR: dataFolder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return watch(child);
};

/** Waits until it serves. */
export const untilReady = async ({ output }: LocalProcess): Promise<{ readonly url: string }> => {
  await vi.waitFor(() => expect(output.stdout).toContain('Ctrl-C stops it.\n'), { timeout: READY_MILLISECONDS });
  return { url: /API and pages {2}(http:\S+)\/signup/.exec(output.stdout)?.[1] ?? '' };
};
