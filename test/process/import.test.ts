// `npm run import` as a team uses it, against a running `npm start`: killed in the middle, continued, and run once more.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { BCRYPT } from '../support/imported.ts';
import { type LocalProcess, startProcess, untilReady, watch } from '../support/local/local-process.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ACCOUNTS = 2000;
/** One line in a hundred is broken. */
const BROKEN_EVERY = 100;
/** Four runs over thousands of accounts, on a machine that does other things too. */
const RUN_MILLISECONDS = 240_000;
const REASON = 'Move from the old shop';

let folder = '';
let service: LocalProcess;
let url = '';
const started: LocalProcess[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-import-'));
  service = startProcess(join(folder, 'data'));
  url = (await untilReady(service)).url;
});
afterAll(async () => {
  for (const { child } of [...started, service]) child.kill('SIGKILL');
  await Promise.all([...started, service].map(({ exited }) => exited));
  rmSync(folder, { recursive: true, force: true });
});

const start = (...words: readonly string[]): LocalProcess => {
  const all = [
    '--import',
    `${ROOT}bin/text-imports.ts`,
    `${ROOT}bin/import.ts`,
    ...words,
    '--local',
    '--reason',
    REASON,
  ];
  const child = spawn(process.execPath, all, {
    cwd: folder,
    env: { PATH: process.env['PATH'], PORT: new URL(url).port, DATA_DIR: join(folder, 'data'), LANG: 'en_US.UTF-8' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const one = watch(child);
  started.push(one);
  return one;
};
const finish = async (...words: readonly string[]) => {
  const { exited, output } = start(...words);
  return { exitCode: await exited, ...output };
};
const numbersIn = ({ stdout }: { readonly stdout: string }) => JSON.parse(stdout);

const addressOf = (index: number): string => `person${index}@example.com`;
const lineOf = (index: number): string =>
  index % BROKEN_EVERY === 7
    ? `{"email":"${addressOf(index)}"`
    : JSON.stringify({
        email: addressOf(index),
        emailVerified: true,
        passwordHash: BCRYPT,
        createdAt: '2024-05-01T09:30:00Z',
      });

const find = async (email: string) => {
  const response = await fetch(`${url}/admin/users/find`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-admin-key': readFileSync(join(folder, 'data', 'admin-key'), 'utf8').trim(),
    },
    body: JSON.stringify({ email }),
  });
  return ((await response.json()) as { users: { userId: string }[] }).users;
};

describe('an import of thousands of accounts', () => {
  it(
    'that is killed in the middle goes on where it was, and every account is there once',
    async () => {
      const file = join(folder, 'users.ndjson');
      writeFileSync(file, Array.from({ length: ACCOUNTS }, (_, index) => `${lineOf(index)}\n`).join(''));
      const first = start(file, '--yes');
      const saved = (): number => JSON.parse(readFileSync(`${file}.progress.json`, 'utf8')).records;
      await vi.waitFor(() => expect(saved()).toBeGreaterThan(0), { timeout: 30_000, interval: 5 });
      first.child.kill('SIGKILL');
      await first.exited;
      const before = saved();
      expect(before).toBeLessThan(ACCOUNTS);

      const again = await finish(file, '--yes');
      expect([again.exitCode, again.stderr]).toEqual([2, expect.stringContaining('--resume')]);

      const resumed = await finish(file, '--yes', '--resume', '--json');
      const tally = numbersIn(resumed);
      expect(resumed.exitCode).toBe(1);
      expect(tally).toMatchObject({ duplicate: 0, invalid: ACCOUNTS / BROKEN_EVERY });
      expect(tally.created + tally.unchanged).toBe(ACCOUNTS - ACCOUNTS / BROKEN_EVERY);
      expect(existsSync(`${file}.progress.json`)).toBe(false);

      // Each line that has a report has one.
      const report = readFileSync(`${file}.report.ndjson`, 'utf8').trimEnd().split('\n');
      const numbers = report.flatMap((line) => JSON.parse(line).line ?? []);
      expect(new Set(numbers).size).toBe(numbers.length);

      const once = await finish(file, '--yes', '--json');
      expect(numbersIn(once)).toMatchObject({
        created: 0,
        unchanged: ACCOUNTS - ACCOUNTS / BROKEN_EVERY,
        duplicate: 0,
      });
      for (const index of [0, before - 1, before, before + 399, ACCOUNTS - 1]) {
        expect(await find(addressOf(index))).toHaveLength(index % BROKEN_EVERY === 7 ? 0 : 1);
      }
      const credentials = { email: addressOf(before), password: 'correct horse battery' };
      const logIn = await fetch(`${url}/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(credentials),
      });
      expect(logIn.status).toBe(200);
    },
    RUN_MILLISECONDS,
  );

  it('prints no address, neither here nor in the log of the service', () => {
    for (const { output } of [...started, service]) {
      expect(output.stdout).not.toMatch(/person\d+@/);
      expect(output.stderr).not.toMatch(/person\d+@/);
    }
  });
});

describe('the command', () => {
  it('of a dry run changes nothing', async () => {
    const file = join(folder, 'dry.ndjson');
    writeFileSync(file, JSON.stringify({ email: 'dry@example.com', emailVerified: true }));
    const { exitCode, stdout } = await finish(file, '--dry-run');
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('would be created')]);
    expect(await find('dry@example.com')).toEqual([]);
  });

  it('does not begin where nobody can be asked', async () => {
    const file = join(folder, 'dry.ndjson');
    const { exitCode, stderr } = await finish(file);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('--yes')]);
  });

  it('says in one line what is wrong with the file', async () => {
    const { exitCode, stderr } = await finish('nothing.ndjson', '--yes');
    expect([exitCode, stderr]).toEqual([2, 'nothing.ndjson cannot be read (ENOENT).\n']);
  });
});
