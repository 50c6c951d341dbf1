// An email change and a concurrent request at each of its writes, over a real database: one address, or none after a deletion.
import { describe, expect, it } from 'vitest';
import { emailClaimKey, userKey } from '#domain/store-keys.ts';
import { bearer, ENDED_SESSION, tryTokens } from '../../support/account.ts';
import { HOUR, MINUTE } from '../../support/builders.ts';
import {
  accountAt,
  anOwner,
  confirmEmailChange,
  loadUser,
  moveTo,
  type Owner,
  pendingEmailChange,
  toOwner,
  undoEmailChange,
} from '../../support/email-change.ts';
import { createHookedStore, losing, once } from '../../support/faults/hooked-store.ts';
import { type InterruptedStore, interrupted } from '../../support/faults/interrupted.ts';
import { freshAddress } from '../../support/real-store.ts';
import { type Answer, createTestService, type TestService } from '../../support/service.ts';
import { PASSWORD, pendingSignUp } from '../../support/sign-up.ts';
import { createTestStore } from '../../support/test-store.ts';

const store = createTestStore();

const codeOf = ({ status, body }: Answer) => body.code ?? status;

type Rival = (service: TestService, owner: Owner) => Promise<Answer>;

const RIVALS: Readonly<Record<string, Rival>> = {
  'a log-out everywhere': (service, { refreshToken }) => service.post('/logout/all', { refreshToken }),
  'a new password': (service, { accessToken }) => {
    const body = { currentPassword: PASSWORD, newPassword: 'another good one' };
    return service.post('/me/password', body, { headers: bearer(accessToken) });
  },
  'a deletion': (service, { accessToken }) => {
    const headers = bearer(accessToken);
    return service.request({ method: 'DELETE', path: '/me', body: { password: PASSWORD }, headers });
  },
};

/** `meet` runs something before the `index`th write. Resolves to the number of writes. */
const atEveryWrite = async (meet: (race: InterruptedStore, index: number) => Promise<void>) => {
  let met = 0;
  for (let isMet = true; isMet; met++) {
    const race = interrupted(store);
    await meet(race, met);
    isMet = race.hasHappened();
  }
  return met - 1;
};

describe.each(Object.entries(RIVALS))('an address change and %s', (name, rival) => {
  it.each(['change', 'rival'])(
    'at the same moment, the %s overtaken: one succeeds, at one address',
    async (overtaken) => {
      const writes = await atEveryWrite(async (race, index) => {
        const service = createTestService({ store: race.store });
        const owner = await anOwner(service);
        const newAddress = freshAddress();
        const proof = await pendingEmailChange(service, owner, newAddress);
        const works = [() => confirmEmailChange(service, proof), () => rival(service, owner)] as const;
        const [late, early] = overtaken === 'change' ? works : [works[1], works[0]];
        let overtaker: Answer | undefined;
        race.interrupt(index, async () => {
          overtaker = await early();
        });
        const answer = await late();
        const [changed, other] = overtaken === 'change' ? [answer, overtaker] : [overtaker, answer];
        if (!race.hasHappened()) return;
        const codes = [changed, other].map((each) => each && codeOf(each));
        const at = [await accountAt(service, owner.address), await accountAt(service, newAddress)].map(Boolean);
        expect([index, codes, (await tryTokens(service, owner)).access]).toEqual([index, codes, 'unauthenticated']);
        expect([index, codes, at]).toEqual([index, codes, expectedPlaces(name, codes)]);
      });
      expect(writes).toBeGreaterThanOrEqual(overtaken === 'change' ? 5 : 1);
    },
  );
});

/** Whether it is reachable at the old and at the new address. Neither after a deletion. */
const expectedPlaces = (name: string, [changed, other]: readonly unknown[]) => {
  if (name === 'a deletion' && other === 200) return [false, false];
  return changed === 200 ? [false, true] : [true, false];
};

describe('an address change that a deletion overtook', () => {
  it('reserves neither address: each can be signed up after ten minutes', async () => {
    await atEveryWrite(async (race, index) => {
      const service = createTestService({ store: race.store });
      const owner = await anOwner(service);
      const newAddress = freshAddress();
      const proof = await pendingEmailChange(service, owner, newAddress);
      race.interrupt(index, () => RIVALS['a deletion']?.(service, owner) ?? Promise.reject());
      await confirmEmailChange(service, proof);
      if (!race.hasHappened() || (await loadUser(service, owner.id))) return;
      service.advance(601);
      const free = [];
      for (const address of [owner.address, newAddress]) {
        const { token, continuation } = await pendingSignUp(service, address);
        free.push((await service.post('/verify', { token, continuation })).status);
      }
      expect([index, free]).toEqual([index, [200, 200]]);
    });
  });
});

describe('an address change that an undo overtakes', () => {
  it('leaves the account at the old address, and ends the session of the change', async () => {
    const writes = await atEveryWrite(async (race, index) => {
      const service = createTestService({ store: race.store });
      const first = await anOwner(service);
      const { undoToken, ...second } = await moveTo(service, first);
      const newest = freshAddress();
      const proof = await pendingEmailChange(service, second, newest);
      race.interrupt(index, () => undoEmailChange(service, undoToken));
      const changed = await confirmEmailChange(service, proof);
      if (!race.hasHappened()) return;
      const addresses = [first.address, second.address, newest];
      const at = await Promise.all(addresses.map((address) => accountAt(service, address)));
      expect([index, at.map((user) => user?.id === first.id)]).toEqual([index, [true, false, false]]);
      if (changed.status === 200) expect(await tryTokens(service, toOwner(changed))).toEqual(ENDED_SESSION);
    });
    expect(writes).toBeGreaterThanOrEqual(5);
  });
});

describe('an address change in a store that is stepped into', () => {
  const pending = async () => {
    const { store: hooked, hook } = createHookedStore(store);
    const service = createTestService({ store: hooked });
    const owner = await anOwner(service);
    const newAddress = freshAddress();
    const proof = await pendingEmailChange(service, owner, newAddress);
    const confirm = () => confirmEmailChange(service, proof);
    const reservedUntil = async (address: string) =>
      (await service.store.load([emailClaimKey(address)]))[0]?.reservedUntil;
    return { hook, service, owner, newAddress, confirm, reservedUntil };
  };

  it.each([
    ['challenge', 'only the link is to be used up'],
    ['user', 'the account has not moved yet'],
  ] as const)(
    'is already_used, and opens no second session, if the same link is quicker at the %s row (%s)',
    async (...[at]) => {
      const { hook, confirm } = await pending();
      let overtaker: Answer | undefined;
      const happen = async () => {
        overtaker = await confirm();
      };
      hook(once(({ kind }) => kind === at, happen));
      const answer = await confirm();
      expect(answer).toMatchObject({ status: 410, body: { code: 'already_used' } });
      expect(answer.body.accessToken).toBeUndefined();
      expect(overtaker?.status).toBe(200);
    },
  );

  it('is superseded if the account has left the address meanwhile, whatever else its row says', async () => {
    const { hook, service, owner, confirm } = await pending();
    const elsewhere = freshAddress();
    const happen = async () => {
      const user = await loadUser(service, owner.id);
      if (user) await store.swap(userKey(owner.id), user, { ...user, email: elsewhere });
    };
    hook(once(({ kind }) => kind === 'user', happen));
    expect(await confirm()).toMatchObject({ status: 410, body: { code: 'superseded' } });
    expect(await loadUser(service, owner.id)).toMatchObject({ email: elsewhere });
  });

  it('keeps the new address for ten minutes, and the old one an hour longer than its undo link works', async () => {
    const { hook, service, owner, newAddress, confirm, reservedUntil } = await pending();
    let meanwhile: number | undefined;
    const happen = async () => {
      meanwhile = await reservedUntil(newAddress);
    };
    hook(once(({ kind }) => kind === 'notice', happen));
    expect((await confirm()).status).toBe(200);
    expect(meanwhile).toBe(service.clock.now() + 10 * MINUTE);
    expect(await reservedUntil(owner.address)).toBe(service.clock.now() + 73 * HOUR);
  });

  it('reads the account once, and once more only if something else has changed it', async () => {
    const readsOf = async (lost: number) => {
      const { hook, service, confirm } = await pending();
      service.operations.splice(0);
      hook(losing('user', lost));
      const { status } = await confirm();
      return [status, service.operations.filter((operation) => operation === 'load user').length];
    };
    expect(await readsOf(0)).toEqual([200, 1]);
    expect(await readsOf(20)).toEqual([409, 1]);
  });
});
