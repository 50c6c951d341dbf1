// What a suppressed address still gets, when its suppression ends, and that a log-in with the password lifts it.
import { describe, expect, it } from 'vitest';
import type { Purpose } from '#domain/purpose.ts';
import { suppressionKey } from '#domain/store-keys.ts';
import { bearer, logIn, me, refresh } from '../../support/account.ts';
import { createOwnLimitsStore } from '../../support/own-limits.ts';
import { freshAddress } from '../../support/real-store.ts';
import { createTestService, freshNetwork, type TestService } from '../../support/service.ts';
import { sesEvent } from '../../support/ses-events.ts';
import { account, beginSignUp, mailTo, PASSWORD } from '../../support/sign-up.ts';

const DAY_SECONDS = 24 * 60 * 60;
const aService = () => createTestService({ store: createOwnLimitsStore() });
const suppress = (service: TestService, address: string, reason: string) =>
  service.store.swap(suppressionKey('email', address), 'absent', { reason, at: service.clock.now() });
const suppressionOf = async (service: TestService, address: string) =>
  (await service.store.load([suppressionKey('email', address)]))[0];
const deliveryOf = async (service: TestService, address: string, purpose: Purpose = 'signup') =>
  (await service.loadChallenge(address, purpose))?.delivery;
/** The purposes of the mails that went since the last call. */
const sent = async (service: TestService) => {
  await service.deliver();
  return service.mails.splice(0).map(({ tags }) => tags.purpose);
};
/** An account that was opened and logged in from the service's own network, and whose address is suppressed. */
const aSuppressedAccount = async (reason: string) => {
  const service = aService();
  const address = freshAddress();
  await account(service, address);
  const { accessToken, refreshToken } = (await logIn(service, address)).body;
  await sent(service);
  await suppress(service, address, reason);
  service.advance(61);
  return { service, address, accessToken, refreshToken, headers: bearer(accessToken) };
};
const aStranger = () => ({ ip: `${freshNetwork()}.9` });

describe('an address that bounced', () => {
  const aBounced = async () => {
    const service = aService();
    const address = freshAddress();
    await beginSignUp(service, address);
    await service.feedback(sesEvent('bouncedForGood', await mailTo(service, address), service.clock.now()));
    service.mails.splice(0);
    return { service, address };
  };

  it('gets nothing for 14 days, then one mail', async () => {
    const { service, address } = await aBounced();
    service.advance(14 * DAY_SECONDS - 60);
    await beginSignUp(service, address);
    expect(await sent(service)).toEqual([]);
    expect(await deliveryOf(service, address)).toMatchObject({ status: 'skipped', reason: 'suppressed' });
    service.advance(61);
    await beginSignUp(service, address);
    expect(await sent(service)).toEqual(['signup']);
  });

  it('and bounces again is suppressed for another 14 days', async () => {
    const { service, address } = await aBounced();
    service.advance(14 * DAY_SECONDS + 60);
    await beginSignUp(service, address);
    await service.feedback(sesEvent('bouncedForGood', await mailTo(service, address), service.clock.now()));
    service.mails.splice(0);
    expect(await suppressionOf(service, address)).toMatchObject({ reason: 'bounced', at: service.clock.now() });
    service.advance(13 * DAY_SECONDS);
    await beginSignUp(service, address);
    expect(await sent(service)).toEqual([]);
  });

  it('gets no notice either: nobody is there', async () => {
    const { service, headers } = await aSuppressedAccount('bounced');
    const body = { currentPassword: PASSWORD, newPassword: 'another horse battery' };
    expect((await service.post('/me/password', body, { headers })).status).toBe(200);
    expect(await sent(service)).toEqual([]);
  });
});

describe('an address that complained', () => {
  it.each([
    ['a sign-up', '/signup', 'signup'],
    ['a one-time code', '/otp', 'otp'],
    ['a reset', '/reset', 'reset'],
    ['a log-in link', '/login/link', 'login'],
  ] as const)('does not get the mail of %s that a stranger asks for', async (_name, path, purpose) => {
    const { service, address } = await aSuppressedAccount('complained');
    const body = { '/signup': { email: address, password: PASSWORD }, '/otp': { channel: 'email', to: address } };
    const asked = path === '/signup' || path === '/otp' ? body[path] : { email: address };
    expect((await service.post(path, asked, aStranger())).status).toBe(202);
    expect(await sent(service)).toEqual([]);
    expect(await deliveryOf(service, address, purpose)).toMatchObject({ status: 'skipped', reason: 'suppressed' });
  });

  it.each(['/reset', '/login/link'])('gets the mail of %s from a network where its owner logged in', async (path) => {
    const { service, address } = await aSuppressedAccount('complained');
    expect((await service.post(path, { email: address })).status).toBe(202);
    expect(await sent(service)).toEqual([path === '/reset' ? 'reset' : 'login']);
  });

  it('gets the notice of a changed password', async () => {
    const { service, headers } = await aSuppressedAccount('complained');
    const body = { currentPassword: PASSWORD, newPassword: 'another horse battery' };
    expect((await service.post('/me/password', body, { headers })).status).toBe(200);
    expect(await sent(service)).toEqual(['password_changed']);
  });

  it('never leaves that state by itself', async () => {
    const { service, address } = await aSuppressedAccount('complained');
    service.advance(400 * DAY_SECONDS);
    await service.post('/otp', { channel: 'email', to: address }, aStranger());
    expect(await sent(service)).toEqual([]);
  });
});

describe('an address that an operator suppressed', () => {
  it('gets nothing, whoever asks and however long ago it was', async () => {
    const { service, address, headers } = await aSuppressedAccount('by_hand');
    await service.post('/reset', { email: address });
    const body = { currentPassword: PASSWORD, newPassword: 'another horse battery' };
    await service.post('/me/password', body, { headers });
    expect(await sent(service)).toEqual([]);
    service.advance(400 * DAY_SECONDS);
    await service.post('/otp', { channel: 'email', to: address });
    expect(await sent(service)).toEqual([]);
  });
});

describe('a log-in with the password', () => {
  it.each(['bounced', 'complained'])('lifts the suppression of an address that %s', async (reason) => {
    const { service, address } = await aSuppressedAccount(reason);
    expect((await logIn(service, address)).status).toBe(200);
    expect((await service.post('/otp', { channel: 'email', to: address }, aStranger())).status).toBe(202);
    expect(await sent(service)).toEqual(['otp']);
  });

  it('is not undone by an event from before it, and a bounce after it suppresses again', async () => {
    const { service, address } = await aSuppressedAccount('bounced');
    await logIn(service, address);
    const mail = { to: address, tags: { purpose: 'signup', challenge: 'x', seq: '1' } };
    await service.feedback(sesEvent('bouncedForGood', mail, service.clock.now() - 1000));
    expect(await suppressionOf(service, address)).toMatchObject({ reason: 'lifted' });
    await service.feedback(sesEvent('bouncedForGood', mail, service.clock.now() + 1000));
    expect(await suppressionOf(service, address)).toMatchObject({ reason: 'bounced' });
  });

  it('that fails lifts nothing', async () => {
    const { service, address } = await aSuppressedAccount('complained');
    expect((await logIn(service, address, 'wrong')).status).toBe(401);
    expect(await suppressionOf(service, address)).toMatchObject({ reason: 'complained' });
  });

  it('does not lift what an operator wrote', async () => {
    const { service, address } = await aSuppressedAccount('by_hand');
    await logIn(service, address);
    expect(await suppressionOf(service, address)).toMatchObject({ reason: 'by_hand' });
  });

  it('succeeds if the suppression cannot be lifted', async () => {
    const { service, address } = await aSuppressedAccount('bounced');
    const { swap } = service.store;
    service.dependencies.store.swap = (key, ...rest) =>
      key.kind === 'suppression' ? Promise.reject(new Error('down')) : swap(key, ...rest);
    expect((await logIn(service, address)).status).toBe(200);
  });
});

describe('an account whose address is suppressed is told so', () => {
  const userOf = async (answer: ReturnType<TestService['post']>) => (await answer).body.user;

  it.each(['bounced', 'complained', 'by_hand'])('as long as it is (%s)', async (reason) => {
    const { service, address, accessToken, refreshToken } = await aSuppressedAccount(reason);
    expect((await me(service, accessToken)).body).toMatchObject({ email: address, mailSuppressed: true });
    expect(await userOf(refresh(service, refreshToken))).toMatchObject({ mailSuppressed: true });
    service.advance(14 * DAY_SECONDS);
    const { body } = await me(service, (await logIn(service, address)).body.accessToken);
    expect(body.mailSuppressed).toBe(reason === 'by_hand' ? true : undefined);
  });

  it('by the log-in that ends it, and then no longer', async () => {
    const { service, address } = await aSuppressedAccount('bounced');
    const { body } = await logIn(service, address);
    expect(body.user).toMatchObject({ mailResumed: true });
    expect(body.user).not.toHaveProperty('mailSuppressed');
    for (const user of [(await me(service, body.accessToken)).body, await userOf(logIn(service, address))]) {
      expect(user).not.toHaveProperty('mailSuppressed');
      expect(user).not.toHaveProperty('mailResumed');
    }
  });

  it('by a log-in that cannot end it', async () => {
    const { service, address } = await aSuppressedAccount('by_hand');
    expect(await userOf(logIn(service, address))).toMatchObject({ mailSuppressed: true });
    const other = await aSuppressedAccount('bounced');
    const { swap } = other.service.store;
    other.service.dependencies.store.swap = (key, ...rest) =>
      key.kind === 'suppression' ? Promise.reject(new Error('down')) : swap(key, ...rest);
    expect(await userOf(logIn(other.service, other.address))).toMatchObject({ mailSuppressed: true });
  });

  it('by a changed profile and a changed password, too', async () => {
    const { service, headers } = await aSuppressedAccount('complained');
    const changed = await service.request({ method: 'PATCH', path: '/me', headers, body: { locale: 'en' } });
    expect(changed.body).toMatchObject({ locale: 'en', mailSuppressed: true });
    const body = { currentPassword: PASSWORD, newPassword: 'another horse battery' };
    expect(await userOf(service.post('/me/password', body, { headers }))).toMatchObject({ mailSuppressed: true });
  });

  it('and is answered without it if the row cannot be read', async () => {
    const { service, accessToken } = await aSuppressedAccount('bounced');
    const { load } = service.store;
    service.dependencies.store.load = (keys, reads) =>
      keys.some(({ kind }) => kind === 'suppression') ? Promise.reject(new Error('down')) : load(keys, reads);
    const { status, body } = await me(service, accessToken);
    expect([status, body.mailSuppressed]).toEqual([200, undefined]);
  });
});
