// `examples/mobile` as a process: what it wrote, the address that it opens, and its end.
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';

const PROGRAM = fileURLToPath(new URL('../../examples/mobile/cli.ts', import.meta.url));

export interface Run {
  readonly child: ChildProcess;
  readonly output: { stdout: string; stderr: string };
  /** The exit code. */
  readonly exited: Promise<number | null>;
  /** The address of the pages, once it is printed. */
  address(): Promise<URL>;
}

export const run = (env: Readonly<Record<string, string>>, ...words: string[]): Run => {
  const child = spawn(process.execPath, [PROGRAM, ...words], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    output.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output.stderr += chunk;
  });
  const exited = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  const address = () =>
    vi.waitFor(
      () => {
        const found = /here: (\S+)\n/.exec(output.stdout)?.[1];
        if (found === undefined) throw new Error(`no address: ${output.stdout}${output.stderr}`);
        return new URL(found);
      },
      { timeout: 20_000 },
    );
  return { child, output, exited, address };
};
