// Log-ins and refreshes whose writes are lost, repeated or cut off: no tokens without their session, and nothing used up for nothing.
import { describe, expect, it } from 'vitest';
import { askLogInLink, askReset, logIn, me, refresh } from '../../support/account.ts';
import { accountAt } from '../../support/email-change.ts';
import { crashBefore, createHookedStore, losing } from '../../support/faults/hooked-store.ts';
import { freshAddress } from '../../support/real-store.ts';
import { createTestService } from '../../support/service.ts';
import { account, PASSWORD } from '../../support/sign-up.ts';
import { createTestStore } from '../../support/test-store.ts';

const WRONG = 'not the password';
const NEW_PASSWORD = 'staple battery horse';

/** An account in a store that a test can step into. */
const anAccount = async () => {
  const { store, hook } = createHookedStore();
  const service = createTestService({ store });
  const address = freshAddress();
  const { body } = await account(service, address);
  const sessions = () => store.sessionsOf(body.user.id);
  const { accessToken, refreshToken } = body;
  return { service, address, hook, sessions, accessToken, refreshToken };
};

describe('a log-in', () => {
  it('whose session was not written gives no tokens', async () => {
    const { service, address, hook, sessions } = await anAccount();
    const before = await sessions();
    hook(losing('session'));
    const answer = await logIn(service, address);
    expect(answer).toMatchObject({ status: 500, body: { code: 'internal_error' } });
    expect(Object.keys(answer.body)).not.toContain('accessToken');
    const failed = service.lines.map((line) => JSON.parse(line)).filter(({ event }) => event === 'unexpected_error');
    expect(failed).toMatchObject([{ route: 'POST /login', error: 'Error' }]);
    expect(await sessions()).toEqual(before);
  });

  it('whose session is written twice on its way opens one session, and its tokens work', async () => {
    const { service, address, sessions } = await anAccount();
    const before = await sessions();
    // Its first write counts the attempt.
    let writes = 0;
    service.setFaults((call) => (call === 'store.swap' && ++writes === 2 ? 'twice' : undefined));
    const answer = await logIn(service, address);
    service.setFaults();
    expect(answer.status).toBe(200);
    expect(await sessions()).toHaveLength(before.length + 1);
    expect((await refresh(service, answer.body.refreshToken)).status).toBe(200);
  });

  it('under a generation of the master key that is not accepted opens no session and costs no link', async () => {
    const store = createTestStore();
    const service = createTestService({ store });
    const address = freshAddress();
    const { body } = await account(service, address);
    const { token } = await askLogInLink(service, address);
    const before = await store.sessionsOf(body.user.id);
    const broken = createTestService({ store, settings: { masterKeys: { accepted: [1, 2], current: 3 } } });
    expect((await logIn(broken, address)).status).toBe(500);
    expect((await broken.post('/login/link/confirm', { token })).status).toBe(500);
    expect(await store.sessionsOf(body.user.id)).toEqual(before);
    expect((await service.post('/login/link/confirm', { token })).status).toBe(200);
  });

  it('with what is no address is invalid_request, and nothing is read or counted', async () => {
    const { service } = await anAccount();
    service.operations.splice(0);
    for (const address of ['junk', 'a@b@example.com', `${'x'.repeat(65)}@example.com`]) {
      expect(await logIn(service, address)).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    }
    expect(service.operations).toEqual([]);
  });

  it('by link makes its network known with one read and one write, whatever was tried before', async () => {
    const { service, address } = await anAccount();
    await logIn(service, address, WRONG);
    const { token } = await askLogInLink(service, address);
    service.operations.splice(0);
    expect((await service.post('/login/link/confirm', { token })).status).toBe(200);
    const ofAttempts = service.operations.filter((operation) => operation.endsWith(' attempts'));
    expect(ofAttempts).toEqual(['load attempts', 'swap attempts']);
  });
});

describe('a password that has to wait', () => {
  it.each(['/login', '/me/password'])('at %s is neither written nor counted', async (path) => {
    const { service, address, accessToken } = await anAccount();
    for (let wrong = 0; wrong < 5; wrong++) await logIn(service, address, WRONG);
    service.operations.splice(0);
    const bodies: Readonly<Record<string, object>> = {
      '/login': { email: address, password: PASSWORD },
      '/me/password': { currentPassword: PASSWORD, newPassword: NEW_PASSWORD },
    };
    const headers = { authorization: `Bearer ${accessToken}` };
    const refused = await service.post(path, bodies[path], { headers });
    expect(refused).toMatchObject({ status: 429, body: { reason: 'network' } });
    expect(service.operations.filter((operation) => !operation.startsWith('load'))).toEqual([]);
  });
});

describe('a reset that was cut off between the account and its challenge', () => {
  it('is already_used when repeated, and the next mail brings a new link that works', async () => {
    const { service, address, hook } = await anAccount();
    const { token } = await askReset(service, address);
    const confirm = (link: string) => service.post('/reset/confirm', { token: link, password: NEW_PASSWORD });
    hook(crashBefore('challenge'));
    expect((await confirm(token)).status).toBe(503);
    hook();
    const changed = await accountAt(service, address);
    expect((await service.loadChallenge(address, 'reset'))?.usedAt).toBeUndefined();
    expect(await confirm(token)).toMatchObject({ status: 410, body: { code: 'already_used' } });
    expect((await service.loadChallenge(address, 'reset'))?.usedAt).toBe(service.clock.now());
    expect(await accountAt(service, address)).toEqual(changed);
    expect((await logIn(service, address, NEW_PASSWORD)).status).toBe(200);
    service.advance(61);
    const next = await askReset(service, address);
    expect(next.token).not.toBe(token);
    expect((await confirm(next.token)).status).toBe(200);
  });
});

describe('a session whose row others change each time', () => {
  it.each(['/token/refresh', '/logout'])('is tried three times by %s, which then says try_again', async (path) => {
    const { service, hook, refreshToken } = await anAccount();
    let tries = 0;
    const lose = losing('session');
    hook((key, by) => {
      tries++;
      return lose(key, by);
    });
    expect(await service.post(path, { refreshToken })).toMatchObject({ status: 409, body: { code: 'try_again' } });
    expect(tries).toBe(3);
    hook();
    expect((await service.post(path, { refreshToken })).status).toBe(200);
  });

  it('is written once by a refresh that is not disturbed, and read once', async () => {
    const { service, refreshToken } = await anAccount();
    service.operations.splice(0);
    expect((await refresh(service, refreshToken)).status).toBe(200);
    // The last one is beside the signature.
    expect(service.operations).toEqual(['load session', 'load user', 'swap session', 'load suppression']);
  });
});

describe('a request without an access token', () => {
  it('is unauthenticated even while the keys cannot be had', async () => {
    const service = createTestService({ faults: (call) => (call === 'signer.publicKeys' ? 'before' : undefined) });
    const unauthenticated = { status: 401, body: { code: 'unauthenticated' } };
    expect(await service.request({ method: 'GET', path: '/me' })).toMatchObject(unauthenticated);
    expect((await me(service, 'junk')).status).toBe(503);
    expect(service.operations).toEqual([]);
  });
});
