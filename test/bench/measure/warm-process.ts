// One process that stays: it answers the same event again and again, and says what each answer cost.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Run } from './cold-start.ts';

/** Of the processor. */
export interface WarmRequest {
  /** Of all threads: with the hash. */
  readonly allMilliseconds: number;
  /** Of the main thread: password hashes are made by others. */
  readonly mainMilliseconds: number;
  readonly result: unknown;
}

export interface WarmProcess {
  readonly request: () => Promise<WarmRequest>;
  readonly stop: () => void;
}

/** Ready after its first answer. */
export const startWarm = async (prefix: readonly string[], child: string, run: Run): Promise<WarmProcess> => {
  const [command = '', ...words] = [...prefix, process.execPath, child, run.bundle, run.eventFile];
  const running = spawn(command, words, {
    env: { PATH: process.env['PATH'] ?? '', ...run.variables },
    stdio: ['ignore', 'ignore', 'inherit', 'pipe', 'ipc'],
  });
  const ended = once(running, 'close').then(() => {
    throw new Error(`${run.bundle} ended while it was measured`);
  });
  // Whoever waits for an answer gets this error; nobody waits at the end.
  ended.catch(() => undefined);
  const answers = running.stdio[3];
  if (!answers) throw new Error('the child has no pipe');
  await Promise.race([once(answers, 'data'), ended]);
  return {
    request: async () => {
      const answered = once(running, 'message');
      running.send('again');
      const [answer] = await Promise.race([answered, ended]);
      return answer as WarmRequest;
    },
    stop: () => running.disconnect(),
  };
};
