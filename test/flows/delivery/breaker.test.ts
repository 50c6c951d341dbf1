// The bounce breaker and domains without mail servers, over a real database: they protect the account from made-up addresses.
import { describe, expect, it } from 'vitest';
import { adviceOn } from '#domain/delivery/reasons.ts';
import { SES_BREAKER } from '#domain/delivery/ses-quotas.ts';
import type { Purpose } from '#domain/purpose.ts';
import { bearer } from '../../support/account.ts';
import { HOUR, MINUTE } from '../../support/builders.ts';
import { spanOf } from '../../support/mails.ts';
import { createOwnLimitsStore } from '../../support/own-limits.ts';
import { freshAddress } from '../../support/real-store.ts';
import { createTestService, freshNetwork, type TestService, testSettings } from '../../support/service.ts';
import { type SesEventName, sesEvent } from '../../support/ses-events.ts';
import { account, beginSignUp, PASSWORD } from '../../support/sign-up.ts';

const signUp = (service: TestService, address = freshAddress()) =>
  beginSignUp(service, address, undefined, `${freshNetwork()}.1`);
const PLENTY = { mailsPer24Hours: 100_000, mailsPerSecond: 1000, sentInLast24Hours: 0 };
const deliveryOf = async (service: TestService, address: string, purpose?: Purpose) =>
  (await service.loadChallenge(address, purpose))?.delivery;

/**
 * 15 minutes before the full hour: 60 networks asked for a mail each, the first and the last to addresses that have an account
 * now, and this many bounced. If first mails to the domain are held now, those that go nevertheless in this hour are gone.
 */
const anHour = async (bounces: number, event: SesEventName = 'bouncedForGood') => {
  const service = createTestService({ store: createOwnLimitsStore(), quota: PLENTY });
  service.clock.time += 45 * MINUTE - (service.clock.time % HOUR);
  // One mail first: until SES has reported the quota, couriers send slowly.
  await signUp(service);
  await service.deliver();
  await Promise.all(Array.from({ length: 59 }, () => signUp(service)));
  await service.deliver();
  const [owner, ...others] = service.mails.splice(0);
  const answer = await service.post('/verify', { token: owner?.token, password: 'correct horse battery' });
  expect([answer.status, others.length]).toEqual([200, 59]);
  const last = others.at(-1);
  const second = await service.post('/verify', { token: last?.token, password: 'correct horse battery' });
  expect(second.status).toBe(200);
  for (const mail of others.slice(0, bounces)) await service.feedback(sesEvent(event, mail));
  if (event === 'bouncedForGood' && bounces >= SES_BREAKER.domain.leastBounces) {
    await Promise.all(Array.from({ length: SES_BREAKER.domain.trialsPerHour }, () => signUp(service)));
    await service.deliver();
    expect(service.mails.splice(0)).toHaveLength(SES_BREAKER.domain.trialsPerHour);
  }
  return { service, ownerAddress: owner?.to ?? '', otherAddress: last?.to ?? '' };
};

describe.each<SesEventName>(['bouncedAsListed', 'bouncedAsFull'])(
  'after thirty events %s, which SES does not count',
  (event) => {
    it('first mails go on, more than a breaker would let through', async () => {
      const { service } = await anHour(30, event);
      const mails = SES_BREAKER.domain.trialsPerHour + 1;
      await Promise.all(Array.from({ length: mails }, () => signUp(service)));
      await service.deliver();
      expect(service.mails).toHaveLength(mails);
    });
  },
);

describe('after 60 mails of as many networks to one domain, and ten permanent bounces', () => {
  it('a first mail is held, with advice for the operator, and is sent in the next hour', async () => {
    const { service } = await anHour(10);
    const { address, answer } = await signUp(service);
    await service.deliver();
    expect(answer.status).toBe(202);
    expect(await deliveryOf(service, address)).toMatchObject({ status: 'queued', reason: 'reputation' });
    const line = service.lines.find((text) => text.includes('"reason":"reputation"'));
    expect(JSON.parse(line ?? '{}')).toMatchObject({ event: 'mail_queued', advice: adviceOn('reputation') });
    const held = service.lines.map((text) => JSON.parse(text)).filter(({ event }) => event === 'mail_held');
    expect(held).toMatchObject([{ reason: 'reputation', Held: 1 }]);
    service.advance(14 * 60);
    await service.deliverQueued();
    expect(service.mails).toEqual([]);
    service.advance(60);
    await service.deliverQueued();
    expect(service.mails.map(({ to }) => to)).toEqual([address]);
    expect(await deliveryOf(service, address)).toMatchObject({ status: 'sent' });
  });

  it('mails to accounts are still sent: a reset, and the account-exists mail of a second sign-up', async () => {
    const { service, ownerAddress } = await anHour(10);
    service.advance(61);
    await service.post('/reset', { email: ownerAddress });
    await signUp(service, ownerAddress);
    await service.deliver();
    expect(service.mails.map(({ to, tags }) => [to, tags.purpose]).toSorted()).toEqual([
      [ownerAddress, 'reset'],
      [ownerAddress, 'signup'],
    ]);
  });

  it('the notice of a changed password still goes', async () => {
    const { service, ownerAddress } = await anHour(10);
    const password = 'correct horse battery';
    const { accessToken } = (await service.post('/login', { email: ownerAddress, password })).body;
    const change = { currentPassword: password, newPassword: 'staple battery horse' };
    await service.post('/me/password', change, { headers: bearer(accessToken) });
    await service.deliver();
    expect(service.mails.map(({ to, tags }) => [to, tags.purpose])).toEqual([[ownerAddress, 'password_changed']]);
  });

  it.each([
    ['sent', 'an account'],
    ['queued', 'nobody'],
  ])('a one-time code is %s to an address that %s has', async (status, who) => {
    const { service, ownerAddress } = await anHour(10);
    const to = who === 'nobody' ? freshAddress() : ownerAddress;
    expect((await service.post('/otp', { channel: 'email', to })).status).toBe(202);
    await service.deliver();
    expect(await deliveryOf(service, to, 'otp')).toMatchObject({ status });
    expect(service.mails.map((mail) => mail.to)).toEqual(status === 'sent' ? [to] : []);
  });

  it('an email change to a new address is held, and to one that has an account it is sent', async () => {
    const { service, ownerAddress, otherAddress } = await anHour(10);
    const opened = await service.post('/login', { email: ownerAddress, password: 'correct horse battery' });
    for (const newEmail of [freshAddress(), otherAddress]) {
      const body = { newEmail, password: 'correct horse battery' };
      await service.post('/me/email', body, { headers: bearer(opened.body.accessToken) });
      await service.deliver();
      const status = newEmail === otherAddress ? 'sent' : 'queued';
      expect(await deliveryOf(service, newEmail, 'email_change')).toMatchObject({ status });
    }
    expect(service.mails.map(({ to }) => to)).toEqual([otherAddress]);
  });

  it('a pending sign-up does not get its mail sooner by a reset request', async () => {
    const { service } = await anHour(10);
    const { address } = await signUp(service);
    await service.post('/reset', { email: address });
    await service.deliver();
    expect(service.mails).toEqual([]);
    expect(await deliveryOf(service, address, 'reset')).toMatchObject({ status: 'queued', reason: 'reputation' });
  });
});

describe('first mails are sent', () => {
  it.each([1, 9])('after %i bounces of 60, each of another network', async (bounces) => {
    const { service } = await anHour(bounces);
    await signUp(service);
    await service.deliver();
    expect(service.mails).toHaveLength(1);
  });

  it('after the bounce of one address was reported three times', async () => {
    const { service } = await anHour(0);
    const bounce = sesEvent('bouncedForGood', {
      to: freshAddress(),
      tags: { purpose: 'signup', challenge: 'x', seq: '1' },
    });
    for (let times = 0; times < 3; times++) await service.feedback(bounce);
    await signUp(service);
    await service.deliver();
    expect(service.mails).toHaveLength(1);
  });
});

/** Sends first mails asked for from one network, and tells that the first of them bounced. */
const makeUp = async (service: TestService, ip: string, { mails, bounces, at = 'example.com' }: MadeUp) => {
  const addresses = Array.from({ length: mails }, () => freshAddress().replace('example.com', at));
  for (const address of addresses) await beginSignUp(service, address, undefined, ip);
  await service.deliver();
  const sent = service.mails.splice(0);
  for (const mail of sent.slice(0, bounces)) await service.feedback(sesEvent('bouncedForGood', mail));
  return sent.length;
};

interface MadeUp {
  readonly mails: number;
  readonly bounces: number;
  readonly at?: string;
}

/** A minute after the full hour. */
const aServiceAt = async () => {
  // Limits of a network are not what is shown here.
  const limits = { ...testSettings.limits, sendingRequestsPerHour: 100_000, sendingRequestsPerMinute: 100_000 };
  const service = createTestService({ store: createOwnLimitsStore(), quota: PLENTY, settings: { limits } });
  service.clock.time += HOUR + MINUTE - (service.clock.time % HOUR);
  // Until SES has reported the quota, couriers send slowly.
  await signUp(service);
  await service.deliver();
  service.mails.splice(0);
  return service;
};

describe('made-up sign-ups', () => {
  it('of one network, 52 of which 2 bounce, hold first mails of that network and of no other', async () => {
    const service = await aServiceAt();
    const network = freshNetwork();
    await makeUp(service, `${network}.1`, { mails: 52, bounces: 2 });
    // It has two mails an hour now, from whichever address of it.
    expect(await makeUp(service, `${network}.9`, { mails: 5, bounces: 0 })).toBe(2);
    const others = Array.from({ length: 10 }, () => signUp(service));
    const addresses = (await Promise.all(others)).map(({ address }) => address);
    await service.deliver();
    expect(service.mails.map(({ to }) => to).toSorted()).toEqual(addresses.toSorted());
  });

  it('of one network, all of which bounce, hold neither the domain nor all', async () => {
    const service = await aServiceAt();
    const ip = `${freshNetwork()}.1`;
    await makeUp(service, ip, { mails: 25, bounces: 25 });
    await makeUp(service, ip, { mails: 25, bounces: 25, at: 'example.org' });
    const { address } = await signUp(service);
    await service.deliver();
    expect(await deliveryOf(service, address)).toMatchObject({ status: 'sent' });
  });

  it('of one network, 49 an hour, are held from the third hour on at the latest, and a day later they still are', async () => {
    const service = await aServiceAt();
    const ip = `${freshNetwork()}.1`;
    const sent: number[] = [];
    for (let hour = 0; hour < 27; hour++) {
      sent.push(await makeUp(service, ip, { mails: 49, bounces: 2 }));
      service.queue.splice(0);
      service.advance(3600);
    }
    // In the second hour the 50th mail opens the breaker; how many go meanwhile depends on the couriers beside it.
    expect(sent[0]).toBe(49);
    expect(new Set(sent.slice(2))).toEqual(new Set([2]));
  });
});

describe('when many networks bounce at several domains', () => {
  const aStorm = async () => {
    const service = await aServiceAt();
    const known = freshAddress();
    await account(service, known);
    service.mails.splice(0);
    for (const at of ['one.example', 'two.example'])
      for (let source = 0; source < 10; source++)
        await makeUp(service, `${freshNetwork()}.1`, { mails: 1, bounces: 1, at });
    // The mails that go nevertheless in this hour.
    for (let trial = 0; trial < 10; trial++) await signUp(service);
    await service.deliver();
    expect(service.mails.splice(0)).toHaveLength(10);
    return { service, known };
  };

  it('all first mails wait, are pending to who asks, none is lost, and each lives in full from when it goes', async () => {
    const { service } = await aStorm();
    const waiting = await Promise.all(Array.from({ length: 15 }, () => signUp(service)));
    const addresses = waiting.map(({ address }) => address);
    await service.deliver();
    expect(service.mails).toEqual([]);
    expect(service.queue).toHaveLength(15);
    const passTries = async (tries: number) => {
      for (let count = 0; count < tries && service.mails.length < 15; count++) {
        service.advance(240);
        await service.deliverQueued();
      }
    };
    // Longer than the 30 minutes of a link: ten go in each of the next hours.
    await passTries(10);
    expect(service.mails).toEqual([]);
    const [first] = waiting;
    const continuation = first?.answer.body.continuation;
    const polled = await service.post('/verify/status', { continuation });
    expect(polled.body).toMatchObject({ status: 'pending' });
    await passTries(45);
    expect(service.mails.map(({ to }) => to).toSorted()).toEqual(addresses.toSorted());
    const last = service.mails.at(-1);
    expect(last?.text).toContain(spanOf(30, 'minutes'));
    service.advance(29 * 60);
    expect((await service.post('/verify', { token: last?.token, password: PASSWORD })).status).toBe(200);
    const other = service.mails.at(-2);
    service.advance(2 * 60);
    expect((await service.post('/verify', { token: other?.token, password: PASSWORD })).body.code).toBe('expired');
  });

  it('they go freely a day after the last bounce', async () => {
    const { service } = await aStorm();
    service.advance(25 * 3600);
    for (let count = 0; count < 15; count++) await signUp(service);
    await service.deliver();
    expect(service.mails).toHaveLength(15);
  });

  it('the owner of a known account is served', async () => {
    const { service, known } = await aStorm();
    service.advance(61);
    await service.post('/reset', { email: known });
    await service.post('/login/link', { email: known });
    await service.post('/otp', { channel: 'email', to: known });
    await service.deliver();
    expect(service.mails.map(({ tags }) => tags.purpose).toSorted()).toEqual(['login', 'otp', 'reset']);
    expect(service.mails.every(({ to }) => to === known)).toBe(true);
  });
});

describe('a sign-up at a domain without mail', () => {
  it('is recorded as failed, sends and queues nothing, and gets the same answer as any other', async () => {
    const service = createTestService({ store: createOwnLimitsStore() });
    const other = await signUp(service);
    await service.deliver();
    const operations = service.operations.length;
    const { address, answer } = await signUp(service, freshAddress().replace('example.com', 'nowhere.example'));
    expect(service.operations.slice(operations)).toEqual(['count 1', 'load challenge', 'count 1', 'swap challenge']);
    expect([answer.status, Object.keys(answer.body)]).toEqual([202, Object.keys(other.answer.body)]);
    const own = { address: '', continuation: '' };
    expect({ ...answer.body, ...own }).toEqual({ ...other.answer.body, ...own });
    await service.deliver();
    expect(service.mails).toHaveLength(1);
    expect(service.queue).toEqual([]);
    expect(await deliveryOf(service, address)).toMatchObject({ status: 'failed', reason: 'domain_without_mail' });
    const line = service.lines.find((text) => text.includes('domain_without_mail')) ?? '';
    expect(JSON.parse(line)).toMatchObject({ event: 'mail_failed', advice: adviceOn('domain_without_mail') });
    expect(service.lines.join('')).not.toContain('nowhere.example');
  });
});
