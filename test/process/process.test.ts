// `npm start` as a person uses it: it says in one line what is wrong, and stops at once on Ctrl-C.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type LocalProcess, startProcess as startLocalProcess, untilReady } from '../support/local/local-process.ts';

const READY_MILLISECONDS = 30_000;

const started: LocalProcess[] = [];
let folder = '';
/** One process that runs all the time: it holds its ports and its data folder. */
let running: LocalProcess & { readonly url: string };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-test-'));
  running = await startReady('running');
});
afterAll(async () => {
  for (const { child } of started) child.kill('SIGKILL');
  await Promise.all(started.map(({ exited }) => exited));
  rmSync(folder, { recursive: true, force: true });
});

const startProcess = (data: string, env?: Readonly<Record<string, string>>): LocalProcess => {
  const one = startLocalProcess(join(folder, data), env);
  started.push(one);
  return one;
};

const startReady = async (data: string) => {
  const one = startProcess(data);
  return { ...one, ...(await untilReady(one)) };
};

const portOf = (url: string): number => Number(new URL(url).port);
const isOpen = (url: string, host = '127.0.0.1'): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(portOf(url), host);
    socket.once('connect', () => socket.destroy().once('close', () => resolve(true)));
    socket.once('error', () => resolve(false));
  });

/** The one line that a failed start writes. */
const refusalOf = async (one: LocalProcess): Promise<string> => {
  expect([await one.exited, one.output.stdout]).toEqual([1, '']);
  expect(one.output.stderr).toMatch(/^[^\n]+\n$/);
  expect(one.output.stderr).not.toContain('Error:');
  return one.output.stderr.trimEnd();
};

describe('a start that cannot work exits 1 with one line', () => {
  it.each(['PORT', 'SMTP_PORT'])('when %s is busy, and names the port and the setting', async (name) => {
    const port = String(portOf(running.url));
    const line = await refusalOf(
      startProcess('busy', { [name]: port, ...(name === 'SMTP_PORT' && { TRANSPORT: 'smtp' }) }),
    );
    expect(line).toContain(`Port ${port} `);
    expect(line).toContain(`Set ${name} `);
    expect(existsSync(join(folder, 'busy', 'lock'))).toBe(false);
  });

  it('when PORT is no port', async () => {
    const [word, number] = [startProcess('bad', { PORT: 'abc' }), startProcess('bad', { PORT: '65536' })];
    expect(await refusalOf(word)).toContain('PORT');
    expect(await refusalOf(number)).toContain('PORT');
  });

  it('when another process has the data folder, and names that process', async () => {
    const line = await refusalOf(startProcess('running'));
    expect(line).toContain(`process ${running.child.pid}.`);
    expect(line).toContain('DATA_DIR');
  });

  it('when DATA_DIR is a file', async () => {
    writeFileSync(join(folder, 'file'), '');
    expect(await refusalOf(startProcess('file'))).toContain('DATA_DIR');
  });
});

describe('a running process', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'stops within 2 s on %s, with mails on their way and a client still connected',
    async (signal) => {
      const { url, child, exited, output } = await startReady(signal);
      const headers = { 'content-type': 'application/json' };
      const signUps = Array.from({ length: 6 }, (_, index) => {
        const body = JSON.stringify({ email: `user${index}@example.com`, password: 'correct horse battery' });
        return fetch(`${url}/signup`, { method: 'POST', headers, body }).then(({ status }) => status);
      });
      const idle = connect(portOf(url), '127.0.0.1').on('error', () => undefined);
      await new Promise((resolve) => idle.once('connect', resolve));

      expect(await Promise.all(signUps)).toEqual(Array(6).fill(202));
      // The first mail is out, so the other five are somewhere between their row, their mail and the note of it.
      await vi.waitFor(() => expect(output.stdout).toContain('"mail_sent"'), {
        interval: 2,
        timeout: READY_MILLISECONDS,
      });
      const before = performance.now();
      child.kill(signal);
      expect([await exited, output.stderr]).toEqual([0, '']);
      expect(performance.now() - before).toBeLessThan(2000);
      idle.destroy();
      expect(await isOpen(url)).toBe(false);
      expect(existsSync(join(folder, signal, 'lock'))).toBe(false);
      expect(output.stdout).not.toMatch(/user\d@example/);
    },
  );

  it('listens on 127.0.0.1 alone', async () => {
    const { url } = running;
    // Linux answers for all of 127.0.0.0/8: a server on every address would take this one too.
    expect([await isOpen(url), await isOpen(url, '127.0.0.2'), await isOpen(url, '::1')]).toEqual([true, false, false]);
  });

  it('serves style and script completely: plain Node imports them in another way than the tests', async () => {
    const page = await (await fetch(`${running.url}/signup`)).text();
    const paths = [...page.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, path = '']) => path);
    const files = await Promise.all(paths.map(async (path) => (await fetch(`${running.url}${path}`)).text()));
    const [style = '', script = ''] = files;
    expect(style).toContain('--brand:#2563eb');
    expect(style.length).toBeGreaterThan(1000);
    expect(script.length).toBeGreaterThan(1000);
  });
});
