// When and how the owner was authenticated: in the row of each session and in its access tokens, however it was opened.
import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { sessionKey } from '#domain/store-keys.ts';
import { askLogInLink, askReset, bearer, endOthers, logIn, refresh } from '../../support/account.ts';
import { pendingEmailChange } from '../../support/email-change.ts';
import { freshAddress } from '../../support/real-store.ts';
import { type Answer, createTestService, type TestService } from '../../support/service.ts';
import { account, PASSWORD, pendingSignUp } from '../../support/sign-up.ts';
import { createTestStore } from '../../support/test-store.ts';

const aService = () => createTestService({ store: createTestStore() });
const NEW_PASSWORD = 'another password';
const MINUTES_5 = 300;

const sessionOf = async (service: TestService, { body }: Answer) => {
  const key = sessionKey(body.refreshToken.split('.')[0]);
  const [row] = await service.store.load([key]);
  if (!row) throw new Error('no session');
  return { key, row };
};

const inSeconds = (milliseconds: number) => Math.floor(milliseconds / 1000);
const claimsOf = ({ body }: Answer) => {
  const { auth_time, amr, iat } = decodeJwt(body.accessToken);
  return { auth_time, amr, iat };
};

type Opening = (service: TestService) => Promise<Answer>;
const codeOf = ({ code, continuation }: { readonly code: string; readonly continuation: string }) => ({
  code,
  continuation,
});

/** The account has the session of its sign-up, which is older by a minute. */
const withAccount =
  (open: (service: TestService, address: string, own: Answer['body']) => Promise<Answer>): Opening =>
  async (service) => {
    const address = freshAddress();
    const { body } = await account(service, address);
    service.advance(60);
    return open(service, address, body);
  };
const withSignUp =
  (proofOf: (mail: Awaited<ReturnType<typeof pendingSignUp>>) => object): Opening =>
  async (service) =>
    service.post('/verify', proofOf(await pendingSignUp(service, freshAddress())));

const OPENINGS: Readonly<Record<string, readonly [readonly string[], Opening]>> = {
  'a sign-up by link and continuation': [['link'], withSignUp(({ token, continuation }) => ({ token, continuation }))],
  'a sign-up by link and its password': [['pwd', 'link'], withSignUp(({ token }) => ({ token, password: PASSWORD }))],
  'a sign-up by link and a new password': [['link'], withSignUp(({ token }) => ({ token, newPassword: NEW_PASSWORD }))],
  'a sign-up by code': [['otp'], withSignUp(codeOf)],
  'a log-in by password': [['pwd'], withAccount((service, address) => logIn(service, address))],
  'a log-in by link': [
    ['link'],
    withAccount(async (service, address) => {
      const { token } = await askLogInLink(service, address);
      return service.post('/login/link/confirm', { token });
    }),
  ],
  'a log-in by code': [
    ['otp'],
    withAccount(async (service, address) =>
      service.post('/login/link/confirm', codeOf(await askLogInLink(service, address))),
    ),
  ],
  'a reset by link': [
    ['link'],
    withAccount(async (service, address) => {
      const { token } = await askReset(service, address);
      return service.post('/reset/confirm', { token, password: NEW_PASSWORD });
    }),
  ],
  'a reset by code': [
    ['otp'],
    withAccount(async (service, address) =>
      service.post('/reset/confirm', { ...codeOf(await askReset(service, address)), password: NEW_PASSWORD }),
    ),
  ],
  'a change of password': [
    ['pwd'],
    withAccount((service, _address, { accessToken }) => {
      const change = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD };
      return service.post('/me/password', change, { headers: bearer(accessToken) });
    }),
  ],
  'a change of address by link': [
    ['link'],
    withAccount(async (service, _address, own) => {
      const { token, continuation } = await pendingEmailChange(service, own, freshAddress());
      return service.post('/me/email/confirm', { token, continuation });
    }),
  ],
  'a change of address by code': [
    ['otp'],
    withAccount(async (service, _address, own) =>
      service.post('/me/email/confirm', codeOf(await pendingEmailChange(service, own, freshAddress()))),
    ),
  ],
};

describe.each(Object.entries(OPENINGS))('%s', (_name, [amr, open]) => {
  it('opens a session that says when and how, and so do its access tokens', async () => {
    const service = aService();
    const opened = await open(service);
    expect(opened.status).toBe(200);
    const now = service.clock.now();
    expect((await sessionOf(service, opened)).row).toMatchObject({ authenticatedAt: now, amr });
    expect(claimsOf(opened)).toEqual({ auth_time: inSeconds(now), amr, iat: inSeconds(now) });
  });

  it('keeps both through refreshes, and so do the tokens that are given again', async () => {
    const service = aService();
    const opened = await open(service);
    const authenticatedAt = service.clock.now();
    let newest = opened;
    for (let round = 0; round < 2; round++) {
      service.advance(600);
      const next = await refresh(service, newest.body.refreshToken);
      const again = await refresh(service, newest.body.refreshToken);
      const iat = inSeconds(service.clock.now());
      for (const answer of [next, again])
        expect(claimsOf(answer)).toEqual({ auth_time: inSeconds(authenticatedAt), amr, iat });
      newest = next;
    }
    expect((await sessionOf(service, newest)).row).toMatchObject({ authenticatedAt, amr, rotation: 3 });
  });
});

describe('a sign-up that was verified elsewhere', () => {
  it('opens the session of its first tab as of the time when the link was opened', async () => {
    const service = aService();
    const { token, continuation } = await pendingSignUp(service, freshAddress());
    await service.post('/verify', { token, password: PASSWORD });
    const verifiedAt = service.clock.now();
    service.advance(MINUTES_5 + 1);
    const opened = await service.post('/verify/status', { continuation });
    expect((await sessionOf(service, opened)).row).toMatchObject({ authenticatedAt: verifiedAt, amr: ['link'] });
    expect(claimsOf(opened)).toMatchObject({ auth_time: inSeconds(verifiedAt), amr: ['link'] });
    const { refreshToken } = opened.body;
    expect((await service.post('/logout/all', { refreshToken })).body.code).toBe('reauthentication_required');
  });
});

describe('the password that a request sends', () => {
  it('allows that request alone: the session is as old as before, also in the token that it answers', async () => {
    const service = aService();
    const opened = await account(service, freshAddress());
    const { row: before } = await sessionOf(service, opened);
    service.advance(MINUTES_5 + 1);
    const { accessToken, refreshToken } = (await refresh(service, opened.body.refreshToken)).body;
    const ended = await endOthers(service, accessToken);
    expect(ended.status).toBe(200);
    expect(claimsOf(ended)).toMatchObject({ auth_time: inSeconds(before.authenticatedAt ?? 0), amr: ['link'] });
    const { authenticatedAt, amr } = before;
    expect((await sessionOf(service, opened)).row).toMatchObject({ authenticatedAt, amr });
    const again = await endOthers(service, ended.body.accessToken, { refreshToken });
    expect(again.body.code).toBe('reauthentication_required');
  });
});

describe('a session of an older release, whose row says neither', () => {
  const anOldSession = async () => {
    const service = aService();
    const opened = await account(service, freshAddress());
    const { key, row } = await sessionOf(service, opened);
    const { authenticatedAt: _at, amr: _how, rotations: _times, device: _device, ip: _ip, ...old } = row;
    expect((await service.store.swap(key, row, old)).ok).toBe(true);
    return { service, opened, old };
  };

  it('goes on: it was authenticated when it began, and its tokens do not say how', async () => {
    const { service, opened, old } = await anOldSession();
    service.advance(60);
    const next = await refresh(service, opened.body.refreshToken);
    expect(next.status).toBe(200);
    expect(decodeJwt(next.body.accessToken)).not.toHaveProperty('amr');
    expect(claimsOf(next).auth_time).toBe(inSeconds(old.createdAt));
    expect((await refresh(service, next.body.refreshToken)).status).toBe(200);
  });

  it('is fresh for 5 minutes after it began', async () => {
    const { service, opened } = await anOldSession();
    service.advance(MINUTES_5);
    const { refreshToken } = (await refresh(service, opened.body.refreshToken)).body;
    service.advance(1);
    expect((await service.post('/logout/all', { refreshToken })).body.code).toBe('reauthentication_required');
    service.advance(-1);
    expect((await service.post('/logout/all', { refreshToken })).status).toBe(200);
  });
});
