// oauth2-proxy, built from the module that go.mod and go.sum pin, and run as a process of its own.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const PACKAGE = 'github.com/oauth2-proxy/oauth2-proxy/v7';
/** Where Go's own installer puts it: not every machine has it on the PATH. */
const USUAL_FOLDER = '/usr/local/go/bin';
/** The first build loads and compiles all modules; later ones take them from Go's cache. */
const BUILD_MILLISECONDS = 240_000;
const START_MILLISECONDS = 20_000;

type Build = { readonly program: string; readonly missing?: never } | { readonly missing: string };

/** Go keeps the program in its cache. `missing`: why there is none on this machine. */
export const buildOAuth2Proxy = (): Build => {
  const { error, status, stdout, stderr } = spawnSync('go', ['tool', '-n', PACKAGE], {
    cwd: import.meta.dirname,
    encoding: 'utf8',
    timeout: BUILD_MILLISECONDS,
    env: {
      ...process.env,
      PATH: [process.env['PATH'], USUAL_FOLDER].join(delimiter),
      // What go.mod and go.sum say, with the Go that is installed.
      GOFLAGS: '-mod=readonly',
      GOTOOLCHAIN: 'local',
    },
  });
  const program = stdout?.trim();
  if (status === 0 && existsSync(program)) return { program };
  if (error !== undefined && 'code' in error && error.code === 'ENOENT') return { missing: 'Go is not installed' };
  return { missing: `Go cannot build oauth2-proxy: ${(error?.message ?? stderr).trim().replaceAll(/\s+/g, ' ')}` };
};

export interface OAuth2Proxy {
  /** What it wrote so far. */
  output(): string;
  stop(): Promise<void>;
}

/** `url`: where it listens. Options as its command line has them, without the dashes. */
export const startOAuth2Proxy = async (
  program: string,
  url: string,
  options: Readonly<Record<string, string>>,
): Promise<OAuth2Proxy> => {
  const words = Object.entries({ 'http-address': new URL(url).host, ...options });
  const child = spawn(
    program,
    words.map(([name, value]) => `--${name}=${value}`),
    { env: {}, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk) => {
      output += chunk;
    });
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const stop = async () => {
    child.kill('SIGKILL');
    await closed;
  };
  const deadline = Date.now() + START_MILLISECONDS;
  while (Date.now() < deadline && child.exitCode === null) {
    const isReady = await fetch(`${url}/ping`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return { output: () => output, stop };
    await wait(50);
  }
  await stop();
  throw new Error(`oauth2-proxy did not start: ${output}`);
};
