// Password reset over a real database: what sets a new password, only once, and what ends with the old password.
import { describe, expect, it } from 'vitest';
import { askLogInLink, askReset, bearer, logIn, me, refresh } from '../../support/account.ts';
import { anOwner as aNewOwner, pendingEmailChange } from '../../support/email-change.ts';
import { crashBefore, createHookedStore } from '../../support/faults/hooked-store.ts';
import { freshPhone, textTo } from '../../support/one-time-code.ts';
import { freshAddress } from '../../support/real-store.ts';
import { createTestService } from '../../support/service.ts';
import { PASSWORD } from '../../support/sign-up.ts';

const NEW_PASSWORD = 'staple battery horse';

/** A service with one account and the tokens of its first session. `hook` runs between its writes. */
const anOwner = async () => {
  const { store, hook } = createHookedStore();
  const service = createTestService({ store });
  return { service, hook, ...(await aNewOwner(service)) };
};
type Owner = Awaited<ReturnType<typeof anOwner>>;

const changePassword = ({ service, accessToken }: Owner, newPassword = NEW_PASSWORD) =>
  service.post('/me/password', { currentPassword: PASSWORD, newPassword }, { headers: bearer(accessToken) });

describe('a reset', () => {
  it('by link alone sets the password: the new one logs in, the old one does not', async () => {
    const { service, address } = await anOwner();
    const { token } = await askReset(service, address);
    expect((await service.post('/reset/confirm', { token, password: NEW_PASSWORD })).status).toBe(200);
    expect(await logIn(service, address)).toMatchObject({ status: 401, body: { code: 'invalid_credentials' } });
    expect((await logIn(service, address, NEW_PASSWORD)).status).toBe(200);
  });

  it('by its 8-digit code with the continuation sets the password, and costs no attempt', async () => {
    const { service, address } = await anOwner();
    const { code, continuation } = await askReset(service, address);
    expect(code).toMatch(/^\d{8}$/);
    const reset = await service.post('/reset/confirm', { code, continuation, password: NEW_PASSWORD });
    expect(reset.status).toBe(200);
    expect(await service.loadChallenge(address, 'reset')).toMatchObject({ failures: 0, failuresToday: 0 });
    expect((await logIn(service, address)).status).toBe(401);
    expect((await logIn(service, address, NEW_PASSWORD)).status).toBe(200);
  });

  it('answers with a session that works, and ends every earlier one', async () => {
    const { service, address, accessToken, refreshToken } = await anOwner();
    const { token } = await askReset(service, address);
    const reset = await service.post('/reset/confirm', { token, password: NEW_PASSWORD });
    expect(await me(service, reset.body.accessToken)).toMatchObject({ status: 200, body: { email: address } });
    expect((await refresh(service, reset.body.refreshToken)).status).toBe(200);
    expect(await me(service, accessToken)).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    expect((await refresh(service, refreshToken)).body.code).toBe('session_ended');
  });

  it.each([0, 1, 2])('works once, taken from mail %i of three: all carry the same link', async (index) => {
    const { service, address } = await anOwner();
    const mails = [await askReset(service, address)];
    for (let resend = 0; resend < 2; resend++) {
      service.advance(61);
      mails.push(await askReset(service, address));
    }
    expect(new Set(mails.map(({ token, code }) => `${token} ${code}`)).size).toBe(1);
    const { token } = mails[index] ?? {};
    expect((await service.post('/reset/confirm', { token, password: NEW_PASSWORD })).status).toBe(200);
    for (const mail of mails) {
      const again = await service.post('/reset/confirm', { token: mail.token, password: 'yet another password' });
      expect(again).toMatchObject({ status: 410, body: { code: 'already_used' } });
    }
    expect((await logIn(service, address, NEW_PASSWORD)).status).toBe(200);
  });

  it('answers 20 parallel confirms with different passwords with one 200 and one notice, and only its password logs in', async () => {
    const { service, address } = await anOwner();
    const { token } = await askReset(service, address);
    const passwords = Array.from({ length: 20 }, (_none, index) => `racing password ${index}`);
    const answers = await Promise.all(passwords.map((password) => service.post('/reset/confirm', { token, password })));
    const winners = passwords.filter((_password, index) => answers[index]?.status === 200);
    expect(winners).toHaveLength(1);
    await service.deliver();
    expect(service.mails.filter(({ tags }) => tags.purpose === 'password_changed')).toHaveLength(1);
    expect(answers.every(({ status }) => [200, 409, 410].includes(status))).toBe(true);
    for (const password of [PASSWORD, ...passwords]) {
      const tried = await logIn(service, address, password);
      expect([password, tried.status]).toEqual([password, password === winners[0] ? 200 : 401]);
      service.advance(15 * 60);
    }
  });

  it.each([
    ['another one with its link', 'already_used'],
    ['a password change', 'superseded'],
  ])('that %s overtakes just before its commit point changes nothing', async (by, code) => {
    const owner = await anOwner();
    const { service, hook, address } = owner;
    const { token } = await askReset(service, address);
    const overtake = () =>
      by === 'a password change'
        ? changePassword(owner)
        : service.post('/reset/confirm', { token, password: NEW_PASSWORD });
    let overtaker: unknown;
    hook(async ({ kind }) => {
      if (kind !== 'user') return;
      hook();
      overtaker = (await overtake()).status;
    });
    const overtaken = await service.post('/reset/confirm', { token, password: 'too late a password' });
    expect(overtaker).toBe(200);
    expect(overtaken).toMatchObject({ status: 410, body: { code } });
    expect((await logIn(service, address, NEW_PASSWORD)).status).toBe(200);
  });

  it('answers 20 parallel confirms by code with at most one 200, and counts no more attempts than allowed', async () => {
    const { service, address } = await anOwner();
    const { code, continuation } = await askReset(service, address);
    const passwords = Array.from({ length: 20 }, (_none, index) => `racing password ${index}`);
    const confirm = (password: string) => service.post('/reset/confirm', { code, continuation, password });
    const answers = await Promise.all(passwords.map(confirm));
    const won = answers.filter(({ status }) => status === 200).length;
    expect(won).toBeLessThanOrEqual(1);
    expect(answers.every(({ status }) => [200, 409, 410, 429].includes(status))).toBe(true);
    expect((await confirm(NEW_PASSWORD)).status).toBe(won === 1 ? 410 : 200);
  });

  it('requested after a password change and the cool-down works, although its row had an invalid live challenge', async () => {
    const owner = await anOwner();
    const { service, address } = owner;
    const dead = await askReset(service, address);
    expect((await changePassword(owner)).status).toBe(200);
    service.advance(61);
    const { token } = await askReset(service, address);
    expect(token).not.toBe(dead.token);
    const reset = await service.post('/reset/confirm', { token, password: 'a third password' });
    expect(reset.status).toBe(200);
    expect((await logIn(service, address, 'a third password')).status).toBe(200);
  });
});

describe('a reset and a password change at once', () => {
  it('send no link that is invalid before the courier runs, even if the process died before it could mark it', async () => {
    const owner = await anOwner();
    const { service, hook, address } = owner;
    await service.post('/reset', { email: address });
    hook(crashBefore('challenge'));
    expect((await changePassword(owner)).status).toBe(200);
    hook();
    await service.deliver();
    expect(service.mails.map(({ tags }) => tags.purpose)).toEqual(['signup', 'password_changed']);
    expect((await service.loadChallenge(address, 'reset'))?.delivery).toMatchObject({
      status: 'skipped',
      reason: 'account_changed',
    });
    // The invalid one is not sent again: the next request gets a mail whose link works.
    service.advance(61);
    const { token } = await askReset(service, address);
    expect((await service.post('/reset/confirm', { token, password: 'a third password' })).status).toBe(200);
  });

  it('end with one password that logs in, and no session of the loser', async () => {
    const owner = await anOwner();
    const { service, address } = owner;
    const { token } = await askReset(service, address);
    const [reset, changed] = await Promise.all([
      service.post('/reset/confirm', { token, password: 'set by the reset' }),
      changePassword(owner, 'set by the change'),
    ]);
    expect([reset.status, changed.status].filter((status) => status === 200)).toHaveLength(1);
    const [winner, loser] = reset.status === 200 ? ['reset', 'change'] : ['change', 'reset'];
    expect((await logIn(service, address, `set by the ${winner}`)).status).toBe(200);
    expect((await logIn(service, address, `set by the ${loser}`)).status).toBe(401);
  });
});

describe('every outstanding link and code', () => {
  /** One of each that could open or change the account, and what using it answers. */
  const outstanding = async ({ service, address, accessToken }: Owner) => {
    const reset = await askReset(service, address);
    const logInLink = await askLogInLink(service, address);
    const move = await pendingEmailChange(service, { accessToken }, freshAddress());
    const phone = freshPhone();
    const asked = await service.post(
      '/me/phone',
      { phone: phone.typed, password: PASSWORD },
      { headers: bearer(accessToken) },
    );
    const { code: phoneCode } = await textTo(service, phone.e164);
    const password = 'yet another password';
    const uses = {
      'reset link': ['/reset/confirm', { token: reset.token, password }],
      'reset code': ['/reset/confirm', { code: reset.code, continuation: reset.continuation, password }],
      'log-in link': ['/login/link/confirm', { token: logInLink.token }],
      'log-in code': ['/login/link/confirm', { code: logInLink.code, continuation: logInLink.continuation }],
      'email link': ['/me/email/confirm', { token: move.token, continuation: move.continuation }],
      'email code': ['/me/email/confirm', { code: move.code, continuation: move.continuation }],
      'phone code': ['/me/phone/confirm', { code: phoneCode, continuation: asked.body.continuation }],
    } as const;
    const use = async (name: keyof typeof ALL_DEAD, asToken: string) => {
      const [path, body] = uses[name];
      const answer = await service.post(path, body, { headers: bearer(asToken) });
      return answer.body.code ?? answer.status;
    };
    const useAll = async (asToken: string) => {
      const answers = NAMES.map(async (name) => [name, await use(name, asToken)] as const);
      return Object.fromEntries(await Promise.all(answers));
    };
    return { reset, use, useAll };
  };

  const ALL_DEAD = {
    'reset link': 'superseded',
    'reset code': 'superseded',
    'log-in link': 'superseded',
    'log-in code': 'superseded',
    'email link': 'superseded',
    'email code': 'superseded',
    'phone code': 'superseded',
  } as const;
  const NAMES = Object.keys(ALL_DEAD) as (keyof typeof ALL_DEAD)[];

  it.each(NAMES)('works while the password stays: the %s', async (name) => {
    const owner = await anOwner();
    const { use } = await outstanding(owner);
    expect(await use(name, owner.accessToken)).toBe(200);
  });

  it('stops working when the password is changed by a reset', async () => {
    const owner = await anOwner();
    const { reset, useAll } = await outstanding(owner);
    const changed = await owner.service.post('/reset/confirm', { token: reset.token, password: NEW_PASSWORD });
    expect(changed.status).toBe(200);
    expect(await useAll(changed.body.accessToken)).toEqual({
      ...ALL_DEAD,
      'reset link': 'already_used',
      'reset code': 'already_used',
    });
    expect((await logIn(owner.service, owner.address, NEW_PASSWORD)).status).toBe(200);
  });

  it('stops working when the password is changed by /me/password', async () => {
    const owner = await anOwner();
    const { useAll } = await outstanding(owner);
    const changed = await changePassword(owner);
    expect(changed.status).toBe(200);
    expect(await useAll(changed.body.accessToken)).toEqual(ALL_DEAD);
    expect((await logIn(owner.service, owner.address, NEW_PASSWORD)).status).toBe(200);
  });

  it('stops working even if the process died before it could mark any of them', async () => {
    const owner = await anOwner();
    const { useAll } = await outstanding(owner);
    owner.hook(crashBefore('challenge'));
    const changed = await changePassword(owner);
    owner.hook();
    expect(changed.status).toBe(200);
    expect(await useAll(changed.body.accessToken)).toEqual(ALL_DEAD);
    expect((await logIn(owner.service, owner.address, NEW_PASSWORD)).status).toBe(200);
  });
});
