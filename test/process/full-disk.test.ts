// The disk fills while `npm start` runs: it refuses what needs a write, goes on by itself, and nothing that it accepted is lost.
// The system refuses every write of the process at our word (its limit of file sizes), as a full disk does.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type LocalProcess, startProcess, untilReady } from '../support/local/local-process.ts';
import { PASSWORD } from '../support/local/local-service.ts';

let folder = '';
let running: LocalProcess | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-test-'));
});
afterEach(async () => {
  running?.child.kill('SIGKILL');
  await running?.exited;
  rmSync(folder, { recursive: true, force: true });
});

const limitFiles = (bytes: '1' | 'unlimited') =>
  execFileSync('prlimit', ['--pid', String(running?.child.pid), `--fsize=${bytes}:unlimited`]);

const post = async (url: string, body: object) => {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers as clients do.
  return { status: answer.status, retryAfter: answer.headers.get('retry-after'), body: (await answer.json()) as any };
};
const signUp = (url: string, name: string) =>
  post(`${url}/signup`, { email: `${name}@example.com`, password: PASSWORD });

it.runIf(process.platform === 'linux')('a full disk is 503 and one line, until there is room again', async () => {
  running = startProcess(folder);
  const { url } = await untilReady(running);
  const { output } = running;
  expect((await signUp(url, 'before')).status).toBe(202);
  await expect.poll(() => output.stdout).toContain('"mail_sent"');

  limitFiles('1');
  const refused = await Promise.all(['one', 'two', 'three', 'four'].map((name) => signUp(url, name)));
  expect(refused).toEqual(Array(4).fill(expect.objectContaining({ status: 503, retryAfter: expect.any(String) })));
  expect(refused.map(({ body }) => body.code)).toEqual(Array(4).fill('unavailable'));
  expect((await post(`${url}/_local/clock`, { advanceSeconds: 61 })).status).toBe(503);
  expect((await fetch(`${url}/health`)).status).toBe(200);
  expect((await fetch(`${url}/signup`)).status).toBe(200);
  expect(output.stderr).toMatch(/^\S+tables cannot be written \(File too large\)\. [^\n]+\n$/);

  limitFiles('unlimited');
  await expect.poll(async () => (await signUp(url, 'after')).status, { timeout: 10_000 }).toBe(202);
  await expect.poll(() => output.stdout.split('"mail_sent"').length - 1, { timeout: 10_000 }).toBe(2);
  expect(output.stderr.trimEnd().split('\n')).toHaveLength(2);
  running.child.kill('SIGINT');
  expect(await running.exited).toBe(0);

  running = startProcess(folder);
  const again = await untilReady(running);
  for (const name of ['before', 'after']) {
    expect((await signUp(again.url, name)).body).toMatchObject({ code: 'too_many_requests', reason: 'cool_down' });
  }
  expect((await signUp(again.url, 'one')).status).toBe(202);
});
