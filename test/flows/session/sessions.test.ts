// The sessions of an account over a real database: its owner lists them and ends them.
import { describe, expect, it } from 'vitest';
import type { User } from '#domain/account/user.ts';
import type { Session } from '#domain/session/session.ts';
import type { Page } from '#domain/store.ts';
import { sessionKey } from '#domain/store-keys.ts';
import { listSessions } from '#use-cases/session/sessions.ts';
import {
  askLogInLink,
  bearer,
  ENDED_SESSION,
  LIVE_SESSION,
  logIn,
  me,
  refresh,
  tryTokens,
} from '../../support/account.ts';
import { aSession } from '../../support/builders.ts';
import { loadUser } from '../../support/email-change.ts';
import { freshAddress } from '../../support/real-store.ts';
import { type Answer, createTestService, type TestService } from '../../support/service.ts';
import { account, PASSWORD } from '../../support/sign-up.ts';
import { createTestStore } from '../../support/test-store.ts';

const ask = (
  service: TestService,
  method: 'GET' | 'DELETE',
  path: string,
  accessToken: string,
  body: object | undefined = method === 'DELETE' ? { password: PASSWORD } : undefined,
) => service.request({ method, path, headers: bearer(accessToken), ...(body && { body }) });
const list = (service: TestService, accessToken: string, query = '') =>
  ask(service, 'GET', `/me/sessions${query && `?${query}`}`, accessToken);
const end = (service: TestService, id: string, accessToken: string, body?: object) =>
  ask(service, 'DELETE', `/me/sessions/${id}`, accessToken, body);
const idOf = ({ refreshToken }: Answer['body']): string => refreshToken.split('.')[0];

/** An account with three sessions, begun a minute apart, the oldest first. */
const threeSessions = async () => {
  const service = createTestService({ store: createTestStore() });
  const address = freshAddress();
  const sessions = [(await account(service, address)).body];
  for (let count = 0; count < 2; count++) {
    service.advance(60);
    sessions.push((await logIn(service, address)).body);
  }
  const [first, second, third] = sessions;
  return { service, address, first, second, third };
};

describe('the list of sessions', () => {
  it('shows the live ones with their times, newest first, and marks the current one', async () => {
    const { service, first, second, third } = await threeSessions();
    const begun = service.clock.now();
    const time = (milliseconds: number) => new Date(milliseconds).toISOString();
    service.advance(60);
    await refresh(service, second.refreshToken);
    const answer = await list(service, second.accessToken);
    expect(answer.status).toBe(200);
    const days = 30 * 24 * 3600 * 1000;
    const row = (id: string, createdAt: number, lastUsedAt: number, isCurrent: boolean) => ({
      id,
      createdAt: time(createdAt),
      lastUsedAt: time(lastUsedAt),
      expiresAt: time(lastUsedAt + days),
      isCurrent,
      device: 'unknown',
      ip: expect.stringMatching(/^\d+\.\d+\.\d+\.\*$/),
    });
    expect(answer.body).toEqual({
      sessions: [
        row(idOf(third), begun, begun, false),
        row(idOf(second), begun - 60_000, begun + 60_000, true),
        row(idOf(first), begun - 120_000, begun - 120_000, false),
      ],
    });
  });

  it('shows the browser and the masked address of the log-in, also after a refresh from elsewhere', async () => {
    const { service, address } = await threeSessions();
    const userAgent = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36';
    const from = { ip: '2001:db8:1234:5678::9', headers: { 'user-agent': userAgent } };
    const { body } = await service.post('/login', { email: address, password: PASSWORD }, from);
    const { refreshToken, accessToken } = (await refresh(service, body.refreshToken)).body;
    const [own] = (await list(service, accessToken)).body.sessions;
    expect(own).toMatchObject({ id: idOf({ refreshToken }), device: 'Chrome, Windows', ip: '2001:db8:1234:*' });
  });

  it('shows sessions of the last release without browser and address', async () => {
    const { service, first, second } = await threeSessions();
    const key = sessionKey(idOf(first));
    const [row] = await service.store.load([key]);
    if (!row) throw new Error('lost');
    const { device: _device, ip: _ip, ...old } = row;
    await service.store.swap(key, row, old);
    const { sessions } = (await list(service, second.accessToken)).body;
    expect(Object.keys(sessions[2])).toEqual(['id', 'createdAt', 'lastUsedAt', 'expiresAt', 'isCurrent']);
  });

  it('leaves out what has ended or expired, and the sessions of others', async () => {
    const { service, address, first, second } = await threeSessions();
    await account(service, freshAddress());
    await service.post('/logout', { refreshToken: second.refreshToken });
    // The first is refreshed later than the third, which expires before it.
    service.advance(24 * 3600);
    const { body } = await refresh(service, first.refreshToken);
    service.advance(29.5 * 24 * 3600);
    const own = (await logIn(service, address)).body;
    const listed = (await list(service, own.accessToken)).body.sessions;
    expect(listed.map(({ id }: { id: string }) => id)).toEqual([idOf(own), idOf(body)]);
    await service.post('/logout/all', { refreshToken: own.refreshToken });
    const later = (await logIn(service, address)).body;
    const afterAll = (await list(service, later.accessToken)).body.sessions;
    expect(afterAll.map(({ id }: { id: string }) => id)).toEqual([idOf(later)]);
  });

  it('comes in pages of the given limit, whose "next" leads to the next one', async () => {
    const { service, first, second, third } = await threeSessions();
    const page = async (query: string) => (await list(service, second.accessToken, query)).body;
    const idsOf = ({ sessions }: Answer['body']) => sessions.map(({ id }: { id: string }) => id);
    const one = await page('limit=2');
    expect(idsOf(one)).toEqual([idOf(third), idOf(second)]);
    expect(one.next).toBe(idOf(second));
    const two = await page(`limit=2&cursor=${one.next}`);
    expect(idsOf(two)).toEqual([idOf(first)]);
    expect(two).not.toHaveProperty('next');
    expect(await page('limit=3')).not.toHaveProperty('next');
    expect(idsOf(await page(`cursor=${idOf(first)}`))).toEqual([]);
  });

  it('has the own session although the index does not, on its page alone', async () => {
    const { service, first, second, third } = await threeSessions();
    const lagging = async (userId: string, page?: Page) =>
      (await service.store.sessionsOf(userId, page)).filter((id) => id !== idOf(second));
    const store = { ...service.store, sessionsOf: lagging };
    const user = await loadUser(service, first.user.id);
    const [session] = await store.load([sessionKey(idOf(second))]);
    if (!user || !session) throw new Error('lost');
    const own = { user, session, sessionId: idOf(second) };
    const pageOf = async (limit: string, cursor?: string) => {
      const listed = await listSessions({ store, clock: service.clock }, own, { limit, cursor });
      return listed.ok ? listed.value.sessions.map(({ id }) => id) : listed;
    };
    expect(await pageOf('50')).toEqual([idOf(third), idOf(second), idOf(first)]);
    expect(await pageOf('2')).toEqual([idOf(third), idOf(second)]);
    expect(await pageOf('1')).toEqual([idOf(third)]);
    expect(await pageOf('1', idOf(third))).toEqual([idOf(second)]);
    expect(await pageOf('1', idOf(second))).toEqual([idOf(first)]);
  });

  it.each(['limit=0', 'limit=51', 'limit=-1', 'limit=1.5', 'limit=', 'limit=x', 'cursor=', 'cursor=junk'])(
    'is refused with %s, and nothing more is read',
    async (query) => {
      const { service, first } = await threeSessions();
      service.operations.splice(0);
      const refused = await list(service, first.accessToken, query);
      const path = query.split('=')[0];
      expect(refused).toMatchObject({ status: 400, body: { code: 'invalid_request', errors: [{ path }] } });
      expect(service.operations).toEqual(['load user+session']);
    },
  );

  it('is the own alone where no other is', async () => {
    const service = createTestService({ store: createTestStore() });
    const own = (await account(service, freshAddress())).body;
    const { sessions } = (await list(service, own.accessToken)).body;
    expect(sessions).toEqual([expect.objectContaining({ id: idOf(own), isCurrent: true })]);
  });

  it('needs a valid access token', async () => {
    const { service, first } = await threeSessions();
    for (const token of ['', 'junk', `${first.accessToken}x`, first.refreshToken]) {
      expect((await list(service, token)).body.code).toBe('unauthenticated');
    }
  });
});

describe('a log-in to an account with 50 sessions', () => {
  const begin = (service: TestService, user: User, ids: readonly string[], set: Partial<Session> = {}) =>
    Promise.all(
      ids.map((id) =>
        service.store.swap(sessionKey(id), 'absent', aSession({ userId: user.id, epoch: user.epoch, ...set })),
      ),
    );
  const withSessions = async () => {
    const service = createTestService({ store: createTestStore() });
    const address = freshAddress();
    const first = (await account(service, address)).body;
    const user = await loadUser(service, first.user.id);
    if (!user) throw new Error('lost');
    const [, time = '', rest = ''] = /^(.{10})(.{16})$/.exec(idOf(first)) ?? [];
    // Ids of the same time that are older than that of the first session.
    const ids = Array.from(
      { length: 49 },
      (_, index) => `${time}0000${String(index).padStart(2, '0')}${rest.slice(6)}`,
    );
    return { service, address, first, user, ids };
  };

  it('ends the oldest, and no other', async () => {
    const { service, address, first, user, ids } = await withSessions();
    await begin(service, user, ids);
    const next = (await logIn(service, address)).body;
    const listed = (await list(service, next.accessToken)).body;
    const expected = [idOf(next), idOf(first), ...ids.slice(1).toReversed()];
    expect(listed.sessions.map(({ id }: { id: string }) => id)).toEqual(expected);
    expect(listed).not.toHaveProperty('next');
    expect(await tryTokens(service, first)).toEqual(LIVE_SESSION);
  });

  it('by mail ends the oldest, too', async () => {
    const { service, address, user, ids } = await withSessions();
    await begin(service, user, ids);
    const { token } = await askLogInLink(service, address);
    expect((await service.post('/login/link/confirm', { token })).status).toBe(200);
    expect(await service.store.load([sessionKey(ids[0] ?? ''), sessionKey(ids[1] ?? '')])).toEqual([
      undefined,
      expect.objectContaining({ userId: user.id }),
    ]);
  });

  it('ends none where those that have ended make up the 50', async () => {
    const { service, address, user, ids } = await withSessions();
    await begin(service, user, ids.slice(0, 1));
    await begin(service, user, ids.slice(1), { epoch: 'another' });
    await logIn(service, address);
    expect(await service.store.load([sessionKey(ids[0] ?? '')])).not.toEqual([undefined]);
  });
});

describe('ending all other sessions', () => {
  it('keeps the current one, whose refresh token still works and is not in the answer', async () => {
    const { service, first, second, third } = await threeSessions();
    const answer = await ask(service, 'DELETE', '/me/sessions', second.accessToken);
    expect(answer.status).toBe(200);
    expect(Object.keys(answer.body).toSorted()).toEqual(['accessToken', 'expiresInSeconds', 'tokenType', 'user']);
    expect(answer.cookies).toEqual([]);
    for (const other of [first, third]) expect(await tryTokens(service, other)).toEqual(ENDED_SESSION);
    expect((await me(service, answer.body.accessToken)).body).toEqual(second.user);
    const listed = (await list(service, answer.body.accessToken)).body.sessions;
    expect(listed).toEqual([expect.objectContaining({ id: idOf(second), isCurrent: true })]);
    const next = await refresh(service, second.refreshToken);
    expect(next.status).toBe(200);
    expect((await refresh(service, next.body.refreshToken)).status).toBe(200);
  });

  it('refuses the access token from before at once', async () => {
    const { service, second } = await threeSessions();
    await ask(service, 'DELETE', '/me/sessions', second.accessToken);
    expect((await me(service, second.accessToken)).body.code).toBe('unauthenticated');
  });

  it('from two sessions at once leaves at most one of them', async () => {
    const { service, first, second, third } = await threeSessions();
    const answers = await Promise.all(
      [first, second].map(({ accessToken }) => ask(service, 'DELETE', '/me/sessions', accessToken)),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401]);
    expect(await tryTokens(service, third)).toEqual(ENDED_SESSION);
    const refreshed = await Promise.all([first, second].map(({ refreshToken }) => refresh(service, refreshToken)));
    expect(refreshed.map(({ status }) => status)).toEqual(answers.map(({ status }) => status));
  });
});

describe('ending one session', () => {
  it('of the account ends that one at once, and no other', async () => {
    const { service, first, second, third } = await threeSessions();
    const answer = await end(service, idOf(first), second.accessToken);
    expect(answer).toMatchObject({ status: 200, body: { status: 'ended' } });
    expect(await tryTokens(service, first)).toEqual(ENDED_SESSION);
    for (const other of [second, third]) expect((await refresh(service, other.refreshToken)).status).toBe(200);
    expect((await end(service, idOf(first), second.accessToken)).status).toBe(404);
  });

  it('can end the current one', async () => {
    const { service, first } = await threeSessions();
    expect((await end(service, idOf(first), first.accessToken)).status).toBe(200);
    expect(await tryTokens(service, first)).toEqual(ENDED_SESSION);
  });

  it.each([
    ['nobody has', '01KE5VYW8EABCDEFGHJKMNPQRS', ['load user+session', 'load session']],
    ['is no id', 'junk', ['load user+session']],
    ['is not ASCII', '%ED%95%9C%EA%B8%80', ['load user+session']],
    ['is longer than any key', 'x'.repeat(3000), ['load user+session']],
  ])('whose id %s is not_found, and only what can be one is looked for', async (_name, id, operations) => {
    const { service, first } = await threeSessions();
    service.operations.splice(0);
    const proof = { refreshToken: first.refreshToken };
    const answer = await end(service, id, first.accessToken, proof);
    expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect(service.operations).toEqual(operations);
  });

  it('of another user is not_found, and that session goes on', async () => {
    const { service, first } = await threeSessions();
    const neighbour = (await account(service, freshAddress())).body;
    const unknown = await end(service, '01KE5VYW8EABCDEFGHJKMNPQRS', first.accessToken);
    expect(await end(service, idOf(neighbour), first.accessToken)).toEqual(unknown);
    expect(await tryTokens(service, neighbour)).toEqual(LIVE_SESSION);
  });
});
