// A third language is texts alone. A copy of the project gets a folder of texts, its code in the list of languages, and the lines
// that the compiler asks for. Then a person walks from the sign-up page to the account page in it.
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MAILS } from '#texts/en/mails.ts';
import { OAUTH } from '#texts/en/oauth.ts';
import { PAGES } from '#texts/en/pages.ts';
import { SMS } from '#texts/en/sms.ts';

const ROOT = join(import.meta.dirname, '../..');
const COPIED = [
  'bin',
  'functions',
  'lib',
  'templates',
  'test/support',
  'package.json',
  'package-lock.json',
  'docs/openapi.json',
];
const TIMEOUT_MILLISECONDS = 180_000;

/** A language that nobody speaks: English in corner brackets. */
const translate = (texts: unknown): unknown => {
  if (typeof texts === 'string') return `「${texts}」`;
  if (Array.isArray(texts)) return texts.map(translate);
  if (typeof texts !== 'object' || texts === null) return texts;
  return Object.fromEntries(Object.entries(texts).map(([name, value]) => [name, translate(value)]));
};

/** One file for each surface, as a translator would write them. */
const TEXTS = [
  ['pages', 'PAGES', 'PageTexts', 'page-texts', PAGES],
  ['mails', 'MAILS', 'MailLanguage', 'mail-texts', MAILS],
  ['oauth', 'OAUTH', 'OAuthTexts', 'oauth-texts', OAUTH],
  ['sms', 'SMS', 'SmsTexts', 'sms-texts', SMS],
] as const;

let folder = '';
const inFolder = (path: string): string => join(folder, path);
const edit = (path: string, from: string, to: string): void => {
  const before = readFileSync(inFolder(path), 'utf8');
  expect(before).toContain(from);
  writeFileSync(inFolder(path), before.replace(from, to));
};
const run = (command: string, ...words: string[]) =>
  promisify(execFile)(command, words, { cwd: folder, maxBuffer: 64 * 1024 * 1024 }).then(
    ({ stdout }) => ({ code: 0, stdout }),
    ({ code, stdout, stderr }) => ({ code, stdout: `${stdout}${stderr}` }),
  );
const compile = () => run(join(ROOT, 'node_modules/.bin/tsc'));
const runFile = (file: string, ...words: string[]) =>
  run(process.execPath, '--import', './bin/text-imports.ts', file, ...words);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-language-'));
  for (const name of COPIED) cpSync(join(ROOT, name), inFolder(name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), inFolder('node_modules'), 'junction');
  const { compilerOptions } = JSON.parse(readFileSync(join(ROOT, 'tsconfig.json'), 'utf8'));
  writeFileSync(inFolder('tsconfig.json'), JSON.stringify({ compilerOptions, include: ['bin', 'lib', 'functions'] }));
  const sandbox = { senderEmail: 'a@modu.example', brandName: 'Modu', languages: ['ja', 'ko', 'en'] };
  writeFileSync(inFolder('cdk.json'), JSON.stringify({ context: { stage: 'sandbox', sandbox } }));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a third language', { timeout: TIMEOUT_MILLISECONDS }, () => {
  it('in the list of languages alone does not compile: the compiler names the lists of texts, and nothing else', async () => {
    edit('functions/domain/locale.ts', "['ko', 'en'] as const", "['ko', 'en', 'ja'] as const");
    const { stdout } = await compile();
    const files = new Set([...stdout.matchAll(/^([\w/.-]+)\(\d/gm)].map(([, file]) => file));
    expect([...files].toSorted()).toEqual(TEXTS.map(([name]) => `functions/texts/${name}.ts`).toSorted());
  });

  it('with its texts compiles', async () => {
    mkdirSync(inFolder('functions/texts/ja'));
    for (const [file, name, type, types, english] of TEXTS) {
      const texts = JSON.stringify(translate(english), null, 2);
      const source = `import type { ${type} } from '../${types}.ts';\n\nexport const ${name}: ${type} = ${texts};\n`;
      writeFileSync(inFolder(`functions/texts/ja/${file}.ts`), source);
      edit(`functions/texts/${file}.ts`, '{ ko: KO, en: EN }', '{ ko: KO, en: EN, ja: JA }');
      const first = `import { ${name} as KO } from './ko/${file}.ts';`;
      edit(`functions/texts/${file}.ts`, first, `${first}\nimport { ${name} as JA } from './ja/${file}.ts';`);
    }
    expect(await compile()).toEqual({ code: 0, stdout: '' });
  });

  it('takes a person from the sign-up page by mail and SMS to the account page', async () => {
    writeFileSync(inFolder('walk.ts'), WALK);
    const { code, stdout } = await runFile('walk.ts');
    expect({ code, stdout: code === 0 ? '' : stdout }).toEqual({ code: 0, stdout: '' });
    const seen = JSON.parse(stdout);
    expect(seen).toMatchObject({
      signUp: { language: 'ja', html: expect.stringContaining('>「Sign up」</h1>') },
      mail: { html: expect.stringContaining('<html lang="ja"'), subject: expect.stringMatching(/^「.*」$/) },
      linked: { language: 'ja', html: expect.stringContaining(`>「${PAGES.pages.verify.html.heading}」</h1>`) },
      sms: expect.stringMatching(/^「.*\d{6}.*」$/),
      locale: 'ja',
      account: { language: 'ja', html: expect.stringContaining('>「Your account」</h1>') },
      fallback: { language: 'ja' },
    });
    expect(seen.notice.text).toContain(`「${MAILS.facts.when}」`);
    const links = [...seen.signUp.html.matchAll(/hreflang="(..)">([^<]*)</g)].map((link) => link.slice(1));
    expect(links).toEqual([
      ['ko', '한국어'],
      ['en', 'English'],
    ]);
    const choices = [...seen.account.html.matchAll(/<label for="language-(..)" lang="..">([^<]*)</g)];
    expect(choices.map((choice) => choice.slice(1))).toEqual([
      ['ja', '「English」'],
      ['ko', '한국어'],
      ['en', 'English'],
    ]);
  });

  it('is in the preview and in the API document', async () => {
    const { stdout } = await runFile('bin/preview.ts', '--out', '-');
    expect(stdout).toContain('<article data-locale="ja" lang="ja">');
    expect(stdout).toContain('id="locale-ja"');
    expect(await runFile('bin/openapi.ts')).toMatchObject({ code: 0 });
    const document = JSON.parse(readFileSync(inFolder('docs/openapi.json'), 'utf8'));
    expect(document.components.schemas.SignUpRequest.properties.locale.enum).toEqual(['ko', 'en', 'ja']);
  });
});

const WALK = `
import { createTestService } from './test/support/service.ts';
import { mailTo } from './test/support/sign-up.ts';

const service = createTestService({ settings: { languages: ['ja', 'ko', 'en'] } });
const email = 'someone@example.com';
const password = 'correct horse battery';
const pageOf = async (path, headers = {}) => {
  const { text, headers: answered } = await service.request({ method: 'GET', path, headers });
  return { language: answered['content-language'], html: text };
};
const ok = (answer) => {
  if (answer.status >= 300) throw new Error(answer.status + ' ' + answer.text);
  return answer.body;
};
const signUp = await pageOf('/signup', { 'accept-language': 'ja-JP,ja;q=0.9,en;q=0.8' });
const { continuation } = ok(await service.post('/signup', { email, password, locale: 'ja' }));
const mail = await mailTo(service, email);
const linked = await pageOf('/verify?' + mail.token + '.ja');
const { accessToken, user } = ok(await service.post('/verify', { token: mail.token, continuation }));
service.advance(61);
ok(await service.post('/otp', { channel: 'sms', to: '010-1234-5678', locale: 'ja' }));
await service.deliver();
const body = { currentPassword: password, newPassword: 'another horse battery' };
ok(await service.post('/me/password', body, { headers: { authorization: 'Bearer ' + accessToken } }));
const notice = await mailTo(service, email);
process.stdout.write(
  JSON.stringify({
    signUp,
    mail,
    linked,
    sms: service.texts[0].body,
    locale: user.locale,
    notice,
    account: await pageOf('/account?lang=ja'),
    fallback: await pageOf('/signup?lang=fr'),
  }),
);
`;
