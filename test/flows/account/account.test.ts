// The account over a real database: what its owner can change, and what a new password ends.
import { describe, expect, it } from 'vitest';
import { attemptsKey, userKey } from '#domain/store-keys.ts';
import { askReset, bearer, ENDED_SESSION, LIVE_SESSION, logIn, tryTokens } from '../../support/account.ts';
import { anOwner, loadUser, toOwner } from '../../support/email-change.ts';
import { subjectOf } from '../../support/mails.ts';
import { freshAddress } from '../../support/real-store.ts';
import { createTestService } from '../../support/service.ts';
import { account, mailTo, PASSWORD } from '../../support/sign-up.ts';
import { createTestStore } from '../../support/test-store.ts';

const NEW_PASSWORD = 'another good one';
const DAY_SECONDS = 24 * 3600;

/** A service with one account, and the requests of its owner. */
const anAccount = async () => {
  const service = createTestService({ store: createTestStore() });
  const owner = await anOwner(service);
  const headers = bearer(owner.accessToken);
  return {
    service,
    owner,
    me: () => service.request({ method: 'GET', path: '/me', headers }),
    patch: (body: unknown) => service.request({ method: 'PATCH', path: '/me', body, headers }),
    changePassword: (newPassword = NEW_PASSWORD, currentPassword = PASSWORD) =>
      service.post('/me/password', { currentPassword, newPassword }, { headers }),
    attempts: async () => (await service.store.load([attemptsKey(owner.address)]))[0]?.failures ?? 0,
  };
};

describe('GET /me', () => {
  it('returns the account, and no other field of its row', async () => {
    const { me, owner } = await anAccount();
    const { id, address: email } = owner;
    const shown = { id, email, emailVerified: true, phoneVerified: false, locale: 'ko', profile: {} };
    expect(await me()).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' } });
    expect((await me()).body).toEqual(shown);
  });

  it.each(['', 'Bearer', 'Bearer nonsense', 'Basic dXNlcjpwYXNz', 'Bearer a.b.c'])(
    'with the authorization %j is 401',
    async (authorization) => {
      const { service } = await anAccount();
      const answer = await service.request({ method: 'GET', path: '/me', headers: { authorization } });
      expect(answer).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    },
  );

  it('without a token is 401 at once: no key is fetched and no row is read', async () => {
    const { service } = await anAccount();
    service.operations.splice(0);
    service.setFaults((call) => (call === 'signer.publicKeys' ? 'before' : undefined));
    const answer = await service.request({ method: 'GET', path: '/me' });
    expect(answer).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    expect(service.operations).toEqual([]);
  });
});

describe('a new account', () => {
  it.each([
    ['reset', '/reset'],
    ['login', '/login/link'],
  ])('gets its %s mail although one was requested before the account existed', async (purpose, path) => {
    const service = createTestService({ store: createTestStore() });
    const email = freshAddress();
    await service.post(path, { email });
    await service.deliver();
    await account(service, email);
    service.advance(61);
    expect((await service.post(path, { email })).status).toBe(202);
    expect((await mailTo(service, email)).tags.purpose).toBe(purpose);
  });
});

describe('PATCH /me', () => {
  it('merges the profile: adds new keys, keeps others, and null removes one', async () => {
    const { patch, me } = await anAccount();
    await patch({ profile: { nickname: '민지', age: 30, isMember: true } });
    const merged = await patch({ profile: { nickname: '지민', age: null, city: 'Seoul', unknown: null } });
    const profile = { nickname: '지민', isMember: true, city: 'Seoul' };
    expect(merged).toMatchObject({ status: 200, body: { locale: 'ko' } });
    expect(merged.body.profile).toEqual(profile);
    expect((await me()).body.profile).toEqual(profile);
    expect((await patch({})).body.profile).toEqual(profile);
  });

  it('loses no key when two requests change different ones at once', async () => {
    const { patch, me } = await anAccount();
    const answers = await Promise.all([patch({ profile: { one: 1 } }), patch({ profile: { two: 2 } })]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect((await me()).body.profile).toEqual({ one: 1, two: 2 });
  });

  it.each([
    ['profile.Nickname', { profile: { Nickname: 'x' } }],
    ['profile.constructor', { profile: { constructor: 'x' } }],
    ['profile.nested', { profile: { nested: { a: 1 } } }],
    ['profile.list', { profile: { list: [1] } }],
    ['profile.number', { profile: { number: 2 ** 53 } }],
    ['profile.text', { profile: { text: 'a\u0000b' } }],
    ['profile', { profile: Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`key${index}`, 1])) }],
    ['profile', { profile: { long: '가'.repeat(683) } }],
    ['profile', { profile: null }],
    ['locale', { locale: 'fr' }],
    ['email', { email: 'other@example.com' }],
    ['passwordHash', { profile: {}, passwordHash: 'x' }],
  ])('refuses a value above a limit or an unknown field, naming %s, and changes nothing', async (path, body) => {
    const { patch, service, owner } = await anAccount();
    const before = await loadUser(service, owner.id);
    const refused = await patch(body);
    expect(refused).toMatchObject({ status: 400, body: { code: 'invalid_request', errors: [{ path }] } });
    expect(await loadUser(service, owner.id)).toEqual(before);
  });

  it('refuses keys that exceed the limit together with the existing ones', async () => {
    const { patch } = await anAccount();
    const keys = (from: number, count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`key${from + index}`, 1]));
    expect((await patch({ profile: keys(0, 20) })).status).toBe(200);
    expect(await patch({ profile: { one: 1 } })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'profile' }] },
    });
    expect((await patch({ profile: { one: 1, key0: null } })).status).toBe(200);
  });

  it('sets the language of the notices that follow', async () => {
    const { patch, changePassword, service, owner } = await anAccount();
    expect((await patch({ locale: 'en' })).body.locale).toBe('en');
    await changePassword();
    expect((await mailTo(service, owner.address)).subject).toContain(subjectOf('password-changed', 'en'));
  });

  it('sets the language of the mails that its owner requests without a locale', async () => {
    const { patch, service, owner } = await anAccount();
    await patch({ locale: 'en' });
    const newEmail = freshAddress();
    await service.post('/me/email', { newEmail, password: PASSWORD }, { headers: bearer(owner.accessToken) });
    expect((await mailTo(service, newEmail)).subject).toContain(subjectOf('email-change', 'en'));
  });
});

describe('a change of password', () => {
  it('ends all sessions but the new one, and the old password', async () => {
    const { service, owner, changePassword } = await anAccount();
    const other = toOwner(await logIn(service, owner.address));
    const changed = await changePassword();
    expect(changed).toMatchObject({ status: 200, body: { tokenType: 'Bearer', user: { id: owner.id } } });
    expect(await tryTokens(service, owner)).toEqual(ENDED_SESSION);
    expect(await tryTokens(service, other)).toEqual(ENDED_SESSION);
    expect(await tryTokens(service, toOwner(changed))).toEqual(LIVE_SESSION);
    expect((await logIn(service, owner.address)).status).toBe(401);
    expect((await logIn(service, owner.address, NEW_PASSWORD)).status).toBe(200);
  });

  it('notifies the owner, and invalidates an earlier reset link', async () => {
    const { service, owner, changePassword } = await anAccount();
    const { token } = await askReset(service, owner.address);
    await changePassword();
    expect((await mailTo(service, owner.address)).subject).toContain(subjectOf('password-changed'));
    const reset = await service.post('/reset/confirm', { token, password: 'the password of a thief' });
    expect(reset.status).toBe(410);
    expect((await logIn(service, owner.address, NEW_PASSWORD)).status).toBe(200);
  });

  it('needs the current one: a wrong one is 401 and counts as an attempt; after five there is a wait', async () => {
    const { service, owner, changePassword, attempts } = await anAccount();
    const before = await loadUser(service, owner.id);
    for (let count = 1; count <= 5; count++) {
      const refused = await changePassword(NEW_PASSWORD, 'not the password');
      expect(refused).toMatchObject({ status: 401, body: { code: 'invalid_credentials' } });
      expect(await attempts()).toBe(count);
    }
    expect(await changePassword()).toMatchObject({ status: 429, body: { reason: 'network', retryAfterSeconds: 1 } });
    expect(await loadUser(service, owner.id)).toEqual(before);
    service.advance(1);
    expect((await changePassword()).status).toBe(200);
    expect(await attempts()).toBe(0);
  });

  it.each([
    ['too_short', () => 'a1b2c3d'],
    ['too_long', () => 'x'.repeat(129)],
    ['common', () => 'password1234'],
    ['contains_address', (address: string) => `my ${address}`],
  ])('to a password that is %s is 422, and counts nothing', async (reason, choose) => {
    const { service, owner, changePassword, attempts } = await anAccount();
    const refused = await changePassword(choose(owner.address));
    expect(refused).toMatchObject({ status: 422, body: { code: 'weak_password', reason } });
    expect(await attempts()).toBe(0);
    expect((await logIn(service, owner.address)).status).toBe(200);
  });

  it('is possible 20 times in 24 hours: then 429 until the first is a day old, with nothing counted, written or mailed', async () => {
    const { service, owner, changePassword, attempts } = await anAccount();
    let { body } = await changePassword('password number 1');
    const firstAt = service.clock.now();
    const next = async (number: number, currentPassword = `password number ${number - 1}`) => {
      const change = { currentPassword, newPassword: `password number ${number}` };
      const answer = await service.post('/me/password', change, { headers: bearer(body.accessToken) });
      if (answer.status === 200) body = answer.body;
      return answer;
    };
    for (let number = 2; number <= 20; number++) {
      service.advance(1);
      expect((await next(number)).status).toBe(200);
    }
    service.operations.splice(0);
    const wait = DAY_SECONDS - 19;
    const refusal = { code: 'too_many_requests', reason: 'address', retryAfterSeconds: wait };
    for (const current of ['password number 20', 'not the password']) {
      const refused = await next(21, current);
      expect(refused).toMatchObject({ status: 429, headers: { 'retry-after': `${wait}` }, body: refusal });
    }
    expect(service.operations).toEqual(['load user+session', 'load user+session']);
    expect(await attempts()).toBe(0);

    const { token } = await askReset(service, owner.address);
    const reset = await service.post('/reset/confirm', { token, password: 'password number 20' });
    expect(reset.status).toBe(200);
    body = reset.body;
    expect((await next(21)).body.code).toBe('too_many_requests');
    service.clock.time = firstAt + DAY_SECONDS * 1000 - 1;
    body = (await logIn(service, owner.address, 'password number 20')).body;
    expect((await next(21)).body).toMatchObject({ code: 'too_many_requests', retryAfterSeconds: 1 });
    service.clock.time += 1;
    expect((await next(21)).status).toBe(200);
    expect((await next(22)).body).toMatchObject({ code: 'too_many_requests', retryAfterSeconds: 1 });
  });

  it('does not count resets, changes of address or their undo', async () => {
    const { service, owner, changePassword } = await anAccount();
    const changes = Array.from({ length: 30 }, (_, index) => ({
      id: `change ${index}`,
      at: service.clock.now(),
      epoch: 'another',
    }));
    const user = await loadUser(service, owner.id);
    if (!user) throw new Error('no account');
    expect((await service.store.swap(userKey(user.id), user, { ...user, changes })).ok).toBe(true);
    expect((await changePassword()).status).toBe(200);
  });

  it('in two parallel requests succeeds once', async () => {
    const { service, owner, changePassword } = await anAccount();
    const chosen = ['the first of two', 'the second of two'];
    const answers = await Promise.all(chosen.map((password) => changePassword(password)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const won = answers.findIndex(({ status }) => status === 200);
    const logIns = await Promise.all(chosen.map((password) => logIn(service, owner.address, password)));
    expect(logIns.map(({ status }) => status)).toEqual(won === 0 ? [200, 401] : [401, 200]);
  });
});
