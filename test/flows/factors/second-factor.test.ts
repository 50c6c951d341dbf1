import { describe, expect, it } from 'vitest';
import { userKey } from '#domain/store-keys.ts';
import {
  askLogInLink,
  askReset,
  bearer,
  ENDED_SESSION,
  LIVE_SESSION,
  logIn,
  me,
  refresh,
  tryTokens,
} from '../../support/account.ts';
import { freshAddress } from '../../support/real-store.ts';
import {
  appCode,
  claimsIn,
  enrol,
  enrolledAccount,
  finish,
  logInByApp,
  nextStep,
  SECOND_FACTOR,
  ticketFor,
  wrongAppCode,
} from '../../support/second-factor.ts';
import { createTestService, freshNetwork, type ServiceOptions, type TestService } from '../../support/service.ts';
import { account, PASSWORD } from '../../support/sign-up.ts';
import { createTestStore } from '../../support/test-store.ts';

const aService = (options: ServiceOptions = {}): TestService =>
  createTestService({ store: createTestStore(), ...options, settings: { ...SECOND_FACTOR, ...options.settings } });

const WRONG = { status: 401, body: { code: 'code_mismatch' } };
const asPassword = { password: PASSWORD };

describe('turning the second factor on', () => {
  it('takes a proof of the owner, gives the app its secret and writes nothing', async () => {
    const service = aService();
    const { body } = await account(service, freshAddress());
    const headers = bearer(body.accessToken);
    const refused = await service.post('/me/second-factor/begin', {}, { headers });
    expect(refused).toMatchObject({ status: 401, body: { code: 'reauthentication_required' } });
    service.operations.splice(0);
    const begun = await service.post('/me/second-factor/begin', { refreshToken: body.refreshToken }, { headers });
    expect(begun.status).toBe(200);
    expect(begun.body.secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(begun.body.uri).toContain(`secret=${begun.body.secret}&`);
    expect(begun.body.qr).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 \d+ \d+">.*<\/svg>$/s);
    expect(service.operations.filter((operation) => !operation.startsWith('load'))).toEqual([]);
    const state = await service.request({ method: 'GET', path: '/me/second-factor', headers });
    expect(state.body).toEqual({ enabled: false });
  });

  it('is proven by a code of the app, ends every other session, shows ten recovery codes and tells the owner', async () => {
    const service = aService();
    const address = freshAddress();
    const { body } = await account(service, address);
    const other = await logIn(service, address);
    const { recoveryCodes, accessToken, refreshToken } = await enrol(service, body);
    expect(new Set(recoveryCodes).size).toBe(10);
    expect(claimsIn(accessToken)).toMatchObject({ acr: 'aal2', amr: ['link', 'otp', 'mfa'] });
    expect(await tryTokens(service, other.body)).toEqual(ENDED_SESSION);
    expect((await me(service, body.accessToken)).status).toBe(401);
    expect(await tryTokens(service, { accessToken, refreshToken })).toEqual(LIVE_SESSION);
    const state = await service.request({ method: 'GET', path: '/me/second-factor', headers: bearer(accessToken) });
    expect(state.body).toEqual({ enabled: true, confirmedAt: expect.any(String), recoveryCodesLeft: 10 });
    await service.deliver();
    expect(service.mails.findLast(({ to }) => to === address)?.tags.purpose).toBe('second_factor_on');
  });

  it('is refused with a wrong code, an enrolment of somebody else, and one that is too old', async () => {
    const service = aService();
    const { body } = await account(service, freshAddress());
    const stranger = await account(service, freshAddress());
    const headers = bearer(body.accessToken);
    const begun = await service.post('/me/second-factor/begin', { refreshToken: body.refreshToken }, { headers });
    const { secret, enrolment } = begun.body;
    const confirm = (of: { readonly code: string; readonly enrolment: string }, as = headers) =>
      service.post('/me/second-factor/confirm', of, { headers: as });
    expect(await confirm({ enrolment, code: wrongAppCode(service, secret) })).toMatchObject(WRONG);
    const code = appCode(service, secret);
    const asStranger = bearer(stranger.body.accessToken);
    const expired = { status: 410, body: { code: 'expired' } };
    expect(await confirm({ enrolment, code }, asStranger)).toMatchObject(expired);
    expect(await confirm({ enrolment: `${enrolment}x`, code })).toMatchObject(expired);
    service.advance(15 * 60);
    const later = await refresh(service, body.refreshToken);
    const late = { enrolment, code: appCode(service, secret) };
    expect(await confirm(late, bearer(later.body.accessToken))).toMatchObject(expired);
  });

  it('is refused once it is on', async () => {
    const service = aService();
    const { accessToken, refreshToken } = await enrolledAccount(service, freshAddress());
    const headers = bearer(accessToken);
    const on = { status: 409, body: { code: 'second_factor_on' } };
    expect(await service.post('/me/second-factor/begin', { refreshToken }, { headers })).toMatchObject(on);
    const again = { enrolment: 'x', code: '123456' };
    expect(await service.post('/me/second-factor/confirm', again, { headers })).toMatchObject(on);
  });

  it('keeps neither the secret nor a recovery code in a row, nor writes one to the log', async () => {
    const service = createTestService({ settings: SECOND_FACTOR });
    const { secret, recoveryCodes, userId } = await enrolledAccount(service, freshAddress());
    const everything = JSON.stringify([...service.rows.values()]) + service.lines.join('');
    for (const hidden of [secret, ...recoveryCodes, ...recoveryCodes.map((code) => code.replace('-', ''))])
      expect(everything).not.toContain(hidden);
    const [user] = await service.store.load([userKey(userId)]);
    expect(user?.secondFactor?.recoveryCodes).toHaveLength(10);
  });
});

describe('a log-in of an account with a second factor', () => {
  it('gives no session for the password alone, and one for the code of the app', async () => {
    const service = aService();
    const address = freshAddress();
    const { secret } = await enrolledAccount(service, address);
    const first = await logIn(service, address);
    expect(first).toMatchObject({ status: 401, body: { code: 'second_factor_required', ticket: expect.any(String) } });
    expect(JSON.stringify(first)).not.toContain('accessToken');
    expect(first.cookies).toEqual([]);
    const second = await finish(service, first.body.ticket, { code: appCode(service, secret) });
    expect(second.status).toBe(200);
    expect(claimsIn(second.body.accessToken)).toMatchObject({ acr: 'aal2', amr: ['pwd', 'otp', 'mfa'] });
    expect(await tryTokens(service, second.body)).toEqual(LIVE_SESSION);
  });

  it('refuses a code that was used, also to another log-in', async () => {
    const service = aService();
    const address = freshAddress();
    const { secret } = await enrolledAccount(service, address);
    const [one, other] = [await ticketFor(service, address), await ticketFor(service, address)];
    const code = appCode(service, secret);
    expect((await finish(service, one, { code })).status).toBe(200);
    expect(await finish(service, one, { code })).toMatchObject(WRONG);
    expect(await finish(service, other, { code })).toMatchObject(WRONG);
    expect(await finish(service, other, { code: appCode(service, secret, -1) })).toMatchObject(WRONG);
    expect((await finish(service, other, { code: appCode(service, secret, 1) })).status).toBe(200);
  });

  it('is let in by one of requests that bring one code at the same moment', async () => {
    const service = aService();
    const address = freshAddress();
    const { secret } = await enrolledAccount(service, address);
    const ticket = await ticketFor(service, address);
    const code = appCode(service, secret);
    const answers = await Promise.all(Array.from({ length: 4 }, () => finish(service, ticket, { code })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200 || status === 401 || status === 409)).toHaveLength(4);
  });

  it('is let in by each recovery code once', async () => {
    const service = aService();
    const address = freshAddress();
    const { recoveryCodes, accessToken } = await enrolledAccount(service, address);
    const [recoveryCode = '', another = ''] = recoveryCodes;
    const ticket = await ticketFor(service, address);
    const typed = recoveryCode.toLowerCase().replace('-', ' ');
    expect((await finish(service, ticket, { recoveryCode: typed })).status).toBe(200);
    expect(await finish(service, ticket, { recoveryCode })).toMatchObject(WRONG);
    const state = await service.request({ method: 'GET', path: '/me/second-factor', headers: bearer(accessToken) });
    expect(state.body.recoveryCodesLeft).toBe(9);
    const racing = await Promise.all([1, 2, 3].map(() => finish(service, ticket, { recoveryCode: another })));
    expect(racing.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('says the same to every wrong code', async () => {
    const service = aService();
    const address = freshAddress();
    const { secret, recoveryCodes } = await enrolledAccount(service, address);
    const ticket = await ticketFor(service, address);
    const used = appCode(service, secret);
    await finish(service, ticket, { code: used });
    await finish(service, ticket, { recoveryCode: recoveryCodes[0] });
    nextStep(service);
    const wrong = [
      { code: wrongAppCode(service, secret) },
      { code: used },
      { code: appCode(service, secret, 5) },
      { recoveryCode: recoveryCodes[0] },
      { recoveryCode: '00000-00000' },
    ];
    const texts = [];
    for (const proof of wrong) texts.push((await finish(service, ticket, proof)).text);
    expect(new Set(texts).size).toBe(1);
  });

  it('waits after five wrong codes, whatever network they come from, and right codes wait, too', async () => {
    const service = aService();
    const address = freshAddress();
    const { secret, recoveryCodes } = await enrolledAccount(service, address);
    const ticket = await ticketFor(service, address);
    for (let count = 0; count < 5; count++) {
      const ip = `${freshNetwork()}.9`;
      expect(await finish(service, ticket, { code: wrongAppCode(service, secret) }, ip)).toMatchObject(WRONG);
    }
    const locked = { status: 429, body: { code: 'too_many_requests', reason: 'code_locked', retryAfterSeconds: 60 } };
    const ip = `${freshNetwork()}.9`;
    expect(await finish(service, ticket, { code: appCode(service, secret) }, ip)).toMatchObject(locked);
    expect(await finish(service, ticket, { recoveryCode: recoveryCodes[0] }, ip)).toMatchObject(locked);
    service.advance(60);
    expect(await finish(service, ticket, { code: wrongAppCode(service, secret) }, ip)).toMatchObject(WRONG);
    const longer = await finish(service, ticket, { code: appCode(service, secret) }, ip);
    expect(longer.body.retryAfterSeconds).toBe(120);
    service.advance(120);
    expect((await finish(service, ticket, { code: appCode(service, secret) }, ip)).status).toBe(200);
    expect((await logInByApp(service, address, secret)).status).toBe(401);
    nextStep(service);
    expect((await logInByApp(service, address, secret)).status).toBe(200);
  });

  it('shares the waits of wrong passwords', async () => {
    const service = aService({ settings: {} });
    const address = freshAddress();
    const { secret } = await enrolledAccount(service, address);
    const ip = `${freshNetwork()}.9`;
    const ticket = await ticketFor(service, address, { ip });
    for (let count = 0; count < 5; count++) await finish(service, ticket, { code: wrongAppCode(service, secret) }, ip);
    expect(await logIn(service, address, 'a wrong password', ip)).toMatchObject({
      status: 429,
      body: { reason: 'network' },
    });
  });

  it.each([
    ['reset', 'reset'],
    ['a log-in link', 'link'],
    ['a log-in code', 'code'],
  ])('gives no session for %s alone', async (_what, way) => {
    const service = aService();
    const address = freshAddress();
    const { secret } = await enrolledAccount(service, address);
    const newPassword = 'another horse battery';
    const mail = way === 'reset' ? await askReset(service, address) : await askLogInLink(service, address);
    const proof = way === 'code' ? { code: mail.code, continuation: mail.continuation } : { token: mail.token };
    const first =
      way === 'reset'
        ? await service.post('/reset/confirm', { ...proof, password: newPassword })
        : await service.post('/login/link/confirm', proof);
    expect(first).toMatchObject({ status: 401, body: { code: 'second_factor_required' } });
    const second = await finish(service, first.body.ticket, { code: appCode(service, secret) });
    expect(second.status).toBe(200);
    expect(claimsIn(second.body.accessToken)['amr']).toEqual(way === 'code' ? ['otp', 'mfa'] : ['link', 'otp', 'mfa']);
    if (way === 'reset') expect((await logIn(service, address, newPassword)).body.code).toBe('second_factor_required');
  });

  it('keeps both factors through a change of the password, and asks again after a move of the address', async () => {
    const service = aService();
    const { accessToken, secret } = await enrolledAccount(service, freshAddress());
    const newPassword = 'another horse battery';
    const changed = await service.post(
      '/me/password',
      { currentPassword: PASSWORD, newPassword },
      { headers: bearer(accessToken) },
    );
    expect(changed.status).toBe(200);
    expect(claimsIn(changed.body.accessToken)['acr']).toBe('aal2');
    const newEmail = freshAddress();
    const headers = bearer(changed.body.accessToken);
    await service.post('/me/email', { newEmail, password: newPassword }, { headers });
    await service.deliver();
    const token = service.mails.findLast(({ to }) => to === newEmail)?.token;
    const moved = await service.post('/me/email/confirm', { token }, { headers });
    expect(moved).toMatchObject({ status: 401, body: { code: 'second_factor_required' } });
    expect((await finish(service, moved.body.ticket, { code: appCode(service, secret) })).body.user.email).toBe(
      newEmail,
    );
  });

  it('ends a ticket after ten minutes, with a new password, and when the factor goes', async () => {
    const service = aService();
    const address = freshAddress();
    const { secret, accessToken } = await enrolledAccount(service, address);
    const ended = { status: 401, body: { code: 'session_ended' } };
    const old = await ticketFor(service, address);
    service.advance(600);
    expect(await finish(service, old, { code: appCode(service, secret) })).toMatchObject(ended);
    const beforeReset = await ticketFor(service, address);
    const { token } = await askReset(service, address);
    const reset = await service.post('/reset/confirm', { token, password: PASSWORD });
    expect(await finish(service, beforeReset, { code: appCode(service, secret) })).toMatchObject(ended);
    const { body } = await finish(service, reset.body.ticket, { code: appCode(service, secret) });
    nextStep(service);
    const beforeOff = await ticketFor(service, address);
    const off = { method: 'DELETE', path: '/me/second-factor', headers: bearer(body.accessToken) };
    await service.request({ ...off, body: { ...asPassword, code: appCode(service, secret) } });
    expect(await finish(service, beforeOff, { code: appCode(service, secret) })).toMatchObject(ended);
    expect((await me(service, accessToken)).status).toBe(401);
  });

  it.each(['', 'x', 'x.y', 'e30.e30'])('takes no ticket like %j', async (ticket) => {
    const service = aService();
    expect(await finish(service, ticket, { code: '123456' })).toMatchObject({
      status: 401,
      body: { code: 'session_ended' },
    });
  });

  it('is told to the owner as new after the second step, and not before', async () => {
    const service = aService();
    const address = freshAddress();
    const { secret } = await enrolledAccount(service, address);
    const told = () => service.mails.filter(({ to, tags }) => to === address && tags.purpose === 'new_log_in').length;
    const ip = `${freshNetwork()}.9`;
    const device = { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36' };
    const first = await service.post('/login', { email: address, password: PASSWORD }, { ip, headers: device });
    await service.deliver();
    expect(told()).toBe(0);
    const proof = { ticket: first.body.ticket, code: appCode(service, secret) };
    expect((await service.post('/login/second-factor', proof, { ip, headers: device })).status).toBe(200);
    await service.deliver();
    expect(told()).toBe(1);
  });
});

describe('turning the second factor off', () => {
  it('takes a proof of the owner and a code, tells the owner, and log-ins need one factor again', async () => {
    const service = aService();
    const address = freshAddress();
    const { secret, accessToken, refreshToken, recoveryCodes } = await enrolledAccount(service, address);
    const headers = bearer(accessToken);
    const off = (body: Readonly<Record<string, unknown>>) =>
      service.request({ method: 'DELETE', path: '/me/second-factor', headers, body });
    expect((await off({ code: appCode(service, secret) })).body.code).toBe('reauthentication_required');
    expect((await off(asPassword)).status).toBe(400);
    expect(await off({ ...asPassword, code: wrongAppCode(service, secret) })).toMatchObject(WRONG);
    expect((await off({ ...asPassword, recoveryCode: recoveryCodes[9] })).body).toEqual({ enabled: false });
    expect(await tryTokens(service, { accessToken, refreshToken })).toEqual(LIVE_SESSION);
    await service.deliver();
    const told = service.mails.filter(({ to }) => to === address).map(({ tags }) => tags.purpose);
    expect(told).toContain('second_factor_off');
    const again = await logIn(service, address);
    expect(again.status).toBe(200);
    expect(claimsIn(again.body.accessToken)).toMatchObject({ acr: 'aal1', amr: ['pwd'] });
  });
});

describe('new recovery codes', () => {
  it('take a proof of the owner and a code, and end the old ones', async () => {
    const service = aService();
    const address = freshAddress();
    const { secret, accessToken, recoveryCodes } = await enrolledAccount(service, address);
    const body = { ...asPassword, code: appCode(service, secret) };
    const renewed = await service.post('/me/second-factor/recovery-codes', body, { headers: bearer(accessToken) });
    expect(renewed.status).toBe(200);
    expect(renewed.body.recoveryCodes).toHaveLength(10);
    const ticket = await ticketFor(service, address);
    expect(await finish(service, ticket, { recoveryCode: recoveryCodes[0] })).toMatchObject(WRONG);
    expect((await finish(service, ticket, { recoveryCode: renewed.body.recoveryCodes[0] })).status).toBe(200);
  });
});

describe('a stage without second factors', () => {
  it('has none of it, but for who has one from before', async () => {
    const store = createTestStore();
    const on = aService({ store });
    const address = freshAddress();
    const { secret } = await enrolledAccount(on, address);
    const off = createTestService({ store });
    off.clock.time = on.clock.time;
    const other = await account(off, freshAddress());
    const headers = bearer(other.body.accessToken);
    expect((await off.request({ method: 'GET', path: '/me/second-factor', headers })).status).toBe(404);
    expect((await off.post('/me/second-factor/begin', {}, { headers })).status).toBe(404);
    expect((await finish(off, 'x', { code: '123456' })).status).toBe(404);
    const second = await logInByApp(off, address, secret);
    expect(second.status).toBe(200);
    expect(claimsIn(second.body.accessToken)).not.toHaveProperty('acr');
    const own = { method: 'GET', path: '/me/second-factor', headers: bearer(second.body.accessToken) };
    expect((await off.request(own)).body.enabled).toBe(true);
  });
});
