// Sign-up and resend over a real database: the same answer for every address, the limits, and the cost of each.
import { describe, expect, it } from 'vitest';
import { signUpData, takeOverSignUp } from '#domain/challenge/challenge.ts';
import { createContinuation } from '#domain/challenge/continuation.ts';
import { challengeKey } from '#domain/store-keys.ts';
import { freshAddress } from '../../support/real-store.ts';
import { type Answer, createTestService, freshNetwork, type TestService } from '../../support/service.ts';
import { account, beginSignUp, mailTo, PASSWORD, pendingSignUp } from '../../support/sign-up.ts';
import { createTestStore } from '../../support/test-store.ts';

const aService = () => createTestService({ store: createTestStore() });

/** The parts of an answer that an observer could compare. */
const shapeOf = ({ status, headers, cookies, body }: Answer) => ({
  status,
  headers,
  cookies,
  body: { ...body, address: typeof body.address, continuation: typeof body.continuation },
});

describe('signing up', () => {
  it('answers 202 with the address, times and a continuation, and nothing else', async () => {
    const address = freshAddress();
    const { answer } = await beginSignUp(aService(), `<${address.toUpperCase()}>`);
    expect(answer).toMatchObject({ status: 202 });
    expect(answer.body).toEqual({
      status: 'sent',
      address,
      expiresInSeconds: 1800,
      resendInSeconds: 60,
      continuation: expect.stringMatching(/^[\w-]+\.[\w-]{22}$/),
    });
  });

  it('answers and works the same for an address with an account; only the mail differs', async () => {
    const service = aService();
    const [known, unknown] = [freshAddress(), freshAddress()];
    await account(service, known);
    // The known address has a row from its own sign-up; so does the unknown one, from an abandoned one.
    await beginSignUp(service, unknown);
    service.advance(24 * 3600);
    await service.deliver();
    const record = async (address: string) => {
      service.operations.splice(0);
      const { answer } = await beginSignUp(service, address);
      return { shape: shapeOf(answer), operations: [...service.operations] };
    };
    const [ofKnown, ofUnknown, ofFresh] = [await record(known), await record(unknown), await record(freshAddress())];
    expect(ofKnown).toEqual(ofUnknown);
    expect(ofKnown).toEqual(ofFresh);
    expect((await mailTo(service, known)).subject).not.toBe((await mailTo(service, unknown)).subject);
  });

  it('during the cool-down is 429 with Retry-After, the same for known and unknown addresses', async () => {
    const service = aService();
    const known = freshAddress();
    await account(service, known);
    service.advance(61);
    const again = async (address: string) => {
      await beginSignUp(service, address);
      service.advance(20);
      return service.post('/signup', { email: address, password: PASSWORD });
    };
    const [ofKnown, ofUnknown] = [await again(known), await again(freshAddress())];
    expect(ofKnown).toMatchObject({
      status: 429,
      headers: { 'retry-after': '40' },
      body: { code: 'too_many_requests', reason: 'cool_down', retryAfterSeconds: 40 },
    });
    expect(ofUnknown).toEqual(ofKnown);
  });

  it('costs 2 counts, 1 read and 1 write', async () => {
    const service = aService();
    await beginSignUp(service, freshAddress());
    expect(service.operations).toEqual(['count 1', 'load challenge', 'count 1', 'swap challenge']);
  });

  it('lets one of 20 parallel sign-ups for one address win; the others wait', async () => {
    const service = aService();
    const address = freshAddress();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        service.post('/signup', { email: address, password: PASSWORD }, { ip: `${freshNetwork()}.1` }),
      ),
    );
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(19);
  });

  it('refuses weak passwords with their reason and writes no challenge', async () => {
    const service = aService();
    const address = freshAddress();
    const reasons: Record<string, string> = {
      short: 'too_short',
      ['x'.repeat(129)]: 'too_long',
      [`my ${address}`]: 'contains_address',
      PassWord1234: 'common',
    };
    for (const [password, reason] of Object.entries(reasons)) {
      const answer = await service.post('/signup', { email: address, password });
      expect(answer).toMatchObject({ status: 422, body: { code: 'weak_password', reason } });
    }
    expect(await service.loadChallenge(address)).toBeUndefined();
  });

  it('refuses what is no address before it counts anything', async () => {
    const service = aService();
    const refused = await service.post('/signup', { email: 'nobody at example.com', password: PASSWORD });
    expect(refused).toMatchObject({ status: 400, body: { code: 'invalid_request', errors: [{ path: 'email' }] } });
    expect(service.operations).toEqual([]);
  });

  it('stops one client after 10 requests a minute, before it reads or writes anything else', async () => {
    const service = aService();
    const network = freshNetwork();
    const ip = `${network}.44`;
    for (let count = 0; count < 10; count++) await beginSignUp(service, freshAddress(), PASSWORD, ip);
    service.operations.splice(0);
    const eleventh = await service.post('/signup', { email: freshAddress(), password: PASSWORD }, { ip });
    expect(eleventh).toMatchObject({ status: 429, body: { reason: 'network' } });
    expect(service.operations).toEqual(['count 1']);
    expect(
      (await service.post('/signup', { email: freshAddress(), password: PASSWORD }, { ip: `${network}.45` })).status,
    ).toBe(202);
    service.advance(60);
    expect((await service.post('/signup', { email: freshAddress(), password: PASSWORD }, { ip })).status).toBe(202);
  });

  it('counts the aliases of one mailbox together, per network, and allows one per hour above the cap', async () => {
    const service = aService();
    const name = freshAddress().split('@')[0];
    const [one, other] = [`${freshNetwork()}.1`, `${freshNetwork()}.1`];
    const signUp = (tag: number, ip: string) =>
      service.post('/signup', { email: `${name}+${tag}@example.com`, password: PASSWORD }, { ip });
    const answers = [];
    for (let tag = 0; tag < 6; tag++) answers.push((await signUp(tag, one)).status);
    expect(answers).toEqual([202, 202, 202, 202, 202, 429]);
    expect((await signUp(7, other)).status).toBe(202);
    service.advance(3600);
    expect([(await signUp(8, one)).status, (await signUp(9, one)).status]).toEqual([202, 429]);
  });

  it('keeps the locale and profile of the sign-up for the account', async () => {
    const service = aService();
    const email = freshAddress();
    const profile = { nickName: '민지', age: 31, isBeta: true };
    const { body } = await service.post('/signup', { email, password: PASSWORD, locale: 'en', profile });
    const { token, subject, text } = await mailTo(service, email);
    expect(subject).not.toMatch(/[가-힣]{6,}/);
    expect(text).not.toContain('민지');
    const verified = await service.post('/verify', { token, continuation: body.continuation });
    expect(verified.body.user).toMatchObject({ locale: 'en', profile });
  });
});

describe('resending', () => {
  it('after the cool-down sends the byte-same link and code, and verifying makes one account', async () => {
    const service = aService();
    const first = await pendingSignUp(service, freshAddress());
    service.advance(61);
    const resent = await service.post('/signup/resend', { continuation: first.continuation });
    expect(resent.status).toBe(202);
    // No continuation: the caller has it.
    expect(resent.body).toEqual({
      status: 'sent',
      address: first.address,
      expiresInSeconds: 1800,
      resendInSeconds: 60,
    });
    const second = await mailTo(service, first.address);
    expect(service.mails).toHaveLength(2);
    expect([second.token, second.code]).toEqual([first.token, first.code]);
    const { token, continuation } = first;
    expect((await service.post('/verify', { token, continuation })).status).toBe(200);
    expect((await service.post('/verify', { token: second.token, continuation })).body.code).toBe('already_used');
  });

  it('during the cool-down is 429', async () => {
    const service = aService();
    const { continuation } = await pendingSignUp(service, freshAddress());
    expect((await service.post('/signup/resend', { continuation })).body).toMatchObject({ reason: 'cool_down' });
  });

  const resending = (service: TestService, continuation?: string) =>
    service.post('/signup/resend', continuation === undefined ? {} : { continuation });

  it('a used sign-up says so, and sends nothing', async () => {
    const service = aService();
    const { continuation, token } = await pendingSignUp(service, freshAddress());
    await service.post('/verify', { token, continuation });
    service.advance(61);
    const sent = service.mails.length;
    expect(await resending(service, continuation)).toMatchObject({ status: 410, body: { code: 'already_used' } });
    await service.deliver();
    expect(service.mails).toHaveLength(sent);
  });

  it('a sign-up whose link took a new password says used, although the row is not', async () => {
    const service = aService();
    const { address, continuation } = await pendingSignUp(service, freshAddress());
    const row = await service.loadChallenge(address);
    if (!row) throw new Error('the sign-up has no row');
    const taken = takeOverSignUp(row, signUpData(row), service.clock.now());
    const key = challengeKey({ purpose: 'signup', channel: 'email', address });
    expect((await service.store.swap(key, { version: row.version }, taken)).ok).toBe(true);
    service.advance(61);
    expect((await resending(service, continuation)).body.code).toBe('already_used');
  });

  it('what is no continuation of a sign-up is refused, and not counted', async () => {
    const service = aService();
    const otp = await service.post('/otp', { channel: 'email', to: freshAddress() });
    service.operations.splice(0);
    for (const junk of ['nonsense', undefined, '', otp.body.continuation]) {
      const answer = await resending(service, junk);
      expect(answer).toMatchObject({ status: 401, body: { code: 'continuation_required' } });
    }
    expect(service.operations).toEqual([]);
  });

  it('a newer sign-up has replaced it: superseded until its own last day, then expired', async () => {
    const service = aService();
    const { address, continuation } = await pendingSignUp(service, freshAddress());
    service.advance(61);
    await pendingSignUp(service, address);
    expect(await resending(service, continuation)).toMatchObject({ status: 410, body: { code: 'superseded' } });
    service.advance(90 * 60 - 62);
    expect((await resending(service, continuation)).body.code).toBe('superseded');
    service.advance(1);
    expect((await resending(service, continuation)).body.code).toBe('expired');
  });

  it('a continuation that was made up gets the same answers, so they do not tell who signs up', async () => {
    const service = aService();
    const pending = freshAddress();
    await pendingSignUp(service, pending);
    const id = service.dependencies.ids.next();
    const madeUp = (address: string) =>
      createContinuation(service.dependencies.random, { purpose: 'signup', channel: 'email', address }, id)
        .continuation;
    for (const [seconds, code] of [
      [61, 'superseded'],
      [90 * 60, 'expired'],
    ] as const) {
      service.advance(seconds);
      const [one, other] = [
        await resending(service, madeUp(pending)),
        await resending(service, madeUp(freshAddress())),
      ];
      expect(one.body.code).toBe(code);
      expect(other.body).toEqual(one.body);
    }
  });

  it('past its last day it is expired', async () => {
    const service = aService();
    const { continuation } = await pendingSignUp(service, freshAddress());
    service.advance(90 * 60);
    expect(await resending(service, continuation)).toMatchObject({ status: 410, body: { code: 'expired' } });
  });

  it('revives an expired link until three lifetimes after the sign-up, and never past them', async () => {
    const service = aService();
    const { continuation, token } = await pendingSignUp(service, freshAddress());
    service.advance(80 * 60);
    expect((await service.post('/verify', { token, continuation })).body.code).toBe('expired');
    const resent = await service.post('/signup/resend', { continuation });
    expect(resent.body.expiresInSeconds).toBe(600);
    expect((await service.post('/verify', { token, continuation })).status).toBe(200);
  });
});

describe('in cookie mode', () => {
  const origin = 'https://api.example';

  it('continuation and refresh token travel in HttpOnly cookies only', async () => {
    const service = aService();
    const email = freshAddress();
    const begun = await service.post(
      '/signup',
      { email, password: PASSWORD, credentials: 'cookie' },
      { headers: { origin } },
    );
    expect(begun.body.continuation).toBeUndefined();
    const [cookie = ''] = begun.cookies;
    expect(cookie).toMatch(
      /^__Host-latchkey-continuation-signup=[\w.-]+; Path=\/; Max-Age=5400; HttpOnly; SameSite=Lax; Secure$/,
    );
    const { token } = await mailTo(service, email);
    const cookies = [cookie.split(';')[0] ?? ''];
    const verified = await service.post('/verify', { token, credentials: 'cookie' }, { headers: { origin }, cookies });
    expect(verified.status).toBe(200);
    expect(verified.body.refreshToken).toBeUndefined();
    expect(verified.cookies[0]).toMatch(
      /^__Host-latchkey-refresh=[\w.-]+; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax; Secure$/,
    );
    expect(verified.cookies[1]).toMatch(/^__Host-latchkey-continuation-signup=; .*Max-Age=0/);
  });

  it('is refused to foreign origins and to none', async () => {
    const service = aService();
    const body = { email: freshAddress(), password: PASSWORD, credentials: 'cookie' };
    for (const headers of [{}, { origin: 'https://evil.example' }, { origin: 'null' }]) {
      expect((await service.post('/signup', body, { headers })).body.code).toBe('origin_refused');
    }
    expect((await service.post('/signup', body, { headers: { origin: 'https://app.example' } })).status).toBe(202);
  });
});
