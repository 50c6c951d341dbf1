// One client signs up 52 made-up addresses within minutes, and two of them bounce: honest sign-ups elsewhere still get their mails.
import { expect, it } from 'vitest';
import { freshAddress, PASSWORD, useLocalService } from '../support/local/local-service.ts';
import { aClient, type Client, startOfHour } from '../support/local/people.ts';
import { tellSes } from '../support/local/tell-ses.ts';

const service = useLocalService();
const HONEST = 12;

/** Ten a minute, which is all that one client may ask for. */
const signUps = async (client: Client, count: number): Promise<string[]> => {
  const addresses = Array.from({ length: count }, freshAddress);
  for (const [index, email] of addresses.entries()) {
    if (index % 10 === 0) await service.advance(61);
    const { status } = await client.post('/signup', { email, password: PASSWORD });
    if (status !== 202) throw new Error(`the sign-up was answered ${status}`);
  }
  await service.settled();
  return addresses;
};

const mailed = async (addresses: readonly string[]): Promise<number> => {
  const { body } = await service.get('/_local/messages');
  const to = new Set(body.map((message: { readonly to: string }) => message.to));
  return addresses.filter((address) => to.has(address)).length;
};

it('two bounces among 52 sign-ups of one network hold the mails of that network and of nobody else', async () => {
  await startOfHour(service);
  const attacker = aClient(service);
  const madeUp = await signUps(attacker, 52);
  expect(await mailed(madeUp)).toBe(52);
  await tellSes(service, 'bouncedForGood', 'signup', madeUp.slice(0, 2));

  const honest: string[] = [];
  for (let person = 0; person < HONEST; person++) honest.push(...(await signUps(aClient(service), 1)));
  expect(await mailed(honest)).toBe(HONEST);
  // The network of the attacker has a few mails an hour left, which show whether they still bounce.
  expect(await mailed(await signUps(attacker, 6))).toBeLessThanOrEqual(2);
});
