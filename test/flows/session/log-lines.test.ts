// What the log says of sessions: whose they are and how they were opened or ended, and never an address.
import { describe, expect, it } from 'vitest';
import { askLogInLink, bearer, logIn, refresh } from '../../support/account.ts';
import { freshAddress } from '../../support/real-store.ts';
import { createTestService, type TestService } from '../../support/service.ts';
import { account, beginSignUp, PASSWORD } from '../../support/sign-up.ts';

const EVENTS = ['login_completed', 'login_refused', 'sessions_ended', 'session_reused'];

/** The lines of sessions since the last call, without what every line has. */
const newLines = ({ lines }: TestService) =>
  lines
    .splice(0)
    .map((line) => JSON.parse(line))
    .filter(({ event }) => EVENTS.includes(event));

const anOwner = async () => {
  const service = createTestService();
  const address = freshAddress();
  const { body } = await account(service, address);
  newLines(service);
  const { accessToken, refreshToken } = body;
  return { service, address, accessToken, refreshToken, user: body.user.id };
};
const idOf = (refreshToken: string) => refreshToken.split('.')[0];

describe('the log', () => {
  it('names the account of a log-in, and what it was made with', async () => {
    const { service, address, user } = await anOwner();
    await logIn(service, address);
    expect(newLines(service)).toMatchObject([{ event: 'login_completed', user, by: 'password' }]);
    const { token } = await askLogInLink(service, address);
    await service.post('/login/link/confirm', { token });
    expect(newLines(service)).toMatchObject([{ event: 'login_completed', user, by: 'link' }]);
    service.advance(61);
    const { code, continuation } = await askLogInLink(service, address);
    await service.post('/login/link/confirm', { code, continuation });
    expect(newLines(service)).toMatchObject([{ event: 'login_completed', user, by: 'code' }]);
  });

  it('says why a log-in was refused, and names nobody', async () => {
    const { service, address } = await anOwner();
    await logIn(service, address, 'not the password');
    const pending = await beginSignUp(service, freshAddress());
    await logIn(service, pending.address);
    const lines = newLines(service);
    expect(lines.map(({ reason }) => reason)).toEqual(['invalid_credentials', 'email_not_verified']);
    for (const line of lines) expect(Object.keys(line)).not.toContain('user');
    for (const known of [address, pending.address]) expect(JSON.stringify(lines)).not.toContain(known);
  });

  it('names the account whose sessions ended, and the session if it is one', async () => {
    const { service, address, user, accessToken, refreshToken } = await anOwner();
    const session = idOf((await logIn(service, address)).body.refreshToken);
    newLines(service);
    const end = (path: string, token: string) =>
      service.request({ method: 'DELETE', path, headers: bearer(token), body: { password: PASSWORD } });
    await end(`/me/sessions/${session}`, accessToken);
    expect(newLines(service)).toMatchObject([{ event: 'sessions_ended', user, session }]);
    await end('/me/sessions', accessToken);
    const [others, ...more] = newLines(service);
    expect([others, more]).toEqual([expect.objectContaining({ event: 'sessions_ended', user }), []]);
    expect(Object.keys(others)).not.toContain('session');
    await service.post('/logout/all', { refreshToken });
    expect(newLines(service)).toMatchObject([{ event: 'sessions_ended', user }]);
  });

  it('names the account and the session of a refresh token that was used again', async () => {
    const { service, user, refreshToken } = await anOwner();
    await refresh(service, refreshToken);
    service.advance(10);
    await refresh(service, refreshToken);
    expect(newLines(service)).toMatchObject([{ event: 'session_reused', user, session: idOf(refreshToken) }]);
  });
});
