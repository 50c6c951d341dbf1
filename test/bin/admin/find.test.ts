// `find` as a whole run: what it asks, prints and exits with; and what is common to all commands.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AdminServer, problem, startAdminServer } from '../../support/servers/admin-api.ts';
import { aFolder, ADA as PLAIN, run, surroundings } from './world.ts';

const ADA = { ...PLAIN, profile: { name: '김에이다' } };
const BOB = { ...ADA, userId: 'django-7', email: 'bob@example.com', phone: '+821012345678', disabled: true };

const { folder, remove } = aFolder();
let server: AdminServer;
beforeAll(async () => {
  server = await startAdminServer(() => undefined);
});
beforeEach(() => {
  server.calls.length = 0;
  answer(ADA);
});
afterAll(async () => {
  await server.stop();
  remove();
});
const answer = (...users: readonly object[]) => {
  server.answer = () => ({ status: 200, body: { users } });
};
const admin = (words: readonly string[], more?: Parameters<typeof run>[2]) =>
  run([...words, '--local'], surroundings(folder, { PORT: String(server.port) }), more);
const asked = () => server.calls.map(({ body }) => body);

describe('find', () => {
  it.each([
    ['ada@example.com', { email: 'ada@example.com' }],
    ['+82 10-1234-5678', { phone: '+821012345678' }],
    ['010-1234-5678', { phone: '+821012345678' }],
    ['01JADA00000000000000000000', { userId: '01JADA00000000000000000000' }],
    ['7', { userId: '7' }],
  ])('asks for %s', async (word, body) => {
    expect((await admin(['find', word])).exitCode).toBe(0);
    expect(asked()).toEqual([body]);
  });

  it('shows the one account by its fields, and no others that an answer may hold', async () => {
    answer({ ...ADA, passwordHash: '$argon2id$secret', epoch: 3 });
    const { out, error } = await admin(['find', ADA.userId]);
    expect(out).toMatch(/^email +ada@example\.com \(verified\)$/m);
    expect(out).toMatch(/^state +active$/m);
    expect(out).toMatch(/^created +2026-01-02T03:04:05\.000Z$/m);
    const json = await admin(['find', ADA.userId, '--json']);
    expect(JSON.parse(json.out)).toEqual({ users: [ADA] });
    expect(out + error + json.out).not.toMatch(/argon2|epoch/);
  });

  it('lists several in columns that line up', async () => {
    answer(ADA, BOB);
    const { out } = await admin(['find', '010-1234-5678', '--lang', 'ko']);
    expect(out.trimEnd().split('\n')).toEqual([
      'id                          이메일           휴대폰 번호    상태  가입',
      '01JADA00000000000000000000  ada@example.com  -              정상  2026-01-02',
      'django-7                    bob@example.com  +821012345678  정지  2026-01-02',
    ]);
  });

  it('exits 1 if there is none', async () => {
    answer();
    expect(await admin(['find', 'eve@example.com'])).toEqual({
      exitCode: 1,
      out: '',
      error: 'There is no such account.\n',
    });
    const { exitCode, out } = await admin(['find', 'eve@example.com', '--json', '--lang', 'ko']);
    expect(exitCode).toBe(1);
    expect(JSON.parse(out)).toEqual({ exitCode: 1, code: 'not_found', fault: '그런 계정이 없습니다.' });
  });

  it('keeps a reason that is given', async () => {
    await admin(['find', ADA.userId, '--reason', 'ticket 12']);
    expect(asked()).toEqual([{ userId: ADA.userId, reason: 'ticket 12' }]);
  });
});

describe('every command', () => {
  it('takes a word from the standard input', async () => {
    await admin(['find', '-'], { input: [' ada@example.com '] });
    expect(asked()).toEqual([{ email: 'ada@example.com' }]);
    expect((await admin(['find', '-'])).error).toMatch(/^the standard input has no line for "-"/);
  });

  it('makes characters harmless that a terminal would obey', async () => {
    const name = 'A\u001b[2J\u009b31m\u202eB\u2028C';
    answer({ ...ADA, profile: { name } });
    const { out } = await admin(['find', ADA.userId]);
    expect(out).toContain('A\\u001b[2J\\u{009b}31m\\u{202e}B\\u{2028}C');
    const json = await admin(['find', ADA.userId, '--json']);
    expect(JSON.parse(json.out).users[0].profile).toEqual({ name });
    for (const text of [out, json.out]) expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  });

  it('exits 2 when the service cannot answer, and 1 when it refuses', async () => {
    server.answer = () => problem(500, 'internal_error');
    expect(await admin(['find', '7'])).toMatchObject({ exitCode: 2, error: expect.stringMatching(/npm run doctor/) });
    server.answer = () =>
      problem(400, 'invalid_request', { errors: [{ path: 'userId', message: 'must be\u001b one' }] });
    const { exitCode, error } = await admin(['find', '?', '--lang', 'ko']);
    expect(exitCode).toBe(1);
    expect(error).toBe('서비스가 입력한 값을 받지 않습니다:\n  userId: must be\\u{001b} one\n');
  });

  it.each([
    [[], 'a command is missing'],
    [['frobnicate'], 'there is no command "frobnicate"'],
    [['find'], 'an email address, a phone number or an id is missing'],
    [['find', 'a', 'b'], 'there are too many words'],
    [['find', 'a', '--yes'], '--yes cannot be used with "find"'],
    [['find', 'a', '--frobnicate'], "Unknown option '--frobnicate'"],
    [['find', 'a', '--lang', 'fr'], '--lang must be ko or en'],
  ])('%j exits 2 with the usage', async (words, why) => {
    const { exitCode, out, error } = await admin(words);
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    expect(error).toContain(why);
    expect(error).toContain('\n\nUsage: npm run -s admin');
    expect(server.calls).toEqual([]);
  });

  it('says what is wrong in the language that is asked for', async () => {
    const { error } = await admin(['frobnicate', '--lang', 'ko']);
    expect(error).toMatch(/\n\n사용법: /);
    expect((await admin(['frobnicate', '--lang=ko'])).error).toMatch(/\n\n사용법: /);
  });

  it('has help in both languages', async () => {
    expect(await admin(['--help'])).toMatchObject({ exitCode: 0, out: expect.stringMatching(/^Usage: /) });
    expect(await admin(['find', '--help', '--lang', 'ko'])).toMatchObject({
      exitCode: 0,
      out: expect.stringMatching(/^사용법: /),
    });
  });
});
