// Whose turn it is on an account of one mail a second: nobody is waited for too long, and who waits in front of a screen goes first.
import { describe, expect, it } from 'vitest';
import { slotCounter, urgentWaitingCounter } from '#domain/delivery/sending-quota.ts';
import type { Purpose } from '#domain/purpose.ts';
import { SECOND } from '../../support/builders.ts';
import { freshAddress } from '../../support/real-store.ts';
import { createTestService, freshNetwork, type TestService } from '../../support/service.ts';
import { account } from '../../support/sign-up.ts';

const ONE_A_SECOND = { mailsPer24Hours: -1, mailsPerSecond: 1, sentInLast24Hours: 0 };

/** At the start of a window of both counters, with an account that may ask for a reset. */
const aService = async () => {
  const service = createTestService({ quota: ONE_A_SECOND });
  const owner = freshAddress();
  await account(service, owner);
  service.mails.splice(0);
  service.clock.time += 60 * SECOND - (service.clock.time % (10 * SECOND));
  return { service, owner };
};

/** Others take the slots of so many seconds from now on. */
const takeSlots = async ({ clock, store }: TestService, seconds: number) => {
  for (let second = 0; second < seconds; second++) {
    const { key, window } = slotCounter(clock.now() + second * SECOND);
    await store.count(key, 1, window);
  }
};

const signUp = async (service: TestService) => {
  const email = freshAddress();
  await service.post('/signup', { email, password: 'correct horse battery' }, { ip: `${freshNetwork()}.1` });
  await service.deliver();
  return email;
};
const reset = async (service: TestService, email: string) => {
  await service.post('/reset', { email }, { ip: `${freshNetwork()}.1` });
  await service.deliver();
};
const deliveryOf = async (service: TestService, address: string, purpose?: Purpose) =>
  (await service.loadChallenge(address, purpose))?.delivery;

describe('a mail whose second is taken', () => {
  it('goes with the start of the next one', async () => {
    const { service } = await aService();
    const begunAt = service.clock.now();
    await takeSlots(service, 1);
    service.clock.time += 300;
    await signUp(service);
    expect(service.mails).toHaveLength(1);
    expect(service.clock.now()).toBe(begunAt + SECOND);
  });

  it('is queued rather than waited for longer than two seconds, and takes no slot then', async () => {
    const { service } = await aService();
    const begunAt = service.clock.now();
    await takeSlots(service, 2);
    const address = await signUp(service);
    expect(await deliveryOf(service, address)).toMatchObject({ status: 'queued', reason: 'rate_exceeded' });
    expect(service.mails).toEqual([]);
    expect(service.clock.now()).toBe(begunAt + SECOND);
    const [next] = await service.store.load([slotCounter(begunAt + 2 * SECOND).key]);
    expect(next).toBeUndefined();
  });
});

describe('a mail that somebody waits for in front of a screen', () => {
  it('that found no slot makes the others step back, in its five seconds and the next', async () => {
    const { service, owner } = await aService();
    const begunAt = service.clock.now();
    await takeSlots(service, 2);
    await reset(service, owner);
    expect(await deliveryOf(service, owner, 'reset')).toMatchObject({ status: 'queued', reason: 'rate_exceeded' });
    const [waiting] = await service.store.load([urgentWaitingCounter(begunAt).key]);
    expect(waiting?.total).toBe(1);
    for (const [seconds, status] of [
      [2, 'queued'],
      [9, 'queued'],
      [10, 'sent'],
    ] as const) {
      service.clock.time = begunAt + seconds * SECOND;
      const address = await signUp(service);
      expect([seconds, await deliveryOf(service, address)]).toMatchObject([seconds, { status }]);
    }
  });

  it('does not step back itself', async () => {
    const { service, owner } = await aService();
    await takeSlots(service, 2);
    await reset(service, owner);
    service.clock.time += 2 * SECOND;
    await service.deliverQueued();
    expect(service.mails.map(({ tags }) => tags.purpose)).toEqual(['reset']);
  });

  it('is no sign-up: one that found no slot holds back nobody', async () => {
    const { service } = await aService();
    await takeSlots(service, 2);
    await signUp(service);
    service.clock.time += 2 * SECOND;
    const address = await signUp(service);
    expect(await deliveryOf(service, address)).toMatchObject({ status: 'sent' });
  });
});
