// The contract of the store port, run against every store.
import { randomInt, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createIds } from '#adapters/ids.ts';
import type { Store } from '#domain/store.ts';
import { auditKey, challengeKey, emailClaimKey, limitKey, sessionKey, userKey } from '#domain/store-keys.ts';
import { aChallenge, anAuditRow, aSession, aUser, ID, NOW } from '../../support/builders.ts';

let rows = 0;
const ids = createIds({ now: () => Date.now() });
const unique = () => `row-${randomUUID()}-${++rows}`;
/** Greater than all earlier ones, and unique to this run. */
const nextId = () => ids.next();
const aKey = () => emailClaimKey(`${unique()}@example.com`);

export const describeStoreContract = (name: string, createStore: () => Store): void => {
  describe(`${name} keeps the store contract`, () => {
    const store = () => createStore();

    it('loads nothing where nothing is', async () => {
      expect(await store().load([aKey()])).toEqual([undefined]);
      expect(await store().load([])).toEqual([]);
    });

    it('swaps into an absent row and loads what was written, with a version', async () => {
      const key = aKey();
      const swap = await store().swap(key, 'absent', { userId: 'one', reservedUntil: NOW });
      expect(swap).toMatchObject({ ok: true, item: { userId: 'one', reservedUntil: NOW } });
      const [loaded] = await store().load([key]);
      expect(loaded).toEqual(swap.ok ? swap.item : undefined);
      expect(loaded?.version).toMatch(/.+/);
    });

    it('round-trips every kind of item whole', async () => {
      const ref = { purpose: 'signup', channel: 'email', address: `${unique()}@example.com` } as const;
      const challenge = aChallenge();
      const user = aUser({
        phone: '+821012345678',
        phoneVerifiedAt: NOW,
        profile: { name: '민지', age: 3.5, ok: true },
      });
      const session = aSession();
      const keys = [challengeKey(ref), userKey(unique()), sessionKey(unique())] as const;
      await store().swap(keys[0], 'absent', challenge);
      await store().swap(keys[1], 'absent', user);
      await store().swap(keys[2], 'absent', session);
      const loaded = await store().load(keys);
      const written = [challenge, user, session].map((item) => ({ ...item, version: expect.any(String) }));
      expect(loaded).toEqual(written);
    });

    it('drops attributes that are undefined', async () => {
      const key = challengeKey({ purpose: 'signup', channel: 'email', address: `${unique()}@example.com` });
      const { data: _data, ...rest } = aChallenge();
      await store().swap(key, 'absent', rest);
      const [loaded] = await store().load([key]);
      expect(loaded && 'data' in loaded).toBe(false);
    });

    it('loads a batch across tables in the order asked, with gaps, and the same key twice', async () => {
      const [one, two] = [aKey(), userKey(unique())];
      await store().swap(one, 'absent', { userId: 'one' });
      await store().swap(two, 'absent', aUser());
      const loaded = await store().load([aKey(), two, one, sessionKey(unique()), two]);
      expect(loaded.map((item) => item !== undefined)).toEqual([false, true, true, false, true]);
      expect(loaded[2]).toMatchObject({ userId: 'one' });
    });

    it('refuses a swap into a row that is there, and shows what is', async () => {
      const key = aKey();
      await store().swap(key, 'absent', { userId: 'first' });
      const lost = await store().swap(key, 'absent', { userId: 'second' });
      expect(lost).toMatchObject({ ok: false, current: { userId: 'first' } });
    });

    it('refuses a swap over another version, and over a missing row', async () => {
      const key = aKey();
      expect(await store().swap(key, { version: 'none' }, { userId: 'x' })).toEqual({ ok: false, current: undefined });
      await store().swap(key, 'absent', { userId: 'first' });
      expect(await store().swap(key, { version: 'none' }, { userId: 'x' })).toMatchObject({ ok: false });
      expect(await store().load([key])).toMatchObject([{ userId: 'first' }]);
    });

    it('gives every write a version of its own, so that an old one never matches again', async () => {
      const key = aKey();
      const first = await store().swap(key, 'absent', { userId: 'a' });
      if (!first.ok) throw new Error('lost');
      const second = await store().swap(key, first.item, { userId: 'b' });
      if (!second.ok) throw new Error('lost');
      await store().remove(key, second.item);
      const again = await store().swap(key, 'absent', { userId: 'a' });
      expect(again.ok && [first.item.version, second.item.version].includes(again.item.version)).toBe(false);
      expect(await store().swap(key, first.item, { userId: 'stale' })).toMatchObject({ ok: false });
    });

    it('lets exactly one of 50 parallel swaps win, absent or versioned', async () => {
      const key = aKey();
      const race = async (expected: { version: string } | 'absent') => {
        const racers = Array.from({ length: 50 }, (_, index) =>
          store().swap(key, expected, { userId: `racer ${index}` }),
        );
        const winners = (await Promise.all(racers)).filter((swap) => swap.ok);
        expect(winners).toHaveLength(1);
        expect(await store().load([key])).toMatchObject([{ userId: winners[0]?.ok && winners[0].item.userId }]);
        return winners[0]?.ok ? winners[0].item : { version: '' };
      };
      await race(await race('absent'));
    });

    it('removes only the version it was told, and calls a missing row removed', async () => {
      const key = aKey();
      const swap = await store().swap(key, 'absent', { userId: 'one' });
      if (!swap.ok) throw new Error('lost');
      expect(await store().remove(key, { version: 'other' })).toBe(false);
      expect(await store().load([key])).toMatchObject([{ userId: 'one' }]);
      expect(await store().remove(key, swap.item)).toBe(true);
      expect(await store().load([key])).toEqual([undefined]);
      expect(await store().remove(key, swap.item)).toBe(true);
    });

    it('counts 100 parallel additions exactly, in total and by slice', async () => {
      const key = limitKey('contract', unique(), NOW);
      const add = (slice: string) => store().count(key, 1, { endsAt: NOW + 1000, slice });
      const counts = await Promise.all(Array.from({ length: 100 }, (_, index) => add(index % 4 === 0 ? 'm1' : 'm2')));
      expect(counts.map(({ total }) => total).toSorted((a, b) => a - b)).toEqual(
        Array.from({ length: 100 }, (_, index) => index + 1),
      );
      expect(await add('m1')).toEqual({ total: 101, slice: 26 });
      expect(await store().count(key, -1, { endsAt: NOW + 1000 })).toEqual({ total: 100, slice: 0 });
    });

    it('loads more rows at once than one batch of the database has', async () => {
      const ids = Array.from({ length: 150 }, nextId);
      await Promise.all(ids.map((id) => store().swap(sessionKey(id), 'absent', aSession({ userId: id }))));
      const rows = await store().load([...ids, ids[3] ?? '', nextId()].map(sessionKey));
      expect(rows.map((row) => row?.userId)).toEqual([...ids, ids[3], undefined]);
    });

    describe('sessionsOf', () => {
      const begin = async (userId: string, ids: readonly string[]) => {
        const swaps = ids.map((id) => store().swap(sessionKey(id), 'absent', aSession({ userId })));
        expect((await Promise.all(swaps)).every(({ ok }) => ok)).toBe(true);
      };

      it('lists the ids of a user, the newest first, and never another user’s', async () => {
        const [mine, other] = [unique(), unique()];
        const [one, two, three, four] = [nextId(), nextId(), nextId(), nextId()] as const;
        await begin(mine, [three, one, four]);
        await begin(other, [two]);
        expect(await store().sessionsOf(mine)).toEqual([four, three, one]);
        expect(await store().sessionsOf(other)).toEqual([two]);
        expect(await store().sessionsOf(mine.slice(0, -1))).toEqual([]);
        expect(await store().sessionsOf('nobody')).toEqual([]);
      });

      it('lists no session that was removed, and one that was changed once', async () => {
        const userId = unique();
        const [kept, removed] = [nextId(), nextId()] as const;
        await begin(userId, [kept, removed]);
        const [first, second] = await store().load([sessionKey(kept), sessionKey(removed)]);
        if (!first || !second) throw new Error('lost');
        await store().swap(sessionKey(kept), first, { ...first, rotation: 2 });
        expect(await store().remove(sessionKey(removed), second)).toBe(true);
        expect(await store().sessionsOf(userId)).toEqual([kept]);
      });

      it('lists a page: the newest of a limit, before an id', async () => {
        const userId = unique();
        const ids = Array.from({ length: 5 }, nextId);
        await begin(userId, ids);
        const [one = '', two, three, four = ''] = ids;
        const pages = [
          { limit: 2, before: four },
          { limit: 9, before: two },
          { limit: 2, before: one },
        ];
        const listed = await Promise.all(pages.map((page) => store().sessionsOf(userId, page)));
        expect(listed).toEqual([[three, two], [one], []]);
      });

      it('lists the newest 100 of more', async () => {
        const userId = unique();
        const ids = Array.from({ length: 103 }, nextId);
        await begin(userId, ids);
        expect(await store().sessionsOf(userId)).toEqual(ids.toReversed().slice(0, 100));
      });
    });

    describe('auditOf', () => {
      const write = async (userId: string, ids: readonly string[]) => {
        const swaps = ids.map((id) => store().swap(auditKey(userId, id), 'absent', anAuditRow({ id, userId })));
        expect((await Promise.all(swaps)).every(({ ok }) => ok)).toBe(true);
      };

      it('lists the ids of an account, the newest first, by pages, and never those of another', async () => {
        const [mine, other] = [unique(), unique()];
        const ids = Array.from({ length: 4 }, nextId);
        const [one, two, three, four] = ids;
        await write(mine, ids.toReversed());
        await write(other, [nextId()]);
        await write(`${mine}x`, [nextId()]);
        expect(await store().auditOf(mine)).toEqual([four, three, two, one]);
        expect(await store().auditOf(mine, { limit: 2 })).toEqual([four, three]);
        expect(await store().auditOf(mine, { limit: 2, before: three })).toEqual([two, one]);
        expect(await store().auditOf(mine, { limit: 2, before: one })).toEqual([]);
        expect(await store().auditOf('nobody')).toEqual([]);
      });

      it('writes a row once, and gives it back whole', async () => {
        const row = anAuditRow({ id: nextId(), userId: unique(), act: ID, data: { key: 'marketing', granted: true } });
        const key = auditKey(row.userId, row.id);
        expect(await store().swap(key, 'absent', row)).toMatchObject({ ok: true });
        expect(await store().swap(key, 'absent', { ...row, what: 'user.deleted' })).toMatchObject({ ok: false });
        expect(await store().load([key])).toEqual([{ ...row, version: expect.any(String) }]);
      });

      it('never takes a session for an audit row, nor the other way round', async () => {
        const userId = unique();
        const [session, row] = [nextId(), nextId()];
        await store().swap(sessionKey(session), 'absent', aSession({ userId }));
        await write(userId, [row]);
        expect([await store().sessionsOf(userId), await store().auditOf(userId)]).toEqual([[session], [row]]);
      });
    });

    describe('usersAfter', () => {
      const put = async (fields: Parameters<typeof aUser>[0] = {}) => {
        const id = nextId();
        expect(await store().swap(userKey(id), 'absent', aUser({ id, ...fields }))).toMatchObject({ ok: true });
        return id;
      };

      // Other tests write into the same tables.
      it('gives every account once, in an order that stays, from the first one or after any', async () => {
        const made = await Promise.all(Array.from({ length: 7 }, () => put()));
        await store().swap(emailClaimKey(`${unique()}@example.com`), 'absent', { userId: made[0] ?? '' });
        const ours = async (after?: string) => {
          const users = await store().usersAfter(after, 100_000);
          return users.map(({ id }) => id).filter((id) => made.includes(id));
        };
        const order = await ours();
        expect(order.toSorted()).toEqual(made.toSorted());
        for (const [index, id] of order.entries()) expect(await ours(id)).toEqual(order.slice(index + 1));
        expect(await store().usersAfter(order[0], 2)).toHaveLength(2);
      });

      it('finds the accounts of a phone number, as it changes', async () => {
        const phone = `+8219${String(randomInt(1e8)).padStart(8, '0')}`;
        const [one, other] = [await put({ phone }), await put({ phone })];
        await put({ phone: `${phone}9` });
        await put();
        expect((await store().usersByPhone(phone)).toSorted()).toEqual([one, other].toSorted());
        const [row] = await store().load([userKey(one)]);
        if (!row) throw new Error('no account');
        const { phone: _old, ...rest } = row;
        await store().swap(userKey(one), row, rest);
        expect(await store().usersByPhone(phone)).toEqual([other]);
      });
    });
  });
};
