// How many phone numbers one account may have SMS sent to in a day, over a real database.
import { describe, expect, it } from 'vitest';
import { bearer } from '../../support/account.ts';
import { DAY } from '../../support/builders.ts';
import { anOwner, type Owner } from '../../support/email-change.ts';
import { freshPhone } from '../../support/one-time-code.ts';
import { createOwnLimitsStore } from '../../support/own-limits.ts';
import { createTestService, freshNetwork, type TestService, testSettings } from '../../support/service.ts';
import { PASSWORD } from '../../support/sign-up.ts';

const aService = (limits: Partial<typeof testSettings.limits> = {}) =>
  createTestService({ store: createOwnLimitsStore(), settings: { limits: { ...testSettings.limits, ...limits } } });

const ask = (service: TestService, { accessToken }: Owner, phone = freshPhone().e164) =>
  service.post('/me/phone', { phone, password: PASSWORD }, { headers: bearer(accessToken), ip: `${freshNetwork()}.7` });

const askFor = async (service: TestService, owner: Owner, numbers: number) => {
  const statuses: number[] = [];
  for (let index = 0; index < numbers; index++) statuses.push((await ask(service, owner)).status);
  return statuses;
};

const REFUSED = { status: 429, body: { code: 'too_many_requests', reason: 'address' } };

describe('the phone numbers of an account in a day', () => {
  it('are three: one account that asks for 132 numbers, each from another network, has three SMS sent', async () => {
    const service = aService();
    const statuses = await askFor(service, await anOwner(service), 132);
    expect(statuses).toEqual([202, 202, 202, ...Array(129).fill(429)]);
    await service.deliver();
    expect(service.texts).toHaveLength(3);
  });

  it('are three at once, too', async () => {
    const service = aService();
    const owner = await anOwner(service);
    const answers = await Promise.all(Array.from({ length: 12 }, () => ask(service, owner)));
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(3);
    await service.deliver();
    expect(service.texts).toHaveLength(3);
  });

  it('count a number once that is asked for ten times at once, also where it is one too many', async () => {
    const service = aService();
    const owner = await anOwner(service);
    // With a fresh session, because attempts at a password wait for one another.
    const askAtOnce = (phone: string) => {
      const body = { phone, refreshToken: owner.refreshToken };
      const send = () =>
        service.post('/me/phone', body, { headers: bearer(owner.accessToken), ip: `${freshNetwork()}.7` });
      return Promise.all(Array.from({ length: 10 }, send));
    };
    for (let numbers = 0; numbers < 3; numbers++) {
      const answers = await askAtOnce(freshPhone().e164);
      expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
      const others = answers.filter(({ status }) => status !== 202).map(({ body }) => body.reason ?? body.code);
      expect(others.filter((reason) => !['cool_down', 'try_again'].includes(reason))).toEqual([]);
    }
    const answers = await askAtOnce(freshPhone().e164);
    expect(new Set(answers.map(({ body }) => body.reason))).toEqual(new Set(['address']));
    await service.deliver();
    expect(service.texts).toHaveLength(3);
  });

  it('are counted anew the next day, and the answer says when', async () => {
    const service = aService();
    const owner = await anOwner(service);
    await askFor(service, owner, 3);
    const refused = await ask(service, owner);
    const seconds = (DAY - (service.clock.now() % DAY)) / 1000;
    expect(refused).toMatchObject({ ...REFUSED, body: { ...REFUSED.body, retryAfterSeconds: Math.ceil(seconds) } });
    expect(refused.headers['retry-after']).toBe(String(Math.ceil(seconds)));
  });

  it('count a number once, however often its SMS is sent again', async () => {
    const service = aService();
    const owner = await anOwner(service);
    const phone = freshPhone().e164;
    for (let round = 0; round < 4; round++) {
      expect((await ask(service, owner, phone)).status).toBe(202);
      await service.deliver();
      service.advance(61);
    }
    expect(await askFor(service, owner, 3)).toEqual([202, 202, 429]);
    expect((await ask(service, owner, phone)).status).toBe(202);
  });

  it('do not count the number that the account has', async () => {
    const service = aService({ numbersPerAccount: 1 });
    const owner = await anOwner(service);
    const phone = freshPhone().e164;
    const { body } = await ask(service, owner, phone);
    await service.deliver();
    const code = /\d{6}/.exec(service.texts.at(-1)?.body ?? '')?.[0];
    const headers = bearer(owner.accessToken);
    const set = await service.post('/me/phone/confirm', { code, continuation: body.continuation }, { headers });
    expect(set.status).toBe(200);
    service.advance(61);
    expect((await ask(service, owner, phone)).status).toBe(202);
    expect(await ask(service, owner)).toMatchObject(REFUSED);
  });

  it('count a number that another account asked for, and are of each account apart', async () => {
    const service = aService({ numbersPerAccount: 1 });
    const [owner, other] = [await anOwner(service), await anOwner(service)];
    const phone = freshPhone().e164;
    expect((await ask(service, owner, phone)).status).toBe(202);
    service.advance(61);
    expect((await ask(service, other, phone)).status).toBe(202);
    expect(await ask(service, other)).toMatchObject(REFUSED);
  });

  it('are not used up by what is refused before: no number, or a cool-down', async () => {
    const service = aService({ numbersPerAccount: 1 });
    const [owner, other] = [await anOwner(service), await anOwner(service)];
    const taken = freshPhone().e164;
    await ask(service, other, taken);
    expect((await ask(service, owner, taken)).body.reason).toBe('cool_down');
    expect((await ask(service, owner, 'call me')).status).toBe(400);
    expect((await ask(service, owner)).status).toBe(202);
  });

  // The password costs two more: it is counted, and its count is taken back.
  it('cost one count, which the same number does not need again', async () => {
    const service = aService();
    const owner = await anOwner(service);
    const phone = freshPhone().e164;
    const costs = [];
    for (let round = 0; round < 2; round++) {
      service.operations.length = 0;
      await ask(service, owner, phone);
      costs.push(service.operations.filter((operation) => String(operation).startsWith('count')).length);
      service.advance(61);
    }
    expect(costs).toEqual([4, 3]);
  });
});
