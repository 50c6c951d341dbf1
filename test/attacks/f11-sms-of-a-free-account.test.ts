// A free account asks for SMS to number after number, from network after network.
import { expect, it } from 'vitest';
import { bearer } from '../support/account.ts';
import { createLocalAccount } from '../support/local/local-account.ts';
import { PASSWORD, useLocalService } from '../support/local/local-service.ts';
import { aClient, logIn } from '../support/local/people.ts';

const service = useLocalService();

it('one account has SMS sent to three numbers a day, over all sessions and networks', async () => {
  const { address, accessToken } = await createLocalAccount(service);
  const tokens = [accessToken, (await logIn(service, address)).body.accessToken];
  const numbers = Array.from({ length: 30 }, (_none, index) => `+8210345678${10 + index}`);
  const statuses: number[] = [];
  for (const [index, phone] of numbers.entries()) {
    const headers = bearer(tokens[index % tokens.length]);
    statuses.push((await aClient(service).post('/me/phone', { phone, password: PASSWORD }, headers)).status);
  }
  expect(statuses).toEqual([202, 202, 202, ...Array(27).fill(429)]);
  await service.settled();
  const { body: messages } = await service.get('/_local/messages');
  expect(messages.filter(({ channel }: { readonly channel: string }) => channel === 'sms')).toHaveLength(3);
  await service.advance(24 * 3600);
  const { body } = await logIn(service, address);
  const next = await service.post('/me/phone', { phone: numbers[5], password: PASSWORD }, bearer(body.accessToken));
  expect(next.status).toBe(202);
});
