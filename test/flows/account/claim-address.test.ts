// The claim on an address: it belongs to the first, is kept while it is reserved, and is taken from nobody who lives there.
import { describe, expect, it } from 'vitest';
import { emailClaimKey, userKey } from '#domain/store-keys.ts';
import { claimAddress, reserveAddress } from '#use-cases/account/claim-address.ts';
import { aUser, MINUTE, NOW } from '../../support/builders.ts';
import { createHookedStore, losing, once } from '../../support/faults/hooked-store.ts';
import { freshAddress } from '../../support/real-store.ts';

const SOON = NOW + 10 * MINUTE;
const LATER = SOON + 1;

interface Holder {
  /** `own`: the account that claims; `other`: one that only this test has, since all tests may share the tables. */
  readonly by: 'own' | 'other';
  readonly reservedUntil?: number;
}

/** An address that `holder` has claimed, if it is named. */
const anAddress = async (holder?: Holder) => {
  const { store, hook } = createHookedStore();
  const dependencies = { store, clock: { now: () => NOW } };
  const address = freshAddress();
  const user = aUser({ id: `user of ${address}`, email: freshAddress() });
  const other = `other user of ${address}`;
  const key = emailClaimKey(address);
  if (holder) {
    const { by, reservedUntil } = holder;
    await store.swap(key, 'absent', { userId: by === 'own' ? user.id : other, reservedUntil });
  }
  const load = async () => (await store.load([key]))[0];
  /** Makes the other account, at `email`. */
  const makeOther = async (email: string) => {
    const { version: _none, ...draft } = aUser({ id: other, email });
    await store.swap(userKey(draft.id), 'absent', draft);
  };
  const take = async (userId: string) => {
    const claim = await load();
    if (claim) await store.swap(key, claim, { userId });
  };
  return {
    hook,
    user,
    take,
    address,
    load,
    makeOther,
    other,
    claim: (reservedUntil?: number) => claimAddress(dependencies, address, user, reservedUntil),
    reserve: (reservedUntil: number) => reserveAddress(dependencies, address, user, reservedUntil),
  };
};

describe('a claim', () => {
  it.each([undefined, SOON])('on a free address holds it, reserved until %s', async (reservedUntil) => {
    const { claim, load, user } = await anAddress();
    expect((await claim(reservedUntil)).ok).toBe(true);
    expect(await load()).toEqual({ userId: user.id, reservedUntil, version: expect.any(String) });
  });

  it.each([
    [undefined, undefined],
    [SOON, undefined],
    [SOON, SOON],
    [LATER, SOON],
  ])('of its own, reserved until %s, is left as it is when %s is asked for', async (reservedUntil, asked) => {
    const { claim, load } = await anAddress({ by: 'own', ...(reservedUntil && { reservedUntil }) });
    const before = await load();
    expect((await claim(asked)).ok).toBe(true);
    expect(await load()).toEqual(before);
  });

  it.each([undefined, SOON])('of its own, reserved until %s, is renewed when longer is asked for', async (reserved) => {
    const { claim, load, user } = await anAddress({ by: 'own', ...(reserved && { reservedUntil: reserved }) });
    expect((await claim(LATER)).ok).toBe(true);
    expect(await load()).toMatchObject({ userId: user.id, reservedUntil: LATER });
  });

  it('of an account that is at the address stays theirs', async () => {
    const { claim, load, makeOther, other, address } = await anAddress({ by: 'other' });
    await makeOther(address);
    expect(await claim()).toMatchObject({ ok: false, refusal: { code: 'already_registered' } });
    expect(await load()).toMatchObject({ userId: other });
  });

  it.each([
    [NOW + 1, 'other'],
    [NOW, 'own'],
  ])('of an account that has left, reserved until %s, is then that of %s', async (reservedUntil, expected) => {
    const { claim, load, makeOther, other, user } = await anAddress({ by: 'other', reservedUntil });
    await makeOther(freshAddress());
    expect((await claim()).ok).toBe(expected === 'own');
    expect((await load())?.userId).toBe(expected === 'own' ? user.id : other);
  });

  it.each([
    ['own', 'accepted'],
    ['another', 'try_again'],
  ])('on a stale one, overtaken by that of %s, is %s', async (rival, expected) => {
    const { hook, claim, load, user, take } = await anAddress({ by: 'other' });
    const userId = rival === 'own' ? user.id : rival;
    let tries = 0;
    hook(
      once(
        ({ kind }) => kind === 'claim' && ++tries === 2,
        () => take(userId),
      ),
    );
    const claimed = await claim();
    expect(claimed.ok ? 'accepted' : claimed.refusal.code).toBe(expected);
    expect((await load())?.userId).toBe(userId);
  });

  it('that is lost where nothing stands is to be tried again', async () => {
    const { hook, claim } = await anAddress();
    hook(losing('claim', 1));
    expect(await claim()).toMatchObject({ ok: false, refusal: { code: 'try_again' } });
  });
});

describe('the reservation of an address that is about to be left', () => {
  it.each([
    [undefined, SOON, SOON],
    [SOON, LATER, LATER],
    [LATER, SOON, LATER],
  ])('that was reserved until %s, now until %s, holds until %s', async (before, asked, expected) => {
    const { reserve, load, user } = await anAddress({ by: 'own', ...(before && { reservedUntil: before }) });
    expect((await reserve(asked)).ok).toBe(true);
    expect(await load()).toMatchObject({ userId: user.id, reservedUntil: expected });
  });

  it.each([undefined, { by: 'other' }] as const)('is superseded where the claim is %j', async (holder) => {
    const { reserve, load } = await anAddress(holder);
    const before = await load();
    expect(await reserve(SOON)).toMatchObject({ ok: false, refusal: { code: 'superseded' } });
    expect(await load()).toEqual(before);
  });
});
