// Deletion of an account over a real database: its sessions, links and codes stop working, and its address is free.
import { describe, expect, it } from 'vitest';
import { attemptsKey, emailClaimKey, userKey } from '#domain/store-keys.ts';
import {
  askLogInLink,
  askReset,
  bearer,
  ENDED_SESSION,
  LIVE_SESSION,
  logIn,
  tryTokens,
} from '../../support/account.ts';
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
import { FAULTS, faultAt } from '../../support/faults/faults.ts';
import { createHookedStore, losing, once } from '../../support/faults/hooked-store.ts';
import { interrupted } from '../../support/faults/interrupted.ts';
import { freshAddress } from '../../support/real-store.ts';
import { type Answer, createTestService, type TestService } from '../../support/service.ts';
import { account, mailTo, PASSWORD, pendingSignUp } from '../../support/sign-up.ts';
import { createTestStore } from '../../support/test-store.ts';

const store = createTestStore();
const aService = () => createTestService({ store });
const OTHERS_PASSWORD = 'password of the next one';

const remove = (service: TestService, { accessToken }: Pick<Owner, 'accessToken'>, password = PASSWORD) =>
  service.request({ method: 'DELETE', path: '/me', body: { password }, headers: bearer(accessToken) });

const codeOf = ({ status, body }: Answer) => body.code ?? status;

/** An account that has moved once, with everything that gives access to it except the session. */
const withOpenings = async (service: TestService) => {
  const first = await anOwner(service);
  const { undoToken, ...owner } = await moveTo(service, first);
  const logInLink = await askLogInLink(service, owner.address);
  const reset = await askReset(service, owner.address);
  const change = await pendingEmailChange(service, owner, freshAddress());
  const { continuation } = reset;
  const openings = async () => [
    await tryTokens(service, owner),
    codeOf(await logIn(service, owner.address)),
    codeOf(await service.post('/login/link/confirm', { token: logInLink.token })),
    codeOf(await service.post('/reset/confirm', { token: reset.token, password: OTHERS_PASSWORD })),
    codeOf(await confirmEmailChange(service, change)),
    codeOf(await undoEmailChange(service, undoToken)),
    codeOf(await service.post('/login/link/confirm', { code: logInLink.code, continuation: logInLink.continuation })),
    codeOf(await service.post('/reset/confirm', { code: reset.code, continuation, password: OTHERS_PASSWORD })),
  ];
  return { owner, oldAddress: first.address, openings };
};

describe('a deletion', () => {
  it('needs the password: a wrong one is 401, counts as an attempt, and deletes nothing', async () => {
    const service = aService();
    const owner = await anOwner(service);
    const refused = await remove(service, owner, 'not the password');
    expect(refused).toMatchObject({ status: 401, body: { code: 'invalid_credentials' } });
    expect(await store.load([attemptsKey(owner.address)])).toMatchObject([{ failures: 1 }]);
    expect(await tryTokens(service, owner)).toEqual(LIVE_SESSION);
    expect((await logIn(service, owner.address)).status).toBe(200);
  });

  it('leaves nothing that gives access to the account: no session, log-in, link, code or undo', async () => {
    const service = aService();
    const { owner, openings } = await withOpenings(service);
    expect(await remove(service, owner)).toMatchObject({ status: 200, body: { status: 'deleted' } });
    expect(await loadUser(service, owner.id)).toBeUndefined();
    const links = Array.from({ length: 4 }, () => 'superseded');
    expect(await openings()).toEqual([
      ENDED_SESSION,
      'invalid_credentials',
      ...links,
      'code_mismatch',
      'code_mismatch',
    ]);
  });

  it('frees all of 150 former addresses', async () => {
    const service = aService();
    const owner = await anOwner(service);
    const former = Array.from({ length: 150 }, freshAddress);
    const user = await loadUser(service, owner.id);
    if (!user) throw new Error('lost');
    const until = service.clock.now() + 3_600_000;
    const emailHistory = former.map((address, index) => ({ address, changeId: `change-${index}`, until }));
    await store.swap(userKey(user.id), user, { ...user, emailHistory });
    const claims = former.map(emailClaimKey);
    await Promise.all(claims.map((claim) => store.swap(claim, 'absent', { userId: user.id })));
    expect(await remove(service, owner)).toMatchObject({ status: 200, body: { status: 'deleted' } });
    expect((await store.load(claims)).filter(Boolean)).toEqual([]);
    expect((await account(service, former[149] ?? '', OTHERS_PASSWORD)).status).toBe(200);
  });

  it.each(['present', 'former'])(
    'frees the %s address at once, and nothing of the first opens the next',
    async (which) => {
      const service = aService();
      const { owner, oldAddress, openings } = await withOpenings(service);
      await remove(service, owner);
      service.advance(61);
      const address = which === 'present' ? owner.address : oldAddress;
      const next = toOwner(await account(service, address, OTHERS_PASSWORD));
      expect(next.id).not.toBe(owner.id);
      const before = await loadUser(service, next.id);
      const [session, password, ...mailed] = await openings();
      expect([session, password]).toEqual([ENDED_SESSION, 'invalid_credentials']);
      for (const code of mailed) expect(['superseded', 'already_used', 'code_mismatch']).toContain(code);
      expect(await loadUser(service, next.id)).toEqual(before);
      expect(await tryTokens(service, next)).toEqual(LIVE_SESSION);
    },
  );

  it.each(['reset', 'login'])('does not block the %s mail of the next account at the address', async (purpose) => {
    const service = aService();
    const owner = await anOwner(service);
    const ask = purpose === 'reset' ? askReset : askLogInLink;
    await ask(service, owner.address);
    await remove(service, owner);
    service.advance(61);
    await account(service, owner.address, OTHERS_PASSWORD);
    await ask(service, owner.address);
    expect((await mailTo(service, owner.address)).tags.purpose).toBe(purpose);
  });

  it('succeeds for one of several parallel requests, and answers the others with a clear error', async () => {
    const service = aService();
    const owner = await anOwner(service);
    const answers = await Promise.all(Array.from({ length: 4 }, () => remove(service, owner)));
    expect(answers.some(({ status }) => status === 200)).toBe(true);
    expect(answers.every(({ status }) => [200, 401, 409].includes(status))).toBe(true);
    expect(await accountAt(service, owner.address)).toBeUndefined();
  });
});

describe('the addresses of a deleted account', () => {
  it('that another account has claimed since then stay with it', async () => {
    const service = aService();
    const owner = await anOwner(service);
    const moved = await moveTo(service, owner);
    // The undo has lapsed, and with it the reservation; the account still knows its former address.
    service.advance(74 * 3600);
    const next = toOwner(await account(service, owner.address, OTHERS_PASSWORD));
    const accessToken = (await logIn(service, moved.address)).body.accessToken;
    expect((await loadUser(service, owner.id))?.emailHistory).toMatchObject([{ address: owner.address }]);
    expect((await remove(service, { accessToken })).status).toBe(200);
    expect(await accountAt(service, owner.address)).toMatchObject({ id: next.id });
    expect((await logIn(service, owner.address, OTHERS_PASSWORD)).status).toBe(200);
  });

  it('are loaded together, once', async () => {
    const service = aService();
    const owner = await anOwner(service);
    const moved = await moveTo(service, await anOwner(service));
    const operationsOf = async (who: Owner) => {
      service.operations.splice(0);
      await remove(service, who);
      return service.operations.filter((operation) => /challenge|claim|remove/.test(operation));
    };
    const ofOne = ['load challenge', 'swap challenge', 'remove user', 'load claim', 'remove claim'];
    expect(await operationsOf(owner)).toEqual(ofOne);
    const [, signUp, user] = ofOne;
    const ofTwo = ['load challenge+challenge', signUp, user, 'load claim+claim', 'remove claim', 'remove claim'];
    expect(await operationsOf(moved)).toEqual(ofTwo);
  });

  /** A moved account, in a store where somebody is quicker with the first `times` writes of that kind of row. */
  const overtaken = async (kind: 'challenge' | 'claim' | 'user', times: number) => {
    const { store: hooked, hook } = createHookedStore(store);
    const service = createTestService({ store: hooked });
    const owner = await anOwner(service);
    const moved = await moveTo(service, owner);
    service.operations.splice(0);
    hook(losing(kind, times));
    const deleted = await remove(service, moved);
    hook();
    const tries = (operation: string) => service.operations.filter((each) => each === operation).length;
    return { service, owner, moved, deleted, tries };
  };

  it('are all free although another request won the race for one of them', async () => {
    const { service, owner, moved, deleted } = await overtaken('claim', 1);
    expect(deleted.status).toBe(200);
    const keys = [emailClaimKey(owner.address), emailClaimKey(moved.address)];
    expect(await service.store.load(keys)).toEqual([undefined, undefined]);
  });

  it('keep no sign-up that could recreate the account, although another request won the race for its row', async () => {
    const { service, owner, deleted } = await overtaken('challenge', 1);
    expect(deleted.status).toBe(200);
    const signUp = await service.loadChallenge(owner.address);
    expect(signUp).toMatchObject({ id: owner.id, accountDeletedAt: service.clock.now() });
  });

  it.each([
    ['challenge', 'swap challenge', 200, 3],
    ['user', 'remove user', 409, 3],
    // Two addresses.
    ['claim', 'remove claim', 200, 6],
  ] as const)('are given up after three tries at the %s row', async (kind, operation, status, expected) => {
    const { service, owner, deleted, tries } = await overtaken(kind, 20);
    expect(deleted.status).toBe(status);
    expect(tries(operation)).toBe(expected);
    expect(await loadUser(service, owner.id)).toEqual(kind === 'user' ? expect.anything() : undefined);
  });
});

describe('an interrupted deletion', () => {
  it.each(FAULTS)('(%s any call) leaves a working account, or is completed by the repeat', async (fault) => {
    for (let index = 0, isMet = true; isMet; index++) {
      const service = aService();
      const owner = await anOwner(service);
      const { plan, calls } = faultAt(index, fault);
      service.setFaults(plan);
      const first = await remove(service, owner);
      service.setFaults();
      isMet = calls.length > index;
      const name = `${calls[index]} (call ${index})`;
      if (await loadUser(service, owner.id)) {
        expect([name, (await logIn(service, owner.address)).status]).toEqual([name, 200]);
        expect([name, (await remove(service, owner)).status]).toEqual([name, 200]);
      }
      expect([name, [200, 409, 503].includes(first.status)]).toEqual([name, true]);
      expect([name, await tryTokens(service, owner)]).toEqual([name, ENDED_SESSION]);
      expect([name, (await logIn(service, owner.address)).status]).toEqual([name, 401]);
      service.advance(61);
      const next = toOwner(await account(service, owner.address, OTHERS_PASSWORD));
      expect([name, (await accountAt(service, owner.address))?.id]).toEqual([name, next.id]);
    }
  });
});

describe('a sign-up whose last write was lost', () => {
  /** The account exists, and its challenge is not marked used. */
  const halfDone = async (service: TestService) => {
    const signUp = await pendingSignUp(service, freshAddress());
    const proof = { token: signUp.token, continuation: signUp.continuation };
    let swaps = 0;
    service.setFaults((call) => (call === 'store.swap' && ++swaps === 3 ? 'before' : undefined));
    expect((await service.post('/verify', proof)).status).toBe(503);
    service.setFaults();
    const owner = toOwner(await logIn(service, signUp.address));
    return { ...signUp, owner, verify: () => service.post('/verify', proof) };
  };

  it('does not bring the deleted account back by its link or code', async () => {
    const service = aService();
    const { owner, address, verify, code, continuation } = await halfDone(service);
    expect((await remove(service, owner)).status).toBe(200);
    expect((await verify()).body.code).toBe('already_used');
    expect((await service.post('/verify', { code, continuation })).body.code).toBe('already_used');
    expect((await service.post('/verify/status', { continuation })).body.accessToken).toBeUndefined();
    expect(await accountAt(service, address)).toBeUndefined();
    expect(await loadUser(service, owner.id)).toBeUndefined();
  });

  it('does not bring it back when the link is used while the account is being deleted', async () => {
    for (let index = 0, isMet = true; isMet; index++) {
      const race = interrupted(store);
      const service = createTestService({ store: race.store });
      const { owner, verify } = await halfDone(service);
      let deleted: Answer | undefined;
      race.interrupt(index, async () => {
        deleted = await remove(service, owner);
      });
      const verified = await verify();
      isMet = race.hasHappened();
      const isBack = (await loadUser(service, owner.id)) !== undefined;
      const [claim] = await service.store.load([emailClaimKey(owner.address)]);
      if (deleted?.status === 200) {
        expect([200, 410]).toContain(verified.status);
        expect([index, isBack, claim]).toEqual([index, false, undefined]);
      }
    }
  });

  it('does not take the address from an account that moved there after the deletion', async () => {
    const { store: hooked, hook } = createHookedStore(store);
    const service = createTestService({ store: hooked });
    const { owner, address, verify } = await halfDone(service);
    const next = await anOwner(service);
    const happen = async () => {
      expect((await remove(service, owner)).status).toBe(200);
      // The notice of the deletion goes to the same mailbox as the mail of the change.
      await service.deliver();
      await moveTo(service, next, address);
    };
    // The account exists and has its address; only the sign-up must still be marked used.
    hook(once(({ kind }) => kind === 'challenge', happen));
    expect((await verify()).body.code).toBe('already_used');
    expect(await loadUser(service, owner.id)).toBeUndefined();
    expect(await accountAt(service, address)).toMatchObject({ id: next.id });
  });

  it('still creates an account if the account of another sign-up was deleted in the meantime', async () => {
    const { store: hooked, hook } = createHookedStore(store);
    const service = createTestService({ store: hooked });
    const { token, continuation, address } = await pendingSignUp(service, freshAddress());
    const happen = async () => {
      service.advance(61);
      const other = toOwner(await account(service, address, OTHERS_PASSWORD));
      expect((await remove(service, other, OTHERS_PASSWORD)).status).toBe(200);
    };
    hook(once(({ kind }) => kind === 'user', happen));
    expect((await service.post('/verify', { token, continuation })).body.code).toBe('already_used');
    expect((await logIn(service, address)).status).toBe(200);
  });
});
