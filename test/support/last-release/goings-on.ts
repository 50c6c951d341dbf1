// How each story of the last release goes on with this one: its accounts, links, codes and sessions still work, once.
import { expect } from 'vitest';
import {
  type Account,
  CHANGED_PASSWORD,
  type Held,
  PASSWORD,
  type Pending,
  PROFILE,
  type Story,
} from './beginnings.ts';
import type { Client, ClientAnswer } from './client.ts';

const NEW_PASSWORD = 'chosen after the deployment';

const logIn = (client: Client, email: string, password = PASSWORD): Promise<ClientAnswer> =>
  client.ask({ path: '/login', body: { email, password } });

const me = (client: Client, { accessToken }: Pick<Account, 'accessToken'>): Promise<ClientAnswer> =>
  client.ask({ method: 'GET', path: '/me', accessToken });

const refresh = (client: Client, { refreshToken }: Pick<Account, 'refreshToken'>): Promise<ClientAnswer> =>
  client.ask({ path: '/token/refresh', body: { refreshToken } });

/** The session of the last release is live: what it refreshes to reaches the account. */
const expectLive = async (client: Client, account: Account): Promise<ClientAnswer> => {
  if (client.keepsSigningKeys) expect((await me(client, account)).body.id).toBe(account.id);
  const refreshed = await refresh(client, account);
  expect(refreshed.status).toBe(200);
  expect((await me(client, refreshed.body)).body.id).toBe(account.id);
  return refreshed;
};

const expectEnded = async (client: Client, account: Account): Promise<void> => {
  expect((await refresh(client, account)).body.code).toBe('session_ended');
  if (client.keepsSigningKeys) expect((await me(client, account)).body.code).toBe('unauthenticated');
};

/** The proof works, and gives the tokens of this account; the same proof again is refused. */
const expectOnce = async (client: Client, path: string, body: object, id?: string): Promise<ClientAnswer> => {
  const first = await client.ask({ path, body });
  expect(first).toMatchObject({ status: 200, body: { user: id === undefined ? {} : { id } } });
  expect((await me(client, first.body)).status).toBe(200);
  expect(await client.ask({ path, body })).toMatchObject({ status: 410, body: { code: 'already_used' } });
  return first;
};

const expectSignUp = async (client: Client, { address }: Pending, body: object, password = PASSWORD): Promise<void> => {
  const { body: verified } = await expectOnce(client, '/verify', body);
  expect(verified.user.email).toBe(address);
  expect((await logIn(client, address, password)).status).toBe(200);
};

const expectReset = async (client: Client, { account, mail }: Held<'reset link'>, proof: object): Promise<void> => {
  await expectOnce(client, '/reset/confirm', { ...proof, password: NEW_PASSWORD }, account.id);
  await expectEnded(client, account);
  expect((await logIn(client, mail.address)).status).toBe(401);
  expect((await logIn(client, mail.address, NEW_PASSWORD)).status).toBe(200);
};

const expectMoved = async (client: Client, { account, mail }: Held<'email change link'>, proof: object) => {
  const { body } = await expectOnce(client, '/me/email/confirm', proof, account.id);
  expect(body.user.email).toBe(mail.address);
  await expectEnded(client, account);
  expect((await logIn(client, account.address)).status).toBe(401);
  expect((await logIn(client, mail.address)).status).toBe(200);
  const { token } = await client.mail(account.address, 'email/undo');
  expect((await client.ask({ path: '/email/undo', body: { token } })).status).toBe(202);
};

type GoingsOn = { readonly [Name in Story]: (client: Client, held: Held<Name>) => Promise<void> };

/** `held`: what the beginning of that story gave. */
export const goOn = async (client: Client, name: Story, held: object): Promise<void> => {
  const go = GOINGS_ON[name] as (client: Client, held: object) => Promise<void>;
  await go(client, held);
};

const GOINGS_ON: GoingsOn = {
  account: async (client, { id, address }) => {
    expect((await logIn(client, address, 'not the password')).status).toBe(401);
    const { body } = await logIn(client, address);
    expect(body.user).toMatchObject({ id, email: address, profile: PROFILE });
    const changed = await client.ask({
      path: '/me/password',
      body: { currentPassword: PASSWORD, newPassword: NEW_PASSWORD },
      accessToken: body.accessToken,
    });
    expect(changed.status).toBe(200);
    expect((await refresh(client, body)).body.code).toBe('session_ended');
    expect((await logIn(client, address, NEW_PASSWORD)).body.user.id).toBe(id);
  },
  'account whose password was mistyped before a log-in': async (client, { second, ...first }) => {
    const live = await expectLive(client, second);
    const sessions = await client.ask({ method: 'GET', path: '/me/sessions', accessToken: live.body.accessToken });
    expect(sessions.body.sessions.map(({ isCurrent }: { isCurrent: boolean }) => isCurrent)).toEqual([true, false]);
    const { accessToken } = live.body;
    const others = { method: 'DELETE', path: '/me/sessions', accessToken };
    const unproven = await client.ask({ ...others, body: {} });
    expect(unproven.body.code).toBe('reauthentication_required');
    expect((await client.ask({ ...others, body: { password: PASSWORD } })).status).toBe(200);
    await expectEnded(client, first);
    expect((await refresh(client, live.body)).status).toBe(200);
    expect((await logIn(client, second.address)).status).toBe(200);
  },
  session: async (client, { first, refreshed }) => {
    const next = await expectLive(client, refreshed);
    await expectLive(client, { ...refreshed, ...next.body });
    await client.passCoolDown();
    // Longer ago than the grace: somebody else has it, too.
    expect((await refresh(client, first)).body.code).toBe('session_ended');
    expect((await refresh(client, next.body)).body.code).toBe('session_ended');
  },
  'sign-up link': (client, pending) =>
    expectSignUp(client, pending, { token: pending.token, continuation: pending.continuation }),
  'sign-up link for a new password': (client, pending) =>
    expectSignUp(client, pending, { token: pending.token, newPassword: NEW_PASSWORD }, NEW_PASSWORD),
  'sign-up link on another device': async (client, pending) => {
    const { token, continuation } = pending;
    await expectSignUp(client, pending, { token, password: PASSWORD });
    expect((await client.ask({ path: '/verify/status', body: { continuation } })).status).toBe(200);
  },
  'sign-up code': (client, pending) =>
    expectSignUp(client, pending, { code: pending.code, continuation: pending.continuation }),
  'sign-up to send again': async (client, pending) => {
    const { address, continuation } = pending;
    await client.passCoolDown();
    expect((await client.ask({ path: '/signup/resend', body: { continuation } })).status).toBe(202);
    expect(await client.mail(address, 'verify')).toEqual({ token: pending.token, code: pending.code });
    await expectSignUp(client, pending, { token: pending.token, continuation });
  },
  'sign-up whose mail is owed': async (client, { address, continuation }) => {
    const { token } = await client.mail(address, 'verify');
    await expectOnce(client, '/verify', { token, continuation });
  },
  'reset link': (client, held) => expectReset(client, held, { token: held.mail.token }),
  'reset code': (client, held) =>
    expectReset(client, held, { code: held.mail.code, continuation: held.mail.continuation }),
  'log-in link': async (client, { account, mail }) => {
    await expectOnce(client, '/login/link/confirm', { token: mail.token }, account.id);
    await expectLive(client, account);
  },
  'log-in code': async (client, { account, mail }) => {
    const { code, continuation } = mail;
    await expectOnce(client, '/login/link/confirm', { code, continuation }, account.id);
    await expectLive(client, account);
  },
  'email change link': (client, held) =>
    expectMoved(client, held, { token: held.mail.token, continuation: held.mail.continuation }),
  // Its row names no author that can be checked, so a code alone is not enough: asking again is.
  'email change code': async (client, { account, mail: { code, continuation } }) => {
    const old = await client.ask({ path: '/me/email/confirm', body: { code, continuation } });
    expect(old).toMatchObject({ status: 410, body: { code: 'superseded' } });
    const { body: session } = await expectLive(client, account);
    const newEmail = `new-${account.address}`;
    const change = { path: '/me/email', body: { newEmail, password: PASSWORD }, accessToken: session.accessToken };
    const asked = await client.ask(change);
    expect(asked.status).toBe(202);
    const next = { ...(await client.mail(newEmail, 'email/confirm')), continuation: asked.body.continuation };
    const mail = { ...next, address: newEmail };
    await expectMoved(client, { account, mail }, { code: mail.code, continuation: mail.continuation });
  },
  'undo link': async (client, { account, moved, address, undoToken }) => {
    await expectLive(client, moved);
    expect((await client.ask({ path: '/email/undo', body: { token: undoToken } })).status).toBe(202);
    await expectEnded(client, moved);
    expect((await logIn(client, address)).status).toBe(401);
    const { token } = await client.mail(account.address, 'reset');
    await expectOnce(client, '/reset/confirm', { token, password: NEW_PASSWORD }, account.id);
    expect((await client.ask({ path: '/email/undo', body: { token: undoToken } })).status).toBe(410);
  },
  'changed password': async (client, { account, older, session }) => {
    await expectEnded(client, account);
    const dead = await client.ask({ path: '/reset/confirm', body: { token: older.token, password: NEW_PASSWORD } });
    expect(dead).toMatchObject({ status: 410, body: { code: 'superseded' } });
    await expectLive(client, session);
    expect((await logIn(client, account.address, CHANGED_PASSWORD)).body.user.id).toBe(account.id);
  },
  'deleted account': async (client, { account, older }) => {
    await expectEnded(client, account);
    expect((await logIn(client, account.address)).status).toBe(401);
    const dead = await client.ask({ path: '/reset/confirm', body: { token: older.token, password: NEW_PASSWORD } });
    expect(dead.status).toBe(410);
    await client.passCoolDown();
    const begun = await client.ask({ path: '/signup', body: { email: account.address, password: NEW_PASSWORD } });
    expect(begun.status).toBe(202);
    const { token } = await client.mail(account.address, 'verify');
    const { continuation } = begun.body;
    const { body } = await expectOnce(client, '/verify', { token, continuation });
    expect(body.user.id).not.toBe(account.id);
  },
  'account that is deleted later': async (client, { account, older }) => {
    const { body } = await expectLive(client, account);
    const gone = { method: 'DELETE', path: '/me', accessToken: body.accessToken };
    expect(await client.ask({ ...gone, body: { password: PASSWORD } })).toMatchObject({
      status: 200,
      body: { status: 'deleted' },
    });
    await expectEnded(client, { ...account, ...body });
    expect((await logIn(client, account.address)).status).toBe(401);
    expect((await client.ask({ path: '/login/link/confirm', body: { token: older.token } })).status).toBe(410);
  },
  'phone change': async (client, { account, e164, continuation, code }) => {
    const { accessToken } = (await expectLive(client, account)).body;
    const confirm = (body: object) => client.ask({ path: '/me/phone/confirm', body, accessToken });
    // As for a change of email.
    expect(await confirm({ code, continuation })).toMatchObject({ status: 410, body: { code: 'superseded' } });
    await client.passCoolDown();
    const asked = await client.ask({ path: '/me/phone', body: { phone: e164, password: PASSWORD }, accessToken });
    expect(asked.status).toBe(202);
    const next = { code: await client.text(e164), continuation: asked.body.continuation };
    expect(await confirm(next)).toMatchObject({
      status: 200,
      body: { id: account.id, phone: e164, phoneVerified: true },
    });
  },
  'one-time code by mail': (client, held) =>
    expectCode(client, held, { channel: 'email', to: held.to }, async () => (await client.mail(held.to)).code),
  'one-time code by sms': (client, held) =>
    expectCode(client, held, { channel: 'sms', to: held.to }, () => client.text(held.to)),
};

/** The old code was made with a key that `otp` may not use any more: the person asks again, with the same continuation. */
const expectCode = async (
  client: Client,
  { code, continuation }: Pick<Held<'one-time code by mail'>, 'code' | 'continuation'>,
  asked: object,
  nextCode: () => Promise<string>,
): Promise<void> => {
  const check = (body: object) => client.ask({ path: '/otp/check', body });
  expect(await check({ code, continuation })).toMatchObject({ status: 410, body: { code: 'superseded' } });
  await client.passCoolDown();
  const again = await client.ask({ path: '/otp', body: { ...asked, continuation } });
  expect(again.status).toBe(202);
  const next = { code: await nextCode(), continuation: again.body.continuation };
  expect(await check(next)).toMatchObject({ status: 200, body: { verified: true } });
  expect((await check(next)).body.code).toBe('already_used');
};
