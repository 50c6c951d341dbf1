// The sending quota: one row for all couriers, few requests to SES, and never a reason to lose a mail.
import { describe, expect, it } from 'vitest';
import type { Store } from '#domain/store.ts';
import { freshPhone } from '../../support/one-time-code.ts';
import { createOwnLimitsStore } from '../../support/own-limits.ts';
import { freshAddress } from '../../support/real-store.ts';
import { createTestService, freshNetwork, type ServiceOptions, type TestService } from '../../support/service.ts';
import { account, beginSignUp } from '../../support/sign-up.ts';

/** An account whose figures a test sets. It counts the requests. */
const anAccount = (sentInLast24Hours = 0) => {
  const figures = { mailsPer24Hours: 200, mailsPerSecond: 1000, sentInLast24Hours };
  const ses = { asked: 0, figures };
  const store = createOwnLimitsStore();
  const aCourier = (options: ServiceOptions = {}, shared: Store = store) =>
    createTestService({
      ...options,
      store: shared,
      get quota() {
        ses.asked++;
        return ses.figures;
      },
    });
  return { ses, aCourier };
};

const signUp = (service: TestService) => beginSignUp(service, freshAddress(), undefined, `${freshNetwork()}.1`);
const deliveryOf = async (service: TestService, address: string, purpose?: 'reset') =>
  (await service.loadChallenge(address, purpose))?.delivery;

describe('the quota', () => {
  const rush = async (couriers: readonly TestService[]) => {
    for (const courier of couriers) await Promise.all(Array.from({ length: 4 }, () => signUp(courier)));
    await Promise.all(couriers.map((courier) => courier.deliver()));
  };
  const askedAfter = async (seconds: readonly number[], sentInLast24Hours: number) => {
    const { ses, aCourier } = anAccount(sentInLast24Hours);
    const couriers = [aCourier(), aCourier(), aCourier()];
    // Until the first answer arrives, one mail is sent per second.
    await signUp(couriers[0] ?? aCourier());
    await couriers[0]?.deliver();
    const asked: number[] = [];
    for (const pause of seconds) {
      for (const courier of couriers) courier.advance(pause);
      await rush(couriers);
      asked.push(ses.asked);
    }
    expect(couriers.map(({ mails }) => mails.length)).toEqual([1, 0, 0].map((first) => first + 4 * seconds.length));
    return asked;
  };

  it('is requested once a minute by all couriers together', async () => {
    expect(await askedAfter([0, 30, 29, 1, 59], 99)).toEqual([1, 1, 1, 2, 2]);
  });

  it('is requested every five seconds once half of it is used', async () => {
    expect(await askedAfter([0, 4, 1, 5, 3], 100)).toEqual([1, 1, 2, 3, 3]);
  });
});

describe('an account that does not answer', () => {
  it('holds nothing back: mails are sent with the last known quota, and it is logged', async () => {
    const { ses, aCourier } = anAccount();
    const courier = aCourier();
    courier.setFaults((call) => (call === 'quotaReader.read' ? 'before' : undefined));
    const { address } = await signUp(courier);
    await courier.deliver();
    expect(await deliveryOf(courier, address)).toMatchObject({ status: 'sent' });
    const unknown = courier.lines.filter((line) => line.includes('"quota_unknown"')).map((line) => JSON.parse(line));
    expect(unknown).toMatchObject([{ level: 'warn', error: 'DependencyError' }]);
    await signUp(courier);
    await courier.deliver();
    expect([ses.asked, courier.mails.length]).toEqual([0, 2]);
    expect(courier.lines.filter((line) => line.includes('"quota_unknown"'))).toHaveLength(1);
  });

  it('is treated as before: a used-up day stays used up', async () => {
    const { aCourier } = anAccount(200);
    const courier = aCourier();
    const first = await signUp(courier);
    await courier.deliver();
    courier.setFaults((call) => (call === 'quotaReader.read' ? 'after' : undefined));
    courier.advance(61);
    const second = await signUp(courier);
    await courier.deliver();
    for (const { address } of [first, second]) {
      expect(await deliveryOf(courier, address)).toMatchObject({ status: 'queued', reason: 'quota_reserved' });
    }
    expect(courier.queue).toHaveLength(2);
  });
});

describe('the answer of SES', () => {
  const told = ({ lines }: TestService) =>
    lines.map((line) => JSON.parse(line)).filter(({ event }) => event === 'quota_read');

  it('is in the log, and a metric for the alarms, once for each request', async () => {
    const { ses, aCourier } = anAccount(161);
    const courier = aCourier();
    for (const pause of [0, 1, 60]) {
      courier.advance(pause);
      await signUp(courier);
      await courier.deliver();
    }
    ses.figures = { ...ses.figures, mailsPer24Hours: 50_000, sentInLast24Hours: 47_512 };
    courier.advance(60);
    await signUp(courier);
    await courier.deliver();
    expect(told(courier)).toHaveLength(ses.asked);
    const figures = told(courier).map(({ usedPercent, mailsPer24Hours }) => [usedPercent, mailsPer24Hours]);
    expect(figures).toEqual([
      [80.5, 200],
      [80.5, 200],
      [95, 50_000],
    ]);
    expect(told(courier)[0]).toMatchObject({ level: 'info', mailsPerSecond: 1000, QuotaUsedPercent: 80.5 });
  });

  it('is not logged if there is no limit', async () => {
    const { ses, aCourier } = anAccount();
    ses.figures = { ...ses.figures, mailsPer24Hours: -1 };
    const courier = aCourier();
    await signUp(courier);
    await courier.deliver();
    expect([ses.asked, told(courier)]).toEqual([1, []]);
  });
});

describe('near the end of the day’s quota', () => {
  it('sign-ups wait and resets are sent; at the limit both wait; when there is room again all are sent, each once', async () => {
    const { ses, aCourier } = anAccount();
    const courier = aCourier();
    const address = freshAddress();
    await account(courier, address);
    courier.mails.splice(0);
    const reset = () => courier.post('/reset', { email: address }, { ip: `${freshNetwork()}.1` });

    ses.figures = { ...ses.figures, sentInLast24Hours: 180 };
    courier.advance(60);
    await reset();
    // Two at once: one asks for the quota, and the other uses the last known one.
    await courier.deliver();
    const waiting = await signUp(courier);
    await courier.deliver();
    expect(courier.mails.map(({ tags }) => tags.purpose)).toEqual(['reset']);
    expect(await deliveryOf(courier, waiting.address)).toMatchObject({ status: 'queued', reason: 'quota_reserved' });

    ses.figures = { ...ses.figures, sentInLast24Hours: 200 };
    courier.advance(61);
    await reset();
    await courier.deliver();
    expect(await deliveryOf(courier, address, 'reset')).toMatchObject({ status: 'queued', reason: 'quota_exceeded' });
    await courier.deliverQueued();
    expect(courier.mails).toHaveLength(1);

    ses.figures = { ...ses.figures, sentInLast24Hours: 20 };
    courier.advance(5);
    // A courier that finds another one asking uses the last known quota, and tries again later.
    for (let round = 0; round < 5 && courier.queue.length > 0; round++) await courier.deliverQueued();
    expect(courier.mails.map(({ tags }) => tags.purpose).toSorted()).toEqual(['reset', 'reset', 'signup']);
    expect(courier.queue).toEqual([]);
  });

  it('a mail that would wait until its link expires is recorded as failed, with the reason', async () => {
    const { aCourier } = anAccount(190);
    const courier = aCourier();
    const { address } = await signUp(courier);
    courier.advance(1790);
    await courier.deliver();
    expect(await deliveryOf(courier, address)).toMatchObject({ status: 'failed', reason: 'quota_reserved' });
    expect(courier.queue).toEqual([]);
  });

  it('sms are sent: they are not mails', async () => {
    const { ses, aCourier } = anAccount(200);
    const courier = aCourier();
    await courier.post('/otp', { channel: 'sms', to: freshPhone().typed });
    await courier.deliver();
    expect([courier.texts.length, ses.asked]).toEqual([1, 0]);
  });
});
