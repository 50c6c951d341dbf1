// The JSON routes by the functions of `latchkey/client`, and the sentences of their errors.
import { describe, expect, expectTypeOf, it } from 'vitest';
import { ERRORS as EN } from '#texts/en/errors.ts';
import { ERRORS as KO } from '#texts/ko/errors.ts';
import { type Api, type ApiError, createApi } from '../../client/api.ts';
import type { Latchkey } from '../../client/index.ts';
import { sentenceFor } from '../../client/sentences.ts';
import { createBrowser, fetchOf, type TabOptions } from '../support/app.ts';
import { aPerson, createOAuthService } from '../support/oauth.ts';
import { account, mailTo, PASSWORD } from '../support/sign-up.ts';

const ADDRESS = 'minji@example.com';
const OTHER = 'jiwoo@example.com';
const QUARTER_HOUR = 15 * 60;

const openApp = (options: TabOptions = {}) => {
  const service = createOAuthService();
  const browser = createBrowser(service);
  const { app } = browser.openTab(options);
  return { service, browser, app, api: createApi(app) };
};
const take = <Value>(result: { ok: true; value: Value } | { ok: false; error: ApiError }): Value => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
const signedUp = async (options?: TabOptions) => {
  const begun = openApp(options);
  const { continuation = '' } = take(await begun.api.signUp({ email: ADDRESS, password: PASSWORD }));
  const { code = '' } = await mailTo(begun.service, ADDRESS);
  const verified = take(await begun.api.verify({ code, continuation }));
  return { ...begun, verified };
};

describe('the JSON routes', () => {
  it('sign up, verify, and keep the session', async () => {
    const { app, api, service, verified, browser } = await signedUp();
    expectTypeOf(verified.user.email).toEqualTypeOf<string>();
    expect(app.user()).toMatchObject({ id: verified.user.id, email: ADDRESS, emailVerified: true });
    expect(take(await api.me())).toMatchObject({ email: ADDRESS });
    service.advance(15 * 60);
    expect(take(await api.me())).toMatchObject({ email: ADDRESS });
    expect(browser.count('POST /token/refresh')).toBe(1);
  });

  it('log in by password, and out', async () => {
    const { app, api, browser } = await signedUp();
    await app.logOut({ hosted: false });
    expect(browser.count('POST /logout')).toBe(1);
    expect(await api.me()).toMatchObject({ ok: false, error: { code: 'unauthenticated', status: 401 } });
    take(await api.logInWithPassword({ email: ADDRESS, password: PASSWORD }));
    expect(app.user()?.email).toBe(ADDRESS);
  });

  it('reset a password', async () => {
    const { app, api, service } = await signedUp();
    service.advance(61);
    const { continuation = '' } = take(await api.requestReset({ email: ADDRESS }));
    const { code = '' } = await mailTo(service, ADDRESS);
    take(await api.confirmReset({ code, continuation, password: 'another horse battery' }));
    expect(app.user()?.email).toBe(ADDRESS);
  });

  it('change what an owner may change, with the tokens that follow', async () => {
    const { app, api } = await signedUp();
    take(await api.changeMe({ profile: { name: '민지' }, locale: 'en' }));
    const changed = { currentPassword: PASSWORD, newPassword: 'another horse battery' };
    const before = app.session()?.refreshToken;
    take(await api.changePassword(changed));
    expect(app.session()?.refreshToken).not.toBe(before);
    expect(app.user()).toMatchObject({ name: '민지', locale: 'en' });
    take(await api.endOtherSessions({ password: changed.newPassword }));
    expect(take(await api.sessions()).sessions).toHaveLength(1);
    expect(app.session()).toMatchObject({ kind: 'api', refreshToken: expect.any(String) });
    take(await api.deleteMe({ password: changed.newPassword }));
    expect(app.user()).toBeUndefined();
  });

  it('list sessions by pages, and end one', async () => {
    const { api, service } = await signedUp();
    for (const _ of [1, 2]) {
      service.advance(61);
      await service.post('/login', { email: ADDRESS, password: PASSWORD });
    }
    const first = take(await api.sessions({ limit: 2 }));
    expectTypeOf(first.next).toEqualTypeOf<string | undefined>();
    expectTypeOf<Parameters<Api['me']>['length']>().toEqualTypeOf<0>();
    expectTypeOf<Parameters<Api['endOtherSessions']>['length']>().toEqualTypeOf<0 | 1>();
    expectTypeOf<Parameters<Api['endSession']>['length']>().toEqualTypeOf<1>();
    expectTypeOf<Parameters<Api['endSession']>[0]['id']>().toEqualTypeOf<string>();
    const rest = take(await api.sessions({ limit: 2, cursor: first.next ?? '' }));
    expect([first.sessions.length, rest.sessions.length]).toEqual([2, 1]);
    const other = [...first.sessions, ...rest.sessions].find(({ isCurrent }) => !isCurrent);
    expect(take(await api.endSession({ id: other?.id ?? '', password: PASSWORD }))).toEqual({ status: 'ended' });
    expect(take(await api.sessions()).sessions).toHaveLength(2);
    expect(await api.endSession({ id: '../me', password: PASSWORD })).toMatchObject({ error: { code: 'not_found' } });
  });

  it('need no password a moment after the log-in, and ask for one later', async () => {
    const { api, app, service } = await signedUp();
    take(await api.endOtherSessions());
    service.advance(QUARTER_HOUR);
    expect(await api.endOtherSessions()).toMatchObject({ error: { code: 'reauthentication_required' } });
    expect(await api.deleteMe()).toMatchObject({ error: { code: 'reauthentication_required' } });
    expect(await api.logOutEverywhere()).toMatchObject({ error: { code: 'reauthentication_required' } });
    expect(app.user()).toBeDefined();
    take(await api.logOutEverywhere({ password: PASSWORD }));
    expect(app.user()).toBeUndefined();
    expect(await api.logOutEverywhere()).toMatchObject({ error: { code: 'unauthenticated', status: 401 } });
  });

  it('log out everywhere an app that logs in on the pages', async () => {
    const service = createOAuthService();
    const person = await aPerson(service, ADDRESS);
    const browser = createBrowser(service);
    const elsewhere = createBrowser(service);
    const scope = 'openid account offline_access';
    const [one, two] = [browser.openTab({ scope }), elsewhere.openTab({ scope })];
    await browser.logIn(one, person);
    await elsewhere.logIn(two, person);
    take(await createApi(one.app).logOutEverywhere({ password: PASSWORD }));
    expect(one.app.user()).toBeUndefined();
    service.advance(QUARTER_HOUR);
    expect(await two.app.accessToken()).toBeUndefined();
    const answer = await service.post('/login', { email: ADDRESS, password: PASSWORD });
    const headers = { authorization: `Bearer ${answer.body.accessToken}` };
    const { body } = await service.request({ method: 'GET', path: '/me/sessions', headers });
    expect(body.sessions).toHaveLength(1);
  });

  it.each([
    ['a log-out', (app: Latchkey) => app.logOut({ hosted: false })],
    ['another log-in', (app: Latchkey) => createApi(app).logInWithPassword({ email: OTHER, password: PASSWORD })],
  ])('bring nothing back after %s meanwhile', async (_, leave) => {
    const begun = await signedUp();
    const { service, browser, app } = begun;
    await account(service, OTHER);
    const { promise: answered, resolve: arrive } = Promise.withResolvers<void>();
    const { promise: left, resolve: goOn } = Promise.withResolvers<void>();
    const slow = browser.openTab({
      platform: {
        fetch: async (input, init) => {
          const answer = await fetchOf(service)(input, init);
          arrive();
          await left;
          return answer;
        },
      },
    });
    const changed = { currentPassword: PASSWORD, newPassword: 'another horse battery' };
    const late = createApi(slow.app).changePassword(changed);
    await answered;
    await leave(app);
    const before = app.session();
    goOn();
    take(await late);
    expect(app.session()).toEqual(before);
    const { body } = await service.post('/login', { email: ADDRESS, password: changed.newPassword });
    const headers = { authorization: `Bearer ${body.accessToken}` };
    const listed = async () => (await service.request({ method: 'GET', path: '/me/sessions', headers })).body.sessions;
    await expect.poll(listed).toHaveLength(1);
    expect(app.session()).toEqual(before);
  });

  it('repeat what sends a mail when the answer is lost, and send one', async () => {
    let lost = 0;
    const { service, app } = openApp();
    const plainFetch = async (input: string | URL | Request, init?: RequestInit) => {
      const answer = await fetchOf(service)(input, init);
      if (lost++ === 0) throw new TypeError('the connection was lost');
      return answer;
    };
    const api = createApi({ ...app, plainFetch });
    take(await api.signUp({ email: ADDRESS, password: PASSWORD }));
    await service.deliver();
    expect(lost).toBe(2);
    expect(service.mails).toHaveLength(1);
  });
});

describe('errors', () => {
  it('are told apart by code', async () => {
    const { api } = openApp();
    const result = await api.signUp({ email: ADDRESS, password: 'short' });
    if (result.ok || result.error.code !== 'weak_password') throw new Error('the password was not refused');
    expectTypeOf(result.error.reason).toEqualTypeOf<
      'too_short' | 'too_long' | 'contains_address' | 'common' | 'leaked'
    >();
    expect(result.error).toMatchObject({ status: 422, reason: 'too_short' });
  });

  it('name the wrong fields', async () => {
    const { api } = openApp();
    const result = await api.signUp({ email: 'minji', password: PASSWORD });
    expect(result).toMatchObject({ ok: false, error: { code: 'invalid_request', errors: [{ path: 'email' }] } });
  });

  it('tell how long to wait', async () => {
    const { api } = openApp();
    await api.requestReset({ email: ADDRESS });
    const result = await api.requestReset({ email: ADDRESS });
    const expected = { code: 'too_many_requests', reason: 'cool_down', retryAfterSeconds: 60 };
    expect(result).toMatchObject({ ok: false, error: expected });
  });

  it.each([
    [429, 'too_many_requests'],
    [413, 'payload_too_large'],
    [503, 'unavailable'],
    [502, 'unavailable'],
    [500, 'internal_error'],
  ])('of a gateway, %i, get the code %s', async (status, code) => {
    const fetch = async () => Response.json({ message: 'Too Many' }, { status });
    expect(await openApp({ platform: { fetch } }).api.me()).toMatchObject({ ok: false, error: { code, status } });
  });

  it('say that there was no answer', async () => {
    const fetch = () => Promise.reject(new TypeError('offline'));
    expect(await openApp({ platform: { fetch } }).api.me()).toEqual({
      ok: false,
      error: { code: 'network', status: 0 },
    });
  });
});

const limit = (reason: 'cool_down' | 'network' | 'address', retryAfterSeconds: number): ApiError => ({
  ...{ code: 'too_many_requests', status: 429 },
  ...{ reason, retryAfterSeconds },
});
const attempts = (attemptsLeft: number): ApiError => ({ code: 'code_mismatch', status: 401, attemptsLeft });

describe('sentenceFor', () => {
  type Texts = typeof KO;
  it.each<[ApiError, (texts: Texts) => string, string, string]>([
    [{ code: 'network', status: 0 }, (texts) => texts.network, '', ''],
    [{ code: 'session_ended', status: 401 }, (texts) => texts.errors.session_ended, '', ''],
    [{ code: 'weak_password', status: 422, reason: 'too_short' }, (texts) => texts.weakPassword.too_short, '', ''],
    [limit('cool_down', 42), (texts) => texts.limits.cool_down, '42초', '42 seconds'],
    [limit('network', 125), (texts) => texts.limits.network, '3분', '3 minutes'],
    [limit('address', 7200), (texts) => texts.limits.address, '2시간', '2 hours'],
    [{ code: 'too_many_requests', status: 429 }, (texts) => texts.errors.too_many_requests, KO.aMoment, EN.aMoment],
    [attempts(2), ({ errors, attemptsLeft }) => `${errors.code_mismatch} ${attemptsLeft}`, '2', '2'],
    [attempts(0), ({ errors, noAttemptsLeft }) => `${errors.code_mismatch} ${noAttemptsLeft}`, '', ''],
  ])('says what the pages say, for %j', (error, sentence, korean, english) => {
    const filled = (texts: Texts, value: string) => sentence(texts).replace(/\{(?:wait|count)\}/, value);
    expect(sentenceFor(error)).toBe(filled(KO, korean));
    expect(sentenceFor(error, 'en')).toBe(filled(EN, english));
  });

  it('has one for what a later version of the service may say', () => {
    const unknown = { code: 'brand_new', status: 400 } as unknown as ApiError;
    expect(sentenceFor(unknown, 'en')).toBe(sentenceFor({ code: 'internal_error', status: 500 }, 'en'));
  });
});
