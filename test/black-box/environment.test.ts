// The variables of `npm start`: the transport they select, and one clear line for each mistake.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { LOCAL_CLIENTS, readClients, readMail, readTrustedCallers } from '../../bin/local/environment.ts';
import { UserError } from '../../bin/user-error.ts';
import { CALLER_KEY, TRUSTED_CALLER } from '../support/trusted-caller.ts';

const folder = mkdtempSync(join(tmpdir(), 'latchkey-test-'));
const SINK = {
  TRANSPORT: 'smtp',
  SMTP_HOST: 'smtp.naver.com',
  SMTP_USER: 'team',
  SMTP_PASSWORD: 'S3CR3T',
  SENDER_EMAIL: 'Team@naver.com',
};

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('mails of npm start are sent by', () => {
  it('a local SES by default', () => {
    expect(readMail({})).toEqual({ transport: 'ses' });
    expect(readMail({ TRANSPORT: 'ses' })).toEqual({ transport: 'ses' });
  });

  it('a local SMTP server with TRANSPORT=smtp', () => {
    expect(readMail({ TRANSPORT: 'smtp' })).toEqual({ transport: 'smtp', server: { port: 2525 } });
    expect(readMail({ TRANSPORT: 'smtp', SMTP_PORT: '0' })).toEqual({ transport: 'smtp', server: { port: 0 } });
  });

  it('the server that SMTP_HOST names, by STARTTLS, or by TLS at once on port 465', () => {
    const server = {
      host: 'smtp.naver.com',
      port: 587,
      secure: false,
      user: 'team',
      password: 'S3CR3T',
      senderEmail: 'team@naver.com',
    };
    expect(readMail(SINK)).toEqual({ transport: 'smtp', server });
    expect(readMail({ ...SINK, SMTP_PORT: '465' })).toEqual({
      transport: 'smtp',
      server: { ...server, port: 465, secure: true },
    });
  });

  it('a server with the certificate of a private authority, with SMTP_CA', () => {
    const file = join(folder, 'authority.pem');
    writeFileSync(file, 'PEM');
    expect(readMail({ ...SINK, SMTP_CA: file })).toMatchObject({ server: { certificateAuthority: 'PEM' } });
  });
});

describe('the trusted caller of npm start', () => {
  it('has the key in TRUSTED_CALLER_KEY, and without it there is none', () => {
    const { keySha256 } = TRUSTED_CALLER;
    expect(readTrustedCallers({ TRUSTED_CALLER_KEY: CALLER_KEY })).toEqual([{ name: 'local', keySha256 }]);
    for (const key of [undefined, '']) expect(readTrustedCallers({ TRUSTED_CALLER_KEY: key })).toEqual([]);
  });
});

describe('the client of npm start', () => {
  it('links to the pages at LINK_URL, and without it to the hosted ones', () => {
    const linkUrl = 'http://localhost:5173/auth';
    expect(readClients({})).toBe(LOCAL_CLIENTS);
    expect(readClients({ LINK_URL: linkUrl })).toEqual([{ ...LOCAL_CLIENTS[0], linkUrl }]);
  });
});

describe('a mistake is reported with the name of its variable and never with a value', () => {
  it.each([
    ['TRANSPORT', { TRANSPORT: 'pigeon' }],
    ['SMTP_PORT', { ...SINK, SMTP_PORT: '70000' }],
    ['SMTP_USER', { ...SINK, SMTP_USER: '' }],
    ['SMTP_PASSWORD', { ...SINK, SMTP_PASSWORD: undefined }],
    ['SENDER_EMAIL', { ...SINK, SENDER_EMAIL: 'S3CR3T' }],
    ['SMTP_CA', { ...SINK, SMTP_CA: join(folder, 'S3CR3T') }],
    ['LINK_URL', { LINK_URL: 'http://localhost:5173/auth#S3CR3T' }],
  ])('%s', (name, environment) => {
    const read = () => [readMail(environment), readClients(environment)];
    expect(read).toThrow(UserError);
    expect(read).toThrow(new RegExp(`^${name} must [^\\n]+\\.$`));
    expect(read).not.toThrow('S3CR3T');
  });
});
