// An owner is told of a log-in from a device and a network that are both new to the account: once, and of nothing else.
import { describe, expect, it } from 'vitest';
import type { SendResult } from '#domain/ports/delivery.ts';
import { attemptsKey, userKey } from '#domain/store-keys.ts';
import { MAIL_TEXTS } from '#texts/mails.ts';
import { sayMoment } from '#texts/say-moment.ts';
import { askLogInLink, askReset, bearer, logIn } from '../../support/account.ts';
import { NOW, someAttempts } from '../../support/builders.ts';
import { loadUser } from '../../support/email-change.ts';
import { subjectOf } from '../../support/mails.ts';
import { onLaptop, onPhone, onUnknownDevice, type Place } from '../../support/places.ts';
import { freshAddress } from '../../support/real-store.ts';
import { createTestService, type ServiceOptions, type TestService } from '../../support/service.ts';
import { account, PASSWORD, pendingSignUp } from '../../support/sign-up.ts';
import { createTestStore } from '../../support/test-store.ts';
import { wrongCode } from '../../support/wrong-code.ts';

const { facts, moment } = MAIL_TEXTS.ko;

const noticesTo = async (service: TestService, address: string) => {
  await service.deliver();
  await service.deliverQueued();
  return service.mails.filter(({ to, tags }) => to === address && tags.purpose === 'new_log_in');
};

/** An account that was signed up for at home, on a phone. */
const anAccount = async (options: ServiceOptions = {}) => {
  const service = createTestService({ store: createTestStore(), ...options });
  const home = onPhone();
  const { token, address } = await pendingSignUp(service, freshAddress());
  const owner = (await service.post('/verify', { token, password: PASSWORD }, home)).body;
  const logInAt = async (place: Place, password = PASSWORD) =>
    (await service.post('/login', { email: address, password }, place)).status;
  const confirmAt = async (place: Place, body: object) =>
    (await service.post('/login/link/confirm', body, place)).status;
  const notices = () => noticesTo(service, address);
  return { service, address, home, owner, logInAt, confirmAt, notices };
};

describe('a log-in by password from a new device and network', () => {
  it('is told to the owner once, with time, device and masked address; then both are known', async () => {
    const { address, logInAt, notices } = await anAccount();
    const place = onLaptop();
    const network = place.ip.replace(/9$/, '');
    expect(await logInAt(place)).toBe(200);
    const [told, ...others] = await notices();
    expect(others).toEqual([]);
    expect(told).toMatchObject({ to: address, subject: expect.stringContaining(subjectOf('new-log-in')) });
    expect(told?.text).toContain(sayMoment(NOW, moment));
    expect(told?.text).toContain(`${facts.device}: Chrome, Windows\n${facts.ip}: ${network}*`);
    expect(told?.token).toBeUndefined();
    for (const next of [onLaptop(`${network}77`), onUnknownDevice(place.ip), onLaptop()])
      expect(await logInAt(next)).toBe(200);
    expect(await notices()).toHaveLength(1);
  });

  it.each([
    ['the network', (ip: string) => onLaptop(ip)],
    ['the device', () => onPhone()],
  ])('is none if %s is that of the sign-up, however long ago', async (_name, placeBy) => {
    const { service, home, logInAt, notices } = await anAccount();
    service.advance(300 * 24 * 3600);
    expect(await logInAt(placeBy(home.ip))).toBe(200);
    expect(await notices()).toEqual([]);
  });

  it('is told again after 30 days, when they are forgotten', async () => {
    const { service, logInAt, notices } = await anAccount();
    const place = onLaptop();
    await logInAt(place);
    expect(await notices()).toHaveLength(1);
    service.advance(30 * 24 * 3600 - 1);
    await logInAt(place);
    expect(await notices()).toHaveLength(1);
    service.advance(30 * 24 * 3600);
    await logInAt(place);
    expect(await notices()).toHaveLength(2);
  });

  it('is told of each new network, if the device cannot be told', async () => {
    const service = createTestService({ store: createTestStore() });
    const address = freshAddress();
    await account(service, address);
    for (const place of [onUnknownDevice(), onUnknownDevice()]) {
      for (let time = 0; time < 2; time++)
        expect((await service.post('/login', { email: address, password: PASSWORD }, place)).status).toBe(200);
    }
    expect(await noticesTo(service, address)).toHaveLength(2);
  });

  it('is told once, if many come at once', async () => {
    const { logInAt, notices } = await anAccount();
    const place = onLaptop();
    const statuses = await Promise.all(Array.from({ length: 4 }, () => logInAt(place)));
    expect(statuses).toContain(200);
    expect(await notices()).toHaveLength(1);
  });

  it('is told to the owner whatever the thief does next', async () => {
    const { service, address, notices } = await anAccount();
    const place = onLaptop();
    const { accessToken } = (await service.post('/login', { email: address, password: PASSWORD }, place)).body;
    const headers = { ...place.headers, ...bearer(accessToken) };
    const removal = { method: 'DELETE', path: '/me', body: { password: PASSWORD }, ...place, headers };
    expect((await service.request(removal)).status).toBe(200);
    expect(await notices()).toHaveLength(1);
  });

  it('is answered while no mail can be sent, and told later', async () => {
    let isDown = true;
    const down: SendResult = { ok: false, permanent: false, reason: 'transport_unavailable' };
    const { service, address, logInAt, notices } = await anAccount({
      onSend: ({ tags }) => (isDown && tags.purpose === 'new_log_in' ? down : undefined),
    });
    expect(await logInAt(onLaptop())).toBe(200);
    expect(await notices()).toEqual([]);
    expect(service.queue).toHaveLength(1);
    isDown = false;
    expect(await noticesTo(service, address)).toHaveLength(1);
  });

  it('is not told if the team has turned it off', async () => {
    const { logInAt, notices } = await anAccount({ settings: { notices: { newLogIn: false } } });
    expect(await logInAt(onLaptop())).toBe(200);
    expect(await notices()).toEqual([]);
  });
});

describe('a log-in by mail from a new device and network', () => {
  it.each(['link', 'code'])('is told once (%s), and then they are known', async (by) => {
    const { service, address, logInAt, confirmAt, notices } = await anAccount();
    const { token, code, continuation } = await askLogInLink(service, address);
    const proof = by === 'link' ? { token } : { code, continuation };
    const place = onLaptop();
    expect(await confirmAt(place, proof)).toBe(200);
    expect(await confirmAt(onLaptop(), proof)).toBe(410);
    expect(await logInAt(place)).toBe(200);
    const told = await notices();
    expect(told).toHaveLength(1);
    expect(told[0]?.text).toContain(`${facts.device}: Chrome, Windows`);
  });

  it('is none at home', async () => {
    const { service, address, home, confirmAt, notices } = await anAccount();
    const { token } = await askLogInLink(service, address);
    expect(await confirmAt(onLaptop(home.ip), { token })).toBe(200);
    expect(await notices()).toEqual([]);
  });

  it('tells of the winner only, if two use the link at once', async () => {
    const { service, address, confirmAt, notices } = await anAccount();
    const { token } = await askLogInLink(service, address);
    const places = [onLaptop(), onUnknownDevice(), onLaptop()];
    const statuses = await Promise.all(places.map((place) => confirmAt(place, { token })));
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    const [told, ...others] = await notices();
    expect(others).toEqual([]);
    const winner = places[statuses.indexOf(200)]?.ip.replace(/\.9$/, '.*');
    expect(told?.text).toContain(`${facts.ip}: ${winner}`);
  });
});

describe('nobody is told', () => {
  it('of a log-in that failed, nor does a failure make its place known', async () => {
    const { service, address, logInAt, confirmAt, notices } = await anAccount();
    const place = onLaptop();
    expect(await logInAt(place, 'not the password')).toBe(401);
    const { code, continuation } = await askLogInLink(service, address);
    expect(await confirmAt(place, { code: wrongCode(code), continuation })).toBe(401);
    expect(await confirmAt(place, { token: 'junk' })).toBe(400);
    for (let wrong = 0; wrong < 4; wrong++) await logInAt(place, 'not the password');
    expect(await logInAt(place)).toBe(429);
    expect(await notices()).toEqual([]);
    service.advance(3600);
    expect(await logInAt(place)).toBe(200);
    expect(await notices()).toHaveLength(1);
  });

  it('twice of a reset, whose notice is that of the password', async () => {
    const { service, address, notices } = await anAccount();
    const { token } = await askReset(service, address);
    const place = onLaptop();
    const password = 'a whole new password';
    expect((await service.post('/reset/confirm', { token, password }, place)).status).toBe(200);
    expect((await service.post('/login', { email: address, password }, place)).status).toBe(200);
    expect(await notices()).toEqual([]);
    expect(service.mails.filter(({ tags }) => tags.purpose === 'password_changed')).toHaveLength(1);
  });

  it('of a sign-up that its own tab completes', async () => {
    const service = createTestService({ store: createTestStore() });
    const { address, continuation, token } = await pendingSignUp(service, freshAddress());
    expect((await service.post('/verify', { token, password: PASSWORD }, onPhone())).status).toBe(200);
    expect((await service.post('/verify/status', { continuation }, onLaptop())).body.accessToken).toBeDefined();
    expect(await noticesTo(service, address)).toEqual([]);
  });
});

it('a password that is asked for again does not make a new place known: a log-in from there is still told', async () => {
  const { service, owner, logInAt, notices } = await anAccount();
  const place = onLaptop();
  const headers = { ...place.headers, ...bearer(owner.accessToken) };
  const path = '/me/sessions/01KE5VYW8EABCDEFGHJKMNPQRS';
  const confirmed = await service.request({ method: 'DELETE', path, body: { password: PASSWORD }, ...place, headers });
  expect(confirmed.body.code).toBe('not_found');
  expect(await logInAt(place)).toBe(200);
  expect(await notices()).toHaveLength(1);
});

describe('an account of the last release', () => {
  const anOldAccount = async () => {
    const old = await anAccount();
    const { service, owner, address } = old;
    const user = await loadUser(service, owner.user.id);
    if (!user) throw new Error('no account');
    const { origin: _none, ...row } = user;
    await service.store.swap(userKey(user.id), user, row);
    return { ...old, attempts: attemptsKey(address) };
  };

  it('of which nothing is known is told of its first log-in, wherever that is, and of no second one from there', async () => {
    const { home, logInAt, notices } = await anOldAccount();
    for (let time = 0; time < 3; time++) expect(await logInAt(home)).toBe(200);
    expect(await notices()).toHaveLength(1);
    expect(await logInAt(onPhone())).toBe(200);
    expect(await notices()).toHaveLength(1);
  });

  it('is not told of a log-in from a network that is known, though no device is', async () => {
    const { service, home, attempts, logInAt, notices } = await anOldAccount();
    const known = { [home.ip.replace(/\.9$/, '.0/24')]: service.clock.time };
    const { version: _version, ...row } = someAttempts({ byNetwork: {}, failures: 0, knownNetworks: known });
    await service.store.swap(attempts, 'absent', row);
    expect(await logInAt(home)).toBe(200);
    expect(await notices()).toEqual([]);
  });
});

it('a log-in from the client of the sign-up needs no User-Agent to be known', async () => {
  const service = createTestService({ store: createTestStore() });
  const address = freshAddress();
  await account(service, address);
  expect((await logIn(service, address)).status).toBe(200);
  expect(await noticesTo(service, address)).toEqual([]);
});
