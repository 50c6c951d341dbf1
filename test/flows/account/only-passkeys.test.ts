// Accounts with passkeys and no password, through every flow that is not about passkeys.
import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '#adapters/store/memory-store.ts';
import { userKey } from '#domain/store-keys.ts';
import { DAY_MILLISECONDS } from '#domain/window.ts';
import {
  askLogInLink,
  askReset,
  bearer,
  ENDED_SESSION,
  LIVE_SESSION,
  logIn,
  me,
  tryTokens,
} from '../../support/account.ts';
import { asAdmin } from '../../support/admin.ts';
import { aPasskey, aSecondFactor } from '../../support/builders.ts';
import { moveTo, toOwner, undoEmailChange } from '../../support/email-change.ts';
import { subjectOf } from '../../support/mails.ts';
import { authorizePath, CLIENTS, codeFor, redirectOf, SPA, visit } from '../../support/oauth.ts';
import { freshPhone } from '../../support/one-time-code.ts';
import { freshAddress } from '../../support/real-store.ts';
import { createTestService, type ServiceOptions, type TestService } from '../../support/service.ts';
import { account, beginSignUp, mailTo, PASSWORD } from '../../support/sign-up.ts';
import { accountAt, disableById, enableById, setAccount } from '../../support/standing.ts';
import { createTestStore } from '../../support/test-store.ts';
import { watchComparisons } from '../../support/watch-comparisons.ts';

const KEYS = [aPasskey(), aPasskey({ id: 'c2Vjb25k', name: 'YubiKey' })];
const REASON = 'Ticket 1042';

/** The owner has added passkeys; the sign-up's password is gone, as after an act of an administrator. */
const start = async (options: ServiceOptions = {}) => {
  const service = createTestService({
    store: createTestStore(),
    ...options,
    settings: { clients: CLIENTS, ...options.settings },
  });
  const address = freshAddress();
  const { body: tokens } = await account(service, address);
  await setAccount(service, address, ({ passwordHash: _gone, ...user }) => ({ ...user, passkeys: KEYS }));
  return { service, address, tokens, id: tokens.user.id as string };
};

/** Logs in by the link of a mail. */
const enter = async (service: TestService, address: string, more: object = {}) => {
  service.advance(61);
  const { token } = await askLogInLink(service, address);
  return service.post('/login/link/confirm', { token, ...more }, { headers: { origin: 'https://api.example' } });
};

const isTold = (service: TestService, address: string, purpose: string): boolean =>
  service.mails.some(({ to, tags }) => to === address && tags.purpose === purpose);

describe('a person with passkeys and no password', () => {
  it('has no password that is right: the answer and the work are those of nobody', async () => {
    const { service, address } = await start();
    const comparisons = watchComparisons(service);
    const record = async (email: string) => {
      service.operations.splice(0);
      comparisons.count = 0;
      const { status, text } = await logIn(service, email);
      return { status, text, operations: [...service.operations], comparisons: comparisons.count };
    };
    expect(await record(address)).toEqual(await record(freshAddress()));
  });

  it('logs in by the mail, and keeps the passkeys', async () => {
    const { service, address } = await start();
    const entered = await enter(service, address);
    expect(await tryTokens(service, entered.body)).toEqual(LIVE_SESSION);
    expect((await accountAt(service, address)).passkeys).toEqual(KEYS);
  });

  it('gets a password by a reset, is told, and keeps the passkeys', async () => {
    const { service, address, tokens } = await start();
    const { token } = await askReset(service, address);
    expect((await service.post('/reset/confirm', { token, password: PASSWORD })).status).toBe(200);
    await service.deliver();
    expect(isTold(service, address, 'password_changed')).toBe(true);
    expect(await tryTokens(service, tokens)).toEqual(ENDED_SESSION);
    expect((await logIn(service, address)).status).toBe(200);
    expect((await accountAt(service, address)).passkeys).toEqual(KEYS);
  });

  it('gets one without an old one right after a log-in; later the answer says to log in again', async () => {
    const { service, address, tokens } = await start();
    const change = (own: typeof tokens) =>
      service.post(
        '/me/password',
        { newPassword: PASSWORD, refreshToken: own.refreshToken },
        { headers: bearer(own.accessToken) },
      );
    service.advance(301);
    expect(await change(tokens)).toMatchObject({ status: 401, body: { code: 'reauthentication_required' } });
    const { body } = await enter(service, address);
    expect((await change(body)).status).toBe(200);
    expect((await accountAt(service, address)).passkeys).toEqual(KEYS);
    expect((await logIn(service, address)).status).toBe(200);
  });

  it('adds a phone number, sees and ends sessions, and is deleted, by a log-in of a moment ago', async () => {
    const { service, address, tokens, id } = await start();
    let own = (await enter(service, address)).body;
    const request = (method: string, path: string, more: object = {}) => {
      const { accessToken, refreshToken } = own;
      return service.request({ method, path, headers: bearer(accessToken), body: { refreshToken, ...more } });
    };
    const asked = await request('POST', '/me/phone', { phone: freshPhone().typed });
    expect(asked.status).toBe(202);
    await service.deliver();
    const code = service.texts.at(-1)?.body.match(/\d{6}/)?.[0];
    const { continuation } = asked.body;
    const added = await service.post('/me/phone/confirm', { code, continuation }, { headers: bearer(own.accessToken) });
    expect(added.status).toBe(200);
    const ended = await request('DELETE', '/me/sessions');
    expect(ended.status).toBe(200);
    own = { ...own, ...ended.body };
    expect(await tryTokens(service, tokens)).toMatchObject({ access: 'unauthenticated' });
    expect((await accountAt(service, address)).passkeys).toEqual(KEYS);
    expect((await request('DELETE', '/me')).status).toBe(200);
    expect(await service.store.load([userKey(id)])).toEqual([undefined]);
  });

  it('is logged in to an application by a session of the pages', async () => {
    const { service, address, id } = await start();
    const { cookies } = await enter(service, address, { credentials: 'cookie' });
    const person = { address, id, cookies: cookies.map((cookie) => cookie.split(';')[0] ?? '') };
    expect(await codeFor(service, person, SPA)).toMatch(/./);
    service.advance(600);
    const again = await visit(service, authorizePath(SPA, { max_age: '60' }), person.cookies);
    expect(redirectOf(again).query).not.toHaveProperty('code');
  });

  it('who signs up again is told of the account, and the new password opens nothing', async () => {
    const { service, address } = await start();
    service.advance(61);
    await beginSignUp(service, address, 'another password');
    expect((await mailTo(service, address)).subject).toContain(subjectOf('account-exists'));
    expect((await logIn(service, address, 'another password')).body.code).toBe('email_not_verified');
  });

  it('is asked to log in before an unused account is deleted, and is deleted with the passkeys', async () => {
    // A store of its own: the purge walks through all accounts.
    const { service, address, id } = await start({ store: createMemoryStore(), settings: { purgeAfterMonths: 12 } });
    for (let left = 0; left < 18; left += 1) {
      service.advance((30 * DAY_MILLISECONDS) / 1000);
      await service.purge();
      await service.deliver();
    }
    expect(isTold(service, address, 'account_unused')).toBe(true);
    expect(await service.store.load([userKey(id)])).toEqual([undefined]);
  });
});

describe('an administrator', () => {
  it('sees the passkeys and not what they are, and explains what the person can do', async () => {
    const { service, address, id } = await start();
    await setAccount(service, address, (user) => ({ ...user, secondFactor: aSecondFactor() }));
    const { body, text } = await asAdmin(service, '/admin/users/show', { userId: id });
    expect(body.user).toMatchObject({ hasPassword: false, passkeys: 2, secondFactor: true });
    expect(text).not.toMatch(/publicKey|YubiKey|recovery/);
    const explained = await asAdmin(service, '/admin/users/explain', { email: address });
    expect(JSON.stringify(explained.body.advice)).toContain('passkeys and no password');
  });

  it('cannot invite a person who has a way in already', async () => {
    const { service, address } = await start();
    const asked = { email: address, mail: 'invitation', reason: REASON };
    expect(await asAdmin(service, '/admin/users/resend', asked)).toMatchObject({ body: { code: 'nothing_to_send' } });
    expect(await accountAt(service, address)).not.toHaveProperty('passwordHash');
  });

  it('disables, enables and logs out without a change of the passkeys', async () => {
    const { service, address, tokens, id } = await start();
    await disableById(service, id);
    expect(await tryTokens(service, tokens)).toEqual(ENDED_SESSION);
    await enableById(service, id);
    const { body } = await enter(service, address);
    const loggedOut = await asAdmin(service, '/admin/users/log-out', { userId: id, reason: REASON });
    expect(loggedOut.status).toBe(200);
    expect(await tryTokens(service, body)).toEqual(ENDED_SESSION);
    expect((await accountAt(service, address)).passkeys).toEqual(KEYS);
  });

  it('moves the account for a person who lost the mailbox: the passkeys end as a password does, the second factor stays', async () => {
    const { service, address, id } = await start();
    await setAccount(service, address, (user) => ({ ...user, secondFactor: aSecondFactor() }));
    const email = freshAddress();
    const moved = await asAdmin(service, '/admin/users/change-email', { userId: id, email, reason: REASON });
    expect(moved.status).toBe(200);
    const user = await accountAt(service, email);
    expect(user).not.toHaveProperty('passkeys');
    expect(user.secondFactor).toEqual(aSecondFactor());
  });
});

it('an invitation opens no account whose person has added a passkey meanwhile', async () => {
  const service = createTestService({ store: createTestStore() });
  const email = freshAddress();
  await asAdmin(service, '/admin/users/create', { email, invite: true, reason: REASON });
  const { token } = await mailTo(service, email);
  expect((await enter(service, email)).status).toBe(200);
  await setAccount(service, email, (user) => ({ ...user, passkeys: KEYS }));
  const accepted = await service.post('/invitation/confirm', { token, password: PASSWORD });
  expect(accepted).toMatchObject({ status: 410, body: { code: 'superseded' } });
  expect(await accountAt(service, email)).not.toHaveProperty('passwordHash');
});

describe('a change of address', () => {
  it('keeps the passkeys', async () => {
    const { service, address } = await start();
    const { body } = await enter(service, address);
    const to = freshAddress();
    const asked = { newEmail: to, refreshToken: body.refreshToken };
    expect((await service.post('/me/email', asked, { headers: bearer(body.accessToken) })).status).toBe(202);
    const { token } = await mailTo(service, to);
    const moved = await service.post('/me/email/confirm', { token }, { headers: bearer(body.accessToken) });
    expect(moved.status).toBe(200);
    expect((await accountAt(service, to)).passkeys).toEqual(KEYS);
    expect((await me(service, moved.body.accessToken)).body.email).toBe(to);
  });

  /** `setAt`: when the second factor was turned on, from the change of address on. */
  const undone = async (setAt: number) => {
    const { service, address } = await start();
    await setAccount(service, address, (user) => ({ ...user, passwordHash: '$argon2id$of nobody' }));
    const { token } = await askReset(service, address);
    const owner = toOwner(await service.post('/reset/confirm', { token, password: PASSWORD }));
    const { undoToken, address: moved } = await moveTo(service, owner);
    const secondFactor = aSecondFactor({ confirmedAt: service.clock.now() + setAt });
    await setAccount(service, moved, (user) => ({ ...user, secondFactor }));
    expect((await undoEmailChange(service, undoToken)).status).toBe(202);
    return { service, address, user: await accountAt(service, address), secondFactor };
  };

  it('that is undone leaves no passkey, since the thief may have added one, and no password', async () => {
    const { service, address, user } = await undone(1000);
    expect(user).not.toHaveProperty('passkeys');
    expect((await logIn(service, address)).status).toBe(401);
  });

  it('that is undone leaves no second factor of the day before or later, and keeps an older one', async () => {
    expect((await undone(1000)).user).not.toHaveProperty('secondFactor');
    expect((await undone(-DAY_MILLISECONDS + 60_000)).user).not.toHaveProperty('secondFactor');
    const { user, secondFactor } = await undone(-DAY_MILLISECONDS - 60_000);
    expect(user.secondFactor).toEqual(secondFactor);
  });
});
