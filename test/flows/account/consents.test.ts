// Consents from the sign-up to the account: who must agree to what, whose answers count, and how they are changed.
import { describe, expect, it } from 'vitest';
import { challengeKey } from '#domain/store-keys.ts';
import { loadAccount } from '#use-cases/load-account.ts';
import { bearer, logIn, me, refresh } from '../../support/account.ts';
import { CONSENTS, MARKETING, no, PRIVACY, REQUIRED, renewed, TERMS, yes } from '../../support/consents.ts';
import { freshAddress } from '../../support/real-store.ts';
import { createTestService, type TestService } from '../../support/service.ts';
import { account, mailTo, PASSWORD } from '../../support/sign-up.ts';
import { createTestStore } from '../../support/test-store.ts';

const store = createTestStore();
const aService = (consents = CONSENTS) => createTestService({ store, settings: { consents } });

const signUp = (service: TestService, email: string, more: object = {}) =>
  service.post('/signup', { email, password: PASSWORD, ...more });

/** An account that agreed to everything but the news. */
const anOwner = async (service: TestService, email = freshAddress()) => {
  const { body } = await signUp(service, email, { consents: [...REQUIRED, no(MARKETING)] });
  const { token } = await mailTo(service, email);
  const verified = await service.post('/verify', { token, continuation: body.continuation });
  return { email, verified, ...requestsOf(service, verified.body.accessToken) };
};

const requestsOf = (service: TestService, accessToken: string) => {
  const headers = bearer(accessToken);
  return {
    read: async () => (await service.request({ method: 'GET', path: '/me/consents', headers })).body,
    put: (...consents: object[]) =>
      service.request({ method: 'PUT', path: '/me/consents', headers, body: { consents } }),
  };
};

describe('a sign-up where people are asked', () => {
  it('without a required consent is refused by name, before anything is written', async () => {
    const service = aService();
    const email = freshAddress();
    for (const [consents, missing] of [
      [undefined, ['terms', 'privacy']],
      [[], ['terms', 'privacy']],
      [[yes(TERMS)], ['privacy']],
      [[no(TERMS), yes(PRIVACY), yes(MARKETING)], ['terms']],
    ] as const) {
      const refused = await signUp(service, email, { ...(consents && { consents }) });
      expect(refused).toMatchObject({ status: 422, body: { code: 'consent_required', missing } });
    }
    expect(await service.loadChallenge(email)).toBeUndefined();
    expect((await signUp(service, email, { consents: REQUIRED })).status).toBe(202);
  });

  it('keeps the answers until the address is verified, and then in the account', async () => {
    const service = aService();
    const { email, verified } = await anOwner(service);
    expect(verified.body.user).not.toHaveProperty('consentsDue');
    const held = [...REQUIRED, no(MARKETING)].map((answer) => expect.objectContaining(answer));
    const user = await loadAccount(service.store, email);
    expect(user?.consents).toEqual(held);
    expect(user?.consents?.every(({ at, network }) => at > 0 && network.endsWith('.*'))).toBe(true);
    expect(user).not.toHaveProperty('formerConsents');
    expect(user?.profile).toEqual({});
    expect((await service.loadChallenge(email))?.data).toBeUndefined();
  });

  it('is answered the same for an address with an account', async () => {
    const service = aService();
    const { email } = await anOwner(service);
    service.advance(61);
    const answers = [];
    for (const address of [email, freshAddress()])
      for (const consents of [[yes(TERMS)], [...REQUIRED, yes({ ...TERMS, key: 'news' })], REQUIRED]) {
        const { status, body } = await signUp(service, address, { consents });
        answers.push({ ...body, status, address: '', continuation: typeof body.continuation });
      }
    expect(answers.slice(3)).toEqual(answers.slice(0, 3));
    expect(answers.map(({ status }) => status)).toEqual([422, 400, 202, 422, 400, 202]);
  });

  it('names a consent that is not asked for, and a text of before', async () => {
    const service = aService();
    const refused = await signUp(service, freshAddress(), {
      consents: [...REQUIRED, yes({ ...MARKETING, version: '2025-01-01' }), yes({ ...MARKETING, key: 'news' })],
    });
    expect(refused).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    expect(refused.body.errors.map(({ path }: { path: string }) => path)).toEqual([
      'consents.2.version',
      'consents.3.key',
    ]);
  });

  it('by a code and from another device keeps them, too', async () => {
    const service = aService();
    for (const proofOf of [
      ({ code }: { code?: string }, continuation: string) => ({ code, continuation }),
      ({ token }: { token?: string }) => ({ token, password: PASSWORD }),
    ]) {
      const email = freshAddress();
      const { body } = await signUp(service, email, { consents: REQUIRED });
      const verified = await service.post('/verify', proofOf(await mailTo(service, email), body.continuation));
      const { read } = requestsOf(service, verified.body.accessToken);
      expect((await read()).consents).toHaveLength(2);
    }
  });
});

describe('a sign-up link with a new password', () => {
  it('needs the consents of its reader, and voids those of the sign-up', async () => {
    const service = aService();
    const email = freshAddress();
    await signUp(service, email, { consents: [...REQUIRED, yes(MARKETING)] });
    const { token } = await mailTo(service, email);
    const take = (more: object) => service.post('/verify', { token, newPassword: 'a password of my own', ...more });
    const before = await service.loadChallenge(email);
    expect(await take({})).toMatchObject({ status: 422, body: { missing: ['terms', 'privacy'] } });
    expect(await service.loadChallenge(email)).toEqual(before);
    const taken = await take({ consents: [...REQUIRED, no(MARKETING)] });
    expect(taken.status).toBe(200);
    const { consents, history } = await requestsOf(service, taken.body.accessToken).read();
    expect(consents.map(({ granted }: { granted: boolean }) => granted)).toEqual([true, true, false]);
    expect(history).toHaveLength(3);
  });
});

describe('a stage that asks for nothing', () => {
  it('takes sign-ups as before, stores nothing of it, and refuses answers', async () => {
    const service = aService([]);
    const email = freshAddress();
    const { body } = await account(service, email);
    expect(body.user).not.toHaveProperty('consentsDue');
    const user = await loadAccount(service.store, email);
    expect(user).not.toHaveProperty('consents');
    const refused = await signUp(service, freshAddress(), { consents: REQUIRED });
    expect(refused).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'consents.0.key' }, { path: 'consents.1.key' }] },
    });
    expect(await requestsOf(service, body.accessToken).read()).toEqual({ consents: [], history: [] });
    expect((await service.request({ method: 'GET', path: '/consents' })).body).toEqual({ consents: [] });
  });
});

describe('what a stage asks for', () => {
  it('is public, with its sentences in every language', async () => {
    const { status, body } = await aService().request({ method: 'GET', path: '/consents' });
    expect({ status, body }).toEqual({ status: 200, body: { consents: CONSENTS } });
  });
});

describe('the owner of an account', () => {
  it('sees each answer with its time, language and network, and the last changes', async () => {
    const service = aService();
    const { read } = await anOwner(service);
    const { consents, history, ...rest } = await read();
    expect(rest).toEqual({});
    expect(consents[0]).toEqual({
      ...{ key: 'terms', version: '2026-01-01', granted: true, locale: 'ko' },
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      network: expect.stringMatching(/\.\*$/),
    });
    expect(history.map(({ key }: { key: string }) => key)).toEqual(['marketing', 'privacy', 'terms']);
  });

  it('agrees and withdraws with one request each, and a repeat writes nothing', async () => {
    const service = aService();
    const { put } = await anOwner(service);
    for (const answer of [yes(MARKETING), no(MARKETING)]) {
      service.advance(1);
      const changed = await put(answer);
      expect(changed.status).toBe(200);
      expect(changed.body.consents.at(-1)).toMatchObject(answer);
      service.operations.splice(0);
      expect((await put(answer)).body).toEqual(changed.body);
      expect(service.operations.filter((operation) => operation.startsWith('swap'))).toEqual([]);
    }
    const { body } = await put(no(MARKETING));
    expect(body.history.map(({ granted }: { granted: boolean }) => granted)).toEqual([false, true, true, true, false]);
  });

  it('cannot withdraw what the account needs, and is told how', async () => {
    const service = aService();
    const { put, read } = await anOwner(service);
    const before = await read();
    const refused = await put(yes(MARKETING), no(TERMS));
    expect(refused).toMatchObject({ status: 409, body: { code: 'account_needs_consent', missing: ['terms'] } });
    expect(refused.body.title).toContain('delete the account');
    expect(await read()).toEqual(before);
  });

  it('changes two consents at once by two requests, and neither is lost', async () => {
    const other = { ...MARKETING, key: 'night' };
    const service = aService([...CONSENTS, other]);
    const { put, read } = await anOwner(service);
    const answers = await Promise.all([put(yes(MARKETING)), put(yes(other))]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const granted = (await read()).consents.filter((each: { granted: boolean }) => each.granted);
    expect(granted.map(({ key }: { key: string }) => key).toSorted()).toEqual([
      'marketing',
      'night',
      'privacy',
      'terms',
    ]);
  });

  it('with an ended session changes nothing', async () => {
    const service = aService();
    const { email, put } = await anOwner(service);
    const { body } = await logIn(service, email);
    await service.post('/logout/all', { refreshToken: body.refreshToken });
    expect((await put(yes(MARKETING))).body.code).toBe('unauthenticated');
  });
});

describe('an account that must be asked', () => {
  it('is told so by every answer with the account, until it has agreed', async () => {
    const address = freshAddress();
    await account(aService([]), address);
    const service = aService();
    const loggedIn = await logIn(service, address);
    expect(loggedIn.body.user.consentsDue).toEqual(['terms', 'privacy']);
    expect((await me(service, loggedIn.body.accessToken)).body.consentsDue).toEqual(['terms', 'privacy']);
    expect((await refresh(service, loggedIn.body.refreshToken)).body.user.consentsDue).toEqual(['terms', 'privacy']);
    const { put, read } = requestsOf(service, loggedIn.body.accessToken);
    expect((await put(yes(TERMS))).body.consentsDue).toEqual(['privacy']);
    expect((await put(yes(PRIVACY))).body).not.toHaveProperty('consentsDue');
    expect((await read()).history).toHaveLength(2);
    expect((await me(service, loggedIn.body.accessToken)).body).not.toHaveProperty('consentsDue');
  });

  it('is asked again for a new version, and the old answer stays in its history', async () => {
    const { email } = await anOwner(aService());
    const service = aService([renewed(TERMS), PRIVACY, MARKETING]);
    const { body } = await logIn(service, email);
    expect(body.user.consentsDue).toEqual(['terms']);
    const { put } = requestsOf(service, body.accessToken);
    expect((await put(yes(TERMS))).status).toBe(400);
    const agreed = await put(yes(renewed(TERMS)));
    expect(agreed.body.history.filter(({ key }: { key: string }) => key === 'terms')).toHaveLength(2);
    expect(agreed.body).not.toHaveProperty('consentsDue');
  });

  it('began its sign-up before the stage asked', async () => {
    const address = freshAddress();
    const before = aService([]);
    const { body } = await signUp(before, address);
    const { token } = await mailTo(before, address);
    const verified = await aService().post('/verify', { token, continuation: body.continuation });
    expect(verified).toMatchObject({ status: 200, body: { user: { consentsDue: ['terms', 'privacy'] } } });
  });
});

describe('what people agreed to', () => {
  it('is in no log line', async () => {
    const service = aService();
    const { put, read } = await anOwner(service);
    await put(yes(MARKETING));
    await read();
    await put(no(TERMS));
    expect(service.lines.length).toBeGreaterThan(5);
    expect(service.lines.join('')).not.toMatch(/2026-01-01"|granted|marketing|203\.0\.113/);
  });

  it('is gone with the account, and with a sign-up that nobody verified', async () => {
    const service = aService();
    const { email, verified } = await anOwner(service);
    const headers = bearer(verified.body.accessToken);
    await service.request({ method: 'DELETE', path: '/me', headers, body: { password: PASSWORD } });
    expect(await loadAccount(service.store, email)).toBeUndefined();
    const [row] = await service.store.load([challengeKey({ purpose: 'signup', channel: 'email', address: email })]);
    expect(JSON.stringify(row)).not.toContain('granted');
  });
});
