// A day at a support desk: a person who gets no mail, loses a phone and a mailbox, and asks for a copy and to be forgotten.
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { processSurroundings } from '../../bin/admin/place.ts';
import { runAdmin } from '../../bin/admin/run.ts';
import { freshAddress, PASSWORD, tokenOf, useLocalService } from '../support/local/local-service.ts';
import { ask, logIn, mailAbout } from '../support/local/people.ts';
import { tellSes } from '../support/local/tell-ses.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const NEW_PASSWORD = 'a much better password';

const service = useLocalService();
const environment = () => ({ DATA_DIR: service.dataFolder, PORT: new URL(service.url).port });

/** One command as its main function. `json`: what a script reads. */
const run = async (words: readonly string[]) => {
  let out = '';
  let error = '';
  const exitCode = await runAdmin([...words, '--local'], {
    ...processSurroundings(),
    environment: environment(),
    isTerminal: false,
    readLine: async () => undefined,
    print: (printed) => {
      out += printed;
    },
    printError: (printed) => {
      error += printed;
    },
  });
  return { exitCode, out, error };
};
const admin = async (...words: readonly string[]) => {
  const { exitCode, out } = await run([...words, '--json']);
  return { exitCode, ...JSON.parse(out) };
};

/** One command as a process, as a person starts it. */
const adminProcess = async (words: readonly string[], input: string) => {
  const child = spawn(
    process.execPath,
    ['--import', join(ROOT, 'bin/text-imports.ts'), join(ROOT, 'bin/admin.ts'), ...words, '--local'],
    {
      env: { PATH: process.env['PATH'], ...environment() },
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  );
  child.stdin.end(input);
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [out, error, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  return { out, error, exitCode };
};

interface Entry {
  readonly id: string;
  readonly what: string;
  readonly act?: string;
}

const why = (ticket: number) => ['--reason', `ticket ${ticket}`];

describe('a day at the support desk', () => {
  let email = '';
  const newEmail = freshAddress();
  let userId = '';
  let refreshToken = '';
  const refresh = () => service.post('/token/refresh', { refreshToken });

  it('begins with a person whose mailbox refuses a mail', async () => {
    const { address, continuation, mail } = await service.signUp();
    email = address;
    const verified = await service.post('/verify', { token: tokenOf(mail), continuation, password: PASSWORD });
    expect(verified.status).toBe(200);
    await service.advance(61);
    await ask(service, '/reset', email);
    await tellSes(service, 'bouncedForGood', 'reset', [email]);
    await service.advance(61);
    expect((await service.post('/reset', { email })).status).toBe(202);
    await service.settled();
  });

  it('find: who is it? The address comes by the standard input', async () => {
    const found = await adminProcess(['find', '-'], `${email}\n`);
    expect({ exitCode: found.exitCode, error: found.error }).toEqual({ exitCode: 0, error: '' });
    expect(found.out).toMatch(new RegExp(`^email +${email} \\(verified\\)$`, 'm'));
    const { users } = await admin('find', email);
    expect(users).toEqual([
      expect.objectContaining({ email, emailVerified: true, disabled: false, hasPassword: true }),
    ]);
    userId = users[0].userId;
    expect(found.out).toContain(userId);
  });

  it('explain: why no mail? The mailbox refused one, and nothing goes there since', async () => {
    const told = await admin('explain', email);
    expect(told).toMatchObject({ exitCode: 0, address: email, suppressed: { reason: 'bounced' } });
    expect(told.timeline.map(({ mail }: { mail: string }) => mail)).toContain('reset');
    const { out } = await run(['explain', email, '--lang', 'en']);
    expect(out).toMatch(/came back for good/);
  });

  it('resend is refused as long as nothing is sent there', async () => {
    const refused = await admin('resend', email, '--mail', 'reset', ...why(90));
    expect(refused).toMatchObject({ exitCode: 1, code: 'address_suppressed' });
  });

  it('unsuppress and resend: the mail arrives, and she is in again', async () => {
    expect(await admin('unsuppress', email, ...why(90))).toMatchObject({ exitCode: 0 });
    const before = (await service.messagesTo(email)).length;
    expect(await admin('resend', email, '--mail', 'reset', ...why(90))).toMatchObject({ exitCode: 0 });
    const link = await service.waitForLink(email, before + 1);
    const reset = await service.post('/reset/confirm', { token: tokenOf(link), password: NEW_PASSWORD });
    expect(reset.status).toBe(200);
    const session = await logIn(service, email, NEW_PASSWORD);
    refreshToken = session.body.refreshToken;
    expect((await admin('show', email)).sessions.length).toBeGreaterThan(0);
  });

  it('log-out: the lost phone is out', async () => {
    expect(await admin('log-out', email, ...why(91))).toMatchObject({ exitCode: 0 });
    expect((await refresh()).status).toBe(401);
  });

  it('change-email: tried first, then done, and she gets in by a reset at the new address', async () => {
    const words = ['change-email', email, newEmail, '--old-mailbox-lost', ...why(91)];
    expect(await admin(...words, '--dry-run')).toMatchObject({ exitCode: 0, dryRun: true });
    expect(await admin(...words)).toMatchObject({ exitCode: 1, code: 'not_confirmed' });
    expect(await admin('find', newEmail)).toMatchObject({ exitCode: 1, code: 'not_found' });
    expect(await admin(...words, '--yes')).toMatchObject({ exitCode: 0, user: { userId, email: newEmail } });
    expect(await admin('find', email)).toMatchObject({ exitCode: 1, code: 'not_found' });
    expect(await mailAbout(service, email, '이메일')).toBeDefined();
    expect((await logIn(service, newEmail, NEW_PASSWORD)).status).toBe(401);
    await service.advance(61);
    const { token } = await ask(service, '/reset', newEmail);
    expect((await service.post('/reset/confirm', { token, password: PASSWORD })).status).toBe(200);
    expect((await logIn(service, newEmail)).status).toBe(200);
  });

  it('export: a file with all that is held, and no secret', async () => {
    const file = join(service.dataFolder, 'copy.json');
    expect(await admin('export', newEmail, '--out', file, ...why(120))).toMatchObject({ exitCode: 0, file });
    const held = readFileSync(file, 'utf8');
    rmSync(file);
    expect(JSON.parse(held)).toMatchObject({ user: { id: userId, email: newEmail }, isComplete: true });
    expect(held).not.toMatch(/argon2|\$|eyJ/);
  });

  it('delete: she is forgotten', async () => {
    expect(await admin('delete', newEmail, ...why(120))).toMatchObject({ exitCode: 1, code: 'not_confirmed' });
    expect(await admin('delete', newEmail, ...why(120), '--yes')).toMatchObject({ exitCode: 0, userId });
    expect(await admin('find', newEmail)).toMatchObject({ exitCode: 1, code: 'not_found' });
    expect((await logIn(service, newEmail)).status).toBe(401);
  });

  it('audit: all of it, newest first, with reasons and without an address', async () => {
    const { exitCode, entries } = await admin('audit', userId, '--limit', '500');
    expect(exitCode).toBe(0);
    const acts = entries.filter(({ reason }: { reason?: string }) => reason !== undefined);
    const said = acts.map(({ what, reason }: { what: string; reason: string }) => `${what}: ${reason}`);
    expect(said.filter((line: string) => !line.startsWith('admin.find'))).toEqual([
      'admin.delete: ticket 120',
      'admin.export: ticket 120',
      'admin.change_email: ticket 91',
      'admin.log_out: ticket 91',
      'admin.resend: ticket 90',
      'admin.unsuppress: ticket 90',
      'admin.resend: ticket 90',
    ]);
    expect(entries[0].by.kind).toBeDefined();
    const { out } = await run(['audit', userId]);
    expect(out).toContain('“ticket 120”');
    expect(out + JSON.stringify(entries)).not.toMatch(/@|argon2/);
  });

  it('audit: what followed has the act behind it, and replay sends an event of it again', async () => {
    const entries = await service.until(async () => {
      const { entries: told }: { readonly entries: readonly Entry[] } = await admin('audit', userId, '--limit', '500');
      return told.some(({ what }) => what === 'user.deleted') ? told : undefined;
    }, 'the event of the deletion');
    const entry = (wanted: string) => entries.find(({ what }) => what === wanted);
    expect(entry('user.deleted')?.act).toBe(entry('admin.delete')?.id);
    expect(entry('user.email_changed')?.act).toBe(entry('admin.change_email')?.id);
    const eventId = `${userId}.${entry('user.deleted')?.id}`;
    expect(await admin('replay', eventId, ...why(121))).toMatchObject({ exitCode: 0, eventId, type: 'user.deleted' });
    expect(await admin('replay', eventId, '--endpoint', 'none', ...why(121))).toMatchObject({ code: 'not_found' });
  });
});
