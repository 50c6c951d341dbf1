// How long an import of many accounts takes, and how much memory the importer needs: a Django dump and a table of Supabase into
// `npm start`, then the first log-ins. `npm run test:import [-- accounts]`
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addressOf, PASSWORD, writeDjangoDump, writeSupabaseTable } from './exports.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const ACCOUNTS = Number(process.argv[2] ?? 100_000);
/** What the memory is compared with. */
const FEW = Math.ceil(ACCOUNTS / 100);
const LOG_INS = 5;
/** What holds every record at once does not come to its end with it. */
const HEAP_MEGABYTES = 64;
const folder = mkdtempSync(join(tmpdir(), 'latchkey-import-'));
const DATA = join(folder, 'data');

const startNode = (words: readonly string[], environment: Readonly<Record<string, string>>): ChildProcess =>
  spawn(process.execPath, ['--import', `${ROOT}bin/text-imports.ts`, ...words], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], DATA_DIR: DATA, LANG: 'en_US.UTF-8', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });

const startService = async (): Promise<{ readonly child: ChildProcess; readonly url: string }> => {
  const child = startNode([`${ROOT}bin/local.ts`], { PORT: '0' });
  const url = await new Promise<string>((resolve, reject) => {
    let output = '';
    child.once('exit', () => reject(new Error(`the service did not start: ${output}`)));
    child.stdout?.on('data', (chunk) => {
      if (output.includes('Ctrl-C')) return;
      output += chunk;
      const found = /API and pages {2}(http:\S+)\/signup/.exec(output)?.[1];
      if (found && output.includes('Ctrl-C')) resolve(found);
    });
  });
  return { child, url };
};

/** The most memory that a process has had, in MB, from Linux. */
const peakOf = (pid: number): number => {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
};

interface Imported {
  readonly seconds: number;
  readonly peakMegabytes: number;
  readonly tally: { readonly created: number; readonly unchanged: number };
}

const importFile = async (url: string, from: string, file: string): Promise<Imported> => {
  const start = performance.now();
  const words = [`${ROOT}bin/import.ts`, file, '--from', from, '--all-verified', '--local', '--yes', '--json'];
  const child = startNode([...words, '--reason', 'Load of an import'], {
    PORT: new URL(url).port,
    NODE_OPTIONS: `--max-old-space-size=${HEAP_MEGABYTES}`,
  });
  let peakMegabytes = 0;
  const timer = setInterval(() => {
    peakMegabytes = Math.max(peakMegabytes, peakOf(child.pid ?? 0));
  }, 100);
  let output = '';
  for await (const chunk of child.stdout ?? []) output += chunk;
  clearInterval(timer);
  return { seconds: (performance.now() - start) / 1000, peakMegabytes, tally: JSON.parse(output) };
};

/** The milliseconds of the first log-in, which replaces the hash, and of the second one. */
const logIn = async (url: string, email: string): Promise<readonly [number, number]> => {
  const once = async () => {
    const start = performance.now();
    const response = await fetch(`${url}/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password: PASSWORD }),
    });
    if (response.status !== 200) throw new Error(`the log-in answered ${response.status} ${await response.text()}`);
    return performance.now() - start;
  };
  return [await once(), await once()];
};

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

const SOURCES = [
  { from: 'django', name: 'dump.json', write: writeDjangoDump },
  { from: 'supabase', name: 'users.csv', write: writeSupabaseTable },
] as const;

const measure = async (url: string, { from, name, write }: (typeof SOURCES)[number]): Promise<void> => {
  const [few, many] = [join(folder, `few-${name}`), join(folder, name)];
  await write(few, FEW);
  await write(many, ACCOUNTS);
  const small = await importFile(url, from, few);
  const large = await importFile(url, from, many);
  const again = await importFile(url, from, few);
  const indexes = Array.from({ length: LOG_INS }, (_, index) => Math.floor((index * ACCOUNTS) / LOG_INS));
  const times: (readonly [number, number])[] = [];
  for (const index of indexes) times.push(await logIn(url, addressOf(from, index)));
  const [first, second] = [median(times.map(([one]) => one)), median(times.map(([, other]) => other))];
  console.log(`${from}: ${ACCOUNTS} accounts, ${(statSync(many).size / 1024 / 1024).toFixed(0)} MB
  ${FEW} accounts: ${small.seconds.toFixed(1)} s, ${small.peakMegabytes.toFixed(0)} MB at most
  ${ACCOUNTS} accounts: ${large.seconds.toFixed(1)} s (${(ACCOUNTS / large.seconds).toFixed(0)} a second), ${large.peakMegabytes.toFixed(0)} MB at most: × ${(large.peakMegabytes / small.peakMegabytes).toFixed(2)}
  created ${large.tally.created}, there already ${large.tally.unchanged}
  the first ${FEW} once more: ${again.seconds.toFixed(1)} s, created ${again.tally.created}, there already ${again.tally.unchanged}
  first log-in × ${(first / second).toFixed(1)} the second one`);
};

const { child, url } = await startService();
try {
  for (const source of SOURCES) await measure(url, source);
} finally {
  child.kill('SIGTERM');
  await once(child, 'exit');
  rmSync(folder, { recursive: true, force: true });
}
