// No event is lost, and none gets another id, whatever fails before or after its effect, happens twice or comes in another order.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bearer, refresh } from '../../support/account.ts';
import { anOwner, moveTo } from '../../support/email-change.ts';
import { FAULTS, type Fault } from '../../support/faults/faults.ts';
import { IS_SOAK } from '../../support/rounds.ts';
import { createTestService, type TestService } from '../../support/service.ts';
import { PASSWORD } from '../../support/sign-up.ts';
import { createTestStore } from '../../support/test-store.ts';

/** A life: signed up, moved, a copied token, and gone. */
const live = async (service: TestService): Promise<string> => {
  const owner = await anOwner(service);
  const moved = await moveTo(service, owner);
  await refresh(service, moved.refreshToken);
  service.advance(60);
  await refresh(service, moved.refreshToken);
  const { accessToken } = (await service.post('/login', { email: moved.address, password: PASSWORD })).body;
  const headers = bearer(accessToken);
  const gone = await service.request({ method: 'DELETE', path: '/me', body: { password: PASSWORD }, headers });
  if (gone.status !== 200) throw new Error(`the deletion answered ${gone.status} ${gone.text}`);
  return owner.id;
};

const EXPECTED = ['session.reused', 'user.created', 'user.deleted', 'user.email_changed', 'user.verified'];

const shuffled = <Item>(items: readonly Item[], seed: number): Item[] =>
  items
    .map((item, index) => ({ item, at: (index * 7919 + seed * 104_729) % 1009 }))
    .toSorted((one, other) => one.at - other.at)
    .map(({ item }) => item);

/** Plays all records until nothing is left, each batch in another order, with the faults in turn. */
const playAll = async (service: TestService, faults: readonly (Fault | undefined)[], seed: number): Promise<void> => {
  let calls = 0;
  // Nothing may be lost even if the queue is out of reach too: then the stream itself brings the record again.
  service.setFaults(() => faults[calls++]);
  for (let round = 0; round < 40 && service.changes.length + service.eventQueue.length > 0; round++) {
    service.changes.splice(0, Number.POSITIVE_INFINITY, ...shuffled(service.changes, seed + round));
    await service.tellAll();
  }
  service.setFaults();
  await service.tellAll();
};

const idsOf = (service: TestService) => new Map(service.sent.map(({ id, type }) => [id, type] as const));

describe('the events of an account', () => {
  it('are the same set under every fault, order and repeat', async () => {
    const schedule = fc.record({
      faults: fc.array(fc.option(fc.constantFrom(...FAULTS), { nil: undefined, freq: 3 }), { maxLength: 40 }),
      seed: fc.nat(1000),
      isRepeated: fc.boolean(),
    });
    const runs = IS_SOAK ? 400 : 25;
    await fc.assert(
      fc.asyncProperty(schedule, async ({ faults, seed, isRepeated }) => {
        const service = createTestService({ store: createTestStore() });
        const userId = await live(service);
        if (isRepeated) service.changes.push(...service.changes);
        await playAll(service, faults, seed);
        const own = service.sent.filter((event) => event.userId === userId);
        expect([...idsOf(service).values()].toSorted()).toEqual(EXPECTED);
        expect(new Set(own.map(({ id }) => id)).size).toBe(EXPECTED.length);
        expect(await service.store.auditOf(userId)).toHaveLength(EXPECTED.length);
        expect(service.eventQueue).toEqual([]);
      }),
      { numRuns: runs },
    );
  });

  it.each(FAULTS)('are all there if every single call fails once: %s', async (fault) => {
    for (let index = 0; index < 30; index++) {
      const service = createTestService({ store: createTestStore() });
      await live(service);
      await playAll(service, [...Array(index).fill(undefined), fault], index);
      expect([...idsOf(service).values()].toSorted(), `${fault} at call ${index}`).toEqual(EXPECTED);
    }
  });
});
