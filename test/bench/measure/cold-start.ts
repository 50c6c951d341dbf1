// One cold start: from the spawn of Node to the first answer of a bundle.
import { spawn } from 'node:child_process';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { Variables } from '../environment.ts';

export interface ColdStart {
  readonly milliseconds: number;
  readonly importMilliseconds: number;
  readonly callMilliseconds: number;
  /** Of all threads, the start of Node included. */
  readonly cpuMilliseconds: number;
  readonly residentBytes: number;
  /** What the function answered. */
  readonly result: unknown;
}

export interface Run {
  readonly bundle: string;
  readonly eventFile: string;
  readonly variables: Variables;
}

/** `prefix`: a command that runs its arguments, such as `taskset -c 1`. `child`: the bundled program of `child.ts`. */
export const coldStart = async (prefix: readonly string[], child: string, run: Run): Promise<ColdStart> => {
  const [command = '', ...words] = [...prefix, process.execPath, child, run.bundle, run.eventFile];
  const startedAt = performance.now();
  const running = spawn(command, words, {
    env: { PATH: process.env['PATH'] ?? '', ...run.variables },
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  let milliseconds = Number.NaN;
  const answers = running.stdio[3];
  if (!(answers instanceof Readable) || !running.stderr) throw new Error('the child has no pipes');
  answers.once('data', () => {
    milliseconds = performance.now() - startedAt;
  });
  const [said, complaints] = await Promise.all([text(answers), text(running.stderr)]);
  if (said === '') throw new Error(`${run.bundle} gave no answer:\n${complaints.slice(-2000)}`);
  return { milliseconds, ...JSON.parse(said) };
};
