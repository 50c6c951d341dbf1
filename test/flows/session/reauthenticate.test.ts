// What an access token alone does not allow: it needs the password, or the refresh token of a session that began a moment ago.
import { describe, expect, it } from 'vitest';
import { bearer, LIVE_SESSION, logIn, refresh, tryTokens } from '../../support/account.ts';
import { freshPhone } from '../../support/one-time-code.ts';
import { freshAddress } from '../../support/real-store.ts';
import { type Answer, createTestService, type TestService } from '../../support/service.ts';
import { account, PASSWORD } from '../../support/sign-up.ts';
import { createTestStore } from '../../support/test-store.ts';

const ROUTES: Readonly<Record<string, () => object>> = {
  'DELETE /me/sessions': () => ({}),
  'DELETE /me/sessions/{id}': () => ({}),
  'POST /me/email': () => ({ newEmail: freshAddress() }),
  'POST /me/phone': () => ({ phone: freshPhone().typed }),
  'DELETE /me': () => ({}),
  'POST /logout/all': () => ({}),
};
const REFUSED = { status: 401, body: { code: 'reauthentication_required' } };
const MINUTES_5 = 300;

const anOwner = async () => {
  const service = createTestService({ store: createTestStore() });
  const address = freshAddress();
  const { body: own } = await account(service, address);
  return { service, address, own };
};

const idOf = ({ refreshToken }: Answer['body']): string => refreshToken.split('.')[0];

const send = async (service: TestService, key: string, own: Answer['body'], proof: object): Promise<Answer> => {
  const [method = '', path = ''] = key.split(' ');
  const { body } = await refresh(service, own.refreshToken);
  const { accessToken = own.accessToken } = body;
  return service.request({
    method,
    path: path.replace('{id}', idOf(own)),
    headers: bearer(accessToken),
    body: { ...ROUTES[key]?.(), ...proof },
  });
};

const OF_ACCESS_TOKENS = Object.keys(ROUTES).filter((key) => key !== 'POST /logout/all');

describe.each(OF_ACCESS_TOKENS)('%s', (key) => {
  it('is refused to an access token alone, and ends nothing', async () => {
    const { service, own } = await anOwner();
    expect(await send(service, key, own, {})).toMatchObject(REFUSED);
    expect(await tryTokens(service, own)).toEqual(LIVE_SESSION);
  });

  it('takes no wrong password beside a right token', async () => {
    const { service, own } = await anOwner();
    const wrong = await send(service, key, own, { password: 'wrong', refreshToken: own.refreshToken });
    expect(wrong).toMatchObject({ status: 401, body: { code: 'invalid_credentials' } });
  });

  it('takes the password at any time', async () => {
    const { service, own } = await anOwner();
    service.advance(MINUTES_5 + 1);
    expect([200, 202]).toContain((await send(service, key, own, { password: PASSWORD })).status);
  });

  it('takes the refresh token of this session for 5 minutes after the log-in, to the second', async () => {
    const { service, address, own } = await anOwner();
    service.advance(MINUTES_5 + 1);
    const { refreshToken } = (await refresh(service, own.refreshToken)).body;
    expect(await send(service, key, { ...own, refreshToken }, { refreshToken })).toMatchObject(REFUSED);
    const { body: fresh } = await logIn(service, address);
    service.advance(MINUTES_5);
    const current = (await refresh(service, fresh.refreshToken)).body;
    const proof = { refreshToken: current.refreshToken };
    const { method, path } = {
      method: key.split(' ')[0] ?? '',
      path: key.split(' ')[1]?.replace('{id}', 'none') ?? '',
    };
    const body = { ...ROUTES[key]?.(), ...proof };
    const answer = await service.request({ method, path, headers: bearer(current.accessToken), body });
    expect([200, 202, 404]).toContain(answer.status);
  });

  it('takes no token of another session, no forged one and no access token; none of them ends the session', async () => {
    const { service, address, own } = await anOwner();
    const { body: other } = await logIn(service, address);
    const forged = own.refreshToken.replace(/\.1\./, '.2.');
    for (const refreshToken of [other.refreshToken, forged, 'junk']) {
      expect(await send(service, key, own, { refreshToken })).toMatchObject(REFUSED);
    }
    expect((await refresh(service, own.refreshToken)).status).toBe(200);
    expect(await tryTokens(service, other)).toEqual(LIVE_SESSION);
  });
});

describe('POST /logout/all', () => {
  it('takes the token alone for 5 minutes after the log-in, and then the password beside it', async () => {
    const { service, own } = await anOwner();
    service.advance(MINUTES_5 + 1);
    const { refreshToken } = own;
    expect(await service.post('/logout/all', { refreshToken })).toMatchObject(REFUSED);
    const wrong = await service.post('/logout/all', { refreshToken, password: 'wrong' });
    expect(wrong.body.code).toBe('invalid_credentials');
    expect((await service.post('/logout/all', { refreshToken, password: PASSWORD })).status).toBe(200);
  });
});
