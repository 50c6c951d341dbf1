// Refreshing over a real database: one chain of tokens per session, and a copied token is useless.
import { describe, expect, it } from 'vitest';
import { DEFAULTS } from '#domain/defaults.ts';
import { sessionKey } from '#domain/store-keys.ts';
import {
  askReset,
  bearer,
  changeEmail,
  ENDED_SESSION,
  LIVE_SESSION,
  logIn,
  me,
  refresh,
  tryTokens,
} from '../../support/account.ts';
import { freshAddress } from '../../support/real-store.ts';
import { type Answer, createTestService, type TestService } from '../../support/service.ts';
import { account, PASSWORD } from '../../support/sign-up.ts';
import { createTestStore } from '../../support/test-store.ts';

const DAY_SECONDS = 24 * 3600;
const ENDED = { status: 401, body: { code: 'session_ended' } };
const aService = () => createTestService({ store: createTestStore() });

/** A session with its first tokens. */
const aSession = async () => {
  const service = aService();
  const address = freshAddress();
  const { body } = await account(service, address);
  const { accessToken, refreshToken, user } = body;
  return { service, address, accessToken, refreshToken, user };
};

const rowOf = async (service: TestService, refreshToken: string) => {
  const [row] = await service.store.load([sessionKey(refreshToken.split('.')[0] ?? '')]);
  return row;
};

const writes = ({ operations }: TestService) => operations.filter((operation) => !operation.startsWith('load'));

describe('refreshing', () => {
  it('gives the next refresh token and an access token that opens the account', async () => {
    const { service, refreshToken, user } = await aSession();
    const { status, body } = await refresh(service, refreshToken);
    expect(status).toBe(200);
    expect(body).toEqual({
      accessToken: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      tokenType: 'Bearer',
      expiresInSeconds: expect.toSatisfy((seconds: number) => seconds > 854 && seconds <= 900),
      refreshToken: expect.stringMatching(/^[0-9A-Z]{26}\.2\.[\w-]{43}$/),
      user,
    });
    expect((await me(service, body.accessToken)).body).toEqual(user);
    expect((await refresh(service, body.refreshToken)).body.refreshToken).toMatch(/^[0-9A-Z]{26}\.3\./);
  });

  it('with the previous token within 10 s gives the same next token again and writes nothing', async () => {
    const { service, refreshToken } = await aSession();
    const first = await refresh(service, refreshToken);
    service.advance(9.999);
    const before = await rowOf(service, refreshToken);
    service.operations.splice(0);
    const again = await refresh(service, refreshToken);
    expect(again).toMatchObject({ status: 200, body: { refreshToken: first.body.refreshToken } });
    expect(writes(service)).toEqual([]);
    expect(await rowOf(service, refreshToken)).toEqual(before);
  });

  it('with any token that was exchanged within 10 s gives the newest one, so three tabs stay logged in', async () => {
    const { service, refreshToken: first } = await aSession();
    const second = (await refresh(service, first)).body.refreshToken;
    service.advance(3);
    const third = (await refresh(service, second)).body.refreshToken;
    service.advance(3);
    const late = await refresh(service, first);
    expect(late).toMatchObject({ status: 200, body: { refreshToken: third } });
    expect((await refresh(service, second)).body.refreshToken).toBe(third);
    expect(await tryTokens(service, late.body)).toEqual(LIVE_SESSION);
  });

  it('whose answer reaches a suspended phone 11 s late goes on with the token of that answer', async () => {
    const { service, refreshToken } = await aSession();
    const late = await refresh(service, refreshToken);
    service.advance(11);
    expect((await refresh(service, late.body.refreshToken)).status).toBe(200);
  });

  it('whose answer is lost for 11 s ends the session, but not where the deployment grants 60 s', async () => {
    for (const [refreshGraceSeconds, status] of [
      [10, 401],
      [60, 200],
    ] as const) {
      const lifetimes = { ...DEFAULTS.lifetimes, refreshGraceSeconds };
      const service = createTestService({ store: createTestStore(), settings: { lifetimes } });
      const { refreshToken } = (await account(service, freshAddress())).body;
      await refresh(service, refreshToken);
      service.advance(11);
      expect((await refresh(service, refreshToken)).status).toBe(status);
    }
  });

  it('whose answer is lost for 11 s logs out that device alone; other sessions, links and codes go on', async () => {
    const { service, address, refreshToken } = await aSession();
    const elsewhere = (await logIn(service, address)).body;
    service.advance(61);
    const { token } = await askReset(service, address);
    const lost = await refresh(service, refreshToken);
    service.advance(11);
    expect(await refresh(service, refreshToken)).toMatchObject(ENDED);
    expect(await tryTokens(service, lost.body)).toEqual(ENDED_SESSION);
    expect(await tryTokens(service, elsewhere)).toEqual(LIVE_SESSION);
    expect((await service.post('/reset/confirm', { token, password: 'another password' })).status).toBe(200);
  });

  it.each([
    ['before', true],
    ['after', false],
  ])(
    '%s a log-out of the same browser gives a late answer that opens nothing beside the next log-in',
    async (_order, isFirst) => {
      const { service, refreshToken } = await aSession();
      const logOut = () => service.post('/logout', { refreshToken });
      const steps = [() => refresh(service, refreshToken), logOut];
      const answers = [];
      for (const step of isFirst ? steps : steps.toReversed()) answers.push(await step());
      const other = (await account(service, freshAddress())).body;
      const late = answers.find(({ body }) => body.refreshToken ?? body.code);
      if (isFirst) expect(await tryTokens(service, late?.body)).toEqual(ENDED_SESSION);
      if (!isFirst) expect(late).toMatchObject({ ...ENDED, cookies: [] });
      expect(await tryTokens(service, other)).toEqual(LIVE_SESSION);
    },
  );

  it('at the same time as a log-out leaves no session, whichever comes first', async () => {
    const { service, refreshToken, user } = await aSession();
    const [answer, out] = await Promise.all([
      refresh(service, refreshToken),
      service.post('/logout', { refreshToken }),
    ]);
    expect(out.status).toBe(200);
    expect([200, 401]).toContain(answer.status);
    expect(await service.store.sessionsOf(user.id)).toEqual([]);
  });

  it.each([
    ['the token before, after 10 s', 10, 1],
    ['an older token, after 10 s', 10, 2],
  ])('with %s ends the session, and the newest token no longer works, either', async (_name, seconds, rotations) => {
    const { service, refreshToken } = await aSession();
    let newest: Answer['body'] = { refreshToken };
    for (let count = 0; count < rotations; count++) newest = (await refresh(service, newest.refreshToken)).body;
    service.advance(seconds);
    expect(service.lines.join('\n')).not.toContain('session_reused');
    expect(await refresh(service, refreshToken)).toMatchObject(ENDED);
    expect(service.lines.filter((line) => line.includes('"session_reused"'))).toHaveLength(1);
    expect(await tryTokens(service, newest)).toEqual(ENDED_SESSION);
    expect(await rowOf(service, refreshToken)).toBeUndefined();
  });

  it('with a forged token changes nothing, and the session goes on', async () => {
    const { service, address, refreshToken: token } = await aSession();
    const other = (await logIn(service, address)).body.refreshToken;
    const [id = '', , mac = ''] = token.split('.');
    const [otherId] = other.split('.');
    const flipped = `${mac[0] === 'A' ? 'B' : 'A'}${mac.slice(1)}`;
    const forged = [`${id}.1.${flipped}`, `${id}.2.${mac}`, `${id}.0.${mac}`, `${id}.01.${mac}`, `${otherId}.1.${mac}`];
    const junk = ['', 'junk', `${id}.1.`, `${id}.1.${mac}=`, ` ${token}`, `${id.toLowerCase()}.1.${mac}`];
    service.operations.splice(0);
    for (const wrong of [...forged, ...junk]) expect(await refresh(service, wrong)).toMatchObject(ENDED);
    expect(await service.post('/token/refresh', {})).toMatchObject(ENDED);
    expect(writes(service)).toEqual([]);
    for (const genuine of [token, other]) expect((await refresh(service, genuine)).status).toBe(200);
  });

  it('keeps a session for 30 days after its last use, and for 180 days in all', async () => {
    const { service, address, refreshToken } = await aSession();
    const idle = (await logIn(service, address)).body.refreshToken;
    let newest = refreshToken;
    const next = async () => {
      const answer = await refresh(service, newest);
      newest = answer.body.refreshToken ?? newest;
      return answer.status;
    };
    service.advance(30 * DAY_SECONDS - 1);
    expect(await next()).toBe(200);
    service.advance(1);
    expect(await refresh(service, idle)).toMatchObject(ENDED);
    for (let use = 0; use < 5; use++) {
      service.advance(29 * DAY_SECONDS);
      expect(await next()).toBe(200);
    }
    service.advance(5 * DAY_SECONDS - 1);
    expect(await next()).toBe(200);
    service.advance(1);
    expect(await next()).toBe(401);
  });
});

describe('refreshing in cookie mode', () => {
  const body = { credentials: 'cookie' };
  const inPage = async () => {
    const { service, address } = await aSession();
    const headers = { origin: 'https://api.example' };
    const opened = await service.post('/login', { email: address, password: PASSWORD, ...body }, { headers });
    return { service, headers, opened, cookies: [opened.cookies[0]?.split(';')[0] ?? ''] };
  };

  it('reads and sets the HttpOnly cookie; the token is in no body', async () => {
    const { service, headers, opened, cookies } = await inPage();
    const answer = await service.post('/token/refresh', body, { headers, cookies });
    expect([opened.status, answer.status]).toEqual([200, 200]);
    for (const { text } of [opened, answer]) expect(text).not.toContain('refreshToken');
    expect(answer.cookies[0]).toMatch(
      /^__Host-latchkey-refresh=[0-9A-Z]{26}\.2\.[\w-]{43}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax; Secure$/,
    );
    const next = [answer.cookies[0]?.split(';')[0] ?? ''];
    expect((await service.post('/token/refresh', body, { headers, cookies: next })).status).toBe(200);
  });

  it('and a log-in by password keep the continuation of a pending mail', async () => {
    const { service, headers, opened, cookies } = await inPage();
    const answer = await service.post('/token/refresh', body, { headers, cookies });
    for (const { cookies: set } of [opened, answer]) expect(set).toHaveLength(1);
    expect([...opened.cookies, ...answer.cookies].join()).not.toContain('continuation');
  });

  it('is refused to foreign origins and to none, and changes nothing', async () => {
    const { service, headers, cookies } = await inPage();
    service.operations.splice(0);
    for (const foreign of [{ origin: 'https://evil.example' }, { origin: 'null' }, undefined]) {
      const refused = await service.post('/token/refresh', body, { cookies, ...(foreign && { headers: foreign }) });
      expect(refused).toMatchObject({ status: 403, body: { code: 'origin_refused' } });
    }
    expect(service.operations).toEqual([]);
    expect((await service.post('/token/refresh', body, { headers, cookies })).status).toBe(200);
  });
});

describe('every session', () => {
  type Change = (service: TestService, address: string, tokens: Record<string, string>) => Promise<Answer>;
  const opening: Readonly<Record<string, Change>> = {
    'a reset': async (service, address) => {
      const { token } = await askReset(service, address);
      return service.post('/reset/confirm', { token, password: 'another password' });
    },
    'a password change': (service, _address, { accessToken = '' }) => {
      const change = { currentPassword: PASSWORD, newPassword: 'another password' };
      return service.post('/me/password', change, { headers: bearer(accessToken) });
    },
    'an email change': (service, _address, { accessToken = '' }) => changeEmail(service, accessToken, freshAddress()),
  };
  const closing: Readonly<Record<string, Change>> = {
    'logging out everywhere': (service, _address, { refreshToken }) => service.post('/logout/all', { refreshToken }),
    'the deletion of the account': (service, _address, { accessToken = '' }) => {
      const body = { password: PASSWORD };
      return service.request({ method: 'DELETE', path: '/me', body, headers: bearer(accessToken) });
    },
  };
  const endAllBy = async (change: Change): Promise<{ service: TestService; changed: Answer }> => {
    const { service, address, accessToken, refreshToken } = await aSession();
    const other = (await logIn(service, address)).body;
    const changed = await change(service, address, { accessToken, refreshToken });
    expect(changed.status).toBe(200);
    for (const old of [{ accessToken, refreshToken }, other]) {
      expect(await tryTokens(service, old)).toEqual(ENDED_SESSION);
    }
    return { service, changed };
  };

  for (const [name, change] of Object.entries(opening)) {
    it(`from before ${name} is refused at once, at /me and at its next refresh; the one it opens goes on`, async () => {
      const { service, changed } = await endAllBy(change);
      expect(await tryTokens(service, changed.body)).toEqual(LIVE_SESSION);
    });
  }

  for (const [name, change] of Object.entries(closing)) {
    it(`from before ${name} is refused at once, at /me and at its next refresh`, async () => {
      const { changed } = await endAllBy(change);
      expect(changed.body.refreshToken).toBeUndefined();
    });
  }
});
