// Mails that the last run owed, and a mail server that does not answer: requests do not wait for either.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDynamoDBStore } from '#adapters/store/dynamodb-store.ts';
import { requestDelivery } from '#domain/delivery/delivery.ts';
import { challengeKey } from '#domain/store-keys.ts';
import { startDatabase } from '../../bin/local/database.ts';
import { LOOPBACK, listen } from '../../bin/local/listen.ts';
import type { LocalMessage } from '../../bin/local/local-message.ts';
import type { LocalMailOptions } from '../../bin/local/mail/mail.ts';
import type { LocalService } from '../../bin/local/options.ts';
import { startLocal } from '../../bin/local/start.ts';
import { TABLE_NAMES } from '../../bin/local/tables.ts';
import { CHEAP_HASHING } from '../support/cheap-hashing.ts';
import { freshAddress, PASSWORD } from '../support/local/local-service.ts';

/** The limit of one address is ten a minute. */
const OWED = 9;
const INBOX: LocalMailOptions = { transport: 'ses' };

let dataFolder = '';
let running: LocalService | undefined;
const sockets: Socket[] = [];
const silent = createServer((socket) => void sockets.push(socket.on('error', () => undefined)));

beforeAll(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'latchkey-test-'));
});
afterAll(async () => {
  await running?.stop();
  for (const socket of sockets) socket.destroy();
  silent.close();
  rmSync(dataFolder, { recursive: true, force: true });
});

const start = async (mail: LocalMailOptions): Promise<string> => {
  await running?.stop();
  running = undefined;
  running = await startLocal({ port: 0, mail, dataFolder, passwordHashing: CHEAP_HASHING, writeLog: () => undefined });
  return running.url;
};

const signUp = async (url: string, email: string): Promise<number> => {
  const body = JSON.stringify({ email, password: PASSWORD });
  return (await fetch(`${url}/signup`, { method: 'POST', headers: { 'content-type': 'application/json' }, body }))
    .status;
};

/** As after a crash between "saved" and "sent". */
const makeOwed = async (addresses: readonly string[]): Promise<void> => {
  await running?.stop();
  running = undefined;
  const database = await startDatabase(join(dataFolder, 'tables'));
  const store = createDynamoDBStore({ client: database.client, tableNames: TABLE_NAMES });
  for (const address of addresses) {
    const key = challengeKey({ purpose: 'signup', channel: 'email', address });
    const [challenge] = await store.load([key]);
    if (!challenge) throw new Error('there is no such sign-up');
    const delivery = requestDelivery(Date.now(), challenge.delivery);
    await store.swap(key, challenge, { ...challenge, delivery });
  }
  await database.stop();
};

it('a service that owes mails answers at once, beside a server that is silent, and sends each of them once it can', async () => {
  const port = await listen(silent, 0, 'the port');
  const owed = Array.from({ length: OWED }, freshAddress);
  const url = await start(INBOX);
  for (const address of owed) expect(await signUp(url, address)).toBe(202);
  await makeOwed(owed);

  const before = performance.now();
  const sink = { host: LOOPBACK, port, secure: false, user: 'a', password: 'b', senderEmail: 'a@example.com' };
  const beside = await start({ transport: 'smtp', server: sink });
  const fresh = freshAddress();
  expect(await signUp(beside, fresh)).toBe(202);
  // A silent server keeps one mail for ten seconds; nine of them one after another took a minute and a half.
  expect(performance.now() - before).toBeLessThan(8000);
  await expect.poll(() => sockets.length, { timeout: 5000 }).toBeGreaterThan(0);

  const again = await start(INBOX);
  const mails = async () => (await (await fetch(`${again}/_local/messages`)).json()) as LocalMessage[];
  const counts = async () => {
    const all = await mails();
    return [...owed, fresh].map((address) => all.filter(({ to }) => to === address).length);
  };
  // One of the first run, one that was owed.
  await expect.poll(counts, { timeout: 20_000 }).toEqual([...Array(OWED).fill(2), 1]);
});
