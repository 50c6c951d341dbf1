// One-time codes over a real database: their lifetime, their proof, and that no log line contains them.
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import type { Channel } from '#domain/purpose.ts';
import { challengeKey } from '#domain/store-keys.ts';
import { bearer, me } from '../../support/account.ts';
import { createHookedStore } from '../../support/faults/hooked-store.ts';
import { askByMail, askByText, checkCode as check } from '../../support/one-time-code.ts';
import { freshAddress } from '../../support/real-store.ts';
import { type Answer, createTestService, type TestService } from '../../support/service.ts';
import { beginSignUp } from '../../support/sign-up.ts';
import { createTestStore } from '../../support/test-store.ts';
import { wrongCode } from '../../support/wrong-code.ts';

const aService = () => createTestService({ store: createTestStore() });

const ASKS = { email: askByMail, sms: askByText };

const loadOtp = async ({ store }: TestService, channel: Channel, address: string) => {
  const [challenge] = await store.load([challengeKey({ purpose: 'otp', channel, address })]);
  return challenge;
};

describe.each([
  ['email', 180],
  ['sms', 300],
] as const)('a code by %s', (channel, seconds) => {
  it(`works until ${seconds} seconds are over`, async () => {
    const service = aService();
    const asked = await ASKS[channel](service);
    expect(asked.answer).toMatchObject({
      status: 202,
      body: { status: 'sent', expiresInSeconds: seconds, resendInSeconds: 60 },
    });
    expect(asked.code).toMatch(/^\d{6}$/);
    service.advance(seconds - 1);
    const checked = await check(service, asked);
    expect(checked.status).toBe(200);
    expect(checked.body).toEqual({ verified: true, proof: expect.any(String), expiresInSeconds: 600 });
  });

  it(`has expired after ${seconds} seconds`, async () => {
    const service = aService();
    const asked = await ASKS[channel](service);
    service.advance(seconds);
    expect(await check(service, asked)).toMatchObject({ status: 410, body: { code: 'expired' } });
  });

  it('returns a proof that the published keys verify: for this address, for 10 minutes, without sub or scope', async () => {
    const service = aService();
    const asked = await ASKS[channel](service);
    const { proof } = (await check(service, asked)).body;
    const jwks = await service.request({ method: 'GET', path: '/.well-known/proof-jwks.json' });
    const verify = (now: number) =>
      jwtVerify(proof, createLocalJWKSet(jwks.body as JSONWebKeySet), {
        issuer: 'https://api.example',
        audience: 'https://api.example/proof',
        typ: 'latchkey-proof+jwt',
        algorithms: ['RS256'],
        currentDate: new Date(now),
      });
    const issuedAt = Math.floor(service.clock.now() / 1000);
    expect((await verify(service.clock.now())).payload).toEqual({
      iss: 'https://api.example',
      aud: 'https://api.example/proof',
      purpose: 'otp',
      channel,
      address: asked.address,
      iat: issuedAt,
      exp: issuedAt + 600,
      jti: expect.any(String),
    });
    await expect(verify((issuedAt + 600) * 1000)).rejects.toThrow('"exp" claim timestamp check failed');
  });

  it('leaves no address, number, code, continuation or proof in a log line', async () => {
    const service = aService();
    const asked = await ASKS[channel](service);
    await check(service, { ...asked, code: wrongCode(asked.code) });
    const { proof } = (await check(service, asked)).body;
    const lines = service.lines.join('\n');
    expect(lines).toContain('otp_verified');
    const number = asked.address.replace('+82', '');
    for (const secret of [asked.to, asked.address, number, asked.code, asked.continuation, proof]) {
      expect(lines).not.toContain(secret);
    }
  });
});

describe('a context', () => {
  const contextOf = (proof: string) =>
    JSON.parse(Buffer.from(proof.split('.')[1] ?? '', 'base64url').toString()).context;
  const proofOf = async (service: TestService, asked: Parameters<typeof check>[1]) =>
    contextOf((await check(service, asked)).body.proof);

  it('comes back in the proof', async () => {
    const service = aService();
    const asked = await askByMail(service, freshAddress(), undefined, 'order:2024-17.cancel_1');
    expect(await proofOf(service, asked)).toBe('order:2024-17.cancel_1');
  });

  it('stays with a code that is sent again', async () => {
    const service = aService();
    const first = await askByMail(service, freshAddress(), undefined, 'transfer');
    service.advance(61);
    const again = await askByMail(service, first.to, first.continuation, 'transfer');
    expect(again.code).toBe(first.code);
    expect(await proofOf(service, again)).toBe('transfer');
  });

  it.each([
    ['another one', 'login', 'transfer'],
    ['one where there was none', undefined, 'transfer'],
    ['none where there was one', 'login', undefined],
  ])('that is %s gets a code of its own, and the code from before is superseded', async (_name, one, other) => {
    const service = aService();
    const first = await askByMail(service, freshAddress(), undefined, one);
    service.advance(61);
    const second = await askByMail(service, first.to, first.continuation, other);
    expect(second.continuation).not.toBe(first.continuation);
    expect(await check(service, first)).toMatchObject({ status: 410, body: { code: 'superseded' } });
    expect(await proofOf(service, second)).toBe(other);
  });

  it.each(['', 'a b', 'a/b', '결제', 'a'.repeat(65), 'a\n', 5, null])('cannot be %j', async (context) => {
    const service = aService();
    const refused = await service.post('/otp', { channel: 'email', to: freshAddress(), context });
    expect(refused).toMatchObject({ status: 400, body: { code: 'invalid_request', errors: [{ path: 'context' }] } });
  });
});

describe('a proof', () => {
  it('is refused as an access token', async () => {
    const service = aService();
    const { proof } = (await check(service, await askByMail(service))).body;
    expect(await me(service, proof)).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    const change = { currentPassword: 'correct horse battery', newPassword: 'staple battery horse' };
    const changed = await service.post('/me/password', change, { headers: bearer(proof) });
    expect(changed).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
  });

  it('is returned once, and the code is used then', async () => {
    const service = aService();
    const asked = await askByMail(service);
    expect((await check(service, asked)).status).toBe(200);
    expect(await check(service, asked)).toMatchObject({ status: 410, body: { code: 'already_used' } });
  });

  it('is returned to at most one of 20 parallel checks', async () => {
    const service = aService();
    const asked = await askByMail(service);
    const answers = await Promise.all(Array.from({ length: 20 }, () => check(service, asked)));
    const statuses = answers.map(({ status }) => status);
    const won = statuses.filter((status) => status === 200).length;
    expect(won).toBeLessThanOrEqual(1);
    expect(statuses.every((status) => [200, 409, 410, 429].includes(status))).toBe(true);
    expect((await check(service, asked)).status).toBe(won === 1 ? 410 : 200);
  });

  it('is not returned to a check that another one overtakes between comparing and marking used', async () => {
    const { store, hook } = createHookedStore();
    const service = createTestService({ store });
    const asked = await askByMail(service);
    const overtakers: Answer[] = [];
    let swaps = 0;
    hook(async ({ kind }) => {
      // The first swap counts the attempt, the second marks the code used.
      if (kind !== 'challenge' || ++swaps < 2) return;
      hook();
      overtakers.push(await check(service, asked));
    });
    expect(await check(service, asked)).toMatchObject({ status: 410, body: { code: 'already_used' } });
    expect(overtakers.map(({ status }) => status)).toEqual([200]);
  });

  it('does not use up the code if the key service is down', async () => {
    const service = aService();
    const asked = await askByMail(service);
    service.setFaults((call) => (call === 'proofSigner.sign' ? 'before' : undefined));
    expect((await check(service, asked)).status).toBe(503);
    service.setFaults();
    expect((await check(service, asked)).status).toBe(200);
    expect(await loadOtp(service, 'email', asked.to)).toMatchObject({ failures: 0, failuresToday: 0 });
  });
});

describe('a wrong code', () => {
  it('counts down to locked, and then the right one is also refused', async () => {
    const service = aService();
    const asked = await askByMail(service);
    for (let attemptsLeft = 4; attemptsLeft >= 0; attemptsLeft--) {
      const wrong = await check(service, { ...asked, code: wrongCode(asked.code) });
      expect(wrong).toMatchObject({ status: 401, body: { code: 'code_mismatch', attemptsLeft } });
    }
    const locked = await check(service, asked);
    expect(locked).toMatchObject({ status: 429, body: { code: 'too_many_requests', reason: 'code_locked' } });
    expect(locked.headers['retry-after']).toBe(String(locked.body.retryAfterSeconds));
  });

  it('is not even counted without the continuation of this code', async () => {
    const service = aService();
    const asked = await askByMail(service);
    const before = await loadOtp(service, 'email', asked.to);
    const [head] = asked.continuation.split('.');
    const forged = `${head}.${Buffer.alloc(16, 7).toString('base64url')}`;
    const ofSignUp = (await beginSignUp(service, asked.to)).continuation;
    for (const continuation of [undefined, 'junk', forged, ofSignUp]) {
      const refused = await check(service, { code: asked.code, ...(continuation && { continuation }) });
      expect(refused).toMatchObject({ status: 401, body: { code: 'continuation_required' } });
    }
    expect(await loadOtp(service, 'email', asked.to)).toEqual(before);
    expect((await check(service, asked)).status).toBe(200);
  });
});

describe('asking again', () => {
  it('with the continuation sends the same code, valid for another full lifetime', async () => {
    const service = aService();
    const first = await askByMail(service);
    service.advance(61);
    const again = await askByMail(service, first.to, first.continuation);
    expect(service.mails).toHaveLength(2);
    expect([again.code, again.continuation]).toEqual([first.code, first.continuation]);
    expect(again.answer.body).toMatchObject({ expiresInSeconds: 180 });
    service.advance(179);
    expect((await check(service, first)).status).toBe(200);
  });

  it('without it, after the cool-down, replaces the first code with a new one', async () => {
    const service = aService();
    const first = await askByMail(service);
    expect((await service.post('/otp', { channel: 'email', to: first.to })).body.reason).toBe('cool_down');
    service.advance(61);
    const second = await askByMail(service, first.to);
    expect(await check(service, first)).toMatchObject({ status: 410, body: { code: 'superseded' } });
    expect((await check(service, second)).status).toBe(200);
  });
});
