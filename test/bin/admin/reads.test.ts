// What the commands that read make of the answers, and the file that `export` writes.
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../../bin/admin/commands/all.ts';
import { USAGE } from '../../../bin/admin/usage.ts';
import { type AdminServer, startAdminServer } from '../../support/servers/admin-api.ts';
import { ADA, aFolder, EVA, run, surroundings } from './world.ts';

const { folder, remove } = aFolder();
let server: AdminServer;
beforeAll(async () => {
  server = await startAdminServer(() => undefined);
});
beforeEach(() => {
  server.calls.length = 0;
});
afterAll(async () => {
  await server.stop();
  remove();
});

/** Accounts that are looked up are Ada; everything else has this answer. */
const answer = (body: object) => {
  server.answer = ({ path }) => ({ status: 200, body: path === '/admin/users/find' ? { users: [ADA] } : body });
};
const admin = (words: readonly string[]) =>
  run([...words, '--local'], surroundings(folder, { PORT: String(server.port) }));

describe('export', () => {
  it('writes a file for its owner alone, and never over another', async () => {
    const file = join(folder, 'ada.json');
    const words = ['export', ADA.email, '--out', file, '--reason', 'ticket 12'];
    answer({ user: ADA, audit: [], isComplete: true });
    expect((await admin([...words, '--dry-run'])).exitCode).toBe(0);
    expect(existsSync(file)).toBe(false);
    const { exitCode, out } = await admin(words);
    expect(exitCode).toBe(0);
    expect(out).toContain(file);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ user: ADA, audit: [], isComplete: true });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await admin(words)).toMatchObject({ exitCode: 2, error: expect.stringContaining('EEXIST') });
    rmSync(file);
    answer({ isComplete: false });
    expect((await admin(words)).out).toContain('It is not all');
  });
});

describe('list', () => {
  it('reads page by page up to the limit, and says how to go on', async () => {
    server.answer = ({ body }) => ({
      status: 200,
      body: { users: body['cursor'] === undefined ? [ADA] : [EVA], cursor: `after-${body['cursor'] ?? 'start'}` },
    });
    const { out } = await admin(['list', '--limit', '2', '--state', 'unverified']);
    expect(server.calls.map(({ body }) => body)).toEqual([
      { limit: 2, state: 'unverified' },
      { limit: 1, state: 'unverified', cursor: 'after-start' },
    ]);
    expect(out).toMatch(/ada@example\.com.*eva@example\.com.*There is more: --cursor after-after-start\n$/s);
  });
});

describe('the usage', () => {
  const names = COMMANDS.map(({ name }) => name);

  it.each(['ko', 'en'] as const)('in %s has each command once, in one order', (language) => {
    const told = [...USAGE[language].matchAll(/^ {2}([a-z][a-z-]*) /gm)].map(([, name]) => name);
    expect(told).toEqual(names);
  });
});

describe('explain', () => {
  const AT = '2026-01-02T03:04:05.000Z';
  const sentence = { en: 'Password reset mail: it came back.', ko: '비밀번호 재설정 메일: 반송되었습니다.' };

  it('tells the mails, what stops them and what to do, in the language of the reader', async () => {
    const told = {
      address: ADA.email,
      timeline: [{ at: AT, mail: 'reset', status: 'bounced', sentence }],
      suppressed: { reason: 'bounced', at: AT },
      limits: [{ until: AT, sentence: { en: 'The mailbox has had its mails.', ko: '메일함의 한도입니다.' } }],
      advice: [{ en: 'Lift it.', ko: '푸세요.' }],
    };
    answer(told);
    const { exitCode, out } = await admin(['explain', ADA.email]);
    expect(exitCode).toBe(0);
    expect(out.trimEnd().split('\n')).toEqual([
      'ada@example.com: what was sent, and what became of it',
      `  ${AT}  ${sentence.en}`,
      `Suppressed: bounced, since ${AT}`,
      'Limits that stand now',
      `  until ${AT}  The mailbox has had its mails.`,
      'What to do',
      '  →  Lift it.',
    ]);
    const korean = await admin(['explain', ADA.email, '--lang', 'ko']);
    expect(korean.out).toContain(`  ${AT}  ${sentence.ko}`);
    const json = await admin(['explain', '010-1234-5678', '--json']);
    expect(JSON.parse(json.out)).toEqual(told);
    expect(server.calls.at(-1)).toMatchObject({ path: '/admin/users/explain', body: { phone: '+821012345678' } });
  });

  it('says so if there is nothing', async () => {
    answer({ address: ADA.email, timeline: [], limits: [], advice: [] });
    const { out } = await admin(['explain', ADA.email]);
    expect(out).toBe('ada@example.com: what was sent, and what became of it\n  There is no record.\n');
  });
});

describe('audit', () => {
  const AT = '2026-01-02T03:04:05.000Z';
  const ARN = 'arn:aws:sts::111122223333:assumed-role/support/kim';
  const entries = [
    { id: 'B', at: AT, what: 'user.deleted', by: { kind: 'admin' }, act: 'A' },
    {
      id: 'A',
      at: AT,
      what: 'admin.delete',
      by: { kind: 'admin', who: ARN, network: '192.0.2.0/24' },
      reason: 'ticket 12',
    },
    { id: '9', at: AT, what: 'user.consent_changed', by: { kind: 'user' }, data: { key: 'marketing', granted: true } },
  ];

  it('tells what happened, by whom and why, of an id without looking it up', async () => {
    answer({ entries });
    const { out } = await admin(['audit', ADA.userId, '--lang', 'ko']);
    expect(server.calls.map(({ path, body }) => [path, body])).toEqual([
      ['/admin/users/audit', { userId: ADA.userId }],
    ]);
    expect(
      out
        .trimEnd()
        .split('\n')
        .map((line) => line.split(/ {2,}/)),
    ).toEqual([
      ['시각', '무엇', '누가', 'ID', '이유와 내용'],
      [AT, 'user.deleted', '관리자', 'B'],
      [AT, 'admin.delete', ARN, 'A', '“ticket 12”'],
      [AT, 'user.consent_changed', '본인', '9', 'key=marketing granted=true'],
    ]);
    const { out: json } = await admin(['audit', ADA.email, '--json']);
    expect(JSON.parse(json)).toEqual({ userId: ADA.userId, entries });
  });

  it('reads on until there is no more, or the limit', async () => {
    server.answer = ({ body }) => ({
      status: 200,
      body: { entries, ...(body['cursor'] === undefined && { cursor: '9' }) },
    });
    const all = await admin(['audit', ADA.userId, '--json']);
    expect(JSON.parse(all.out).entries.length).toBe(6);
    const some = await admin(['audit', ADA.userId, '--limit', '3']);
    expect(some.out).toMatch(/There is more: --cursor 9\n$/);
    const few = await admin(['audit', ADA.userId, '--limit', '2', '--json']);
    expect(JSON.parse(few.out)).toEqual({ userId: ADA.userId, entries: entries.slice(0, 2), cursor: 'A' });
    server.answer = () => ({ status: 200, body: { entries: [] } });
    expect((await admin(['audit', ADA.userId])).out).toBe('There is no record.\n');
  });
});

describe('show', () => {
  it('tells what an account has, each part with its number', async () => {
    const AT = '2026-01-02T03:04:05.000Z';
    const shown = {
      user: ADA,
      sessions: [{ id: 'S1', createdAt: AT, lastUsedAt: AT, expiresAt: AT, device: 'Chrome on Windows' }],
      consents: [{ key: 'terms', version: '2026-01-01', granted: true, at: AT, locale: 'ko', network: '192.0.2.0/24' }],
      suppressed: [],
      challenges: [
        {
          ...{ purpose: 'reset', channel: 'email', createdAt: AT, expiresAt: AT, sends: 1, failures: 0 },
          delivery: { status: 'sent', at: AT },
        },
      ],
    };
    answer(shown);
    const { out } = await admin(['show', ADA.userId]);
    expect(out).toMatch(/^email +ada@example\.com \(verified\)$/m);
    expect(out).toContain(`Sessions (1)\n  S1  Chrome on Windows  -  -  since ${AT}  last ${AT}\n`);
    expect(out).toContain(`Consents (1)\n  terms  2026-01-01  granted  ${AT}\n`);
    expect(out).toContain('Suppressed (0)\n');
    expect(out).toContain(`Open links and codes (1)\n  reset  email  sent  asked ${AT}  ends ${AT}\n`);
    expect(JSON.parse((await admin(['show', ADA.userId, '--json'])).out)).toEqual(shown);
    expect(server.calls.map(({ body }) => body)).toEqual([{ userId: ADA.userId }, { userId: ADA.userId }]);
  });
});
