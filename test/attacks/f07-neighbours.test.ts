// A neighbour in the same /24 uses up the wrong passwords of an hour, or sends junk: nobody else there is refused.
import { beforeAll, describe, expect, it } from 'vitest';
import { createLocalAccount, type LocalAccount } from '../support/local/local-account.ts';
import { freshAddress, PASSWORD, useLocalService } from '../support/local/local-service.ts';
import { ask, type Client, freshLocalNetwork, logIn } from '../support/local/people.ts';
import { wrongCode } from '../support/wrong-code.ts';

const service = useLocalService();

describe('62 wrong passwords for made-up addresses from one address of a /24', () => {
  let owner: LocalAccount;
  let neighbour: Client;
  let client: Client;
  beforeAll(async () => {
    const network = freshLocalNetwork();
    [neighbour, client] = [service.from(`${network}.200`), service.from(`${network}.10`)];
    owner = await createLocalAccount(service);
    const answers: number[] = [];
    for (let guess = 0; guess < 62; guess++) {
      answers.push((await logIn(neighbour, freshAddress(), 'wrong battery')).status);
    }
    if (answers.at(-1) !== 429) throw new Error('the neighbour was not refused');
  });

  it('do not stop the right password from another address there', async () => {
    expect((await logIn(client, owner.address)).status).toBe(200);
  });

  it('do not stop the right code of a log-in mail there', async () => {
    const { code, continuation } = await ask(service, '/login/link', owner.address, { client });
    expect((await client.post('/login/link/confirm', { code, continuation })).status).toBe(200);
  });

  it('do not stop a newcomer’s sign-up code there, nor a mistyped one before it', async () => {
    const email = freshAddress();
    const body = { email, password: PASSWORD };
    const { code, continuation } = await ask(service, '/signup', email, { client, body });
    expect((await client.post('/verify', { code: wrongCode(code), continuation })).body.code).toBe('code_mismatch');
    expect((await client.post('/verify', { code, continuation })).status).toBe(200);
  });

  it('do not stop even the code that was sent to the neighbour itself', async () => {
    const email = freshAddress();
    const body = { email, password: PASSWORD };
    const { code, continuation } = await ask(service, '/signup', email, { client: neighbour, body });
    expect((await neighbour.post('/verify', { code, continuation })).status).toBe(200);
  });
});

it.each([
  ['/signup/resend', { continuation: 'x' }],
  ['/signup', { email: 'x', password: PASSWORD }],
  ['/reset', {}],
  ['/otp', { channel: 'pigeon', to: 'x' }],
])('junk for %s counts for nothing: who is behind the same address may still ask for mails', async (path, junk) => {
  const client = service.from(`${freshLocalNetwork()}.9`);
  for (let request = 0; request < 30; request++) {
    expect((await client.post(path, junk)).status).toBeGreaterThanOrEqual(400);
  }
  expect((await client.post('/reset', { email: freshAddress() })).status).toBe(202);
});
