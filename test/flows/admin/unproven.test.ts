// Accounts that no sign-up created: an id of another service, perhaps no password, perhaps an address that nobody has proven.
import { describe, expect, it } from 'vitest';
import { emailClaimKey, userKey } from '#domain/store-keys.ts';
import {
  askLogInLink,
  askReset,
  bearer,
  changeEmail,
  ENDED_SESSION,
  LIVE_SESSION,
  logIn,
  me,
  tryTokens,
} from '../../support/account.ts';
import { authorizePath, CLIENTS, SPA, VERIFIER } from '../../support/oauth.ts';
import { onLaptop } from '../../support/places.ts';
import { freshAddress } from '../../support/real-store.ts';
import { createTestService, type TestService } from '../../support/service.ts';
import { beginSignUp, mailTo, PASSWORD } from '../../support/sign-up.ts';
import { accountAt, addForeign, type Foreign } from '../../support/standing.ts';
import { createTestStore } from '../../support/test-store.ts';
import { watchComparisons } from '../../support/watch-comparisons.ts';

const FORMER = 'password of another service';
const IDS = ['zz_last-of-all', '0', '-', '_', 'auth0_5f7c8ec7', '2f1d5b0e-9a1f-4e0f-8d2f-2b6a1f0f5b11', 'a'.repeat(64)];

const aForeign = async (foreign: Foreign = {}) => {
  const service = createTestService({ store: createTestStore(), settings: { clients: CLIENTS } });
  const address = freshAddress();
  const id = await addForeign(service, address, foreign);
  service.advance(1);
  return { service, address, id };
};

/** Logs in by the link of a mail. */
const enter = async (service: TestService, address: string) => {
  const { token } = await askLogInLink(service, address);
  return service.post('/login/link/confirm', { token });
};

describe('an id of another service', () => {
  it.each(IDS)('%s is that of the account everywhere', async (form) => {
    const id = form === 'a'.repeat(64) ? form : `${form}${freshAddress().replace(/@.*/, '').replaceAll(/\W/g, '-')}`;
    const { service, address } = await aForeign({ id, password: FORMER, isProven: true });
    const byPassword = await logIn(service, address, FORMER);
    expect(byPassword).toMatchObject({ status: 200, body: { user: { id } } });
    expect(await tryTokens(service, byPassword.body)).toEqual(LIVE_SESSION);
    expect(await enter(service, address)).toMatchObject({ status: 200, body: { user: { id } } });
    service.advance(61);
    const { token } = await askReset(service, address);
    const reset = await service.post('/reset/confirm', { token, password: PASSWORD });
    expect(reset).toMatchObject({ status: 200, body: { user: { id } } });
    expect(await tryTokens(service, byPassword.body)).toEqual(ENDED_SESSION);
    const moved = await changeEmail(service, reset.body.accessToken, freshAddress());
    expect(moved).toMatchObject({ status: 200, body: { user: { id } } });
    const listed = await service.request({
      method: 'GET',
      path: '/me/sessions',
      headers: bearer(moved.body.accessToken),
    });
    expect(listed.body.sessions).toHaveLength(1);
  });

  it('does not let a link open the account that was mailed before it was added', async () => {
    const service = createTestService({ store: createTestStore() });
    const address = freshAddress();
    await service.post('/login/link', { email: address });
    service.advance(1);
    await addForeign(service, address, { isProven: true, id: `0-${address.replaceAll(/\W/g, '-')}` });
    await service.deliver();
    expect(service.mails).toEqual([]);
  });

  it('is that of the claims of OpenID Connect', async () => {
    const { service, address, id } = await aForeign({ password: FORMER, isProven: true });
    const logged = await service.post('/login', { email: address, password: FORMER, credentials: 'cookie' }, COOKIES);
    const cookies = logged.cookies.map((cookie) => cookie.slice(0, cookie.indexOf(';')));
    const authorized = await service.request({ method: 'GET', path: authorizePath(SPA, SCOPE), cookies });
    const code = new URL(authorized.headers['location'] ?? '').searchParams.get('code') ?? '';
    const form = { grant_type: 'authorization_code', code, code_verifier: VERIFIER, client_id: SPA.id };
    const tokens = await service.request({
      method: 'POST',
      path: '/token',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ ...form, redirect_uri: SPA.redirectUris[0] ?? '' }).toString(),
    });
    expect(claimsIn(tokens.body.id_token)).toMatchObject({ sub: id, email: address, email_verified: true });
    const info = await service.request({
      method: 'GET',
      path: '/userinfo',
      headers: bearer(tokens.body.access_token),
    });
    expect(info).toMatchObject({ status: 200, body: { sub: id, email_verified: true } });
    const hinted = await service.request({
      method: 'GET',
      path: `/logout?${new URLSearchParams({ id_token_hint: tokens.body.id_token })}`,
      cookies,
    });
    expect(hinted.status).toBe(200);
    expect(await tryTokens(service, { accessToken: tokens.body.access_token, refreshToken: 'none' })).toMatchObject({
      access: 'unauthenticated',
    });
  });
});

const COOKIES = { headers: { origin: 'https://app.example' } };
const SCOPE = { scope: 'openid email' };
const claimsIn = (jwt: string) => JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString('utf8'));

describe('an account without a password', () => {
  it('refuses every password as an address without an account does, with the same work', async () => {
    const { service, address } = await aForeign({ isProven: true });
    const comparisons = watchComparisons(service);
    const record = async (email: string, password: string) => {
      service.operations.splice(0);
      comparisons.count = 0;
      const answer = await logIn(service, email, password);
      return { answer, operations: [...service.operations], comparisons: comparisons.count };
    };
    for (const password of [PASSWORD, ' ', 'undefined', '\u3131\u3131'.repeat(4)]) {
      const ofNobody = await record(freshAddress(), password);
      expect(ofNobody.answer.status).toBe(401);
      expect(await record(address, password)).toEqual(ofNobody);
    }
  });

  it('is opened by a log-in mail, and stays without one', async () => {
    const { service, address } = await aForeign({ isProven: true });
    const entered = await enter(service, address);
    expect(await tryTokens(service, entered.body)).toEqual(LIVE_SESSION);
    expect(await accountAt(service, address)).not.toHaveProperty('passwordHash');
  });

  it('gets one by a reset', async () => {
    const { service, address } = await aForeign({ isProven: true });
    const { token } = await askReset(service, address);
    expect((await service.post('/reset/confirm', { token, password: PASSWORD })).status).toBe(200);
    expect((await logIn(service, address)).status).toBe(200);
  });

  it('gets one from its owner, who proves a log-in of a moment ago, and is told', async () => {
    const { service, address } = await aForeign({ isProven: true });
    const { accessToken, refreshToken } = (await enter(service, address)).body;
    const headers = bearer(accessToken);
    const change = (body: object) => service.post('/me/password', { newPassword: PASSWORD, ...body }, { headers });
    expect((await change({})).body.code).toBe('reauthentication_required');
    expect((await change({ currentPassword: PASSWORD })).body.code).toBe('invalid_credentials');
    expect((await change({ refreshToken: `${refreshToken.slice(0, -4)}AAAA` })).status).toBe(401);
    const changed = await change({ refreshToken });
    expect(changed).toMatchObject({ status: 200, body: { user: { email: address } } });
    expect(claimsIn(changed.body.accessToken).amr).toEqual(['link']);
    expect(await tryTokens(service, { accessToken, refreshToken })).toEqual(ENDED_SESSION);
    await service.deliver();
    expect(service.mails.map(({ tags }) => tags.purpose)).toContain('password_changed');
    expect((await logIn(service, address)).status).toBe(200);
  });

  it('gets none once the log-in is more than five minutes ago', async () => {
    const { service, address } = await aForeign({ isProven: true });
    const { accessToken, refreshToken } = (await enter(service, address)).body;
    service.advance(301);
    const asked = { newPassword: PASSWORD, refreshToken };
    const refused = await service.post('/me/password', asked, { headers: bearer(accessToken) });
    expect(refused.body.code).toBe('reauthentication_required');
  });

  it('can be moved, logged out everywhere and deleted by whoever logged in a moment ago', async () => {
    const { service, address } = await aForeign({ isProven: true });
    const first = (await enter(service, address)).body;
    const to = freshAddress();
    const asked = { newEmail: to, refreshToken: first.refreshToken };
    expect((await service.post('/me/email', asked, { headers: bearer(first.accessToken) })).status).toBe(202);
    const { token } = await mailTo(service, to);
    const moved = await service.post('/me/email/confirm', { token }, { headers: bearer(first.accessToken) });
    expect(moved.status).toBe(200);
    const { refreshToken } = (await enter(service, to)).body;
    expect((await service.post('/logout/all', { refreshToken })).status).toBe(200);
    service.advance(61);
    const last = (await enter(service, to)).body;
    const deleted = await service.request({
      method: 'DELETE',
      path: '/me',
      headers: bearer(last.accessToken),
      body: { refreshToken: last.refreshToken },
    });
    expect(deleted.status).toBe(200);
    expect(await service.store.load([emailClaimKey(to), emailClaimKey(address)])).toEqual([undefined, undefined]);
  });
});

describe('an account with a password', () => {
  it('cannot change it without the current one, as before', async () => {
    const { service, address } = await aForeign({ isProven: true, password: FORMER });
    const { accessToken, refreshToken } = (await enter(service, address)).body;
    const asked = { newPassword: PASSWORD, refreshToken };
    expect(await service.post('/me/password', asked, { headers: bearer(accessToken) })).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', errors: [{ path: 'currentPassword', message: 'must be a string' }] },
    });
    expect((await logIn(service, address, FORMER)).status).toBe(200);
  });
});

describe('an account whose address nobody has proven', () => {
  it('lets no password in, and only the right one is told why', async () => {
    const { service, address } = await aForeign({ password: FORMER });
    expect(await logIn(service, address, FORMER)).toMatchObject({ status: 403, body: { code: 'email_not_verified' } });
    expect(await logIn(service, address, PASSWORD)).toMatchObject({
      status: 401,
      body: { code: 'invalid_credentials' },
    });
    expect(await accountAt(service, address)).not.toHaveProperty('emailVerifiedAt');
  });

  it('is proven by a log-in mail, which drops the password that somebody else may have chosen', async () => {
    const { service, address } = await aForeign({ password: FORMER });
    const entered = await enter(service, address);
    expect(entered).toMatchObject({ status: 200, body: { user: { emailVerified: true } } });
    const user = await accountAt(service, address);
    expect(user).toMatchObject({ emailVerifiedAt: service.clock.now() });
    expect(user).not.toHaveProperty('passwordHash');
    expect((await logIn(service, address, FORMER)).status).toBe(401);
    expect((await me(service, entered.body.accessToken)).body.emailVerified).toBe(true);
  });

  it('is told of no log-in from a new place by its first mail, but of the next one from elsewhere', async () => {
    const { service, address } = await aForeign();
    await enter(service, address);
    service.advance(61);
    await service.deliver();
    expect(service.mails.map(({ tags }) => tags.purpose)).toEqual(['login']);
    const { token } = await askLogInLink(service, address);
    await service.post('/login/link/confirm', { token }, onLaptop());
    expect((await mailTo(service, address)).tags.purpose).toBe('new_log_in');
  });

  it('is proven by the code of a log-in mail, too', async () => {
    const { service, address } = await aForeign({ password: FORMER });
    const { code, continuation } = await askLogInLink(service, address);
    expect((await service.post('/login/link/confirm', { code, continuation })).status).toBe(200);
    expect((await logIn(service, address, FORMER)).status).toBe(401);
  });

  it('is proven by a reset, which replaces the password', async () => {
    const { service, address } = await aForeign({ password: FORMER });
    const { token } = await askReset(service, address);
    const reset = await service.post('/reset/confirm', { token, password: PASSWORD });
    expect(reset).toMatchObject({ status: 200, body: { user: { emailVerified: true } } });
    expect((await logIn(service, address, FORMER)).status).toBe(401);
    expect((await logIn(service, address, PASSWORD)).status).toBe(200);
  });

  it('keeps its password once the address is proven', async () => {
    const { service, address } = await aForeign();
    const { token } = await askReset(service, address);
    await service.post('/reset/confirm', { token, password: PASSWORD });
    service.advance(61);
    await enter(service, address);
    expect((await logIn(service, address, PASSWORD)).status).toBe(200);
  });

  it('is not taken over by a sign-up: its mailbox gets the way in, and the password of the sign-up opens nothing', async () => {
    const { service, address, id } = await aForeign({ password: FORMER });
    const { continuation } = await beginSignUp(service, address, PASSWORD);
    const mail = await mailTo(service, address);
    expect(mail.text).toContain('/login');
    expect(mail).not.toHaveProperty('token');
    expect((await service.post('/verify/status', { continuation })).body).toEqual({ status: 'pending' });
    expect((await logIn(service, address, PASSWORD)).body.code).toBe('email_not_verified');
    expect((await accountAt(service, address)).id).toBe(id);
    await enter(service, address);
    expect((await logIn(service, address, PASSWORD)).status).toBe(403);
    expect((await logIn(service, address, FORMER)).status).toBe(401);
  });

  it('accepts no session, whoever wrote its row', async () => {
    const { service, address, id } = await aForeign({ isProven: true, password: FORMER });
    const { body: tokens } = await logIn(service, address, FORMER);
    const { emailVerifiedAt: _unproven, ...rest } = await accountAt(service, address);
    const [seen] = await service.store.load([userKey(id)]);
    await service.store.swap(userKey(id), seen ?? 'absent', rest);
    expect(await tryTokens(service, tokens)).toEqual(ENDED_SESSION);
  });
});
