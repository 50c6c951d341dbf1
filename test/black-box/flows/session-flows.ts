// Logging in by password and by mail, refreshing a session, and ending it.
import { expect, it } from 'vitest';
import { wrongCode } from '../../support/wrong-code.ts';
import { askMail, bearer, logIn, me, openAccount, refresh, withRoom } from './account.ts';
import { freshAddress, pendingSignUp, post, request, type Target } from './target.ts';

const ENDED = { status: 401, body: { code: 'session_ended' } };
const UNAUTHENTICATED = { status: 401, body: { code: 'unauthenticated' } };

export const sessionFlows = (getTarget: () => Target): void => {
  it('the password logs in; a wrong one gets the same answer as an address without an account', async (context) => {
    const target = await withRoom(getTarget(), context);
    const { address, user } = await openAccount(target);
    expect(await logIn(target, address)).toMatchObject({ status: 200, body: { tokenType: 'Bearer', user } });
    const wrong = await logIn(target, address, 'not the password');
    const unknown = await logIn(target, freshAddress(), 'not the password');
    expect(wrong).toMatchObject({ status: 401, body: { code: 'invalid_credentials' } });
    expect([unknown.status, unknown.text]).toEqual([wrong.status, wrong.text]);
  });

  it('the password of a pending sign-up is email_not_verified, and a wrong one is not', async (context) => {
    const target = await withRoom(getTarget(), context);
    const { address } = await pendingSignUp(target);
    expect(await logIn(target, address)).toMatchObject({ status: 403, body: { code: 'email_not_verified' } });
    expect(await logIn(target, address, 'not the password')).toMatchObject({ status: 401 });
  });

  it('a refresh rotates and repeats a lost answer; an older token counts as copied and ends the session', async (context) => {
    const target = await withRoom(getTarget(), context);
    const first = await openAccount(target);
    const second = await refresh(target, first.refreshToken);
    expect(second).toMatchObject({ status: 200, body: { user: first.user } });
    expect(second.body.refreshToken).not.toBe(first.refreshToken);
    const repeated = await refresh(target, first.refreshToken);
    expect(repeated.body.refreshToken).toBe(second.body.refreshToken);

    const third = await refresh(target, second.body.refreshToken);
    expect(third.status).toBe(200);
    // Three tabs refreshed at once: the slowest gets what the others have.
    expect((await refresh(target, first.refreshToken)).body.refreshToken).toBe(third.body.refreshToken);
    context.skip(target.passCoolDown === undefined, 'nothing here can let the grace pass');
    await target.passCoolDown?.();
    expect(await refresh(target, first.refreshToken)).toMatchObject(ENDED);
    expect(await refresh(target, third.body.refreshToken)).toMatchObject(ENDED);
    expect(await me(target, third.body)).toMatchObject(UNAUTHENTICATED);
  });

  it('log-out ends its session at once and no other; junk gets the same answer', async (context) => {
    const target = await withRoom(getTarget(), context);
    const one = await openAccount(target);
    const { body: other } = await logIn(target, one.address);
    const out = await post(target, '/logout', { refreshToken: one.refreshToken });
    expect(out).toMatchObject({ status: 200, body: { status: 'logged_out' } });
    expect((await post(target, '/logout', { refreshToken: 'junk' })).text).toBe(out.text);
    expect(await me(target, one)).toMatchObject(UNAUTHENTICATED);
    expect(await refresh(target, one.refreshToken)).toMatchObject(ENDED);
    expect(await me(target, other)).toMatchObject({ status: 200, body: { email: one.address } });
  });

  it('log-out everywhere ends all sessions, and no log-in link that was already requested', async (context) => {
    const target = await withRoom(getTarget(), context);
    const one = await openAccount(target);
    const { body: other } = await logIn(target, one.address);
    const { token } = await askMail(target, '/login/link', { email: one.address }, one.address);
    expect(await post(target, '/logout/all', { refreshToken: other.refreshToken })).toMatchObject({ status: 200 });
    for (const session of [one, other]) {
      expect(await me(target, session)).toMatchObject(UNAUTHENTICATED);
      expect(await refresh(target, session.refreshToken)).toMatchObject(ENDED);
    }
    expect((await post(target, '/login/link/confirm', { token })).status).toBe(200);
    expect((await logIn(target, one.address)).status).toBe(200);
  });

  it('an owner lists the sessions, ends one of them, then all others', async (context) => {
    const target = await withRoom(getTarget(), context);
    const own = await openAccount(target);
    const { body: second } = await logIn(target, own.address);
    const { body: third } = await logIn(target, own.address);
    const list = async () => (await request(target, '/me/sessions', { headers: bearer(own) })).body.sessions;
    const sessions: { id: string; isCurrent: boolean }[] = await list();
    expect(sessions.map(({ isCurrent }) => isCurrent).toSorted()).toEqual([false, false, true]);
    const idOf = ({ accessToken }: { accessToken: string }): string =>
      JSON.parse(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString()).sid;
    const end = (path: string) => {
      const headers = { 'content-type': 'application/json', ...bearer(own) };
      const body = JSON.stringify({ refreshToken: own.refreshToken });
      return request(target, path, { method: 'DELETE', headers, body });
    };
    expect((await end(`/me/sessions/${idOf(second)}`)).body).toEqual({ status: 'ended' });
    expect(await me(target, second)).toMatchObject(UNAUTHENTICATED);
    const kept = await end('/me/sessions');
    expect(kept.status).toBe(200);
    expect(kept.body).not.toHaveProperty('refreshToken');
    expect(await me(target, third)).toMatchObject(UNAUTHENTICATED);
    expect((await me(target, kept.body)).status).toBe(200);
    expect((await refresh(target, own.refreshToken)).status).toBe(200);
  });

  it('a log-in mail opens the account by its link once, or by its code for the client that asked', async (context) => {
    const target = await withRoom(getTarget(), context);
    const [byLink, byCode] = [await openAccount(target), await openAccount(target)];
    const { token, page } = await askMail(target, '/login/link', { email: byLink.address }, byLink.address);
    expect((await request(target, page)).status).toBe(200);
    const opened = await post(target, '/login/link/confirm', { token });
    expect(opened).toMatchObject({ status: 200, body: { user: byLink.user } });
    expect(await post(target, '/login/link/confirm', { token })).toMatchObject({ status: 410 });

    const { code, continuation } = await askMail(target, '/login/link', { email: byCode.address }, byCode.address);
    expect(code).toMatch(/^\d{8}$/);
    const confirm = (body: object) => post(target, '/login/link/confirm', body);
    expect(await confirm({ code })).toMatchObject({ status: 401, body: { code: 'continuation_required' } });
    const wrong = await confirm({ code: wrongCode(code), continuation });
    expect(wrong).toMatchObject({ status: 401, body: { code: 'code_mismatch', attemptsLeft: 4 } });
    expect(await confirm({ code, continuation })).toMatchObject({ status: 200, body: { user: byCode.user } });
  });
};
