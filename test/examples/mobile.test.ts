// The example of a native app, as a process: log-in by the pages and a loopback redirect, refreshes in turn, and log-outs.
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { LOCAL_CLIENTS } from '../../bin/local/environment.ts';
import { type LocalBrowser, openBrowser, openStrangerBrowser } from '../support/local/local-browser.ts';
import { PASSWORD, useLocalService } from '../support/local/local-service.ts';
import { type Run, run } from './command-line-app.ts';

const service = useLocalService({ clients: LOCAL_CLIENTS });

const folder = mkdtempSync(join(tmpdir(), 'latchkey-mobile-'));
const started: Run[] = [];
afterAll(async () => {
  for (const { child } of started) child.kill('SIGKILL');
  await Promise.all(started.map(({ exited }) => exited));
  rmSync(folder, { recursive: true, force: true });
});

let phones = 0;
/** A device with a file of its own. */
const aPhone = () => {
  const home = join(folder, String(++phones));
  const file = join(home, 'session.json');
  const start = (words: readonly string[], env: Readonly<Record<string, string>> = {}): Run => {
    const one = run({ ISSUER: service.url, SESSION_FILE: file, ...env }, ...words);
    started.push(one);
    return one;
  };
  const ended = async (...words: string[]) => {
    const { exited, output } = start([...words, ...(words[0] === 'whoami' ? [] : ['--no-browser'])]);
    return { code: await exited, ...output };
  };
  const session = () => JSON.parse(Object.values<string>(JSON.parse(readFileSync(file, 'utf8')))[0] ?? '');
  return { home, file, start, ended, session };
};
type Phone = ReturnType<typeof aPhone>;

const logIn = async (phone: Phone, browser: Pick<LocalBrowser, 'visit'>): Promise<Run> => {
  const login = phone.start(['login', '--no-browser']);
  const back = await browser.visit(await login.address());
  expect((await fetch(back)).status).toBe(200);
  expect(await login.exited).toBe(0);
  return login;
};
const logInOnPhone = async () => {
  const browser = await openBrowser(service);
  const phone = aPhone();
  await logIn(phone, browser);
  return { phone, browser };
};
const whoami = async (phone: Phone) => {
  const { code, stdout, stderr } = await phone.ended('whoami');
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout);
};
const countTokens = (): number => service.lines.filter((line) => line.includes('"POST /token"')).length;

describe('login', () => {
  it('leads a stranger through the sign-up of the pages and back', async () => {
    const browser = openStrangerBrowser(service);
    const phone = aPhone();
    const login = phone.start(['login', '--no-browser']);
    const address = await login.address();
    expect(address.searchParams.get('redirect_uri')).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/);
    expect((await browser.visit(address)).pathname).toBe('/login');
    const { address: email } = await browser.signUp();
    const page = await fetch(await browser.visit(address));
    expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(await login.exited).toBe(0);
    expect(login.output.stdout).toContain(`Logged in as ${email}.\n`);
    expect(await whoami(phone)).toMatchObject({ userinfo: { email, email_verified: true }, account: { email } });
  });

  it('keeps the tokens for their owner alone, and nothing else', async () => {
    const { phone } = await logInOnPhone();
    expect(readdirSync(phone.home)).toEqual(['session.json']);
    expect(statSync(phone.file).mode & 0o777).toBe(0o600);
    expect(statSync(phone.home).mode & 0o777).toBe(0o700);
    expect(Object.keys(JSON.parse(readFileSync(phone.file, 'utf8')))).toHaveLength(1);
  });

  it('opens the browser of the system', async () => {
    if (process.platform === 'win32') return expect(true).toBe(true);
    const browser = await openBrowser(service);
    const phone = aPhone();
    const bin = mkdtempSync(join(folder, 'bin-'));
    const opened = join(bin, 'opened');
    for (const name of ['xdg-open', 'open']) {
      writeFileSync(
        join(bin, name),
        `#!/bin/sh\nprintf %s "$1" > '${opened}.part' && mv '${opened}.part' '${opened}'\n`,
      );
      chmodSync(join(bin, name), 0o755);
    }
    const login = phone.start(['login'], { PATH: `${bin}${delimiter}${process.env['PATH']}` });
    await vi.waitFor(() => expect(existsSync(opened)).toBe(true), { timeout: 20_000 });
    const address = readFileSync(opened, 'utf8');
    expect(address).toBe((await login.address()).href);
    await fetch(await browser.visit(address));
    expect(await login.exited).toBe(0);
  });

  it('refuses an answer with a wrong state, and waits for the right one', async () => {
    const browser = await openBrowser(service);
    const phone = aPhone();
    const login = phone.start(['login', '--no-browser']);
    const back = await browser.visit(await login.address());
    const forged = new URL(back);
    forged.searchParams.set('state', 'theirs');
    expect((await fetch(forged)).status).toBe(400);
    expect((await fetch(new URL('/other', back))).status).toBe(404);
    expect((await fetch(back, { method: 'HEAD' })).status).toBe(404);
    expect(existsSync(phone.file)).toBe(false);
    expect((await fetch(back)).status).toBe(200);
    expect(await login.exited).toBe(0);
  });

  it('refuses an answer of another server, and says when the service refused', async () => {
    const browser = await openBrowser(service);
    const phone = aPhone();
    for (const [change, sentence] of [
      [{ iss: 'https://evil.example' }, 'wrong_issuer'],
      [{ code: '', error: 'access_denied' }, 'refused'],
    ] as const) {
      const login = phone.start(['login', '--no-browser']);
      const back = await browser.visit(await login.address());
      for (const [name, value] of Object.entries(change)) back.searchParams.set(name, value);
      expect((await fetch(back)).status).toBe(400);
      expect(await login.exited).toBe(1);
      expect(login.output.stderr).toContain(sentence);
      expect(login.output.stderr.trim()).not.toContain('\n');
    }
    expect(existsSync(phone.file)).toBe(false);
  });

  it.each([
    ['Ctrl-C', []],
    ['its timeout', ['--timeout', '1']],
  ])('that is left by %s leaves nothing behind', async (_, words) => {
    const phone = aPhone();
    const login = phone.start(['login', '--no-browser', ...words]);
    const { searchParams } = await login.address();
    if (words.length === 0) login.child.kill('SIGINT');
    expect(await login.exited).toBe(1);
    expect(login.output.stderr).toMatch(/^[^\n]+\n$/);
    expect(existsSync(phone.home)).toBe(false);
    await expect(fetch(searchParams.get('redirect_uri') ?? '')).rejects.toThrow('fetch failed');
  });
});

describe('whoami', () => {
  it('refreshes when the access token has ended', async () => {
    const { phone, browser } = await logInOnPhone();
    const before = phone.session();
    await service.advance(16 * 60);
    expect(await whoami(phone)).toMatchObject({ account: { email: browser.address } });
    const after = phone.session();
    expect(after.id).toBe(before.id);
    expect(after.refreshToken).not.toBe(before.refreshToken);
    expect(statSync(phone.file).mode & 0o777).toBe(0o600);
  });

  it('refreshes once for processes that run at once', async () => {
    const { phone, browser } = await logInOnPhone();
    await service.advance(16 * 60);
    const count = countTokens();
    const answers = await Promise.all([whoami(phone), whoami(phone), whoami(phone)]);
    expect(answers.map(({ account }) => account.email)).toEqual(Array(3).fill(browser.address));
    expect(countTokens()).toBe(count + 1);
    await service.advance(16 * 60);
    expect((await whoami(phone)).account.email).toBe(browser.address);
    expect(readdirSync(phone.home)).toEqual(['session.json']);
  });

  it('does not wait for a process that died during a refresh', async () => {
    const { phone, browser } = await logInOnPhone();
    const dead = phone.start(['unknown']);
    expect(await dead.exited).toBe(1);
    writeFileSync(`${phone.file}.lock`, String(dead.child.pid));
    await service.advance(16 * 60);
    expect((await whoami(phone)).account.email).toBe(browser.address);
    // Its lock is gone: one that is waited out stays.
    expect(readdirSync(phone.home)).toEqual(['session.json']);
  });

  it('says that nobody is logged in, or that the session has ended everywhere', async () => {
    const { phone, browser } = await logInOnPhone();
    expect(await aPhone().ended('whoami')).toMatchObject({ code: 1, stderr: 'Nobody is logged in. Run: login\n' });
    const { body } = await service.post('/login', { email: browser.address, password: PASSWORD });
    const everywhere = await service.post('/logout/all', { refreshToken: body.refreshToken, password: PASSWORD });
    expect(everywhere.status).toBe(200);
    const refused = await phone.ended('whoami');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/^Your session has ended[^\n]+\n$/);
    expect(existsSync(phone.file)).toBe(false);
  });

  it('keeps the session while the service does not answer', async () => {
    const { phone, browser } = await logInOnPhone();
    const copy = readFileSync(phone.file, 'utf8');
    const url = service.url;
    writeFileSync(phone.file, copy.replaceAll(url, 'http://127.0.0.1:9'));
    const silent = phone.start(['whoami'], { ISSUER: 'http://127.0.0.1:9' });
    expect(await silent.exited).toBe(1);
    expect(silent.output.stderr).toBe('http://127.0.0.1:9 did not answer. Try again.\n');
    writeFileSync(phone.file, readFileSync(phone.file, 'utf8').replaceAll('http://127.0.0.1:9', url));
    expect((await whoami(phone)).account.email).toBe(browser.address);
  });
});

describe('logout', () => {
  it('ends the session here, at the service and in the browser', async () => {
    const { phone, browser } = await logInOnPhone();
    const { refreshToken } = phone.session();
    const { code, stdout } = await phone.ended('logout');
    expect(code).toBe(0);
    expect(existsSync(phone.file)).toBe(false);
    const url = /: (\S+)\n$/.exec(stdout)?.[1] ?? '';
    expect(new URL(url).pathname).toBe('/logout');
    const form = new URLSearchParams({ grant_type: 'refresh_token', client_id: 'local', refresh_token: refreshToken });
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    const { body } = await service.request('POST', '/token', type, form.toString());
    expect(body.error).toBe('invalid_grant');
    await browser.visit(url);
    const login = phone.start(['login', '--no-browser']);
    expect((await browser.visit(await login.address())).pathname).toBe('/login');
    login.child.kill('SIGINT');
    expect((await phone.ended('whoami')).code).toBe(1);
  });
});
