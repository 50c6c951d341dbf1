// The daily caps of sms, and the outcome of an sms after its transport accepted it, over a real database.
import { describe, expect, it } from 'vitest';
import type { OutgoingSms, SendResult, SmsOutcome, SmsTransport } from '#domain/ports/delivery.ts';
import { challengeKey } from '#domain/store-keys.ts';
import { bearer } from '../../support/account.ts';
import { DAY } from '../../support/builders.ts';
import { anOwner } from '../../support/email-change.ts';
import { askByText, checkCode, freshPhone } from '../../support/one-time-code.ts';
import { createOwnLimitsStore } from '../../support/own-limits.ts';
import { createTestService, freshNetwork, type TestService, testSettings } from '../../support/service.ts';
import { PASSWORD } from '../../support/sign-up.ts';

type Phone = ReturnType<typeof freshPhone>;

/** `texts` decides on each sms instead of the transport. */
const aService = (limits: Partial<typeof testSettings.limits> = {}, texts?: Partial<SmsTransport>) => {
  const store = createOwnLimitsStore();
  const service = createTestService({ store, settings: { limits: { ...testSettings.limits, ...limits } } });
  service.dependencies.texts = { ...service.dependencies.texts, ...texts };
  return service;
};

const ask = async (service: TestService, { typed }: Phone) => {
  const answer = await service.post('/otp', { channel: 'sms', to: typed });
  await service.deliver();
  service.advance(testSettings.limits.coolDownSeconds);
  return answer;
};

const deliveryOf = async (service: TestService, { e164 }: Phone) => {
  const [challenge] = await service.store.load([challengeKey({ purpose: 'otp', channel: 'sms', address: e164 })]);
  return challenge?.delivery;
};

describe('the sms of a day', () => {
  it('to one number end at its cap: other numbers are not affected, and the answer is the same', async () => {
    const service = aService({ textsPerPhone: 2 });
    const [phone, other] = [freshPhone(), freshPhone()];
    const answers = [];
    for (let round = 0; round < 3; round++) answers.push(await ask(service, phone));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(service.texts.filter(({ to }) => to === phone.e164)).toHaveLength(2);
    expect(await deliveryOf(service, phone)).toMatchObject({ status: 'failed', reason: 'phone_used_up' });
    await ask(service, other);
    expect(await deliveryOf(service, other)).toMatchObject({ status: 'sent' });
  });

  it('of the whole stage end at its cap, which calls an operator, and start again the next day', async () => {
    const service = aService({ textsPerDay: 2 });
    const phones = [freshPhone(), freshPhone(), freshPhone()] as const;
    for (const phone of phones) await ask(service, phone);
    expect(service.texts).toHaveLength(2);
    expect(await deliveryOf(service, phones[2])).toMatchObject({ status: 'failed', reason: 'texts_used_up' });
    const called = service.lines.map((line) => JSON.parse(line)).filter(({ event }) => event === 'operator_needed');
    expect(called).toMatchObject([{ reason: 'texts_used_up' }]);
    service.advance(24 * 3600);
    await ask(service, phones[2]);
    expect(service.texts).toHaveLength(3);
  });

  it('for changes of phone number have a budget of their own: neither uses up the other', async () => {
    const service = aService({ textsPerDay: 1, phoneChangeTextsPerDay: 2 });
    const owner = await anOwner(service);
    const change = async (phone: Phone) => {
      await service.post(
        '/me/phone',
        { phone: phone.e164, password: PASSWORD },
        { headers: bearer(owner.accessToken) },
      );
      await service.deliver();
    };
    const [one, other, last] = [freshPhone(), freshPhone(), freshPhone()];
    await ask(service, freshPhone());
    await ask(service, freshPhone());
    expect(service.texts).toHaveLength(1);
    for (const phone of [one, other, last]) await change(phone);
    expect(service.texts.slice(1).map(({ to }) => to)).toEqual([one.e164, other.e164]);
    const key = challengeKey({ purpose: 'phone_change', channel: 'sms', address: last.e164 });
    const [refused] = await service.store.load([key]);
    expect(refused?.delivery).toMatchObject({ status: 'failed', reason: 'phone_change_texts_used_up' });
    const called = service.lines.map((line) => JSON.parse(line)).filter(({ event }) => event === 'operator_needed');
    expect(called).toMatchObject([{ reason: 'texts_used_up' }, { reason: 'phone_change_texts_used_up' }]);
  });

  it('to one number are counted over both', async () => {
    const service = aService({ textsPerPhone: 1 });
    const owner = await anOwner(service);
    const phone = freshPhone();
    await ask(service, phone);
    await service.post('/me/phone', { phone: phone.e164, password: PASSWORD }, { headers: bearer(owner.accessToken) });
    await service.deliver();
    expect(service.texts).toHaveLength(1);
  });

  it('are never more than the cap, however many are requested at once', async () => {
    const service = aService({ textsPerDay: 5 });
    const phones = Array.from({ length: 20 }, freshPhone);
    await Promise.all(
      phones.map(({ typed }) => service.post('/otp', { channel: 'sms', to: typed }, { ip: `${freshNetwork()}.7` })),
    );
    await service.deliver();
    expect(service.texts).toHaveLength(5);
    const statuses = await Promise.all(phones.map(async (phone) => (await deliveryOf(service, phone))?.status));
    expect(statuses.filter((status) => status === 'failed')).toHaveLength(15);
  });

  it.each([
    ['what the transport refused is not counted', 'rate_exceeded', 3],
    ['an sms without an answer, which may have been sent, is counted', 'transport_unavailable', 2],
  ] as const)('%s', async (_what, reason, tries) => {
    const sent: OutgoingSms[] = [];
    const send = async (text: OutgoingSms): Promise<SendResult> => {
      sent.push(text);
      return { ok: false, permanent: false, reason };
    };
    const service = aService({ textsPerPhone: 2 }, { send });
    await ask(service, freshPhone());
    await service.deliverQueued();
    await service.deliverQueued();
    expect(sent).toHaveLength(tries);
  });
});

describe('the counters of sms', () => {
  it('outlive the day that they count, by no more than a day', async () => {
    const ends: number[] = [];
    const service = aService();
    const { store } = service.dependencies;
    service.dependencies.store = {
      ...store,
      count: (key, by, window) => {
        if (key.pk.startsWith('limit#texts#')) ends.push(window.endsAt);
        return store.count(key, by, window);
      },
    };
    const now = service.clock.now();
    await ask(service, freshPhone());
    const nextDay = now - (now % DAY) + DAY;
    expect(ends).toEqual([nextDay, nextDay]);
  });
});

describe('an accepted sms', () => {
  const aPollingService = (outcome: SmsOutcome, asked: string[] = []) =>
    aService(
      {},
      {
        send: async () => ({ ok: true, messageId: 'request-1', askAfterSeconds: 60 }),
        outcomeOf: async (to, messageId) => {
          asked.push(`${to} ${messageId}`);
          return outcome;
        },
      },
    );

  it.each([
    ['delivered', { status: 'delivered' }],
    ['undelivered', { status: 'bounced', reason: 'text_undelivered' }],
    ['unknown', { status: 'sent' }],
  ] as const)('is asked about once, and is %s then', async (outcome, expected) => {
    const asked: string[] = [];
    const service = aPollingService(outcome, asked);
    const phone = freshPhone();
    await ask(service, phone);
    expect(await deliveryOf(service, phone)).toMatchObject({ status: 'sent', messageId: 'request-1' });
    expect(service.queue).toMatchObject([{ asks: 'result' }]);
    await service.deliverQueued();
    expect(asked).toEqual([`${phone.e164} request-1`]);
    expect(await deliveryOf(service, phone)).toMatchObject({ ...expected, messageId: 'request-1' });
    expect(service.queue).toEqual([]);
  });

  it('is asked about after urgent messages: by the ordinary queue, after the time its transport names', async () => {
    const put: object[] = [];
    const service = aPollingService('delivered');
    service.dependencies.retries = { put: async (_ticket, options) => void put.push(options) };
    await ask(service, freshPhone());
    expect(put).toEqual([{ urgent: false, delaySeconds: 60 }]);
  });

  it('that was not delivered suppresses no number: the next one is sent', async () => {
    const service = aPollingService('undelivered');
    const phone = freshPhone();
    await ask(service, phone);
    await service.deliverQueued();
    await ask(service, phone);
    expect(await deliveryOf(service, phone)).toMatchObject({ status: 'sent' });
  });

  it('is not asked about once another has taken its place', async () => {
    const asked: string[] = [];
    const service = aPollingService('delivered', asked);
    const phone = freshPhone();
    await ask(service, phone);
    const tickets = service.queue.splice(0);
    await ask(service, phone);
    service.queue.splice(0, service.queue.length, ...tickets);
    await service.deliverQueued();
    expect(asked).toEqual([]);
    expect(await deliveryOf(service, phone)).toMatchObject({ status: 'sent' });
  });

  it('is not asked about again, by another number, or where it is known already', async () => {
    const asked: string[] = [];
    const service = aPollingService('delivered', asked);
    await ask(service, freshPhone());
    const [ticket] = service.queue.splice(0);
    if (!ticket) throw new Error('nothing was queued');
    for (const seq of [ticket.seq + 1, ticket.seq, ticket.seq]) {
      service.queue.push({ ...ticket, seq });
      await service.deliverQueued();
    }
    expect(asked).toHaveLength(1);
    expect(service.queue).toEqual([]);
  });

  it('has a code that works whatever the answer about its outcome', async () => {
    const service = aService();
    const { code, continuation } = await askByText(service);
    service.queue.push({ pk: 'otp#sms:+821000000000', id: '0', seq: 1, asks: 'result' });
    await service.deliverQueued();
    expect(service.queue).toEqual([]);
    expect((await checkCode(service, { code, continuation })).status).toBe(200);
  });
});
