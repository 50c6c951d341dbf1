// Sessions across generations of the master key: a refresh moves them to the current one, so that the old one can be dropped.
import { describe, expect, it } from 'vitest';
import { refreshToken, type Session } from '#domain/session/session.ts';
import { sessionKey } from '#domain/store-keys.ts';
import { ENDED_SESSION, endOthers, LIVE_SESSION, logIn, me, refresh, tryTokens } from '../../support/account.ts';
import { keysOf } from '../../support/builders.ts';
import { freshAddress } from '../../support/real-store.ts';
import { type Answer, createTestService, type TestService } from '../../support/service.ts';
import { account } from '../../support/sign-up.ts';
import { createTestStore } from '../../support/test-store.ts';

const ENDED = { status: 401, body: { code: 'session_ended' } };

/** The same deployment with the labels that are accepted; the last one is the current one. */
const stages = () => {
  const store = createTestStore();
  const clock = { seconds: 0 };
  const under = (...accepted: readonly number[]): TestService => {
    const service = createTestService({ store, settings: { masterKeys: { accepted, current: accepted.at(-1) ?? 0 } } });
    service.advance(clock.seconds);
    return service;
  };
  return { under, pass: (seconds: number) => (clock.seconds += seconds) };
};

const rowOf = async (service: TestService, { body }: Answer): Promise<Session> => {
  const [row] = await service.store.load([sessionKey(body.refreshToken.split('.')[0])]);
  if (!row) throw new Error('no session');
  return row;
};

/** A session of generation 1 with the answers that it got: at its beginning, and to a refresh under each further generation. */
const movedSession = async () => {
  const { under, pass } = stages();
  const first = await account(under(1), freshAddress());
  const second = await refresh(under(1), first.body.refreshToken);
  const third = await refresh(under(1, 2), second.body.refreshToken);
  return { under, pass, first, second, third };
};

describe('a session of an earlier generation of the master key', () => {
  it('moves to the current one by a refresh, and goes on without the earlier one', async () => {
    const { under, pass, third } = await movedSession();
    expect(await rowOf(under(1, 2), third)).toMatchObject({ rotation: 3, keyGeneration: 2 });
    const next = await refresh(under(2), third.body.refreshToken);
    expect(next.status).toBe(200);
    pass(3600);
    expect(await tryTokens(under(2), (await refresh(under(2), next.body.refreshToken)).body)).toEqual(LIVE_SESSION);
  });

  it('goes on through one generation after the other', async () => {
    const { under, pass } = stages();
    let newest = await account(under(1), freshAddress());
    for (const label of [2, 3, 4, 5, 6, 7]) {
      pass(3600);
      newest = await refresh(under(label - 1, label), newest.body.refreshToken);
      expect(newest.status).toBe(200);
      expect(await rowOf(under(label), newest)).toMatchObject({ keyGeneration: label, rotation: label });
      pass(3600);
    }
  });

  it('stays until it is refreshed, and ends with its generation if it is not', async () => {
    const { under } = stages();
    const opened = await account(under(1), freshAddress());
    expect((await me(under(1, 2), opened.body.accessToken)).status).toBe(200);
    expect(await rowOf(under(1, 2), opened)).toMatchObject({ keyGeneration: 1 });
    expect(await refresh(under(2), opened.body.refreshToken)).toMatchObject(ENDED);
    expect(await rowOf(under(2), opened)).toMatchObject({ keyGeneration: 1, rotation: 1 });
    expect((await refresh(under(1, 2), opened.body.refreshToken)).status).toBe(200);
  });

  it('can still end the others by its access token and the password, after its generation was dropped', async () => {
    const { under } = stages();
    const address = freshAddress();
    const other = await account(under(1), address);
    const opened = await logIn(under(1), address);
    const service = under(2);
    const ended = await endOthers(service, opened.body.accessToken);
    expect(ended.status).toBe(200);
    expect((await me(service, ended.body.accessToken)).status).toBe(200);
    expect(await tryTokens(under(1, 2), other.body)).toEqual(ENDED_SESSION);
  });

  it('moves once if it is refreshed 20 times at once', async () => {
    const { under } = stages();
    const opened = await account(under(1), freshAddress());
    const service = under(1, 2);
    const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(service, opened.body.refreshToken)));
    const tokens = new Set(answers.filter(({ status }) => status === 200).map(({ body }) => body.refreshToken));
    expect(tokens.size).toBe(1);
    expect(await rowOf(service, opened)).toMatchObject({ rotation: 2, keyGeneration: 2 });
    expect((await refresh(under(2), [...tokens][0])).status).toBe(200);
  });
});

describe('a token of the earlier generation', () => {
  it('within the grace gets the newest token again, which is of the current one, and writes nothing', async () => {
    const { under, pass, first, second, third } = await movedSession();
    pass(9);
    const service = under(1, 2);
    for (const { body } of [first, second]) {
      const again = await refresh(service, body.refreshToken);
      expect(again.body.refreshToken).toBe(third.body.refreshToken);
    }
    expect(service.operations.filter((operation) => !operation.startsWith('load'))).toEqual([]);
    expect((await refresh(under(2), third.body.refreshToken)).status).toBe(200);
  });

  it('past the grace is a copy, and ends the session', async () => {
    const { under, pass, second, third } = await movedSession();
    pass(10);
    const service = under(1, 2);
    expect(await refresh(service, second.body.refreshToken)).toMatchObject(ENDED);
    expect(service.lines.join()).toContain('"session_reused"');
    expect(await tryTokens(service, third.body)).toEqual(ENDED_SESSION);
  });

  it('is worth nothing once that generation is dropped: it neither refreshes nor ends the session', async () => {
    const { under, first, second, third } = await movedSession();
    const service = under(2);
    for (const { body } of [first, second]) {
      expect(await refresh(service, body.refreshToken)).toMatchObject(ENDED);
      expect((await service.post('/logout', { refreshToken: body.refreshToken })).status).toBe(200);
    }
    expect(await tryTokens(service, third.body)).toEqual(LIVE_SESSION);
  });

  it('logs the session out', async () => {
    const { under, first, third } = await movedSession();
    const service = under(1, 2);
    expect((await service.post('/logout', { refreshToken: first.body.refreshToken })).status).toBe(200);
    expect(await tryTokens(service, third.body)).toEqual(ENDED_SESSION);
  });

  it('proves the owner within the grace, as the current one does', async () => {
    for (const which of ['second', 'third'] as const) {
      const moved = await movedSession();
      const proof = { refreshToken: moved[which].body.refreshToken };
      const ended = await endOthers(moved.under(1, 2), moved.third.body.accessToken, proof);
      expect(ended.status).toBe(200);
      expect((await refresh(moved.under(2), moved.third.body.refreshToken)).status).toBe(200);
    }
  });

  it('cannot be made for a rotation of the current one with the earlier secret', async () => {
    const { under, third } = await movedSession();
    const service = under(1, 2);
    const [id = ''] = third.body.refreshToken.split('.');
    const row = await rowOf(service, third);
    for (const rotation of [3, 4]) {
      const forged = refreshToken(keysOf(1), id, { ...row, rotation });
      expect(await refresh(service, forged)).toMatchObject(ENDED);
      await service.post('/logout', { refreshToken: forged });
    }
    expect(await rowOf(service, third)).toEqual(row);
    expect(await tryTokens(service, third.body)).toEqual(LIVE_SESSION);
  });
});

describe('a session of the current generation', () => {
  it('ends where that generation is not accepted: after a deployment is rolled back, nothing breaks', async () => {
    const { under, second, third } = await movedSession();
    const rolledBack = under(1);
    for (const { body } of [second, third]) {
      expect(await refresh(rolledBack, body.refreshToken)).toMatchObject(ENDED);
    }
    expect((await refresh(under(1, 2), third.body.refreshToken)).status).toBe(200);
  });
});

describe('a session whose row was last written by an older release', () => {
  it('moves as well', async () => {
    const { under } = stages();
    const before = under(1);
    const opened = await account(before, freshAddress());
    const row = await rowOf(before, opened);
    const { authenticatedAt: _at, amr: _how, rotations: _times, device: _device, ip: _ip, ...old } = row;
    const key = sessionKey(opened.body.refreshToken.split('.')[0]);
    expect((await before.store.swap(key, row, old)).ok).toBe(true);
    const next = await refresh(under(1, 2), opened.body.refreshToken);
    expect(next.status).toBe(200);
    expect((await refresh(under(1, 2), opened.body.refreshToken)).body.refreshToken).toBe(next.body.refreshToken);
    expect(await tryTokens(under(2), next.body)).toEqual(LIVE_SESSION);
  });
});
