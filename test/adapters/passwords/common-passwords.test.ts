import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { createCommonPasswords } from '#adapters/passwords/common-passwords.ts';

const run = promisify(execFile);
const ADAPTER = new URL('../../../functions/adapters/passwords/common-passwords.ts', import.meta.url);
const LIST = readFileSync(
  new URL('../../../functions/adapters/passwords/common-passwords.txt', import.meta.url),
  'utf8',
);
const LINES = LIST.slice(0, -1).split('\n');

const ROOT = new URL('../../..', import.meta.url);
const ASK = `const list = createCommonPasswords('Example');
console.log(await list.has('dkssudgktpdy'), await list.has('비밀번호1234'), await list.has('moss-lantern-otter'));`;

describe('createCommonPasswords', () => {
  const list = createCommonPasswords('Example');

  it.each(['password', '12345678', 'iloveyou', '1q2w3e4r', 'qwertyuiop'])('knows %s', async (password) => {
    expect(await list.has(password)).toBe(true);
  });

  it.each([
    ['dkssudgktpdy', '안녕하세요'],
    ['tkfkdgody', '사랑해요'],
    ['qlalfqjsgh', '비밀번호'],
    ['eogksalsrnr', '대한민국'],
    ['rkskekfk', '가나다라'],
    ['1q2w3e4r!', 'a keyboard walk and a sign'],
    ['qwer1234!', 'a keyboard walk and a sign'],
    ['asdf1234!', 'a keyboard walk and a sign'],
    ['korea1234', 'a country and digits'],
    ['비밀번호1234', 'hangul'],
  ])('knows %s, which people in Korea use: %s', async (password) => {
    expect(await list.has(password)).toBe(true);
  });

  it('does not care for letter case', async () => {
    expect(await list.has('PassWord')).toBe(true);
  });

  it.each(['', 'moss-lantern-otter', 'password ', '\n', 'iloveyou\nprincess', 'constructor1'])(
    'does not know %j',
    async (password) => {
      expect(await list.has(password)).toBe(false);
    },
  );

  it('answers many questions at once', async () => {
    const fresh = createCommonPasswords('Example');
    const answers = await Promise.all(['password', 'moss-lantern-otter', 'iloveyou'].map((one) => fresh.has(one)));
    expect(answers).toEqual([true, false, true]);
  });
});

describe('the list', () => {
  it('has at most 10,000 lines, each of 8 code points or more that the length rule lets through', () => {
    expect(LINES.length).toBeGreaterThan(8000);
    expect(LINES.length).toBeLessThanOrEqual(10_000);
    expect(LINES.filter((line) => [...line].length < 8 || [...line].length > 128)).toEqual([]);
  });

  it('is in lower case, NFC, trimmed, free of control characters and ends with a line break', () => {
    expect(LINES.filter((line) => line !== line.toLowerCase().normalize('NFC').trim())).toEqual([]);
    expect(LINES.filter((line) => /\p{C}/u.test(line))).toEqual([]);
    expect(LIST.endsWith('\n')).toBe(true);
  });

  it('is sorted and names each once', () => {
    expect(LINES).toEqual([...new Set(LINES)].sort());
  });
});

describe('the import as text', () => {
  it('works in plain Node', async () => {
    const script = `import { createCommonPasswords } from ${JSON.stringify(ADAPTER.href)};\n${ASK}`;
    const node = ['--import', './bin/text-imports.ts', '--input-type=module', '--eval', script];
    const { stdout } = await run(process.execPath, node, { cwd: ROOT });
    expect(stdout.trim()).toBe('true true false');
  });

  it('works in a bundle', async () => {
    const { outputFiles } = await build({
      stdin: {
        contents: `import { createCommonPasswords } from './functions/adapters/passwords/common-passwords.ts';\n${ASK}`,
        resolveDir: fileURLToPath(ROOT),
      },
      bundle: true,
      write: false,
      platform: 'node',
      format: 'esm',
      target: 'node24',
      minify: true,
      keepNames: true,
    });
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', outputFiles[0]?.text ?? '']);
    expect(stdout.trim()).toBe('true true false');
  });
});
