// Starts a MiniStack for one test run, and removes all of it afterwards.
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { LOOPBACK } from '../../bin/local/listen.ts';
import { freePort } from '../support/servers/free-port.ts';

export const REGION = 'ap-northeast-2';
export const ACCOUNT = '000000000000';

const NAME_SERVER = new URL('name-server.mjs', import.meta.url);
const READY_WITHIN_MILLISECONDS = 60_000;
const STOP_WITHIN_MILLISECONDS = 5000;
/** The variables of this environment that programs may see: no AWS profile, key or endpoint. */
const PASSED_ON = ['HOME', 'LANG', 'LC_ALL', 'PYTHONPATH', 'PYENV_ROOT', 'PYENV_VERSION', 'VIRTUAL_ENV'];

export interface MiniStack {
  readonly endpoint: string;
  /** For its clients: endpoint, test credentials, region. */
  readonly environment: NodeJS.ProcessEnv;
  /** The end of its log: warnings and errors, those of the functions it runs among them. */
  lastLines(): string;
  stop(): Promise<void>;
}

/** `folder` holds its state, temporary files and log. The functions it runs also get `environmentOfFunctions`. */
export const startMiniStack = async (
  folder: string,
  environmentOfFunctions: NodeJS.ProcessEnv = {},
): Promise<MiniStack> => {
  const port = await freePort();
  const endpoint = `http://${LOOPBACK}:${port}`;
  const inFolder = (name: string) => {
    mkdirSync(join(folder, name), { recursive: true });
    return join(folder, name);
  };
  const logFile = join(folder, 'ministack.log');
  const log = openSync(logFile, 'w');
  // A process group of its own: the functions it runs are its children, and are stopped with it.
  const child = spawn('ministack', {
    detached: true,
    stdio: ['ignore', log, log],
    env: {
      ...baseEnvironment(),
      GATEWAY_PORT: String(port),
      BIND_HOST: LOOPBACK,
      STATE_DIR: inFolder('state'),
      TMPDIR: inFolder('tmp'),
      MINISTACK_REGION: REGION,
      IOT_MTLS_ENABLED: '0',
      SFTP_ENABLED: '0',
      DO_NOT_TRACK: '1',
      LOG_LEVEL: 'WARNING',
      // The functions it runs inherit all of it.
      NODE_OPTIONS: `--import=${NAME_SERVER.href}`,
      ...environmentOfFunctions,
    },
  });
  closeSync(log);
  const stop = () => stopGroup(child);
  try {
    await untilReady(child, endpoint, logFile);
  } catch (error) {
    await stop();
    throw error;
  }
  const environment = {
    ...baseEnvironment(),
    AWS_ENDPOINT_URL: endpoint,
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  return { endpoint, environment, lastLines: () => lastLines(logFile), stop };
};

/** The Node that runs this test comes first, so that it runs the functions too. */
const baseEnvironment = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(PASSED_ON.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []))),
  PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
});

const untilReady = async (child: ChildProcess, endpoint: string, logFile: string): Promise<void> => {
  let failure: Error | undefined;
  child.once('error', (error: NodeJS.ErrnoException) => {
    failure = error.code === 'ENOENT' ? notInstalled() : error;
  });
  child.once('exit', (code) => {
    // A version manager's shim exits with 127 if there is no such program.
    failure ??= code === 127 ? notInstalled() : new Error(`MiniStack ended with ${code}: ${lastLines(logFile)}`);
  });
  const deadline = Date.now() + READY_WITHIN_MILLISECONDS;
  while (Date.now() < deadline) {
    if (failure) throw failure;
    if (await answers(`${endpoint}/_ministack/ready`)) return;
    await wait(100);
  }
  throw new Error(`MiniStack was not ready within ${READY_WITHIN_MILLISECONDS / 1000} s: ${lastLines(logFile)}`);
};

const notInstalled = (): Error =>
  new Error('MiniStack is not installed. Run: pip install -r test/cloud/requirements.txt');

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );

const lastLines = (file: string): string => readFileSync(file, 'utf8').trimEnd().split('\n').slice(-15).join('\n');

const stopGroup = async ({ pid, exitCode, signalCode }: ChildProcess): Promise<void> => {
  if (pid === undefined) return;
  if (exitCode === null && signalCode === null) signal(pid, 'SIGTERM');
  const deadline = Date.now() + STOP_WITHIN_MILLISECONDS;
  while (Date.now() < deadline && signal(-pid, 0)) await wait(50);
  signal(-pid, 'SIGKILL');
};

/** Whether there was anything to signal. */
const signal = (pid: number, name: NodeJS.Signals | 0): boolean => {
  try {
    process.kill(pid, name);
    return true;
  } catch {
    return false;
  }
};

export const clientOptions = ({ endpoint }: MiniStack) => ({
  endpoint,
  region: REGION,
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});
