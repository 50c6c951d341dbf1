// Load on `npm start`: its capacity, half of it, ten times as much, and half of it again.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { connect, startDatabase } from '../../bin/local/database.ts';
import { TABLE_NAMES } from '../../bin/local/tables.ts';
import { createClient } from './client.ts';
import { countOf, type Drive, drivePeople, driveRate, goodput, percentile } from './drive.ts';
import { describeWrong, type Findings } from './findings.ts';
import { readOwed } from './owed.ts';
import { createTraffic, makeAccounts, type Traffic } from './traffic.ts';

const ROOT = join(import.meta.dirname, '../..');
const KEY = 'the key of the load';
/** The service itself gives up after ten seconds. */
const PATIENCE_MILLISECONDS = 12_000;
const PEOPLE = 16;
const ACCOUNTS = 40;
const START_SECONDS = 60;
const SETTLE_SECONDS = 45;

/** Two capacities of one machine that differ by more than this tell nothing about what lies between them. */
const STEADY_SHARE = 0.75;
/** Below this many a second a few seconds are too few to compare. */
const LEAST_PER_SECOND = 8;

interface Service {
  readonly url: string;
  readonly errors: () => string;
  /** Resident memory in MB. */
  memory(): number;
  /** How often a mail was noted as sent. */
  sent(): number;
  stop(): Promise<number | null>;
}

const startService = async (dataFolder: string): Promise<Service> => {
  const child = spawn(process.execPath, ['--import', './bin/text-imports.ts', 'bin/local.ts'], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], PORT: '0', DATA_DIR: dataFolder, TRUSTED_CALLER_KEY: KEY },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [head, errors, sent, rest] = ['', '', 0, ''];
  child.stdout.on('data', (chunk) => {
    if (head.length < 4000) head += chunk;
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    sent += lines.filter((line) => line.includes('"event":"mail_sent"')).length;
  });
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
  const deadline = Date.now() + START_SECONDS * 1000;
  const urlOf = () => /API and pages {2}(http:\S+)\/signup/.exec(head)?.[1];
  while (!urlOf()) {
    if (Date.now() > deadline || child.exitCode !== null) throw new Error(`npm start did not start: ${head}${errors}`);
    await wait(50);
  }
  return {
    url: urlOf() ?? '',
    errors: () => errors,
    memory: () => Number(execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)], { encoding: 'utf8' })) / 1024,
    sent: () => sent,
    stop: async () => {
      child.kill('SIGINT');
      return exited;
    },
  };
};

/** The token in the first mail to an address. */
const tokenFrom =
  (url: string) =>
  async (address: string): Promise<string> => {
    const deadline = Date.now() + START_SECONDS * 1000;
    while (Date.now() < deadline) {
      const messages = (await (await fetch(`${url}/_local/messages`)).json()) as { to: string; token?: string }[];
      const token = messages.find(({ to }) => to === address)?.token;
      if (token) return token;
      await wait(50);
    }
    throw new Error('a mail did not come');
  };

/** `minutes`: of the load at half of the capacity. Resolves to why the comparisons of times do not count, if they do not. */
export const loadLocal = async (findings: Findings, minutes: number): Promise<string | undefined> => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-load-'));
  const service = await startService(folder);
  const client = createClient(service.url, KEY, PATIENCE_MILLISECONDS);
  try {
    const accounts = await makeAccounts(client, ACCOUNTS, tokenFrom(service.url));
    const traffic = createTraffic(client, accounts);
    const busy = await drivePhases(findings, service, traffic, minutes);
    await untilSent(service, ACCOUNTS + traffic.accepted.length);
    findings.must((await service.stop()) === 0, 'npm start did not stop by itself');
    findings.must(service.errors() === '', `npm start complained: ${service.errors().slice(0, 300)}`);
    await judgeOwed(findings, folder, traffic);
    return busy;
  } finally {
    client.stop();
    await service.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};

const drivePhases = async (
  findings: Findings,
  service: Service,
  traffic: Traffic,
  minutes: number,
): Promise<string | undefined> => {
  const run = async (phase: string, drive: Promise<Drive>): Promise<Drive> => {
    const result = await drive;
    findings.show(phase, result);
    findings.must(countOf(result, 'wrong') === 0, `${phase}: wrong answers (${describeWrong(result)})`);
    findings.should(countOf(result, 'late') === 0, `${phase}: ${countOf(result, 'late')} were not answered in time`);
    return result;
  };
  await run('warming up', drivePeople(traffic, PEOPLE, 5));
  const first = await run(`capacity, ${PEOPLE} people`, drivePeople(traffic, PEOPLE, 10));
  const memory = service.memory();
  const before = goodput(first, 1, 10);
  const half = await run('half of it', driveRate(traffic, before / 2, minutes * 60));
  const burst = await run('ten times as much', driveRate(traffic, before * 10, 12));
  const waits = burst.done.flatMap(({ answer }) => answer.retryAfterSeconds ?? []);
  await wait(Math.min(10, Math.max(0, ...waits)) * 1000);
  const again = await run('half of it, after that', driveRate(traffic, before / 2, 8));
  const last = await run('capacity, once more', drivePeople(traffic, PEOPLE, 8));

  const after = goodput(last, 1, 8);
  const capacity = (before + after) / 2;
  const good = goodput(burst, 3, 12);
  findings.must(
    waits.every((seconds) => seconds >= 1 && seconds <= 10),
    'a refusal names no time, or one above 10 s',
  );
  findings.should(
    good >= 0.8 * capacity,
    `ten times as much: ${good.toFixed(1)} right answers a second of ${capacity.toFixed(1)}`,
  );
  for (const [phase, drive] of [
    ['half of it', half],
    ['half of it, after that', again],
  ] as const) {
    findings.should(countOf(drive, 'refused') === 0, `${phase}: ${countOf(drive, 'refused')} were refused`);
    findings.should(percentile(drive, 0.95) < 3000, `${phase}: one of twenty took more than 3 s`);
  }
  const grown = service.memory() - memory;
  process.stdout.write(`memory: ${Math.round(memory)} MB, and ${Math.round(grown)} MB more at the end\n`);
  findings.must(grown < MEMORY_MEGABYTES, `the process grew by ${Math.round(grown)} MB`);
  if (Math.min(before, after) < STEADY_SHARE * Math.max(before, after)) {
    return `its capacity was ${before.toFixed(1)} and then ${after.toFixed(1)} right answers a second`;
  }
  return capacity < LEAST_PER_SECOND ? `it gave only ${capacity.toFixed(1)} right answers a second` : undefined;
};

/** The inbox fills meanwhile, and the heap takes what it may before it is cleaned. */
const MEMORY_MEGABYTES = 250;

const untilSent = async (service: Service, count: number): Promise<void> => {
  const deadline = Date.now() + SETTLE_SECONDS * 1000;
  while (service.sent() < count && Date.now() < deadline) await wait(200);
};

/** The tables are read once the service has stopped: what it still owes is in them. */
const judgeOwed = async (findings: Findings, folder: string, traffic: Traffic): Promise<void> => {
  const database = await startDatabase(join(folder, 'tables'));
  const client = connect(database.port);
  try {
    const { byStatus, lost } = await readOwed(client, TABLE_NAMES.verifications, traffic.accepted);
    findings.must(lost.length === 0, `${lost.length} accepted messages are nowhere: ${lost.slice(0, 3).join(', ')}`);
    process.stdout.write(`accepted ${traffic.accepted.length}: ${JSON.stringify(byStatus)}\n`);
  } finally {
    client.destroy();
    await database.stop();
  }
};
