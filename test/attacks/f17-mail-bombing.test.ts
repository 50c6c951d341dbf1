// One client asks for mails to one mailbox for 23 hours, for every purpose, as soon as it may.
import { expect, it } from 'vitest';
import { createLocalAccount } from '../support/local/local-account.ts';
import { type LocalAnswer, PASSWORD, useLocalService } from '../support/local/local-service.ts';
import { aClient, startOfDay } from '../support/local/people.ts';

const service = useLocalService();
const HOUR = 3600;
const FLOWS: readonly (readonly [string, (email: string) => object])[] = [
  ['/signup', (email) => ({ email, password: PASSWORD })],
  ['/reset', (email) => ({ email })],
  ['/login/link', (email) => ({ email })],
  ['/otp', (to) => ({ channel: 'email', to })],
];

const waitOf = ({ body }: LocalAnswer): number => body.retryAfterSeconds ?? body.resendInSeconds;

/** Repeats each request when its answer says that it may. Returns the number of mails that were accepted. */
const bomb = async (addresses: readonly string[]): Promise<number> => {
  const client = aClient(service);
  await startOfDay(service);
  const targets = addresses.flatMap((email) => FLOWS.map(([path, bodyOf]) => ({ path, body: bodyOf(email), at: 0 })));
  let accepted = 0;
  for (let passed = 0; passed < 23 * HOUR; ) {
    for (const target of targets.filter(({ at }) => at <= passed)) {
      const answer = await client.post(target.path, target.body);
      if (answer.status === 202) accepted++;
      target.at = passed + waitOf(answer);
    }
    // A request that replaces a challenge before its mail is sent gives it no mail.
    await service.settled();
    const step = Math.max(1, Math.min(...targets.map(({ at }) => at)) - passed);
    await service.advance(step);
    passed += step;
  }
  return accepted;
};

it.each([
  ['its address', (address: string) => [address]],
  [
    'its address and two aliases',
    (address: string) => [address, ...['a', 'b'].map((tag) => address.replace('@', `+${tag}@`))],
  ],
])('one client fills a mailbox with 30 mails a day and then two an hour at most, by %s', async (_name, addressesOf) => {
  const { address } = await createLocalAccount(service);
  const accepted = await bomb(addressesOf(address));
  // Past the cap the mailbox gets one in each hour, and one more for each network.
  expect(accepted).toBeLessThanOrEqual(30 + 1 + 2 * 23);
  expect(accepted).toBeGreaterThanOrEqual(30);
});
