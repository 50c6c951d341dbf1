// `npm start` for one run: on free ports, with a data folder of its own, stopped with all its processes.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = join(import.meta.dirname, '../..');
const START_WITHIN_MILLISECONDS = 60_000;

export interface RunningService {
  readonly url: string;
  /** For what this run writes; gone when it stops. */
  readonly folder: string;
  stop(): Promise<void>;
}

export const startService = async (): Promise<RunningService> => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-api-'));
  const env = { ...process.env, PORT: '0', DATA_DIR: join(folder, 'data') };
  // npm and what it starts are one group, which is stopped as one.
  const service = spawn('npm', ['start'], { cwd: ROOT, env, detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
  const stop = async () => {
    await stopGroup(service);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    return { url: await urlOf(service), folder, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

const urlOf = (service: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('the service did not start')), START_WITHIN_MILLISECONDS);
    service.once('exit', () => reject(new Error('the service ended at once')));
    if (!service.stdout) return reject(new Error('the service has no output'));
    createInterface(service.stdout).on('line', (line) => {
      const [, url] = /API and pages +(http:\/\/[^/]+)\//.exec(line) ?? [];
      if (url === undefined) return;
      clearTimeout(late);
      resolve(url);
    });
  });

const stopGroup = async (service: ChildProcess): Promise<void> => {
  if (service.pid === undefined || service.exitCode !== null) return;
  const ended = new Promise((resolve) => service.once('exit', resolve));
  process.kill(-service.pid, 'SIGINT');
  await ended;
};
