// What a change of an account does to the mails that were asked for before it: they make room, and what was used stays used.
import { describe, expect, it } from 'vitest';
import type { Challenge } from '#domain/challenge/challenge.ts';
import { challengeKey } from '#domain/store-keys.ts';
import { retireChallenges } from '#use-cases/challenge/retire-challenges.ts';
import { aChallenge, aUser, idNumber, NOW } from '../../support/builders.ts';
import { type BeforeWrite, createHookedStore, losing } from '../../support/faults/hooked-store.ts';
import { freshAddress } from '../../support/real-store.ts';

const FLOOR = idNumber(5);

/** An account whose floor is `FLOOR`, with the challenges that are named. */
const afterRetiring = async (
  challenges: { readonly reset?: Partial<Challenge>; readonly login?: Partial<Challenge> },
  beforeWrite?: BeforeWrite,
) => {
  const { store, hook } = createHookedStore();
  const user = aUser({ id: idNumber(1), email: freshAddress(), challengeFloor: FLOOR, changeIds: [idNumber(4)] });
  const [reset, login] = (['reset', 'login'] as const).map((purpose) =>
    challengeKey({ purpose, channel: 'email', address: user.email }),
  );
  if (!reset || !login) throw new Error('no keys');
  for (const [key, set] of [
    [reset, challenges.reset],
    [login, challenges.login],
  ] as const) {
    const { version: _none, ...draft } = aChallenge(set);
    if (set) await store.swap(key, 'absent', draft);
  }
  hook(beforeWrite);
  await retireChallenges({ store, clock: { now: () => NOW } }, user);
  return (await store.load([reset, login])).map((challenge) => challenge && [challenge.id, challenge.usedAt]);
};

describe('a change of an account', () => {
  it('marks used what was asked for before it, be it one mail or both', async () => {
    const dead = { id: idNumber(3) };
    expect(await afterRetiring({ reset: dead, login: dead })).toEqual([
      [FLOOR, NOW],
      [FLOOR, NOW],
    ]);
    expect(await afterRetiring({ login: dead })).toEqual([undefined, [FLOOR, NOW]]);
    expect(await afterRetiring({ reset: dead })).toEqual([[FLOOR, NOW], undefined]);
  });

  it('also marks a challenge into whose row the courier writes at the same time', async () => {
    const dead = { id: idNumber(3) };
    expect(await afterRetiring({ reset: dead, login: dead }, losing('challenge', 2))).toEqual([
      [FLOOR, NOW],
      [FLOOR, NOW],
    ]);
  });

  it.each([
    ['was used before', { id: idNumber(3), usedAt: NOW - 1 }],
    ['made the change', { id: idNumber(4) }],
    ['was asked for after it', { id: idNumber(6) }],
  ])('leaves what %s as it is', async (_name, set: Partial<Challenge>) => {
    const same = [set.id, set.usedAt];
    expect(await afterRetiring({ reset: set, login: set })).toEqual([same, same]);
  });
});
