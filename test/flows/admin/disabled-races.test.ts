// An account is disabled while a request of its owner is under way, before each of its writes in turn: whatever the request still
// answers opens nothing then, and nothing once the account is enabled again.
import { describe, expect, it } from 'vitest';
import { ENDED_SESSION, tryTokens } from '../../support/account.ts';
import { aWorld, type DisabledWorld } from '../../support/disabled-world.ts';
import { createHookedStore } from '../../support/faults/hooked-store.ts';
import { codeFields, NATIVE, postForm, refreshFor, SPA } from '../../support/oauth.ts';
import { freshAddress } from '../../support/real-store.ts';
import { actAs } from '../../support/row-rights.ts';
import type { Answer } from '../../support/service.ts';
import { PASSWORD, pendingSignUp } from '../../support/sign-up.ts';
import { disable, disableById, enable, enableById } from '../../support/standing.ts';

const NEW_PASSWORD = 'another horse battery';

const REQUESTS: Readonly<Record<string, (world: DisabledWorld) => Promise<Answer>>> = {
  'a log-in': ({ service, address }) => service.post('/login', { email: address, password: PASSWORD }),
  'a log-in by link': ({ service, logInMail: { token } }) => service.post('/login/link/confirm', { token }),
  'a log-in by code': ({ service, logInMail: { code, continuation } }) =>
    service.post('/login/link/confirm', { code, continuation }),
  'a reset': ({ service, reset: { token } }) => service.post('/reset/confirm', { token, password: NEW_PASSWORD }),
  'a refresh': ({ service, owner: { refreshToken } }) => service.post('/token/refresh', { refreshToken }),
  'a change of the password': ({ service, headers }) =>
    service.post('/me/password', { currentPassword: PASSWORD, newPassword: NEW_PASSWORD }, { headers }),
  'a change of address': ({ service, emailChange: { token, continuation } }) =>
    service.post('/me/email/confirm', { token, continuation }),
  'an undo': ({ service, undoToken: token }) => service.post('/email/undo', { token }),
  'the end of other sessions': ({ service, headers }) =>
    service.request({ method: 'DELETE', path: '/me/sessions', headers, body: { password: PASSWORD } }),
  'an accepted invitation': ({ service, invitation: token }) =>
    service.post('/invitation/confirm', { token, password: NEW_PASSWORD }),
  'a code of a client': ({ service, code }) => postForm(service, '/token', codeFields(NATIVE, code)),
  'a refresh of a client': ({ service, spa }) => refreshFor(service, SPA, spa.refresh_token),
};

const MOST_WRITES = 30;

/** What of an answer is a token, by the name that JSON routes have for it. */
const tokensIn = ({ body }: Answer) => ({
  accessToken: body?.accessToken ?? body?.access_token ?? 'none',
  refreshToken: body?.refreshToken ?? body?.refresh_token ?? 'none',
});

describe.each(Object.entries(REQUESTS))('disabling during %s', (name, send) => {
  it('ends it, before each of its writes', async () => {
    let reached = 0;
    for (let write = 0; write < MOST_WRITES; write++) {
      const { store, hook } = createHookedStore();
      const world = await aWorld({ store, isInvited: name === 'an accepted invitation' });
      const { service, owner } = world;
      let seen = 0;
      let isDone = false;
      hook(async () => {
        if (seen++ !== write) return;
        hook();
        isDone = true;
        await actAs('admin', () => disableById(service, owner.id));
      });
      const answer = await send(world);
      hook();
      if (!isDone) break;
      reached++;
      const given = tokensIn(answer);
      expect(await tryTokens(service, given), `before write ${write}`).toEqual(ENDED_SESSION);
      expect(await tryTokens(service, owner)).toEqual(ENDED_SESSION);
      await enableById(service, owner.id);
      expect(await tryTokens(service, given)).toEqual(ENDED_SESSION);
      expect((await refreshFor(service, NATIVE, given.refreshToken)).status).toBe(400);
      expect((await refreshFor(service, SPA, given.refreshToken)).status).toBe(400);
    }
    expect(reached).toBeGreaterThan(0);
  });
});

describe('a sign-up that was verified elsewhere', () => {
  it('logs its first tab in no more once the account was disabled', async () => {
    const { service } = await aWorld();
    const address = freshAddress();
    const { token, continuation } = await pendingSignUp(service, address);
    expect((await service.post('/verify', { token, password: PASSWORD })).status).toBe(200);
    await disable(service, address);
    expect((await service.post('/verify/status', { continuation })).body.code).toBe('already_used');
    await enable(service, address);
    expect((await service.post('/verify/status', { continuation })).body.code).toBe('already_used');
  });
});
