// One client guesses six-digit codes of addresses that it does not read.
import { expect, it } from 'vitest';
import { freshAddress, PASSWORD, useLocalService } from '../support/local/local-service.ts';
import { aClient, type Client, startOfHour } from '../support/local/people.ts';

const service = useLocalService();

const signUp = (client: Client) => client.post('/signup', { email: freshAddress(), password: PASSWORD });

it('one client begins ten sign-ups a minute and 100 an hour', async () => {
  await startOfHour(service);
  const client = aClient(service);
  let begun = 0;
  for (let minute = 0; minute < 12; minute++) {
    for (let nth = 0; nth < 10; nth++) if ((await signUp(client)).status === 202) begun++;
    expect((await signUp(client)).status).toBe(429);
    await service.advance(60);
  }
  // Refused requests count, too.
  expect(begun).toBe(91);
});

it('each of them takes five guesses', async () => {
  await startOfHour(service);
  const client = aClient(service);
  const { continuation } = (await signUp(client)).body;
  const codes: string[] = [];
  for (let guess = 0; guess < 7; guess++) {
    codes.push((await client.post('/verify', { code: '000000', continuation })).body.code);
  }
  expect(codes).toEqual([...Array(5).fill('code_mismatch'), 'too_many_requests', 'too_many_requests']);
});
