// What becomes of a proof: its challenge is used once, and an attempt is taken back only where the right code led to nothing.
import { describe, expect, it } from 'vitest';
import type { Challenge } from '#domain/challenge/challenge.ts';
import { type ErrorCode, refuse } from '#domain/errors.ts';
import { challengeKey } from '#domain/store-keys.ts';
import { undoAttempt } from '#use-cases/challenge/attempt.ts';
import { finishProof, markUsed } from '#use-cases/challenge/finish-proof.ts';
import { aChallenge, aRef, ID, NOW, OTHER_ID } from '../../support/builders.ts';
import { freshAddress } from '../../support/real-store.ts';
import { createTestStore } from '../../support/test-store.ts';

/** A proof whose attempt was counted, and what stands in the row by the time it is finished. */
const aProof = async (set: Partial<Challenge> | 'gone' = {}, wasCounted = true) => {
  const store = createTestStore();
  const ref = aRef({ address: freshAddress() });
  const key = challengeKey(ref);
  const { version: _none, ...draft } = aChallenge({ failures: 1, failuresToday: 1 });
  const put = await store.swap(key, 'absent', draft);
  if (!put.ok) throw new Error('the address is not fresh');
  const challenge = put.item;
  if (set === 'gone') await store.remove(key, challenge);
  else await store.swap(key, challenge, { ...draft, ...set });
  const load = async () => (await store.load([key]))[0];
  return { dependencies: { store, clock: { now: () => NOW } }, proof: { ref, challenge, wasCounted }, load };
};

describe('a challenge that is marked used', () => {
  it('takes its right attempt back, and says that the continuation was used only where it was', async () => {
    const { dependencies, proof, load } = await aProof();
    expect((await markUsed(dependencies, proof)).ok).toBe(true);
    expect(await load()).toMatchObject({ usedAt: NOW, failures: 0, failuresToday: 0 });
    expect((await load())?.continuationUsedAt).toBeUndefined();
    const byContinuation = await aProof({}, false);
    await markUsed(byContinuation.dependencies, byContinuation.proof, true);
    expect(await byContinuation.load()).toMatchObject({ continuationUsedAt: NOW, failures: 1, failuresToday: 1 });
  });

  it.each([
    ['another', { id: OTHER_ID }],
    ['used', { usedAt: NOW - 1 }],
    ['gone', 'gone'],
  ] as const)('by then %s is already_used, and stays as it is', async (_name, set) => {
    const { dependencies, proof, load } = await aProof(set);
    const before = await load();
    expect(await markUsed(dependencies, proof)).toMatchObject({ ok: false, refusal: { code: 'already_used' } });
    expect(await load()).toEqual(before);
  });
});

describe('a right code', () => {
  const finish = async (answer: ErrorCode | undefined, wasCounted = true) => {
    const { dependencies, proof, load } = await aProof({}, wasCounted);
    const finished = await finishProof(dependencies, proof, async () =>
      answer ? refuse(answer) : { ok: true, value: 'opened' },
    );
    return [finished.ok ? finished.value : finished.refusal.code, (await load())?.failures];
  };

  it('counts no attempt if another request was quicker', async () => {
    expect(await finish('try_again')).toEqual(['try_again', 0]);
  });

  it('stays counted if it is refused for good, so that nobody can repeat it for nothing', async () => {
    expect(await finish('superseded')).toEqual(['superseded', 1]);
    expect(await finish('already_registered')).toEqual(['already_registered', 1]);
  });

  it('is left to what it opens, and a link has counted none', async () => {
    expect(await finish(undefined)).toEqual(['opened', 1]);
    expect(await finish('try_again', false)).toEqual(['try_again', 1]);
  });

  it.each([
    [true, 0],
    [false, 1],
  ])('that fails behind it, counted (%s), leaves %s attempts, and fails', async (wasCounted, failures) => {
    const { dependencies, proof, load } = await aProof({}, wasCounted);
    const failing = finishProof(dependencies, proof, () => Promise.reject(new Error('the key service is down')));
    await expect(failing).rejects.toThrow('the key service is down');
    expect(await load()).toMatchObject({ failures, failuresToday: failures });
  });
});

describe('an attempt', () => {
  it('is taken back from its own challenge', async () => {
    const { dependencies, proof, load } = await aProof();
    await undoAttempt(dependencies, proof);
    expect(await load()).toMatchObject({ id: ID, failures: 0, failuresToday: 0 });
  });

  it.each([
    ['another', { id: OTHER_ID }],
    ['used', { usedAt: NOW - 1 }],
    ['gone', 'gone'],
  ] as const)('is taken back from none that is %s by then', async (_name, set) => {
    const { dependencies, proof, load } = await aProof(set);
    const before = await load();
    await undoAttempt(dependencies, proof);
    expect(await load()).toEqual(before);
  });
});
