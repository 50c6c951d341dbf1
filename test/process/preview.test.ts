// `npm run preview` as a person uses it: it shows every mail, follows edits, and stops on Ctrl-C.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOCALES } from '#domain/locale.ts';
import { MAIL_SCHEMAS } from '#schemas/mail-values.ts';
import { close, listen } from '../../bin/local/listen.ts';

const ROOT = join(import.meta.dirname, '../..');
const COMMAND = ['--import', './bin/text-imports.ts', 'bin/preview.ts'];
const FRAMES_OF_ONE_MAIL = 4 * 3;
/** Each page is a process of its own. */
const TIMEOUT_MILLISECONDS = 120_000;

/** A project of its own, whose templates a test may edit. */
const copyProject = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-preview-'));
  for (const name of ['bin', 'functions', 'lib', 'templates', 'package.json']) {
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
  const sandbox = { sesMode: 'sandbox', senderEmail: 'a@modu.example', brandName: '모두의마켓', brandColor: '#fee500' };
  const context = {
    stage: 'sandbox',
    sandbox,
    second: { ...sandbox, senderIdentity: 'existing', brandName: 'Second' },
  };
  writeFileSync(join(folder, 'cdk.json'), JSON.stringify({ context }));
  return folder;
};

let folder = '';
beforeAll(() => {
  folder = copyProject();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (words: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
  promisify(execFile)(process.execPath, [...COMMAND, ...words], {
    cwd: folder,
    env: { ...process.env, ...environment },
    maxBuffer: 64 * 1024 * 1024,
  }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );

const start = async (): Promise<{ url: string; child: ChildProcess }> => {
  const child = spawn(process.execPath, COMMAND, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  const [welcome] = await once(child.stdout, 'data');
  const url = /http:\/\/127\.0\.0\.1:\d+\//.exec(String(welcome))?.[0];
  if (!url) throw new Error(`no address: ${welcome}`);
  return { url, child };
};

const stop = async (child: ChildProcess): Promise<unknown> => {
  child.kill('SIGINT');
  const [code] = await once(child, 'exit');
  return code;
};

describe('npm run preview', { timeout: TIMEOUT_MILLISECONDS }, () => {
  it('shows every mail in every language, theme and width, its text and the texts, in the brand of the stage', async () => {
    const { url, child } = await start();
    try {
      const response = await fetch(url);
      const page = await response.text();
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      const names = Object.keys(MAIL_SCHEMAS);
      for (const name of names) {
        const section = page.split(`<section id="${name}">`)[1]?.split('</section>')[0] ?? '';
        for (const locale of LOCALES) expect(section).toContain(`<article data-locale="${locale}" lang="${locale}">`);
        expect(section.match(/<iframe /g)).toHaveLength(FRAMES_OF_ONE_MAIL * LOCALES.length);
        expect(section.match(/<pre>/g)).toHaveLength(LOCALES.length);
      }
      expect(page.match(/<section id="/g)).toHaveLength(names.length + 1);
      expect(page).toContain('[모두의마켓] 인증번호 048213');
      expect(page).toContain('background-color:#fee500');
      expect(page).not.toMatch(/<(?:link|img|script src)/);
      expect((await fetch(`${url}favicon.ico`)).status).toBe(404);
    } finally {
      expect(await stop(child)).toBe(0);
    }
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  });

  it('shows edited words at the next reload, and says what is wrong with a broken one', async () => {
    const file = join(folder, 'functions/texts/ko/mails.ts');
    const original = readFileSync(file, 'utf8');
    const { url, child } = await start();
    try {
      writeFileSync(file, original.replace('이메일 인증하기', '여기를 눌러 주세요'));
      expect(await (await fetch(url)).text()).toContain('여기를 눌러 주세요');
      writeFileSync(file, original.replace('{brand}', '{brnad}'));
      const broken = await fetch(url);
      expect({ status: broken.status, body: await broken.text() }).toMatchObject({
        status: 500,
        body: expect.stringContaining('brnad'),
      });
      writeFileSync(file, original);
      expect((await fetch(url)).status).toBe(200);
    } finally {
      writeFileSync(file, original);
      expect(await stop(child)).toBe(0);
    }
  });

  it('writes the page into a file, in the brand of another stage when asked', async () => {
    const file = join(folder, 'mails.html');
    expect(await run(['--stage', 'second', '--out', file])).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(readFileSync(file, 'utf8')).toContain('<h1>Mails of Second</h1>');
    expect((await run(['--stage', 'second', '--out', '-'])).stdout).toBe(readFileSync(file, 'utf8'));
  });

  it('explains a wrong command line in few words', async () => {
    const server = createServer();
    const port = await listen(server, 0, '');
    const taken = await run(['--no-open'], { PREVIEW_PORT: String(port) });
    await close(server);
    expect(taken).toMatchObject({ code: 1, stderr: expect.stringMatching(/^Port \d+ is in use\. Set PREVIEW_PORT/) });
    expect(await run(['--colour'])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^Usage: npm run preview/),
    });
    expect(await run([], { PREVIEW_PORT: '1e9' })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('PREVIEW_PORT'),
    });
    expect(await run(['--stage', 'third'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('third: is missing'),
    });
  });
});
