// A rush on an account of 1 mail a second and 200 a day: the couriers together keep to both limits, mails for people in front of
// a screen go first, and the outcome of all others is known.
import { describe, expect, it } from 'vitest';
import type { Purpose } from '#domain/purpose.ts';
import type { Store } from '#domain/store.ts';
import { createOwnLimitsStore } from '../../support/own-limits.ts';
import { createRealStore, freshAddress } from '../../support/real-store.ts';
import { ROUNDS } from '../../support/rounds.ts';
import { createSimulatedCouriers } from '../../support/servers/simulated-couriers.ts';
import { createTestService, freshNetwork, type TestService } from '../../support/service.ts';
import { beginSignUp, PASSWORD } from '../../support/sign-up.ts';
import { createSmallAccount } from '../../support/small-account.ts';
import { createTestStore } from '../../support/test-store.ts';

interface Rush {
  readonly store: Store;
  readonly signUps: number;
  readonly resets: number;
  readonly mailsPer24Hours: number;
}

const fromAnywhere = () => ({ ip: `${freshNetwork()}.1` });

/** With a large quota, so that no limit applies. */
const makeAccounts = async (store: Store, count: number): Promise<string[]> => {
  const service = createTestService({ store: createOwnLimitsStore(store) });
  const addresses = Array.from({ length: count }, freshAddress);
  for (const address of addresses) await beginSignUp(service, address, PASSWORD, fromAnywhere().ip);
  // Mails that found no slot before the quota was known are tried again.
  await service.deliver();
  await service.deliverQueued();
  for (const { token } of service.mails) await service.post('/verify', { token, password: PASSWORD }, fromAnywhere());
  return addresses;
};

/** How many of each status and reason there are. */
const outcomes = async (service: TestService, addresses: readonly string[], purpose: Purpose) => {
  const deliveries = await Promise.all(addresses.map((address) => service.loadChallenge(address, purpose)));
  const names = deliveries.map((challenge) => {
    const { status = 'lost', reason } = challenge?.delivery ?? {};
    return reason ? `${status} ${reason}` : status;
  });
  return Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, group]) => [name, group.length]));
};

/** All at once. In the stream the resets come after the sign-ups. */
const rush = async ({ store, signUps, resets, mailsPer24Hours }: Rush) => {
  const accounts = await makeAccounts(store, resets);
  const ses = createSmallAccount(1, mailsPer24Hours);
  const couriers = createSimulatedCouriers(createOwnLimitsStore(store));
  const service: TestService = createTestService({
    ...couriers.ports,
    get quota() {
      return ses.figures();
    },
    onSend: (mail) => ses.take(mail, service.clock.time),
  });
  service.advance(60);
  const begunAt = service.clock.time;
  const strangers = Array.from({ length: signUps }, freshAddress);
  for (const address of strangers) await beginSignUp(service, address, PASSWORD, fromAnywhere().ip);
  for (const email of accounts) await service.post('/reset', { email }, fromAnywhere());
  await couriers.run(service);
  return {
    ses,
    service,
    signUps: await outcomes(service, strangers, 'signup'),
    resets: await outcomes(service, accounts, 'reset'),
    sentAfter: (purpose: string) =>
      ses.sent.filter((mail) => mail.purpose === purpose).map(({ at }) => (at - begunAt) / 1000),
  };
};

/** The figures are up to 5 s old when the quota is short, at 1 mail a second. */
const SENT_BEFORE_READ_ANEW = 6;

const SIZES: readonly [string, () => Rush][] = [
  [
    `${ROUNDS.mails} sign-ups and ${ROUNDS.mails / 10} resets`,
    () => ({
      store: createTestStore(),
      signUps: ROUNDS.mails,
      resets: ROUNDS.mails / 10,
      mailsPer24Hours: 0.4 * ROUNDS.mails,
    }),
  ],
  [
    '40 sign-ups and 8 resets over a real database',
    () => ({ store: createRealStore().store, signUps: 40, resets: 8, mailsPer24Hours: 30 }),
  ],
];

describe.each(SIZES)('%s at once', (_name, size) => {
  it('are sent within the rate and the daily quota, resets first, and none is lost or sent twice', {
    timeout: 300_000,
  }, async () => {
    const given = size();
    const { ses, service, signUps, resets, sentAfter } = await rush(given);

    expect(ses.refused.rate).toBe(0);
    // The reserved tenth covers mails sent before the figures are read again. If it is smaller than that, SES refuses the rest.
    expect(ses.refused.day).toBeLessThanOrEqual(Math.max(0, SENT_BEFORE_READ_ANEW - 0.1 * given.mailsPer24Hours));
    expect(resets).toEqual({ sent: given.resets });
    const sentSignUps = sentAfter('signup');
    expect(signUps).toEqual({ sent: sentSignUps.length, 'failed quota_reserved': given.signUps - sentSignUps.length });
    expect(new Set(ses.sent.map(({ to }) => to)).size).toBe(ses.sent.length);
    expect(service.mails).toHaveLength(ses.sent.length);

    // Nine tenths of the daily quota, and the mails sent before the figures are read again.
    const ordinaryShare = 0.9 * given.mailsPer24Hours;
    expect(ses.sent.length).toBeGreaterThanOrEqual(ordinaryShare);
    expect(ses.sent.length).toBeLessThanOrEqual(ordinaryShare + SENT_BEFORE_READ_ANEW);

    // From the first one in the stream on they get every slot, except those that others already waited for.
    const resetTimes = sentAfter('reset');
    const [first = 0, last = 0] = [resetTimes[0], resetTimes.at(-1)];
    expect(sentSignUps.filter((at) => at > first && at < last).length).toBeLessThanOrEqual(5);
    expect(last - first).toBeLessThanOrEqual(3 * given.resets);
    expect(sentSignUps.filter((at) => at > last).length).toBeGreaterThan(0);
  });
});
