// No secret leaks: runs the flows, then searches every log line, every row and every file of the tables.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freshSecret, tokenOf, useLocalService } from '../support/local/local-service.ts';
import { wrongCode } from '../support/wrong-code.ts';

const service = useLocalService();

const password = freshSecret();
const otherPassword = freshSecret();
/** Each secret by its kind, so that a failure names it without showing it. */
const secrets: [string, string][] = [
  ['password', password],
  ['wrong password', otherPassword],
];
const addresses: [string, string][] = [];

const digitsAlone = (code: string): RegExp => new RegExp(`(?<!\\d)${code}(?!\\d)`);
const found = (text: string, wanted: readonly [string, string][]): string[] =>
  wanted
    .filter(([, value]) => (/^\d{6}$/.test(value) ? digitsAlone(value).test(text) : text.includes(value)))
    .map(([name]) => name);

const begin = async () => {
  const begun = await service.signUp({ password });
  const [, continuationSecret = ''] = begun.continuation.split('.');
  addresses.push(['address', begun.address]);
  secrets.push(['code', begun.mail.code], ['link token', tokenOf(begun.mail)]);
  secrets.push(['continuation', begun.continuation], ['continuation secret', continuationSecret]);
  return begun;
};
const noteTokens = ({ body }: Awaited<ReturnType<typeof service.post>>): void => {
  const mac = body.refreshToken.split('.')[2];
  secrets.push(['refresh token', body.refreshToken], ['MAC of a refresh token', mac]);
  secrets.push(['access token', body.accessToken], ['signature', body.accessToken.split('.')[2]]);
};

describe('after every flow', () => {
  it('every flow was run', async () => {
    const byLink = await begin();
    noteTokens(await service.post('/verify', { token: tokenOf(byLink.mail), continuation: byLink.continuation }));

    const byCode = await begin();
    const { continuation } = byCode;
    const wrong = wrongCode(byCode.mail.code);
    secrets.push(['wrong code', wrong]);
    expect((await service.post('/verify', { code: wrong, continuation })).status).toBe(401);
    noteTokens(await service.post('/verify', { code: byCode.mail.code, continuation }));

    const byPassword = await begin();
    const token = tokenOf(byPassword.mail);
    expect((await service.post('/verify', { token, password: otherPassword })).status).toBe(401);
    noteTokens(await service.post('/verify', { token, password }));
    noteTokens(await service.post('/verify/status', { continuation: byPassword.continuation }));
    expect((await service.post('/verify', { token, password })).status).toBe(410);

    await service.advance(61);
    expect((await service.post('/signup', { email: byLink.address, password: otherPassword })).status).toBe(202);
    await service.waitForMessages(byLink.address, 2);
    expect((await service.post('/signup', { email: byLink.address, password: 1, code: otherPassword })).status).toBe(
      400,
    );

    const pending = await begin();
    await service.get(`/verify?token=${tokenOf(pending.mail)}`);
    await service.advance(61);
    expect((await service.post('/signup/resend', { continuation: pending.continuation })).status).toBe(202);
    await service.waitForMessages(pending.address, 2);
  });

  it('no log line holds an address, a code, a token, a password or a continuation', async () => {
    await service.settled();
    expect(service.lines.length).toBeGreaterThan(20);
    expect(found(service.lines.join(''), [...secrets, ...addresses])).toEqual([]);
    expect(service.lines.join('')).not.toContain('@example.com');
  });

  it('no row holds a code, a link token, a password, a continuation or a session token', async () => {
    const rows = JSON.stringify(await service.dump());
    // The rows contain this by design, which shows that the search works.
    expect(found(rows, addresses)).toHaveLength(addresses.length);
    expect(rows).toContain('$argon2id$');
    expect(found(rows, secrets)).toEqual([]);
  });

  it('no file of the tables holds one either, including older versions of rows', async () => {
    const folder = join(service.dataFolder, 'tables');
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const bytes = files.map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'latin1')).join('\n');
    expect(bytes).toContain('$argon2id$');
    expect(found(bytes, secrets)).toEqual([]);
  });

  it('the key files in the data folder contain no secret in plain form', () => {
    for (const name of ['keys.json', 'otp-keys.json'])
      expect(found(readFileSync(join(service.dataFolder, name), 'utf8'), secrets)).toEqual([]);
  });
});
