// An attempt at a code or password is counted before it is compared: by the challenge, and by the network it comes from.
import { describe, expect, it } from 'vitest';
import type { Challenge } from '#domain/challenge/challenge.ts';
import { attemptCounter } from '#domain/challenge/counters.ts';
import type { Purpose } from '#domain/purpose.ts';
import { challengeKey } from '#domain/store-keys.ts';
import { runAttempt } from '#use-cases/challenge/attempt.ts';
import { aChallenge, aRef, NOW } from '../../support/builders.ts';
import { freshAddress } from '../../support/real-store.ts';
import { createTestService, freshNetwork } from '../../support/service.ts';
import { createTestStore } from '../../support/test-store.ts';

/** A live challenge; `now` is what stands in its row by the time the attempt is counted. */
const anAttempt = async (
  set: Partial<Challenge> = {},
  now: Partial<Challenge> = {},
  purpose: Purpose = 'signup',
  network = freshNetwork(),
) => {
  const service = createTestService({ store: createTestStore() });
  const { store } = service;
  const ref = aRef({ purpose, address: freshAddress() });
  const { version: _none, ...draft } = aChallenge(set);
  const put = await store.swap(challengeKey(ref), 'absent', draft);
  if (!put.ok) throw new Error('the address is not fresh');
  await store.swap(challengeKey(ref), put.item, { ...draft, ...now });
  const caller = { client: `${network}.7`, network, device: 'unknown', ip: 'unknown' };
  const counter = attemptCounter(caller, NOW);
  let compared = 0;
  return {
    limits: service.settings.limits,
    compared: () => compared,
    countOfNetwork: async (by = 0) => (await store.count(counter.key, by, counter.window)).total,
    countOfNeighbour: async (by: number) => {
      await store.count(counter.key, by, { ...counter.window, slice: 'c8' });
    },
    failures: async () => (await store.load([challengeKey(ref)]))[0]?.failures,
    run: (isRight: boolean, kind: 'code' | 'password' = 'code') =>
      runAttempt(service.dependencies, {
        ref,
        challenge: put.item,
        caller,
        now: NOW,
        kind,
        isRight: () => {
          compared++;
          return isRight;
        },
      }),
  };
};

describe('an attempt', () => {
  it('that is right counts for its challenge until that is used, and for the network not at all', async () => {
    const { run, countOfNetwork, failures } = await anAttempt();
    expect(await run(true)).toMatchObject({ ok: true, value: { failures: 1 } });
    expect([await countOfNetwork(), await failures()]).toEqual([0, 1]);
  });

  it.each([
    ['code', 'code_mismatch'],
    ['password', 'invalid_credentials'],
  ] as const)('at the %s that is wrong is %s, and counts for both', async (kind, code) => {
    const { run, countOfNetwork, failures } = await anAttempt();
    expect(await run(false, kind)).toMatchObject({ ok: false, refusal: { code, attemptsLeft: 4 } });
    expect([await countOfNetwork(), await failures()]).toEqual([1, 1]);
  });

  it('from a client that has used its attempts up is neither compared nor counted', async () => {
    const { run, countOfNetwork, failures, compared, limits } = await anAttempt();
    await countOfNetwork(limits.failuresPerClient);
    expect(await run(true)).toMatchObject({ ok: false, refusal: { code: 'too_many_requests', reason: 'network' } });
    expect([compared(), await failures()]).toEqual([0, 0]);
    expect(await countOfNetwork()).toBe(limits.failuresPerClient);
  });

  it('from a client that has one left is compared', async () => {
    const { run, countOfNetwork, limits } = await anAttempt();
    await countOfNetwork(limits.failuresPerClient - 1);
    expect((await run(true)).ok).toBe(true);
  });

  it('from a network that has used its attempts up is neither compared nor counted', async () => {
    const { run, countOfNetwork, countOfNeighbour, failures, compared, limits } = await anAttempt();
    await countOfNeighbour(limits.failuresPerNetwork);
    expect(await run(true)).toMatchObject({ ok: false, refusal: { code: 'too_many_requests', reason: 'network' } });
    expect([compared(), await failures()]).toEqual([0, 0]);
    expect(await countOfNetwork()).toBe(limits.failuresPerNetwork);
  });

  it.each(['code', 'password'] as const)(
    'at the %s of a sign-up that its link took over meanwhile is not compared',
    async (kind) => {
      const data = { passwordHash: 'the first', profile: {} };
      const { run, compared, countOfNetwork, failures } = await anAttempt(
        { data },
        { data: { ...data, passwordHash: 'the second' }, continuationUsedAt: NOW },
      );
      expect(await run(true, kind)).toMatchObject({ ok: false, refusal: { code: 'already_used' } });
      expect([compared(), await countOfNetwork(), await failures()]).toEqual([0, 0, 0]);
    },
  );

  it('from a network that has one left is compared', async () => {
    const { run, countOfNeighbour, limits } = await anAttempt();
    await countOfNeighbour(limits.failuresPerNetwork - 1);
    expect((await run(true)).ok).toBe(true);
  });

  it.each([
    ['code', [true, 0]],
    ['password', [false, 60]],
  ] as const)(
    'at a %s from the network that asked is counted by the network only if it is a password',
    async (kind, [isOk, counted]) => {
      const network = freshNetwork();
      const asked = { sendsByNetwork: { [network]: { sends: 1, at: NOW } } };
      const { run, countOfNetwork, limits } = await anAttempt(asked, asked, 'signup', network);
      if (!isOk) await countOfNetwork(limits.failuresPerClient);
      expect((await run(true, kind)).ok).toBe(isOk);
      await run(false, kind);
      expect(await countOfNetwork()).toBe(counted);
    },
  );

  it.each([
    ['locked', { failures: 5 }, {}, 'too_many_requests'],
    ['used meanwhile', {}, { usedAt: NOW }, 'already_used'],
    ['expired meanwhile', {}, { expiresAt: NOW }, 'expired'],
    ['locked meanwhile', {}, { failures: 5 }, 'too_many_requests'],
  ])('at a challenge that is %s is not compared, and costs the network nothing', async (_name, set, now, code) => {
    const { run, countOfNetwork, compared } = await anAttempt(set, now);
    expect(await run(true)).toMatchObject({ ok: false, refusal: { code } });
    expect([compared(), await countOfNetwork()]).toEqual([0, 0]);
  });
});
