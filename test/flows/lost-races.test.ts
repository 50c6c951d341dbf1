// Requests that lose a race, over a real database: they answer `try_again`, leave nothing half done, and work when repeated.
import { describe, expect, it } from 'vitest';
import type { Key } from '#domain/row.ts';
import { emailClaimKey } from '#domain/store-keys.ts';
import { askLogInLink, askReset, bearer, LIVE_SESSION, logIn, me, refresh, tryTokens } from '../support/account.ts';
import { MARKETING, yes } from '../support/consents.ts';
import { accountAt, confirmEmailChange, loadUser, pendingEmailChange, toOwner } from '../support/email-change.ts';
import { createHookedStore, losing, once } from '../support/faults/hooked-store.ts';
import { askByMail, checkCode, freshPhone, textTo } from '../support/one-time-code.ts';
import { freshAddress } from '../support/real-store.ts';
import { type Answer, createTestService } from '../support/service.ts';
import { account, PASSWORD, pendingSignUp } from '../support/sign-up.ts';

const NEW_PASSWORD = 'staple battery horse';
const TRY_AGAIN = { status: 409, body: { code: 'try_again' } };

/** An account with two sessions, and a hook before each write. */
const anAccount = async () => {
  const { store, hook } = createHookedStore();
  const service = createTestService({ store, settings: { consents: [MARKETING] } });
  const address = freshAddress();
  const own = (await account(service, address)).body;
  const other = (await logIn(service, address)).body;
  const userId: string = own.user.id;
  const as = (method: string, path: string, body?: unknown) =>
    service.request({ method, path, headers: bearer(own.accessToken), ...(body !== undefined && { body }) });
  const user = () => loadUser(service, userId);
  return { service, hook, address, own, other, as, user };
};
type Account = Awaited<ReturnType<typeof anAccount>>;
type Request = () => Promise<Answer>;

/** The writing requests of an account, ready to be sent. */
const REQUESTS = {
  'a reset': async ({ service, address }) => {
    const { token } = await askReset(service, address);
    return () => service.post('/reset/confirm', { token, password: NEW_PASSWORD });
  },
  'a reset by code': async ({ service, address }) => {
    const { code, continuation } = await askReset(service, address);
    return () => service.post('/reset/confirm', { code, continuation, password: NEW_PASSWORD });
  },
  'a log-in by link': async ({ service, address }) => {
    const { token } = await askLogInLink(service, address);
    return () => service.post('/login/link/confirm', { token });
  },
  'a change of password':
    async ({ as }) =>
    () =>
      as('POST', '/me/password', { currentPassword: PASSWORD, newPassword: NEW_PASSWORD }),
  'a change of address': async ({ service, own }) => {
    const change = await pendingEmailChange(service, own, freshAddress());
    return () => confirmEmailChange(service, change);
  },
  'a change of phone number': async ({ service, as }) => {
    const { typed, e164 } = freshPhone();
    const { continuation } = (await as('POST', '/me/phone', { phone: typed, password: PASSWORD })).body;
    const { code } = await textTo(service, e164);
    return () => as('POST', '/me/phone/confirm', { code, continuation });
  },
  'a change of profile':
    async ({ as }) =>
    () =>
      as('PATCH', '/me', { profile: { nickname: 'late' } }),
  'a change of consents':
    async ({ as }) =>
    () =>
      as('PUT', '/me/consents', { consents: [yes(MARKETING)] }),
  'a log-out':
    async ({ service, own }) =>
    () =>
      service.post('/logout', { refreshToken: own.refreshToken }),
  'a log-out everywhere':
    async ({ service, own }) =>
    () =>
      service.post('/logout/all', { refreshToken: own.refreshToken }),
  'the end of another session':
    async ({ as, other }) =>
    () =>
      as('DELETE', `/me/sessions/${other.refreshToken.split('.')[0]}`, { password: PASSWORD }),
  'the end of all other sessions':
    async ({ as }) =>
    () =>
      as('DELETE', '/me/sessions', { password: PASSWORD }),
  'a refresh':
    async ({ service, own }) =>
    () =>
      refresh(service, own.refreshToken),
  'a deletion':
    async ({ as }) =>
    () =>
      as('DELETE', '/me', { password: PASSWORD }),
} as const satisfies Record<string, (account: Account) => Promise<Request>>;
type Name = keyof typeof REQUESTS;

describe('a request that is overtaken each time', () => {
  const CASES: readonly (readonly [Name, Key['kind']])[] = [
    ['a reset', 'notice'],
    ['a reset', 'user'],
    ['a reset by code', 'notice'],
    ['a reset by code', 'challenge'],
    ['a log-in by link', 'challenge'],
    ['a change of password', 'notice'],
    ['a change of password', 'user'],
    ['a change of address', 'claim'],
    ['a change of address', 'notice'],
    ['a change of address', 'user'],
    ['a change of phone number', 'challenge'],
    ['a change of phone number', 'user'],
    ['a change of profile', 'user'],
    ['a change of consents', 'user'],
    ['a log-out', 'session'],
    ['a log-out everywhere', 'user'],
    ['the end of another session', 'session'],
    ['the end of all other sessions', 'user'],
    ['a refresh', 'session'],
    ['a deletion', 'user'],
  ];

  it.each(CASES)('%s, at the %s row, is try_again: nothing has changed, and the repeat works', async (name, kind) => {
    const owner = await anAccount();
    const send: Request = await REQUESTS[name](owner);
    const before = await owner.user();
    owner.hook(losing(kind));
    expect(await send()).toMatchObject(TRY_AGAIN);
    owner.hook();
    expect(await owner.user()).toEqual(before);
    for (const session of [owner.own, owner.other]) {
      expect((await me(owner.service, session.accessToken)).status).toBe(200);
    }
    expect((await send()).status).toBe(200);
  });
});

describe('a write that is overtaken each time', () => {
  const swaps = (operations: readonly string[], kind: Key['kind']) =>
    operations.filter((operation) => operation === `swap ${kind}`).length;

  it('is tried twice', async () => {
    const { service, hook, as } = await anAccount();
    service.operations.splice(0);
    hook(losing('user', 20));
    expect(await as('PATCH', '/me', { profile: { nickname: 'late' } })).toMatchObject(TRY_AGAIN);
    expect(swaps(service.operations, 'user')).toBe(2);
  });

  it('is tried three times where it is a notice', async () => {
    const { service, hook, as } = await anAccount();
    service.operations.splice(0);
    hook(losing('notice', 20));
    const body = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD };
    expect(await as('POST', '/me/password', body)).toMatchObject(TRY_AGAIN);
    expect(swaps(service.operations, 'notice')).toBe(3);
  });

  it('is tried five times where the courier writes the same row', async () => {
    const { store, hook } = createHookedStore();
    const service = createTestService({ store });
    const { token, continuation } = await pendingSignUp(service, freshAddress());
    service.operations.splice(0);
    hook(losing('challenge', 20));
    expect(await service.post('/verify', { token, continuation })).toMatchObject(TRY_AGAIN);
    expect(swaps(service.operations, 'challenge')).toBe(5);
  });
});

describe('a sign-up or a code that is overtaken each time', () => {
  const aService = () => {
    const { store, hook } = createHookedStore();
    return { hook, service: createTestService({ store }) };
  };

  it.each(['user', 'claim', 'challenge'] as const)(
    'at the %s row is try_again, and the repeat makes the account and logs in',
    async (kind) => {
      const { hook, service } = aService();
      const { token, continuation, address } = await pendingSignUp(service, freshAddress());
      const send = () => service.post('/verify', { token, continuation });
      hook(losing(kind));
      expect(await send()).toMatchObject(TRY_AGAIN);
      hook();
      expect(await send()).toMatchObject({ status: 200, body: { user: { email: address } } });
      expect(await accountAt(service, address)).toMatchObject({ email: address });
    },
  );

  it('for an address that has an account by then is already_registered only once its own row is marked used', async () => {
    const { hook, service } = aService();
    const { token, continuation, address } = await pendingSignUp(service, freshAddress());
    const mover = toOwner(await account(service, freshAddress()));
    const change = await pendingEmailChange(service, mover, address);
    expect((await confirmEmailChange(service, change)).status).toBe(200);
    const send = () => service.post('/verify', { token, continuation });
    hook(losing('challenge'));
    expect(await send()).toMatchObject(TRY_AGAIN);
    hook();
    expect(await send()).toMatchObject({ status: 409, body: { code: 'already_registered' } });
    expect((await service.loadChallenge(address))?.data).toBeUndefined();
    expect(await accountAt(service, address)).toMatchObject({ id: mover.id });
  });

  it.each(['/signup', '/signup/resend', '/reset', '/login/link', '/otp'])(
    'at %s is try_again, sends nothing, and the repeat sends one mail',
    async (path) => {
      const { hook, service } = aService();
      const address = freshAddress();
      const { continuation } = path === '/signup/resend' ? await pendingSignUp(service, address) : {};
      if (path === '/reset' || path === '/login/link') await account(service, address);
      service.advance(61);
      service.mails.splice(0);
      const bodies: Record<string, object> = {
        '/signup': { email: address, password: PASSWORD },
        '/signup/resend': { continuation },
        '/otp': { channel: 'email', to: address },
      };
      const send = () => service.post(path, bodies[path] ?? { email: address });
      hook(losing('challenge'));
      expect(await send()).toMatchObject(TRY_AGAIN);
      await service.deliver();
      expect(service.mails).toEqual([]);
      hook();
      expect((await send()).status).toBe(202);
      await service.deliver();
      expect(service.mails.map(({ to }) => to)).toEqual([address]);
    },
  );

  it('and right costs no attempt: the repeat returns the proof', async () => {
    const { hook, service } = aService();
    const { code, continuation } = await askByMail(service);
    hook(losing('challenge'));
    for (let times = 0; times < 6; times++) {
      expect(await checkCode(service, { code, continuation })).toMatchObject(TRY_AGAIN);
    }
    hook();
    expect((await checkCode(service, { code, continuation })).status).toBe(200);
  });
});

describe('a request whose session ends before its first write to the account', () => {
  const CASES: readonly (readonly [Name, string])[] = [
    ['a change of password', 'unauthenticated'],
    ['a change of profile', 'unauthenticated'],
    ['a log-out everywhere', 'session_ended'],
    ['the end of all other sessions', 'unauthenticated'],
    ['a deletion', 'unauthenticated'],
  ];

  it.each(CASES)('%s, because the password was changed elsewhere, is %s and changes nothing', async (name, code) => {
    const owner = await anAccount();
    const { service, hook, address, other, user } = owner;
    const send: Request = await REQUESTS[name](owner);
    const body = { currentPassword: PASSWORD, newPassword: 'changed on the other device' };
    let changed: Answer | undefined;
    let after: Awaited<ReturnType<typeof user>>;
    const happen = async () => {
      changed = await service.post('/me/password', body, { headers: bearer(other.accessToken) });
      after = await user();
    };
    hook(once(({ kind }) => kind === 'user', happen));
    expect(await send()).toMatchObject({ status: 401, body: { code } });
    expect(changed?.status).toBe(200);
    expect(await user()).toEqual(after);
    expect(await tryTokens(service, changed?.body)).toEqual(LIVE_SESSION);
    expect((await logIn(service, address, body.newPassword)).status).toBe(200);
  });

  it.each(['the end of all other sessions', 'a refresh'] as const)(
    '%s, because it was logged out, is session_ended and gives no tokens',
    async (name) => {
      const owner = await anAccount();
      const { service, hook, own } = owner;
      const send = await REQUESTS[name](owner);
      const logOut = () => service.post('/logout', { refreshToken: own.refreshToken });
      hook(once(({ kind }, by) => kind === 'session' && by === 'swap', logOut));
      const answer = await send();
      expect(answer).toMatchObject({ status: 401, body: { code: 'session_ended' } });
      expect(Object.keys(answer.body)).not.toContain('accessToken');
    },
  );

  it('a change of profile, because the account was deleted, is unauthenticated', async () => {
    const owner = await anAccount();
    const send = await REQUESTS['a change of profile'](owner);
    const remove = () => owner.as('DELETE', '/me', { password: PASSWORD });
    owner.hook(once(({ kind }) => kind === 'user', remove));
    expect(await send()).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    expect(await owner.user()).toBeUndefined();
  });

  it('the end of all other sessions is try_again if the current session cannot be moved to the new epoch', async () => {
    const owner = await anAccount();
    const send = await REQUESTS['the end of all other sessions'](owner);
    owner.hook(losing('session'));
    const answer = await send();
    expect(answer).toMatchObject(TRY_AGAIN);
    expect(Object.keys(answer.body)).not.toContain('accessToken');
  });
});

describe('a claim that another account gets first', () => {
  /** The claim of a deleted account, which may be taken. */
  const withStaleClaim = async ({ service }: Account, address: string) => {
    await service.store.swap(emailClaimKey(address), 'absent', { userId: 'gone' });
  };

  it('belongs to that account: the one that lost it stays at its old address', async () => {
    const owner = await anAccount();
    const { service, hook, address, own } = owner;
    const newAddress = freshAddress();
    await withStaleClaim(owner, newAddress);
    const signUp = await pendingSignUp(service, newAddress);
    const change = await pendingEmailChange(service, own, newAddress);
    const { token, continuation } = signUp;
    let rival: Answer | undefined;
    let tries = 0;
    const isSecondTry = ({ kind }: Key) => kind === 'claim' && ++tries === 2;
    hook(
      once(isSecondTry, async () => {
        rival = await service.post('/verify', { token, continuation });
      }),
    );
    expect(await confirmEmailChange(service, change)).toMatchObject(TRY_AGAIN);
    expect(rival?.status).toBe(200);
    expect(await accountAt(service, newAddress)).toMatchObject({ id: rival?.body.user.id });
    expect(await accountAt(service, address)).toMatchObject({ id: own.user.id });
    expect((await confirmEmailChange(service, change)).body.code).toBe('already_registered');
  });

  it('to the address that an account is leaving stays with the other account, and the first one does not move', async () => {
    const { service, address, own, user } = await anAccount();
    const change = await pendingEmailChange(service, own, freshAddress());
    const key = emailClaimKey(address);
    const [claim] = await service.store.load([key]);
    if (claim) await service.store.swap(key, claim, { userId: 'somebody else' });
    const before = await user();
    expect(await confirmEmailChange(service, change)).toMatchObject({ status: 410, body: { code: 'superseded' } });
    expect(await service.store.load([key])).toMatchObject([{ userId: 'somebody else' }]);
    expect(await user()).toEqual(before);
  });
});
