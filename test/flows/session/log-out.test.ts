// Logging out over a real database: of one session with any genuine token of it, or of all sessions.
import { describe, expect, it } from 'vitest';
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
import { accountAt } from '../../support/email-change.ts';
import { freshAddress } from '../../support/real-store.ts';
import { createTestService, type TestService } from '../../support/service.ts';
import { account, PASSWORD } from '../../support/sign-up.ts';
import { createTestStore } from '../../support/test-store.ts';

const LOGGED_OUT = { status: 200, body: { status: 'logged_out' } };
const logOut = (service: TestService, refreshToken: string) => service.post('/logout', { refreshToken });

/** Two sessions of one account. */
const twoSessions = async () => {
  const service = createTestService({ store: createTestStore() });
  const address = freshAddress();
  const one = (await account(service, address)).body;
  const other = (await logIn(service, address)).body;
  return { service, address, one, other };
};

describe('logging out', () => {
  it('ends this session at once, and no other', async () => {
    const { service, one, other } = await twoSessions();
    expect(await logOut(service, one.refreshToken)).toMatchObject(LOGGED_OUT);
    expect(await tryTokens(service, one)).toEqual(ENDED_SESSION);
    expect(await tryTokens(service, other)).toEqual(LIVE_SESSION);
  });

  it('with an older genuine token ends the session, too', async () => {
    const { service, one, other } = await twoSessions();
    let newest = one;
    for (let count = 0; count < 3; count++) newest = (await refresh(service, newest.refreshToken)).body;
    service.advance(3600);
    expect(await logOut(service, one.refreshToken)).toMatchObject(LOGGED_OUT);
    expect((await refresh(service, newest.refreshToken)).body.code).toBe('session_ended');
    expect((await refresh(service, other.refreshToken)).status).toBe(200);
  });

  it('with a forged, junk, missing or used token gets the same answer and changes nothing', async () => {
    const { service, one, other } = await twoSessions();
    const answer = await logOut(service, other.refreshToken);
    const [id, , mac = ''] = one.refreshToken.split('.');
    const [otherId] = other.refreshToken.split('.');
    const flipped = `${mac[0] === 'A' ? 'B' : 'A'}${mac.slice(1)}`;
    service.operations.splice(0);
    for (const wrong of [
      `${id}.1.${flipped}`,
      `${id}.2.${mac}`,
      `${otherId}.1.${mac}`,
      other.refreshToken,
      'junk',
      '',
    ]) {
      expect(await logOut(service, wrong)).toEqual(answer);
    }
    expect(await service.post('/logout', {})).toEqual(answer);
    expect(service.operations.filter((operation) => !operation.startsWith('load'))).toEqual([]);
    expect(await tryTokens(service, one)).toEqual(LIVE_SESSION);
  });

  it('while the session is being refreshed ends it, whichever request comes first', async () => {
    const { service, one } = await twoSessions();
    const [out, ...refreshed] = await Promise.all([
      logOut(service, one.refreshToken),
      ...Array.from({ length: 5 }, () => refresh(service, one.refreshToken)),
    ]);
    expect(out).toMatchObject(LOGGED_OUT);
    for (const { status, body } of refreshed) {
      expect([200, 401, 409]).toContain(status);
      if (status === 200) expect(await tryTokens(service, body)).toEqual(ENDED_SESSION);
    }
    expect(await tryTokens(service, one)).toEqual(ENDED_SESSION);
  });

  it('in cookie mode reads and clears the cookie, and is refused to foreign origins', async () => {
    const { service, address } = await twoSessions();
    const [body, headers] = [{ credentials: 'cookie' }, { origin: 'https://api.example' }];
    const opened = await service.post('/login', { email: address, password: PASSWORD, ...body }, { headers });
    const cookies = [opened.cookies[0]?.split(';')[0] ?? ''];
    const foreign = { headers: { origin: 'https://evil.example' }, cookies };
    for (const path of ['/logout', '/logout/all']) {
      expect((await service.post(path, body, foreign)).body.code).toBe('origin_refused');
    }
    expect((await me(service, opened.body.accessToken)).status).toBe(200);
    const answer = await service.post('/logout', body, { headers, cookies });
    expect(answer).toMatchObject(LOGGED_OUT);
    expect(answer.cookies).toEqual([expect.stringMatching(/^__Host-latchkey-refresh=; Path=\/; Max-Age=0; HttpOnly;/)]);
    expect((await me(service, opened.body.accessToken)).status).toBe(401);
  });
});

describe('logging out everywhere', () => {
  const logOutAll = (service: TestService, refreshToken: string) => service.post('/logout/all', { refreshToken });

  it('ends every session at once; the account can be logged in to again', async () => {
    const { service, address, one, other } = await twoSessions();
    expect(await logOutAll(service, other.refreshToken)).toMatchObject(LOGGED_OUT);
    expect(await tryTokens(service, one)).toEqual(ENDED_SESSION);
    expect(await tryTokens(service, other)).toEqual(ENDED_SESSION);
    expect((await logIn(service, address)).status).toBe(200);
  });

  it('ends neither a reset mail nor a log-in mail, nor any notice of an earlier change', async () => {
    const { service, address, one } = await twoSessions();
    const [reset, logInLink] = [await askReset(service, address), await askLogInLink(service, address)];
    const before = await accountAt(service, address);
    await logOutAll(service, one.refreshToken);
    const after = await accountAt(service, address);
    expect(after?.epoch).not.toBe(before?.epoch);
    expect({ ...after, epoch: '', version: '' }).toEqual({ ...before, epoch: '', version: '' });
    expect((await service.post('/login/link/confirm', { token: logInLink.token })).status).toBe(200);
    const body = { token: reset.token, password: 'another good one' };
    expect((await service.post('/reset/confirm', body)).status).toBe(200);
  });

  it('many times hides no change from its notice', async () => {
    const { service, address, one } = await twoSessions();
    const body = { currentPassword: PASSWORD, newPassword: 'another good one' };
    let { refreshToken } = (await service.post('/me/password', body, { headers: bearer(one.accessToken) })).body;
    for (let count = 0; count < 11; count++) {
      await logOutAll(service, refreshToken);
      refreshToken = (await logIn(service, address, 'another good one')).body.refreshToken;
    }
    await service.deliver();
    expect(service.mails.filter(({ to, tags }) => to === address && tags.purpose === 'password_changed')).toHaveLength(
      1,
    );
  });

  it('ends no session of another account', async () => {
    const { service, one } = await twoSessions();
    const neighbour = (await account(service, freshAddress())).body;
    await logOutAll(service, one.refreshToken);
    expect(await tryTokens(service, neighbour)).toEqual(LIVE_SESSION);
  });

  it('with a token that is forged or of an ended session is session_ended and ends nothing', async () => {
    const { service, one, other } = await twoSessions();
    await logOut(service, other.refreshToken);
    const forged = one.refreshToken.replace(/\.1\./, '.2.');
    for (const wrong of [other.refreshToken, forged, 'junk']) {
      expect(await logOutAll(service, wrong)).toMatchObject({ status: 401, body: { code: 'session_ended' } });
    }
    expect(await tryTokens(service, one)).toEqual(LIVE_SESSION);
  });
});
