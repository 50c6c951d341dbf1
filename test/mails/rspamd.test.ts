// Proves that rspamd gives a mail no point that can be avoided, for a brand in Latin letters and one in Hangul. It has no network:
// its names are asked of a closed port.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePort } from '../support/servers/free-port.ts';
import { everySentMail } from './every-mail.ts';

/** The points that stay, with the reason. */
const ACCEPTED: Readonly<Record<string, string>> = {
  HFILTER_HOSTNAME_UNKNOWN: 'the mail was not received from a host',
  MIME_BASE64_TEXT: '0.1: Korean in quoted-printable is three times as long',
  MANY_INVISIBLE_PARTS: '0.05: the line that an inbox shows after the subject',
};

const folder = mkdtempSync(join(tmpdir(), 'latchkey-rspamd-'));
let url = '';
let rspamd: ChildProcess;

const startRspamd = async (): Promise<void> => {
  const [port, controller, closed] = [await freePort(), await freePort(), await freePort()];
  const settings = {
    'worker-normal.inc': `bind_socket = "127.0.0.1:${port}"; count = 1;`,
    'worker-controller.inc': `bind_socket = "127.0.0.1:${controller}";`,
    'worker-proxy.inc': 'enabled = false;',
    'worker-fuzzy.inc': 'enabled = false;',
    'fuzzy_check.conf': 'enabled = false;',
    'rbl.conf': 'enabled = false;',
    // Of its own list of suffixes it builds an automaton, which takes minutes on a busy machine.
    'options.inc': `url_tld = "${join(folder, 'suffixes')}"; dns { nameserver = ["127.0.0.1:${closed}"]; timeout = 0.1s; retransmits = 1; }`,
  };
  for (const name of ['local.d', 'db', 'run', 'log']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'suffixes'), 'com\nnet\n');
  for (const [name, text] of Object.entries(settings)) writeFileSync(join(folder, 'local.d', name), text);
  const folders = { LOCAL_CONFDIR: '', DBDIR: 'db', RUNDIR: 'run', LOGDIR: 'log' };
  const variables = Object.entries(folders).map(([name, part]) => `--var=${name}=${join(folder, part)}`);
  rspamd = spawn('rspamd', ['--no-fork', '--insecure', ...variables], { stdio: 'ignore' });
  url = `http://127.0.0.1:${port}/checkv2`;
  for (const end = Date.now() + 120_000; Date.now() < end; await new Promise((wake) => setTimeout(wake, 200)))
    if (
      await fetch(url.replace('checkv2', 'ping')).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return;
  throw new Error('rspamd did not start');
};

beforeAll(startRspamd, 150_000);
afterAll(() => {
  rspamd.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

it('no mail has a point of rspamd that can be avoided', async () => {
  for (const { name, raw } of await everySentMail()) {
    const answer = await fetch(url, { method: 'POST', body: new Uint8Array(raw) });
    const { symbols } = (await answer.json()) as { symbols: Record<string, { score: number }> };
    expect(symbols).toHaveProperty('MIME_GOOD');
    const points = Object.entries(symbols).filter(([rule, { score }]) => score > 0 && !Object.hasOwn(ACCEPTED, rule));
    expect([name, points]).toEqual([name, []]);
  }
});
