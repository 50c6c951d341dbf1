// `examples/mobile` as a process: what it wrote, the address that it opens, and its end.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';
import { type LocalProcess, watch } from '../support/local/local-process.ts';

const PROGRAM = fileURLToPath(new URL('../../examples/mobile/cli.ts', import.meta.url));

export interface Run extends LocalProcess {
  /** The address of the pages, once it is printed. */
  address(): Promise<URL>;
}

export const run = (env: Readonly<Record<string, string>>, ...words: string[]): Run => {
  const child = spawn(process.execPath, [PROGRAM, ...words], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const running = watch(child);
  const { output } = running;
  const address = () =>
    vi.waitFor(
      () => {
        const found = /here: (\S+)\n/.exec(output.stdout)?.[1];
        if (found === undefined) throw new Error(`no address: ${output.stdout}${output.stderr}`);
        return new URL(found);
      },
      { timeout: 20_000 },
    );
  return { ...running, address };
};
