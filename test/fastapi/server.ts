// `examples/fastapi` as a process: uvicorn on a free port.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, vi } from 'vitest';

export const FOLDER = join(import.meta.dirname, '../../examples/fastapi');

/** Of this machine, for a service that is to come back at the same address. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const place = server.address();
  server.close();
  return typeof place === 'object' && place ? place.port : 0;
};

const stop = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'close');
};

/** Each server is stopped after the file's tests. Call it at the top level of a test file. */
export const useServers = () => {
  const started: ChildProcess[] = [];
  afterAll(() => Promise.all(started.map(stop)));

  /** Resolves to its address. */
  return async (env: Readonly<Record<string, string>>): Promise<string> => {
    const child = spawn('python3', ['-B', '-m', 'uvicorn', 'main:app', '--port', '0'], {
      cwd: FOLDER,
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    started.push(child);
    let log = '';
    child.stderr?.on('data', (chunk) => {
      log += chunk;
    });
    const find = (): string => {
      const found = /running on (http:\S+)/.exec(log)?.[1];
      if (found === undefined)
        throw new Error(`no server (pip install -r examples/fastapi/requirements.txt): ${log.slice(-500)}`);
      return found;
    };
    return vi.waitFor(find, { timeout: 30_000 });
  };
};
