// A provider that defers (421, 450, 451) the mails of its domain: mails to others do not wait, and none of its own is lost.
import { describe, expect, it } from 'vitest';
import { DEFAULTS } from '#domain/defaults.ts';
import type { OutgoingMail, SendResult } from '#domain/ports/delivery.ts';
import { deferralKey } from '#domain/store-keys.ts';
import { HOUR, MINUTE, SECOND } from '../../support/builders.ts';
import { FAULTS } from '../../support/faults/faults.ts';
import { sweep } from '../../support/faults/sweep.ts';
import { createOwnLimitsStore } from '../../support/own-limits.ts';
import { freshAddress } from '../../support/real-store.ts';
import { createSimulatedCouriers } from '../../support/servers/simulated-couriers.ts';
import { createTestService, freshNetwork, type ServiceOptions, type TestService } from '../../support/service.ts';
import { sesEvent } from '../../support/ses-events.ts';
import { account, beginSignUp, mailTo, PASSWORD } from '../../support/sign-up.ts';

const SLOW = 'slow.example';
const QUICK = 'quick.example';
const DEFERRED: SendResult = { ok: false, permanent: false, reason: 'recipient_deferred', error: 'SMTP 450 4.7.1' };
const at = (domain: string) => freshAddress().replace(/@.*/, `@${domain}`);
const fromAnywhere = () => `${freshNetwork()}.1`;

/** The server defers the mails to `SLOW` until `endsAt` (epoch milliseconds), and counts what it is asked. */
const aDeferringService = (options: ServiceOptions = {}) => {
  const server = { endsAt: Number.POSITIVE_INFINITY, tries: [] as { to: string; at: number }[] };
  const service: TestService = createTestService({
    store: createOwnLimitsStore(),
    onSend: ({ to }: OutgoingMail) => {
      if (!to.endsWith(`@${SLOW}`)) return undefined;
      server.tries.push({ to, at: service.clock.time });
      return service.clock.time < server.endsAt ? DEFERRED : undefined;
    },
    ...options,
  });
  return { service, server };
};

const linesOf = (service: TestService, event: string) =>
  service.lines.map((line) => JSON.parse(line)).filter((line) => line.event === event);
const deliveryOf = async (service: TestService, address: string) => (await service.loadChallenge(address))?.delivery;
const paceOf = async (service: TestService) => (await service.store.load([deferralKey(SLOW)]))[0];

/** Signs up, and lets the courier try the mail once. */
const signUp = async (service: TestService, domain: string) => {
  const { address } = await beginSignUp(service, at(domain), PASSWORD, fromAnywhere());
  await service.deliver();
  return address;
};

interface Rush {
  readonly mails: number;
  readonly deferredFor: number;
  readonly linksLive: number;
  readonly visitors: number;
}

/** All at once; from then on a visitor at another domain comes each half minute. */
const rush = async ({ mails, deferredFor, linksLive, visitors }: Rush) => {
  const couriers = createSimulatedCouriers(createOwnLimitsStore());
  const { service, server } = aDeferringService({
    ...couriers.ports,
    quota: { mailsPer24Hours: -1, mailsPerSecond: 14, sentInLast24Hours: 0 },
    settings: { lifetimes: { ...DEFAULTS.lifetimes, signupSeconds: linksLive / SECOND } },
  });
  // So that the quota is known before the rush.
  await beginSignUp(service, at(QUICK), PASSWORD, fromAnywhere());
  await couriers.run(service);
  service.lines.splice(0);
  const begunAt = service.clock.time;
  server.endsAt = begunAt + deferredFor;
  const slow: string[] = [];
  const quick: string[] = [];
  for (let index = 0; index < mails; index++) {
    slow.push((await beginSignUp(service, at(SLOW), PASSWORD, fromAnywhere())).address);
    // In the same batches of the stream.
    if (index % 10 === 0) quick.push((await beginSignUp(service, at(QUICK), PASSWORD, fromAnywhere())).address);
  }
  const visit = async () => {
    for (let visitor = 0; visitor < visitors; visitor++) {
      await couriers.ports.pause.wait(30 * SECOND);
      const asked = service.post('/otp', { channel: 'email', to: at(QUICK) }, { ip: fromAnywhere() });
      const answer = await couriers.during(asked);
      if (answer.status !== 202) throw new Error(`the code was answered ${answer.status}`);
    }
  };
  const running = couriers.run(service);
  await visit();
  await running;
  const outcomes = await Promise.all(slow.map((address) => deliveryOf(service, address)));
  /** How long the mails of that purpose to the other domain waited, in seconds. */
  const waits = (purpose: string): number[] =>
    linesOf(service, 'mail_sent').flatMap((line) =>
      line.purpose === purpose && !slowIds.has(line.challenge) ? [line.waitedSeconds] : [],
    );
  const rows = await Promise.all(slow.map((address) => service.loadChallenge(address)));
  const slowIds = new Set(rows.map((row) => row?.id));
  return { service, server, begunAt, slow, quick, outcomes, waits };
};

describe('200 mails of one domain that is deferred', () => {
  it('for an hour: others do not wait, and each of them is sent once, at most two turns later', async () => {
    const { service, server, begunAt, slow, quick, waits } = await rush({
      mails: 200,
      deferredFor: HOUR,
      linksLive: 2 * HOUR,
      visitors: 118,
    });
    expect(waits('otp')).toEqual(Array.from({ length: 118 }, () => 0));
    // The first tries of the rush take 14 slots a second, as they would if nothing were wrong.
    expect(waits('signup')).toHaveLength(quick.length);
    expect(Math.max(...waits('signup'))).toBeLessThanOrEqual(30);
    const sent = service.mails.filter(({ to }) => to.endsWith(`@${SLOW}`)).map(({ to }) => to);
    expect(sent.toSorted()).toEqual(slow.toSorted());
    expect(Math.max(...server.tries.map(({ at: time }) => time)) - begunAt).toBeLessThanOrEqual(HOUR + 270 * SECOND);
    // One for each mail, then at most one a minute after the first ones, then one for each mail.
    const deferred = server.tries.filter(({ at: time }) => time < server.endsAt);
    expect(deferred.length).toBeLessThanOrEqual(200 + 62);
    expect(server.tries.length - deferred.length).toBe(200);
  });

  it('for longer than their links live: each fails for that reason, and none is lost', async () => {
    const { service, outcomes, waits } = await rush({
      mails: 200,
      deferredFor: 2 * HOUR,
      linksLive: 30 * MINUTE,
      visitors: 50,
    });
    expect(Math.max(...waits('otp'))).toBe(0);
    expect(new Set(outcomes.map((delivery) => `${delivery?.status} ${delivery?.reason}`))).toEqual(
      new Set(['failed recipient_deferred']),
    );
    expect(linesOf(service, 'mail_failed')).toHaveLength(200);
  });
});

describe('a batch of the courier', () => {
  it('of the queue that mixes domains tries one retry of the deferred domain, and each of the others', async () => {
    const { service, server } = aDeferringService();
    const slow = [await signUp(service, SLOW), await signUp(service, SLOW), await signUp(service, SLOW)];
    expect(server.tries).toHaveLength(3);
    const quick = await beginSignUp(service, at(QUICK));
    service.setFaults((call) => (call === 'transport.send' ? 'before' : undefined));
    await service.deliver();
    service.setFaults();
    service.advance(15);
    await service.deliverQueued();
    expect(server.tries).toHaveLength(4);
    expect(await deliveryOf(service, quick.address)).toMatchObject({ status: 'sent' });
    for (const address of slow) {
      expect(await deliveryOf(service, address)).toMatchObject({
        status: 'queued',
        reason: 'recipient_deferred',
        tries: 2,
      });
    }
    expect(service.queue).toHaveLength(3);
  });
});

describe('the pace of a domain', () => {
  it('lets one mail go first at its end, and all others after it went', async () => {
    const { service, server } = aDeferringService();
    const [one = '', other = ''] = [await signUp(service, SLOW), await signUp(service, SLOW)];
    service.advance(14);
    await service.deliverQueued();
    expect(server.tries).toHaveLength(2);
    server.endsAt = 0;
    service.advance(1);
    await service.deliverQueued();
    expect(service.mails.map(({ to }) => to)).toHaveLength(1);
    await service.deliverQueued();
    expect(service.mails.map(({ to }) => to).toSorted()).toEqual([one, other].toSorted());
    expect(await paceOf(service)).toMatchObject({ deferrals: 0 });
  });

  it('does not hold a mail that was never deferred, nor one that is asked for again', async () => {
    const { service, server } = aDeferringService();
    const address = await signUp(service, SLOW);
    server.endsAt = 0;
    const fresh = await signUp(service, SLOW);
    expect(await deliveryOf(service, fresh)).toMatchObject({ status: 'sent' });
    server.endsAt = Number.POSITIVE_INFINITY;
    service.advance(61);
    // The mail of before waits in the queue still: it is not owed any more.
    await beginSignUp(service, address);
    server.endsAt = 0;
    await service.deliver();
    await service.deliverQueued();
    expect(service.mails.filter(({ to }) => to === address)).toMatchObject([{ tags: { seq: '1' } }]);
    expect(await deliveryOf(service, address)).toMatchObject({ status: 'sent' });
  });

  it('takes no slot from others, and leaves no mark of an urgent mail', async () => {
    const { service } = aDeferringService({ quota: { mailsPer24Hours: -1, mailsPerSecond: 1, sentInLast24Hours: 0 } });
    const owner = at(QUICK);
    await account(service, owner);
    for (let count = 0; count < 3; count++) {
      service.advance(2);
      await service.post('/otp', { channel: 'email', to: at(SLOW) }, { ip: fromAnywhere() });
      await service.deliver();
    }
    service.operations.splice(0);
    await service.deliverQueued();
    expect(service.operations.filter((operation) => operation.startsWith('count'))).toEqual([]);
    expect(service.queue).toHaveLength(3);
  });

  it('goes on without its row: if it cannot be written, each mail waits for its own time', async () => {
    const { service, server } = aDeferringService();
    const { swap } = service.store;
    Object.assign(service.dependencies.store, {
      swap: (key: { kind: string }, ...rest: never[]) =>
        key.kind === 'deferral'
          ? Promise.reject(new Error('down'))
          : (swap as (...all: never[]) => unknown)(key as never, ...rest),
    });
    const address = await signUp(service, SLOW);
    expect(await deliveryOf(service, address)).toMatchObject({ status: 'queued', reason: 'recipient_deferred' });
    server.endsAt = 0;
    await service.deliverQueued();
    expect(await deliveryOf(service, address)).toMatchObject({ status: 'sent' });
  });
});

describe('a fault at any call', () => {
  it('from the first deferral to the mail that goes first loses no mail, and none waits for ever', async () => {
    const runs = await sweep(createOwnLimitsStore(), async (service, arm) => {
      const slow = `slow-${freshAddress().replace(/@.*/, '')}.example`;
      let isDeferring = true;
      const { transport } = service.dependencies;
      const { send } = transport;
      Object.assign(transport, {
        send: (mail: OutgoingMail) => (isDeferring ? Promise.resolve(DEFERRED) : send(mail)),
      });
      const { address } = await beginSignUp(service, at(slow));
      arm();
      for (const seconds of [0, 15, 15]) {
        service.advance(seconds);
        await service.deliver();
        await service.deliverQueued();
      }
      isDeferring = false;
      for (let turn = 0; turn < 3; turn++) {
        service.advance(60);
        await service.deliver();
        await service.deliverQueued();
      }
      expect(service.mails.length).toBeGreaterThanOrEqual(1);
      expect(new Set(service.mails.map(({ token }) => token)).size).toBe(1);
      expect(await deliveryOf(service, address)).toMatchObject({ status: 'sent', seq: 1 });
    });
    expect(runs).toBeGreaterThanOrEqual(20 * FAULTS.length);
  });
});

describe('over SES, which retries with the recipient’s server itself', () => {
  it('200 delayed mails of one domain change no pace, and the next ones go at once', async () => {
    const service = createTestService({ store: createOwnLimitsStore() });
    const addresses: string[] = [];
    for (let index = 0; index < 200; index++) {
      const { address } = await beginSignUp(service, at(SLOW), PASSWORD, fromAnywhere());
      addresses.push(address);
      await service.feedback(sesEvent('delayed', await mailTo(service, address), service.clock.now()));
    }
    expect(await deliveryOf(service, addresses[0] ?? '')).toMatchObject({ status: 'sent', reason: 'delivery_delayed' });
    expect(await paceOf(service)).toBeUndefined();
    for (const domain of [SLOW, QUICK]) {
      const address = await signUp(service, domain);
      expect(await deliveryOf(service, address)).toMatchObject({ status: 'sent', tries: 0 });
    }
    expect(service.queue).toEqual([]);
  });
});
