// One-time codes have a secret and a signing key of their own: what they make opens no account, and opens nothing of accounts.
import { createLocalJWKSet, type JSONWebKeySet, type JWTVerifyOptions, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { deriveCode } from '#domain/challenge/code.ts';
import { accessTokenInput, signToken } from '#domain/session/access-token.ts';
import { challengeKey } from '#domain/store-keys.ts';
import { me } from '../../support/account.ts';
import { keysOf } from '../../support/builders.ts';
import { askByMail, askByText, checkCode as check } from '../../support/one-time-code.ts';
import { freshAddress } from '../../support/real-store.ts';
import { createTestService, OTP_GENERATION, type ServiceOptions, type TestService } from '../../support/service.ts';
import { account, mailTo } from '../../support/sign-up.ts';
import { createTestStore } from '../../support/test-store.ts';

const ISSUER = 'https://api.example';

const aService = (settings: ServiceOptions['settings'] = {}) =>
  createTestService({ store: createTestStore(), settings });

const publishedAt = async (service: TestService, path: string): Promise<JSONWebKeySet> =>
  (await service.request({ method: 'GET', path })).body;
const ofTokens = (service: TestService) => publishedAt(service, '/.well-known/jwks.json');
const ofProofs = (service: TestService) => publishedAt(service, '/.well-known/proof-jwks.json');

const proofOf = async (service: TestService): Promise<string> =>
  (await check(service, await askByMail(service))).body.proof;

const verify = (service: TestService, token: string, keys: JSONWebKeySet, expected: JWTVerifyOptions = {}) =>
  jwtVerify(token, createLocalJWKSet(keys), {
    issuer: ISSUER,
    currentDate: new Date(service.clock.now()),
    ...expected,
  });

const otpKey = (address: string) => challengeKey({ purpose: 'otp', channel: 'email', address });
const loadOtp = async ({ store }: TestService, address: string) => {
  const [challenge] = await store.load([otpKey(address)]);
  if (!challenge) throw new Error('no such code');
  return challenge;
};

describe('the keys of accounts', () => {
  it.each([
    ['email', askByMail],
    ['sms', askByText],
  ] as const)(
    'are not used for a code by %s: not to send it, not to check it, not for its proof',
    async (_channel, ask) => {
      const service = aService();
      service.setFaults((call) => (/^(?:keyRing|signer)\./.test(call) ? 'before' : undefined));
      const asked = await ask(service);
      expect(await check(service, asked)).toMatchObject({ status: 200, body: { proof: expect.any(String) } });
      expect(service.lines.join('\n')).not.toContain('dependency_failed');
    },
  );

  it('do not derive the code', async () => {
    const service = aService();
    const asked = await askByMail(service);
    const ref = { purpose: 'otp', channel: 'email', address: asked.address } as const;
    const { id } = await loadOtp(service, asked.address);
    for (const label of service.settings.masterKeys.accepted)
      expect(deriveCode(keysOf(label), ref, id)).not.toBe(asked.code);
  });
});

describe('the keys of one-time codes', () => {
  it('are not used for an account', async () => {
    const service = aService();
    service.setFaults((call) => (/^(?:otpKeyRing|proofSigner)\./.test(call) ? 'before' : undefined));
    const { accessToken } = (await account(service, freshAddress())).body;
    expect((await me(service, accessToken)).status).toBe(200);
  });

  it.each([[false], [true]])(
    'sign no access token, even if everything else in it is right (proofKeysInJwks: %s)',
    async (proofKeysInJwks) => {
      const service = aService({ otp: { access: 'public', proofKeysInJwks } });
      const { accessToken } = (await account(service, freshAddress())).body;
      const claims = JSON.parse(Buffer.from(accessToken.split('.')[1], 'base64url').toString());
      const { proofSigner } = service.dependencies;
      const input = accessTokenInput(await proofSigner.keyId(), {
        issuer: ISSUER,
        audience: ISSUER,
        userId: claims.sub,
        sessionId: claims.sid,
        epoch: claims.epoch,
        tokenId: claims.jti,
        authenticatedAt: service.clock.now(),
        now: service.clock.now(),
        lifetimeSeconds: 900,
      });
      const forged = await signToken(proofSigner, input);
      expect(await me(service, forged)).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    },
  );

  it('are not in the key set of access tokens, so a verifier that looks at no type refuses what they sign', async () => {
    const service = aService();
    const proof = await proofOf(service);
    await expect(verify(service, proof, await ofTokens(service))).rejects.toThrow('no applicable key found');
    const { keyId } = service.dependencies.proofSigner;
    expect((await ofTokens(service)).keys.map(({ kid }) => kid)).not.toContain(await keyId());
  });

  it('have a key set of their own, which verifies no access token', async () => {
    const service = aService();
    const proof = await proofOf(service);
    const expected = { audience: `${ISSUER}/proof`, typ: 'latchkey-proof+jwt', algorithms: ['RS256'] };
    expect((await verify(service, proof, await ofProofs(service), expected)).payload).toMatchObject({ purpose: 'otp' });
    const { accessToken } = (await account(service, freshAddress())).body;
    await expect(verify(service, accessToken, await ofProofs(service))).rejects.toThrow('no applicable key found');
  });

  it('are also in the key set of access tokens as long as the configuration says so', async () => {
    const service = aService({ otp: { access: 'public', proofKeysInJwks: true } });
    const proof = await proofOf(service);
    for (const keys of [await ofTokens(service), await ofProofs(service)])
      expect((await verify(service, proof, keys, { typ: 'latchkey-proof+jwt' })).payload).toMatchObject({
        purpose: 'otp',
      });
    const { accessToken } = (await account(service, freshAddress())).body;
    expect((await verify(service, accessToken, await ofTokens(service), { typ: 'at+jwt' })).payload).toHaveProperty(
      'sid',
    );
  });

  it('are not published where one-time codes are off', async () => {
    const service = aService({ otp: { access: 'off', proofKeysInJwks: true } });
    const refused = await service.request({ method: 'GET', path: '/.well-known/proof-jwks.json' });
    expect(refused).toMatchObject({ status: 404, body: { code: 'not_found' } });
    const { keyId } = service.dependencies.proofSigner;
    expect((await ofTokens(service)).keys.map(({ kid }) => kid)).not.toContain(await keyId());
  });
});

describe('a new label', () => {
  const labels = (accepted: readonly number[], current: number) => ({ otpKeys: { accepted, current } });

  it('makes new codes, and codes of a label that is still accepted go on working', async () => {
    const store = createTestStore();
    const before = createTestService({ store, settings: labels([1], 1) });
    const after = createTestService({ store, settings: labels([1, 2], 2) });
    const asked = await askByMail(before);
    expect((await check(after, asked)).status).toBe(200);
    const { address } = await askByMail(after);
    expect((await loadOtp(after, address)).keyGeneration).toBe(OTP_GENERATION + 1);
  });

  it('without the old one ends its codes, and asking with their continuation sends a new one', async () => {
    const store = createTestStore();
    const before = createTestService({ store, settings: labels([1], 1) });
    const after = createTestService({ store, settings: labels([2], 2) });
    const asked = await askByMail(before);
    expect(await check(after, asked)).toMatchObject({ status: 410, body: { code: 'superseded' } });
    after.advance(61);
    const again = await askByMail(after, asked.to, asked.continuation);
    expect(again.continuation).not.toBe(asked.continuation);
    expect((await check(after, again)).status).toBe(200);
  });
});

describe('a code from before one-time codes had keys of their own', () => {
  /** Asks for a code; its row is then as the older release wrote it: of the master secret of accounts. */
  const askBefore = async (service: TestService) => {
    const to = freshAddress();
    const { continuation } = (await service.post('/otp', { channel: 'email', to })).body;
    const row = await loadOtp(service, to);
    service.stream.splice(0);
    await service.store.swap(otpKey(to), row, { ...row, keyGeneration: 1 });
    const code = deriveCode(keysOf(1), { purpose: 'otp', channel: 'email', address: to }, row.id);
    return { to, code, continuation };
  };

  it('is still mailed, as it was derived', async () => {
    const service = aService();
    const { to, code } = await askBefore(service);
    expect((await mailTo(service, to)).code).toBe(code);
  });

  it('is refused as superseded, and nothing is counted', async () => {
    const service = aService();
    const asked = await askBefore(service);
    expect(await check(service, asked)).toMatchObject({ status: 410, body: { code: 'superseded' } });
    expect(await loadOtp(service, asked.to)).toMatchObject({ failures: 0, failuresToday: 0 });
  });

  it('is not sent again: asking with its continuation sends a new code, which works', async () => {
    const service = aService();
    const asked = await askBefore(service);
    service.advance(61);
    const again = await askByMail(service, asked.to, asked.continuation);
    expect(again.code).not.toBe(asked.code);
    expect((await check(service, again)).status).toBe(200);
  });
});
