// Verification over a real database: what creates an account, what does not, and that nothing works twice.
import { describe, expect, it } from 'vitest';
import type { User } from '#domain/account/user.ts';
import type { Store } from '#domain/store.ts';
import { challengeKey, emailClaimKey, userKey } from '#domain/store-keys.ts';
import { aUser } from '../../support/builders.ts';
import { crashBefore, createHookedStore, once } from '../../support/faults/hooked-store.ts';
import { freshAddress } from '../../support/real-store.ts';
import { ROUNDS } from '../../support/rounds.ts';
import { type Answer, createTestService, freshNetwork } from '../../support/service.ts';
import { account, type BegunSignUp, beginSignUp, mailTo, PASSWORD, pendingSignUp } from '../../support/sign-up.ts';
import { createTestStore } from '../../support/test-store.ts';
import { wrongCode } from '../../support/wrong-code.ts';

const aService = () => createTestService({ store: createTestStore() });
type Service = ReturnType<typeof aService>;

const accountAt = async (service: Service, address: string) => {
  const [claim] = await service.store.load([emailClaimKey(address)]);
  const [user] = claim ? await service.store.load([userKey(claim.userId)]) : [];
  return user;
};

const statuses = (answers: readonly { status: number }[]) =>
  Object.fromEntries(
    [...Map.groupBy(answers, ({ status }) => status)].map(([status, group]) => [status, group.length]),
  );

describe('verifying by link', () => {
  it('with the continuation makes the account and logs in', async () => {
    const service = aService();
    const { token, continuation, address } = await pendingSignUp(service, freshAddress());
    const verified = await service.post('/verify', { token, continuation });
    expect(verified.status).toBe(200);
    expect(verified.body).toEqual({
      accessToken: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      tokenType: 'Bearer',
      expiresInSeconds: expect.toSatisfy((seconds: number) => seconds > 854 && seconds <= 900),
      refreshToken: expect.stringMatching(/^[0-9A-Z]{26}\.1\.[\w-]{43}$/),
      user: {
        id: expect.any(String),
        email: address,
        emailVerified: true,
        phoneVerified: false,
        locale: 'ko',
        profile: {},
      },
    });
    expect(await accountAt(service, address)).toMatchObject({ id: verified.body.user.id, email: address });
    // It has its session: the status opens no second one.
    expect((await service.post('/verify/status', { continuation })).body.code).toBe('already_used');
  });

  it('alone, without continuation or password, is refused, costs nothing and makes no account', async () => {
    const service = aService();
    const { token, address } = await pendingSignUp(service, freshAddress());
    const before = await service.loadChallenge(address);
    const answer = await service.post('/verify', { token });
    expect(answer).toMatchObject({ status: 401, body: { code: 'password_required' } });
    expect(await accountAt(service, address)).toBeUndefined();
    expect(await service.loadChallenge(address)).toEqual(before);
  });

  it('with the continuation of another person’s sign-up is refused as without one', async () => {
    const service = aService();
    const { token, address } = await pendingSignUp(service, freshAddress());
    const stranger = await beginSignUp(service, freshAddress());
    const answer = await service.post('/verify', { token, continuation: stranger.continuation });
    expect(answer.body.code).toBe('password_required');
    expect(await accountAt(service, address)).toBeUndefined();
  });

  it('with a wrong password creates no account and counts as an attempt', async () => {
    const service = aService();
    const { token, address } = await pendingSignUp(service, freshAddress());
    const answer = await service.post('/verify', { token, password: 'not the password' });
    expect(answer).toMatchObject({ status: 401, body: { code: 'invalid_credentials', attemptsLeft: 4 } });
    expect(await accountAt(service, address)).toBeUndefined();
    expect(await service.loadChallenge(address)).toMatchObject({ failures: 1, failuresToday: 1 });
  });

  it('with the right password on another device logs in there, and then the first tab, once', async () => {
    const service = aService();
    const { token, continuation, address } = await pendingSignUp(service, freshAddress());
    expect((await service.post('/verify/status', { continuation })).body).toEqual({ status: 'pending' });
    const elsewhere = await service.post('/verify', { token, password: PASSWORD });
    expect(elsewhere.status).toBe(200);
    const tab = await service.post('/verify/status', { continuation });
    expect(tab).toMatchObject({ status: 200, body: { tokenType: 'Bearer', user: { email: address } } });
    expect(tab.body.refreshToken).not.toBe(elsewhere.body.refreshToken);
    expect(await service.post('/verify/status', { continuation })).toMatchObject({
      status: 410,
      body: { code: 'already_used' },
    });
    expect(await service.loadChallenge(address)).toMatchObject({ failures: 0, failuresToday: 0 });
  });

  it('accepts the same password typed in another Unicode form', async () => {
    const service = aService();
    const { token } = await pendingSignUp(service, freshAddress(), '안녕하세요 세계!'.normalize('NFD'));
    expect((await service.post('/verify', { token, password: '안녕하세요 세계!' })).status).toBe(200);
  });

  it('answers 100 parallel requests with one 200, the rest 409 or 410', async () => {
    const service = aService();
    const { token, continuation, address } = await pendingSignUp(service, freshAddress());
    const racers = Array.from({ length: 100 }, () => service.post('/verify', { token, continuation }));
    const answers = await Promise.all(racers);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.every(({ status }) => [200, 409, 410].includes(status))).toBe(true);
    expect(await accountAt(service, address)).toMatchObject({ email: address });
    expect((await service.post('/verify', { token, continuation })).body.code).toBe('already_used');
  });

  it('is refused without reading a table after its own expiry', async () => {
    const service = aService();
    const { token, continuation } = await pendingSignUp(service, freshAddress());
    service.advance(3 * 1800);
    service.operations.splice(0);
    expect((await service.post('/verify', { token, continuation })).body.code).toBe('expired');
    expect(service.operations).toEqual([]);
  });

  it('expires 30 minutes after the last mail', async () => {
    const service = aService();
    const { token, continuation } = await pendingSignUp(service, freshAddress());
    service.advance(1800);
    expect(await service.post('/verify', { token, continuation })).toMatchObject({
      status: 410,
      body: { code: 'expired' },
    });
    expect((await service.post('/verify/status', { continuation })).body.code).toBe('expired');
  });

  it('is superseded by a newer sign-up for the address, as its code is', async () => {
    const service = aService();
    const old = await pendingSignUp(service, freshAddress());
    service.advance(61);
    const next = await pendingSignUp(service, old.address, 'another password');
    const { token, code, continuation } = old;
    expect((await service.post('/verify', { token, continuation })).body.code).toBe('superseded');
    expect((await service.post('/verify', { code, continuation })).body.code).toBe('superseded');
    expect((await service.post('/verify/status', { continuation })).body.code).toBe('superseded');
    expect((await service.post('/verify', { token: next.token, continuation: next.continuation })).status).toBe(200);
  });

  it('refuses every single-character change of a token with 400 and no table read', async () => {
    const service = aService();
    const { token, continuation } = await pendingSignUp(service, freshAddress());
    service.operations.splice(0);
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const changed = [...token].map((character, index) => {
      const other = alphabet[(alphabet.indexOf(character) + 1 + (index % 62)) % 64];
      return token.slice(0, index) + other + token.slice(index + 1);
    });
    const others = [token.slice(1), token.slice(0, -1), `${token}A`, `${token}=`, ` ${token}`, token.toUpperCase(), ''];
    for (const wrong of [...changed, ...others]) {
      const answer = await service.post('/verify', { token: wrong, continuation });
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_token' } });
    }
    expect(service.operations).toEqual([]);
  });

  it('asks for no key to refuse what is no token at all', async () => {
    const service = aService();
    const { continuation } = await pendingSignUp(service, freshAddress());
    service.setFaults((call) => (call === 'keyRing.generation' ? 'before' : undefined));
    for (const token of ['', 'nonsense', 'not base64url!']) {
      const answer = await service.post('/verify', { token, continuation });
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_token' } });
    }
  });

  it('refuses the link and the code of a master secret that is no longer accepted', async () => {
    const store = createTestStore();
    const service = createTestService({ store });
    const { token, code, continuation } = await pendingSignUp(service, freshAddress());
    const after = createTestService({ store, settings: { masterKeys: { accepted: [2], current: 2 } } });
    expect((await after.post('/verify', { token, continuation })).body.code).toBe('invalid_token');
    expect((await after.post('/verify', { code, continuation })).body.code).toBe('superseded');
  });
});

describe('verifying by code', () => {
  it('with the continuation makes the account and logs in', async () => {
    const service = aService();
    const { code, continuation, address } = await pendingSignUp(service, freshAddress());
    expect(await service.post('/verify', { code, continuation })).toMatchObject({
      status: 200,
      body: { user: { email: address } },
    });
    expect((await service.post('/verify/status', { continuation })).body.code).toBe('already_used');
  });

  it('without or with a foreign continuation is refused, compares nothing and counts nothing', async () => {
    const service = aService();
    const { code, continuation, address } = await pendingSignUp(service, freshAddress());
    const before = await service.loadChallenge(address);
    const [head = ''] = continuation.split('.');
    const forged = `${head}.${Buffer.alloc(16).toString('base64url')}`;
    for (const foreign of [undefined, 'nonsense', forged, `${continuation}x`]) {
      const answer = await service.post('/verify', { code, ...(foreign && { continuation: foreign }) });
      expect(answer).toMatchObject({ status: 401, body: { code: 'continuation_required' } });
    }
    expect(await service.loadChallenge(address)).toEqual(before);
  });

  it('reports the attempts that are left and locks after five; then even the right code is refused, and the link still works', async () => {
    const service = aService();
    const { code, continuation, token } = await pendingSignUp(service, freshAddress());
    for (const left of [4, 3, 2, 1, 0]) {
      const answer = await service.post('/verify', { code: wrongCode(code), continuation });
      expect(answer).toMatchObject({ status: 401, body: { code: 'code_mismatch', attemptsLeft: left } });
    }
    const locked = await service.post('/verify', { code, continuation });
    expect(locked).toMatchObject({ status: 429, body: { code: 'too_many_requests', reason: 'code_locked' } });
    expect(Number(locked.headers['retry-after'])).toBeGreaterThan(0);
    service.operations.splice(0);
    expect((await service.post('/verify', { token, password: PASSWORD })).body.reason).toBe('code_locked');
    expect(service.operations).toEqual(['load challenge']);
    expect((await service.post('/verify', { token, continuation })).status).toBe(200);
  });

  it(`compares at most five of ${ROUNDS.guesses} parallel wrong codes, then not even the right one; the link still works`, async () => {
    const service = aService();
    const { code, continuation, token } = await pendingSignUp(service, freshAddress());
    // Each from a network of its own, so that only the challenge's own count protects it.
    const guesses = Array.from({ length: ROUNDS.guesses }, (_, index) =>
      service.post('/verify', { code: wrongCode(code, index + 1), continuation }, { ip: `${freshNetwork()}.1` }),
    );
    const answers = await Promise.all(guesses);
    const compared = answers.filter(({ body }) => body.code === 'code_mismatch');
    expect(compared.length).toBeGreaterThan(0);
    expect(compared.length).toBeLessThanOrEqual(5);
    expect(Object.keys(statuses(answers)).every((status) => ['401', '409', '429'].includes(status))).toBe(true);
    // The attempts that the race left are used up now, one after the other.
    for (let guess = 0; guess < 5; guess++) await service.post('/verify', { code: wrongCode(code), continuation });
    expect((await service.post('/verify', { code, continuation })).body.reason).toBe('code_locked');
    expect((await service.post('/verify', { token, continuation })).status).toBe(200);
  }, 600_000);

  it('accepts only one of many parallel right codes', async () => {
    const service = aService();
    const { code, continuation } = await pendingSignUp(service, freshAddress());
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => service.post('/verify', { code, continuation })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('keeps the failures after a resend', async () => {
    const service = aService();
    const { code, continuation } = await pendingSignUp(service, freshAddress());
    await service.post('/verify', { code: wrongCode(code), continuation });
    service.advance(61);
    await service.post('/signup/resend', { continuation });
    const answer = await service.post('/verify', { code: wrongCode(code), continuation });
    expect(answer.body.attemptsLeft).toBe(3);
  });

  it('allows 20 wrong codes a day over all sign-ups of an address, and not one more; link and password still work', async () => {
    const service = aService();
    const address = freshAddress();
    let wrong = 0;
    let last = '';
    for (let round = 0; round < 5; round++) {
      const { code, continuation } = await pendingSignUp(service, address);
      for (let guess = 0; guess < 6; guess++) {
        const answer = await service.post('/verify', { code: wrongCode(code), continuation });
        if (answer.body.code === 'code_mismatch') wrong++;
        last = answer.body.reason ?? last;
      }
      service.advance(61);
    }
    expect(wrong).toBe(20);
    expect(last).toBe('code_locked');
    service.advance(3600);
    const { token } = await pendingSignUp(service, address);
    expect((await service.post('/verify', { token, password: PASSWORD })).status).toBe(200);
  });

  it('stops a client after 60 failures in an hour over all addresses; its neighbours and other networks are not affected', async () => {
    const service = aService();
    const network = freshNetwork();
    const ip = `${network}.9`;
    const answers: Answer[] = [];
    for (let round = 0; round < 13; round++) {
      const { code, continuation } = await pendingSignUp(service, freshAddress());
      for (let guess = 0; guess < 5; guess++) {
        answers.push(await service.post('/verify', { code: wrongCode(code), continuation }, { ip }));
      }
      service.advance(7);
    }
    expect(answers.filter(({ body }) => body.code === 'code_mismatch')).toHaveLength(60);
    expect(answers.at(-1)?.body).toMatchObject({ code: 'too_many_requests', reason: 'network' });
    const [one, other] = [await pendingSignUp(service, freshAddress()), await pendingSignUp(service, freshAddress())];
    const verify = ({ code, continuation }: typeof one, from?: string) =>
      service.post('/verify', { code, continuation }, { ...(from !== undefined && { ip: from }) });
    expect((await verify(one, ip)).body).toMatchObject({ code: 'too_many_requests', reason: 'network' });
    expect((await verify(one, `${network}.200`)).status).toBe(200);
    expect((await verify(other)).status).toBe(200);
  });
});

describe('an address that has got an account before it is verified', () => {
  it('is already_registered: the first account stays as it is, the orphan and its hash go', async () => {
    const service = aService();
    const { token, continuation, address } = await pendingSignUp(service, freshAddress());
    const [id] = [(await service.loadChallenge(address))?.id ?? ''];
    await service.store.swap(emailClaimKey(address), 'absent', { userId: 'somebody' });
    await service.store.swap(userKey('somebody'), 'absent', {
      id: 'somebody',
      email: address,
      passwordHash: 'x',
      emailVerifiedAt: 1,
      locale: 'ko',
      profile: {},
      epoch: 'e',
      createdAt: 1,
    });
    expect(await service.post('/verify', { token, continuation })).toMatchObject({
      status: 409,
      body: { code: 'already_registered' },
    });
    expect(await accountAt(service, address)).toMatchObject({ id: 'somebody', passwordHash: 'x' });
    expect(await service.store.load([userKey(id)])).toEqual([undefined]);
    expect((await service.loadChallenge(address))?.data).toBeUndefined();
  });

  it('is told so, and not that the link was used, when two requests with one link learn it at once', async () => {
    const { store, hook } = createHookedStore();
    const service = createTestService({ store });
    const { token, continuation, address } = await pendingSignUp(service, freshAddress());
    const id = (await service.loadChallenge(address))?.id ?? '';
    const { id: userId } = (await account(service, freshAddress())).body.user;
    await service.store.swap(emailClaimKey(address), 'absent', { userId, reservedUntil: service.clock.now() + 1 });
    const send = () => service.post('/verify', { token, continuation });
    let other: Answer | undefined;
    const happen = async () => {
      other = await send();
    };
    hook(once(({ kind }) => kind === 'challenge', happen));
    const codes = [await send(), other].map((answer) => answer?.body.code);
    expect(codes).toEqual(['already_registered', 'already_registered']);
    const verified = service.lines.filter((line) => line.includes('"verify_completed"'));
    expect(verified.filter((line) => line.includes(id))).toEqual([]);
    expect(await service.store.load([userKey(id)])).toEqual([undefined]);
  });

  it('is free again when the claim is stale, and not while it is reserved', async () => {
    const service = aService();
    const claim = async (reservedUntil?: number) => {
      const pending = await pendingSignUp(service, freshAddress());
      await service.store.swap(emailClaimKey(pending.address), 'absent', {
        userId: 'gone',
        ...(reservedUntil && { reservedUntil }),
      });
      return service.post('/verify', { token: pending.token, continuation: pending.continuation });
    };
    expect((await claim()).status).toBe(200);
    expect((await claim(service.clock.now() - 1)).status).toBe(200);
    expect((await claim(service.clock.now() + 60_000)).body.code).toBe('already_registered');
  });

  it('belongs to the first to claim it, even if a stranger signs up between claim and use', async () => {
    const store = createTestStore();
    const address = freshAddress();
    const stranger = createTestService({ store });
    stranger.advance(61);
    let strangers: BegunSignUp | undefined;
    const interrupted: Store = {
      ...store,
      load: (keys) => store.load(keys),
      swap: async (key, expected, next) => {
        const result = await store.swap(key, expected, next);
        if (key.kind === 'claim') strangers = await beginSignUp(stranger, address, 'chosen by a stranger');
        return result;
      },
    };
    const service = createTestService({ store: interrupted });
    const owner = await pendingSignUp(service, address);
    service.advance(61);
    const verified = await service.post('/verify', { token: owner.token, continuation: owner.continuation });
    expect(verified).toMatchObject({ status: 410, body: { code: 'already_used' } });
    const { token, code } = await mailTo(stranger, address);
    expect([strangers?.answer.status, token, code]).toEqual([202, undefined, undefined]);
    const user = await accountAt(service, address);
    expect(await service.dependencies.passwords.verify(PASSWORD, user?.passwordHash ?? '')).toBe(true);
  });
});

describe('an account that a crashed request made, and whose owner has changed it since', () => {
  /** The account stands there under the id of the sign-up, which is not marked used. */
  const changed = async (set: Partial<User>) => {
    const service = aService();
    const { token, continuation, address } = await pendingSignUp(service, freshAddress());
    const id = (await service.loadChallenge(address))?.id ?? '';
    const { version: _none, ...user } = aUser({ id, email: address, ...set });
    await service.store.swap(userKey(id), 'absent', user);
    return { service, id, address, send: () => service.post('/verify', { token, continuation }) };
  };

  it.each([
    ['its password', { challengeFloor: `7${'Z'.repeat(25)}` }],
    ['its address', { email: freshAddress() }],
  ])('(%s) is not opened by the link, nor removed', async (_what, set) => {
    const { service, id, address, send } = await changed(set);
    const before = await service.store.load([userKey(id)]);
    const answer = await send();
    expect(answer).toMatchObject({ status: 410, body: { code: 'already_used' } });
    expect(answer.body.accessToken).toBeUndefined();
    expect(await service.store.load([userKey(id)])).toEqual(before);
    expect(await service.store.load([emailClaimKey(address)])).toEqual([undefined]);
    expect(await service.loadChallenge(address)).toMatchObject({ usedAt: service.clock.now() });
  });

  it('is opened by it where nothing was changed', async () => {
    const { service, id, address, send } = await changed({});
    expect(await send()).toMatchObject({ status: 200, body: { user: { id } } });
    expect(await accountAt(service, address)).toMatchObject({ id });
  });
});

describe('a sign-up whose row is gone', () => {
  it('when it is to be marked used is already_used, and then superseded', async () => {
    const { store, hook } = createHookedStore();
    const service = createTestService({ store });
    const { token, code, continuation, address } = await pendingSignUp(service, freshAddress());
    const happen = async () => {
      const challenge = await service.loadChallenge(address);
      if (challenge) await store.remove(challengeKey({ purpose: 'signup', channel: 'email', address }), challenge);
    };
    hook(once(({ kind }, by) => kind === 'challenge' && by === 'swap', happen));
    const answer = await service.post('/verify', { token, continuation });
    expect(answer).toMatchObject({ status: 410, body: { code: 'already_used' } });
    const later = [
      await service.post('/verify', { token, continuation }),
      await service.post('/verify', { code, continuation }),
      await service.post('/verify/status', { continuation }),
    ];
    expect(later.map(({ body }) => body.code)).toEqual(['superseded', 'superseded', 'superseded']);
  });
});

describe('after verification', () => {
  it('the account knows from where it was completed, and tells nobody', async () => {
    const service = aService();
    const { token, address } = await pendingSignUp(service, freshAddress());
    const network = freshNetwork();
    const headers = {
      'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1',
    };
    const verified = await service.post('/verify', { token, password: PASSWORD }, { ip: `${network}.9`, headers });
    expect(verified.status).toBe(200);
    expect(verified.text).not.toContain('origin');
    const origin = { network: `${network}.0/24`, device: 'Safari, iPhone' };
    expect(await accountAt(service, address)).toMatchObject({ origin });
  });

  it('with a new password the account knows its reader, not who began the sign-up', async () => {
    const { store, hook } = createHookedStore();
    const service = createTestService({ store });
    const { token, address } = await pendingSignUp(service, freshAddress());
    hook(crashBefore('claim'));
    expect((await service.post('/verify', { token, password: PASSWORD })).status).toBe(503);
    hook();
    const ip = `${freshNetwork()}.9`;
    const body = { token, newPassword: 'a password of the reader' };
    expect((await service.post('/verify', body, { ip })).status).toBe(200);
    expect(await accountAt(service, address)).toMatchObject({ origin: { network: ip.replace(/\.9$/, '.0/24') } });
  });

  it('no password hash stays behind in the challenge', async () => {
    const service = aService();
    const address = freshAddress();
    await account(service, address);
    const challenge = await service.loadChallenge(address);
    expect(challenge).toMatchObject({ usedAt: expect.any(Number) });
    expect(challenge?.data).toBeUndefined();
  });

  it('a new sign-up for the address gets the account-exists mail, which contains no link or code to an account', async () => {
    const service = aService();
    const address = freshAddress();
    await account(service, address);
    service.advance(61);
    await beginSignUp(service, address, 'password of a stranger');
    const mail = await mailTo(service, address);
    expect(mail.token).toBeUndefined();
    expect(mail.code).toBeUndefined();
  });
});
