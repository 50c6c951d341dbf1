// A sign-up link with a password of its reader's own: whoever reads the mailbox gets in, and the requester gets nothing.
import { describe, expect, it } from 'vitest';
import { emailClaimKey, userKey } from '#domain/store-keys.ts';
import { loadAccount } from '#use-cases/load-account.ts';
import { logIn, me } from '../../support/account.ts';
import { FAULTS } from '../../support/faults/faults.ts';
import { crashBefore, createHookedStore, once } from '../../support/faults/hooked-store.ts';
import { interrupted } from '../../support/faults/interrupted.ts';
import { sweep } from '../../support/faults/sweep.ts';
import { freshAddress } from '../../support/real-store.ts';
import { type Answer, createTestService, type TestService } from '../../support/service.ts';
import { account, beginSignUp, mailTo, PASSWORD, type PendingSignUp, pendingSignUp } from '../../support/sign-up.ts';
import { createTestStore } from '../../support/test-store.ts';

const aService = () => createTestService({ store: createTestStore() });
const OWN = 'a password of my own';

const take = (service: TestService, { token }: Pick<PendingSignUp, 'token'>, newPassword = OWN, more: object = {}) =>
  service.post('/verify', { token, newPassword, ...more });

const passwordsOf = async (service: TestService, address: string, candidates: readonly string[]) => {
  const hash = (await loadAccount(service.store, address))?.passwordHash ?? '';
  const right = await Promise.all(candidates.map((password) => service.dependencies.passwords.verify(password, hash)));
  return candidates.filter((_password, index) => right[index]);
};

describe('a sign-up link with a new password', () => {
  it('makes the account with that password and profile, without continuation or the password of the sign-up', async () => {
    const service = aService();
    const address = freshAddress();
    const profile = { nickName: 'of the requester', acceptsNews: true };
    await service.post('/signup', { email: address, password: PASSWORD, profile });
    const { token = '' } = await mailTo(service, address);
    const verified = await take(service, { token }, OWN, { profile: { nickName: 'mine' } });
    expect(verified).toMatchObject({ status: 200, body: { user: { email: address, profile: { nickName: 'mine' } } } });
    expect((await me(service, verified.body.accessToken)).status).toBe(200);
    expect(await passwordsOf(service, address, [OWN, PASSWORD])).toEqual([OWN]);
    expect((await service.loadChallenge(address))?.data).toBeUndefined();
    expect((await take(service, { token }, 'yet another password')).body.code).toBe('already_used');
  });

  it('without a profile leaves nothing of the requester’s', async () => {
    const service = aService();
    const address = freshAddress();
    await service.post('/signup', { email: address, password: PASSWORD, profile: { nickName: 'of the requester' } });
    const { token = '' } = await mailTo(service, address);
    expect((await take(service, { token })).body.user.profile).toEqual({});
  });

  it('ends what the requester has: continuation, code and password', async () => {
    const service = aService();
    const { address, token, code, continuation } = await pendingSignUp(service, freshAddress());
    expect((await take(service, { token })).status).toBe(200);
    const answers = [
      await service.post('/verify/status', { continuation }),
      await service.post('/verify', { code, continuation }),
      await service.post('/verify', { token, continuation }),
      await service.post('/verify', { token, password: PASSWORD }),
    ];
    expect(answers.map(({ body }) => body.code)).toEqual(Array(4).fill('already_used'));
    expect((await logIn(service, address, PASSWORD)).body.code).toBe('invalid_credentials');
    expect((await logIn(service, address, OWN)).status).toBe(200);
  });

  it.each([
    ['too_short', () => 'short'],
    ['common', () => 'password1234'],
    ['contains_address', (address: string) => `my ${address}`],
  ])('refuses a weak one (%s) before anything is read or used', async (reason, passwordFor) => {
    const service = aService();
    const pending = await pendingSignUp(service, freshAddress());
    const before = await service.loadChallenge(pending.address);
    service.operations.splice(0);
    const refused = await take(service, pending, passwordFor(pending.address));
    expect(refused).toMatchObject({ status: 422, body: { code: 'weak_password', reason } });
    expect(service.operations).toEqual([]);
    expect(await service.loadChallenge(pending.address)).toEqual(before);
    expect((await take(service, pending)).status).toBe(200);
  });

  it('works although the attempts of the link are used up', async () => {
    const service = aService();
    const pending = await pendingSignUp(service, freshAddress());
    for (let wrong = 0; wrong < 6; wrong++)
      await service.post('/verify', { token: pending.token, password: 'not the password' });
    expect((await take(service, pending)).status).toBe(200);
  });

  it('of an address that got an account meanwhile is already_registered, and changes no password', async () => {
    const service = aService();
    const address = freshAddress();
    const stranger = await pendingSignUp(service, address);
    const other = await account(service, freshAddress());
    await service.store.swap(emailClaimKey(address), 'absent', {
      userId: other.body.user.id,
      reservedUntil: service.clock.now() + 60_000,
    });
    expect((await take(service, stranger)).body.code).toBe('already_registered');
  });

  it('does not go with the other proofs', async () => {
    const service = aService();
    const { token, code, continuation } = await pendingSignUp(service, freshAddress());
    for (const more of [{ continuation }, { password: PASSWORD }, { code }]) {
      const refused = await service.post('/verify', { token, newPassword: OWN, ...more });
      expect(refused).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    }
    expect((await service.post('/verify', { newPassword: OWN })).status).toBe(400);
  });
});

describe('a sign-up link with a new password, after a crash', () => {
  it.each(['user', 'claim', 'session'] as const)('before the row of the %s is written', async (kind) => {
    const { store, hook } = createHookedStore();
    const service = createTestService({ store });
    const pending = await pendingSignUp(service, freshAddress());
    hook(crashBefore(kind));
    expect((await take(service, pending)).status).toBe(503);
    hook();
    const requester = [
      await service.post('/verify/status', { continuation: pending.continuation }),
      await service.post('/verify', { code: pending.code, continuation: pending.continuation }),
    ];
    expect(requester.map(({ body }) => body.code)).toEqual(['already_used', 'already_used']);
    const wrong = await service.post('/verify', { token: pending.token, password: PASSWORD });
    expect(wrong.body.code).toBe(kind === 'session' ? 'already_used' : 'invalid_credentials');
    const again = await take(service, pending, 'a second choice');
    if (kind === 'session') expect(again.body.code).toBe('already_used');
    else expect(again.status).toBe(200);
    const chosen = kind === 'session' ? OWN : 'a second choice';
    expect(await passwordsOf(service, pending.address, [OWN, PASSWORD, 'a second choice'])).toEqual([chosen]);
  });

  it.each(['claim', 'challenge'] as const)(
    'of the requester before the %s, replaces the whole row that it left',
    async (kind) => {
      const { store, hook } = createHookedStore();
      const service = createTestService({ store });
      const { continuation, token, address } = await pendingSignUp(service, freshAddress());
      hook(crashBefore(kind));
      expect((await service.post('/verify', { token, continuation })).status).toBe(503);
      hook();
      const verified = await take(service, { token });
      expect(verified.status).toBe(200);
      expect((await me(service, verified.body.accessToken)).status).toBe(200);
      expect(await passwordsOf(service, address, [OWN, PASSWORD])).toEqual([OWN]);
    },
  );

  it('does not touch an account whose owner has changed the password since', async () => {
    const { store, hook } = createHookedStore();
    const service = createTestService({ store });
    const { continuation, token, address } = await pendingSignUp(service, freshAddress());
    hook(crashBefore('challenge'));
    await service.post('/verify', { token, continuation });
    hook();
    const user = await loadAccount(service.store, address);
    if (!user) throw new Error('the account was not made');
    await service.store.swap(userKey(user.id), user, { ...user, challengeFloor: `7${'Z'.repeat(25)}` });
    expect((await take(service, { token })).body.code).toBe('already_used');
    expect(await passwordsOf(service, address, [OWN, PASSWORD])).toEqual([PASSWORD]);
  });

  it('at any call ends in one log-in, or the person can log in with the new password', async () => {
    const runs = await sweep(createTestStore(), async (service, arm) => {
      const pending = await pendingSignUp(service, freshAddress());
      arm();
      const first = await take(service, pending);
      service.setFaults();
      const repeated = await take(service, pending);
      expect([200, 409, 410, 503]).toContain(first.status);
      expect([first.status, repeated.status].filter((status) => status === 200).length).toBeLessThanOrEqual(1);
      if (repeated.status !== 200) expect(repeated.body.code).toBe('already_used');
      expect(await passwordsOf(service, pending.address, [OWN, PASSWORD])).toEqual([OWN]);
      expect((await service.loadChallenge(pending.address))?.data).toBeUndefined();
    });
    expect(runs).toBeGreaterThan(8 * FAULTS.length);
  });
});

describe('a sign-up link used in several ways at once', () => {
  const WAYS: Record<string, (pending: PendingSignUp) => { readonly body: object; readonly password: string }> = {
    'link and continuation': ({ token, continuation }) => ({ body: { token, continuation }, password: PASSWORD }),
    'link and password': ({ token }) => ({ body: { token, password: PASSWORD }, password: PASSWORD }),
    'code and continuation': ({ code, continuation }) => ({ body: { code, continuation }, password: PASSWORD }),
    'a second new password': ({ token }) => ({
      body: { token, newPassword: 'a second choice' },
      password: 'a second choice',
    }),
  };

  /** One account, one password: that of the one request that was answered 200, whose tokens work. */
  const check = async (
    service: TestService,
    address: string,
    tries: readonly { password: string; answer: Answer }[],
  ) => {
    const right = tries.filter(({ answer }) => answer.status === 200);
    expect(tries.map(({ answer }) => answer.body.code ?? answer.status)).toEqual(expect.arrayContaining([200]));
    expect(right).toHaveLength(1);
    expect((await me(service, right[0]?.answer.body.accessToken)).status).toBe(200);
    const all = [PASSWORD, OWN, 'a second choice'];
    expect(await passwordsOf(service, address, all)).toEqual(all.filter((one) => one === right[0]?.password));
  };

  it.each(Object.entries(WAYS))(
    'the new password before each write of %s, and the other way round',
    async (_name, way) => {
      let happened = 0;
      for (const isOwnersFirst of [true, false]) {
        for (let index = 0; index < 6; index++) {
          const { store, interrupt, hasHappened } = interrupted(createTestStore());
          const service = createTestService({ store });
          const pending = await pendingSignUp(service, freshAddress());
          const other = way(pending);
          const own = { body: { token: pending.token, newPassword: OWN }, password: OWN };
          const [outer, inner] = isOwnersFirst ? [own, other] : [other, own];
          const tries: { password: string; answer: Answer }[] = [];
          interrupt(index, async () => {
            tries.push({ password: inner.password, answer: await service.post('/verify', inner.body) });
          });
          tries.push({ password: outer.password, answer: await service.post('/verify', outer.body) });
          if (!hasHappened()) continue;
          happened++;
          await check(service, pending.address, tries);
        }
      }
      expect(happened).toBeGreaterThanOrEqual(8);
    },
  );

  it('20 at once: one account, one password', async () => {
    for (let round = 0; round < 5; round++) {
      const service = aService();
      const pending = await pendingSignUp(service, freshAddress());
      const asked = [
        ...Object.values(WAYS),
        () => ({ body: { token: pending.token, newPassword: OWN }, password: OWN }),
      ].flatMap((way) => [way(pending), way(pending), way(pending), way(pending)]);
      const tries = await Promise.all(
        asked.map(async ({ body, password }) => ({ password, answer: await service.post('/verify', body) })),
      );
      const winners = tries.filter(({ answer }) => answer.status === 200);
      expect(winners.length).toBeLessThanOrEqual(1);
      if (winners.length === 1) await check(service, pending.address, tries);
      // If everybody lost a race, the link still works.
      else expect((await take(service, pending)).status).toBe(200);
    }
  });

  it('by its reader, while the requester asks for the mail again: the requester cannot undo it', async () => {
    const { store, hook } = createHookedStore();
    const service = createTestService({ store });
    const { token, continuation, address } = await pendingSignUp(service, freshAddress());
    service.advance(61);
    const resend = () => service.post('/signup/resend', { continuation });
    hook(once(({ kind }) => kind === 'challenge', resend));
    expect((await take(service, { token })).status).toBe(200);
    expect(await passwordsOf(service, address, [OWN, PASSWORD])).toEqual([OWN]);
  });
});

it('a stranger’s sign-up mail lets its reader in, while the stranger gets nothing', async () => {
  const service = aService();
  const address = freshAddress();
  const stranger = await beginSignUp(service, address, 'chosen by a stranger');
  const { token = '' } = await mailTo(service, address);
  expect((await take(service, { token })).status).toBe(200);
  expect((await service.post('/verify/status', { continuation: stranger.continuation })).body.code).toBe(
    'already_used',
  );
  expect((await logIn(service, address, 'chosen by a stranger')).status).toBe(401);
});
