// Sign-up links around crashes and rivals: no account without its owner is opened, kept or removed by them.
import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '#adapters/store/memory-store.ts';
import { readContinuation } from '#domain/challenge/continuation.ts';
import type { Store } from '#domain/store.ts';
import { emailClaimKey, userKey } from '#domain/store-keys.ts';
import { aUser, idNumber, USER_ID } from '../../support/builders.ts';
import { createHookedStore, once } from '../../support/faults/hooked-store.ts';
import { createTestService, type TestService } from '../../support/service.ts';
import { PASSWORD, type PendingSignUp, pendingSignUp } from '../../support/sign-up.ts';

const ADDRESS = 'minji@example.com';
const idOf = ({ continuation }: PendingSignUp) => readContinuation(continuation, 'signup')?.id ?? '';

/** Another account takes the address while a sign-up for it is pending. */
const claimByRival = async (store: Store, address = ADDRESS): Promise<void> => {
  await store.swap(userKey(USER_ID), 'absent', aUser({ email: address }));
  await store.swap(emailClaimKey(address), 'absent', { userId: USER_ID });
};

describe('an account nobody can reach', () => {
  it('gives no session to the first tab that polls before it is removed', async () => {
    const { store, hook } = createHookedStore(createMemoryStore());
    const service = createTestService({ store });
    const pending = await pendingSignUp(service, ADDRESS);
    await claimByRival(store);
    const answers: unknown[] = [];
    const poll = async () => {
      answers.push((await service.post('/verify/status', { continuation: pending.continuation })).body);
    };
    hook(once((_key, by) => by === 'remove', poll));
    const verified = await service.post('/verify', { token: pending.token, password: PASSWORD });
    expect(verified.body.code).toBe('already_registered');
    expect(answers).toMatchObject([{ code: 'already_used' }]);
  });

  it('gives no session to the first tab after a crash before it was removed', async () => {
    const service = createTestService();
    const pending = await pendingSignUp(service, ADDRESS);
    await claimByRival(service.store);
    service.setFaults((call) => (call === 'store.remove' ? 'before' : undefined));
    await service.post('/verify', { token: pending.token, password: PASSWORD });
    service.setFaults();
    const polled = await service.post('/verify/status', { continuation: pending.continuation });
    expect(polled.body).toMatchObject({ code: 'already_used' });
  });

  it('is not left behind with its password hash when two requests verify the same link', async () => {
    const { store, hook } = createHookedStore(createMemoryStore());
    const service = createTestService({ store });
    const pending = await pendingSignUp(service, ADDRESS);
    const verify = () => service.post('/verify', { token: pending.token, continuation: pending.continuation });
    const rival = async () => {
      await claimByRival(store);
      expect((await verify()).body.code).toBe('already_registered');
    };
    hook(once((key, by) => by === 'swap' && key.kind === 'user', rival));
    // The second request has loaded the live challenge; the first one runs from end to end before its first write.
    await verify();
    expect(await store.load([userKey(idOf(pending))])).toEqual([undefined]);
  });

  it('is removed between a lost swap and its reading without a 500', async () => {
    const base = createMemoryStore();
    const service = createTestService({
      store: {
        ...base,
        // The real store reads what stands there after the lost swap; by then a parallel request may have removed it.
        swap: async (key, expected, next) => {
          const swap = await base.swap(key, expected, next);
          return !swap.ok && key.kind === 'user' ? { ok: false, current: undefined } : swap;
        },
      },
    });
    const pending = await pendingSignUp(service, ADDRESS);
    await claimByRival(base);
    await base.swap(userKey(idOf(pending)), 'absent', aUser({ id: idOf(pending), email: ADDRESS }));
    const { status } = await service.post('/verify', { token: pending.token, continuation: pending.continuation });
    expect(status).not.toBe(500);
  });
});

describe('a sign-up link whose account was committed by a request that then crashed', () => {
  /** The account is there and claimed; the challenge is not marked used. */
  const crashed = async (): Promise<{ service: TestService; pending: PendingSignUp }> => {
    const service = createTestService();
    const pending = await pendingSignUp(service, ADDRESS);
    let swaps = 0;
    service.setFaults((call) => (call === 'store.swap' && ++swaps === 3 ? 'before' : undefined));
    const answer = await service.post('/verify', { token: pending.token, continuation: pending.continuation });
    expect(answer.status).toBe(503);
    service.setFaults();
    return { service, pending };
  };
  const change = async ({ service, pending }: Awaited<ReturnType<typeof crashed>>, set: object): Promise<void> => {
    const [user] = await service.store.load([userKey(idOf(pending))]);
    if (!user) throw new Error('the account is missing');
    expect(await service.store.swap(userKey(user.id), user, { ...user, ...set })).toMatchObject({ ok: true });
  };

  it('opens no session after the password was changed since', async () => {
    const state = await crashed();
    await change(state, {
      passwordHash: '$argon2id$new',
      epoch: 'new',
      challengeFloor: idNumber(9).replace('01K', '02K'),
    });
    const { token, continuation } = state.pending;
    const again = await state.service.post('/verify', { token, continuation });
    expect(again.body.accessToken).toBeUndefined();
  });

  it('opens no session after the account moved to another address', async () => {
    const state = await crashed();
    await change(state, { email: 'new@example.com', epoch: 'new' });
    const { token, continuation } = state.pending;
    const again = await state.service.post('/verify', { token, continuation });
    expect(again.body.accessToken).toBeUndefined();
  });
});

describe('an account that moved to another address after a crash', () => {
  it('is not removed by its old link when somebody else has that address now', async () => {
    const service = createTestService();
    const pending = await pendingSignUp(service, ADDRESS);
    const id = idOf(pending);
    await service.store.swap(userKey(id), 'absent', aUser({ id, email: 'new@example.com' }));
    await claimByRival(service.store);
    const { token, continuation } = pending;
    const { body } = await service.post('/verify', { token, continuation });
    expect(body.accessToken).toBeUndefined();
    expect(await service.store.load([userKey(id)])).toMatchObject([{ email: 'new@example.com' }]);
  });
});
