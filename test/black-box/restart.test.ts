// What a data folder keeps over a restart: owed mails, links, keys, accounts. Only one process at a time can use it.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createDynamoDBStore } from '#adapters/store/dynamodb-store.ts';
import { requestDelivery } from '#domain/delivery/delivery.ts';
import { challengeKey } from '#domain/store-keys.ts';
import { startDatabase } from '../../bin/local/database.ts';
import { startLocal } from '../../bin/local/start.ts';
import { TABLE_NAMES } from '../../bin/local/tables.ts';
import { freshAddress, PASSWORD, tokenOf, useLocalService } from '../support/local/local-service.ts';
import { subjectOf } from '../support/mails.ts';

const service = useLocalService();

const restart = async (): Promise<void> => {
  await service.stop();
  await service.start();
};
const inFolder = (file: string): string => join(service.dataFolder, file);

/** Leaves a row in the state after a crash between "saved" and "sent". */
const makeOwed = async (address: string, status: 'pending' | 'queued'): Promise<void> => {
  const database = await startDatabase(inFolder('tables'));
  try {
    const store = createDynamoDBStore({ client: database.client, tableNames: TABLE_NAMES });
    const key = challengeKey({ purpose: 'signup', channel: 'email', address });
    const [challenge] = await store.load([key]);
    if (!challenge) throw new Error('there is no such sign-up');
    const delivery = { ...requestDelivery(Date.now(), challenge.delivery), status };
    if (!(await store.swap(key, challenge, { ...challenge, delivery })).ok) throw new Error('another one wrote it');
  } finally {
    await database.stop();
  }
};

describe('a restart on the same data folder', () => {
  it.each(['pending', 'queued'] as const)('sends the mail that was %s, with the same link and code', async (status) => {
    const { address, continuation, mail } = await service.signUp();
    await service.stop();
    await makeOwed(address, status);
    await service.start();
    const again = await service.waitForLink(address, 2);
    expect([tokenOf(again), again.code]).toEqual([tokenOf(mail), mail.code]);
    expect((await service.post('/verify', { code: again.code, continuation })).status).toBe(200);
  });

  it('does not lose the mail of a sign-up that was accepted just before', async () => {
    await service.advance(61);
    const address = freshAddress();
    expect((await service.post('/signup', { email: address, password: PASSWORD })).status).toBe(202);
    await service.stopAtOnce();
    await service.start();
    const mail = await service.waitForLink(address);
    expect((await service.post('/verify', { token: tokenOf(mail), password: PASSWORD })).status).toBe(200);
  });

  it('does not send a sent mail again', async () => {
    const { address } = await service.signUp();
    await restart();
    await service.signUp();
    expect(await service.messagesTo(address)).toHaveLength(1);
  });

  it('keeps links, continuations and signing keys', async () => {
    const { continuation, mail } = await service.signUp();
    const keySets = () =>
      Promise.all(['jwks', 'proof-jwks'].map(async (name) => (await service.get(`/.well-known/${name}.json`)).body));
    const before = await keySets();
    await restart();
    expect(await keySets()).toEqual(before);
    expect((await service.post('/verify/status', { continuation })).body).toEqual({ status: 'pending' });
    expect((await service.post('/verify', { token: tokenOf(mail), continuation })).status).toBe(200);
  });

  it('keeps accounts: a used link stays used, and the address stays taken', async () => {
    const { address, continuation, mail } = await service.signUp();
    expect((await service.post('/verify', { token: tokenOf(mail), continuation })).status).toBe(200);
    await restart();
    const again = await service.post('/verify', { token: tokenOf(mail), continuation });
    expect([again.status, again.body.code]).toEqual([410, 'already_used']);
    await service.advance(61);
    await service.post('/signup', { email: address, password: PASSWORD });
    expect((await service.waitForMessages(address, 2)).at(-1)?.subject).toContain(subjectOf('account-exists'));
  });
});

describe('the data folder', () => {
  const refusalOf = (second: ReturnType<typeof startLocal>): Promise<Error> =>
    second.then(
      async (started) => {
        await started.stop();
        return new Error('it started');
      },
      (error: Error) => error,
    );
  const startSecond = () =>
    startLocal({
      port: 0,
      mail: { transport: 'ses' },
      dataFolder: service.dataFolder,
      writeLog: () => undefined,
    });

  it('is refused to a second process, in one line that names the first process and the setting', async () => {
    const refusal = await refusalOf(startSecond());
    expect(refusal.name).toBe('UserError');
    expect(refusal.message).toContain(`process ${process.pid}`);
    expect(refusal.message).toContain('DATA_DIR');
    expect(refusal.message).not.toContain('\n');
    expect((await service.get('/health')).status).toBe(200);
  });

  it('is refused to a second process whose lock somebody removed, by the lock of the database', async () => {
    rmSync(inFolder('lock'));
    const refusal = await refusalOf(startSecond());
    expect([refusal.name, refusal.message]).toEqual([
      'UserError',
      expect.stringContaining('in use by another process'),
    ]);
    expect((await service.get('/health')).status).toBe(200);
  });

  it.each([
    ['of a process that is gone', () => String(spawnSync(process.execPath, ['--version']).pid)],
    ['that is empty', () => ''],
    ['that is no number', () => 'x'],
  ])('is taken over from a lock %s', async (_name, content) => {
    await service.stop();
    writeFileSync(inFolder('lock'), content());
    await service.start();
    expect(readFileSync(inFolder('lock'), 'utf8')).toMatch(new RegExp(`^${process.pid} `));
    expect((await service.get('/health')).status).toBe(200);
  });

  it('is free again after a stop', async () => {
    await service.stop();
    expect(existsSync(inFolder('lock'))).toBe(false);
    await service.start();
  });

  it('has key files and a lock file that only their owner may read', () => {
    expect(statSync(inFolder('lock')).mode & 0o777).toBe(0o600);
    const files = ['keys.json', 'otp-keys.json'].map((name) => {
      expect(statSync(inFolder(name)).mode & 0o777).toBe(0o600);
      return JSON.parse(readFileSync(inFolder(name), 'utf8'));
    });
    for (const { master, privateKey } of files) {
      expect(Buffer.from(master, 'base64')).toHaveLength(32);
      expect(privateKey).toContain('BEGIN PRIVATE KEY');
    }
    const [ofAccounts, ofCodes] = files;
    expect(ofCodes.master).not.toBe(ofAccounts.master);
    expect(ofCodes.privateKey).not.toBe(ofAccounts.privateKey);
  });
});
