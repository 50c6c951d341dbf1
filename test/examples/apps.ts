// The server-rendered examples, each as a process of its own. All have the same routes.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll } from 'vitest';

const EXAMPLES = join(import.meta.dirname, '../../examples');
const START_SECONDS = 40;

export const APPS = {
  express: ['server.ts'],
  nextjs: ['node_modules/next/dist/bin/next', 'start'],
} as const satisfies Record<string, readonly string[]>;
export type AppName = keyof typeof APPS;

/** Of the environment of the app. */
interface AppSettings {
  readonly ISSUER: string;
  readonly CLIENT_ID: string;
  readonly CLIENT_SECRET?: string;
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
};

const untilReady = async (url: string, isRunning: () => boolean): Promise<void> => {
  const deadline = Date.now() + START_SECONDS * 1000;
  while (isRunning() && Date.now() < deadline) {
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return;
    await wait(100);
  }
  throw new Error(`${url} is not there`);
};

const startApp = async (name: AppName, settings: AppSettings) => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-example-'));
  const aheadFile = join(folder, 'ahead');
  const port = await freePort();
  const url = `http://localhost:${port}`;
  let ahead = 0;
  const advance = (seconds: number): void => {
    ahead += seconds * 1000;
    writeFileSync(aheadFile, String(ahead));
  };
  advance(0);
  const child = spawn(process.execPath, ['--import', join(import.meta.dirname, 'preload.ts'), ...APPS[name]], {
    cwd: join(EXAMPLES, name),
    env: {
      ...{ PATH: process.env['PATH'], PORT: String(port), APP_URL: url, CLOCK_AHEAD_FILE: aheadFile },
      ...{ NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk) => {
      output += chunk;
    });
  const exited = once(child, 'close');
  const stop = async (): Promise<void> => {
    child.kill();
    await exited;
    rmSync(folder, { recursive: true });
  };
  try {
    await untilReady(url, () => child.exitCode === null);
  } catch (error) {
    await stop();
    throw new Error(`${name} did not start:\n${output}`, { cause: error });
  }
  return { url, advance, stop, countTokenRequests: () => output.split('POST /token\n').length - 1 };
};

/** Starts before the tests around it, stops after them. */
export const useApp = (name: AppName, settings: () => AppSettings) => {
  let running: Awaited<ReturnType<typeof startApp>> | undefined;
  const started = () => {
    if (!running) throw new Error('the app is stopped');
    return running;
  };
  beforeAll(async () => {
    running = await startApp(name, settings());
  });
  afterAll(() => running?.stop());
  return {
    get url() {
      return started().url;
    },
    /** Moves the app's own clock. */
    advance: (seconds: number) => started().advance(seconds),
    countTokenRequests: () => started().countTokenRequests(),
  };
};
