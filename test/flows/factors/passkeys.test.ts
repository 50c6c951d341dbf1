// Passkeys over a real database, with an authenticator of others: adding, logging in, renaming and removing.
import { describe, expect, it } from 'vitest';
import { PASSKEY_DOMAIN_KEY, userKey } from '#domain/store-keys.ts';
import { bearer, ENDED_SESSION, LIVE_SESSION, me, refresh, tryTokens } from '../../support/account.ts';
import {
  addPasskey,
  askToAdd,
  createCredential,
  createDevice,
  listPasskeys,
  logInByPasskey,
  PASSKEY_DOMAIN,
  removePasskey,
  useCredential,
} from '../../support/passkeys.ts';
import { freshAddress } from '../../support/real-store.ts';
import { createTestService, type TestService } from '../../support/service.ts';
import { account, PASSWORD } from '../../support/sign-up.ts';
import { disable, enable } from '../../support/standing.ts';
import { createTestStore } from '../../support/test-store.ts';

const aService = () => createTestService({ store: createTestStore(), settings: { passkeyDomain: PASSKEY_DOMAIN } });

const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
const outcomeOf = ({ status, body }: { readonly status: number; readonly body: { readonly code?: string } }) =>
  [status, body.code] as const;
const WRONG = [401, 'invalid_credentials'];

const anOwner = async (service: TestService, device = createDevice()) => {
  const address = freshAddress();
  const { body } = await account(service, address);
  const added = await addPasskey(service, body.accessToken, device);
  return { address, device, ...body, added };
};

const noticesOf = (service: TestService, address: string) =>
  service.mails
    .filter(({ to, tags }) => to === address && tags.purpose.startsWith('passkey'))
    .map(({ tags }) => tags.purpose);

describe('adding a passkey', () => {
  it('keeps its public key, names it, tells its owner, and ends no session', async () => {
    const service = aService();
    const { address, accessToken, refreshToken, user, added } = await anOwner(service);
    expect(added).toMatchObject({ status: 200, body: { passkey: { name: expect.any(String), isSynced: true } } });
    expect(Object.keys(added.body.passkey).sort()).toEqual(['createdAt', 'id', 'isSynced', 'name']);
    expect(await listPasskeys(service, accessToken)).toEqual([added.body.passkey]);
    await service.deliver();
    expect(noticesOf(service, address)).toEqual(['passkey_added']);
    expect(await tryTokens(service, { accessToken, refreshToken })).toEqual(LIVE_SESSION);
    const [row, fixed] = await service.store.load([userKey(user.id), PASSKEY_DOMAIN_KEY]);
    expect(row?.passkeys?.[0]).toMatchObject({
      id: added.body.passkey.id,
      publicKey: expect.stringMatching(/^[\w-]{60,}$/),
    });
    expect(fixed?.domain).toBe(PASSKEY_DOMAIN);
  });

  it('needs the password, or a log-in a moment ago', async () => {
    const service = aService();
    const { body } = await account(service, freshAddress());
    expect(outcomeOf(await askToAdd(service, body.accessToken, {}))).toEqual([401, 'reauthentication_required']);
    expect(outcomeOf(await askToAdd(service, body.accessToken, { password: 'wrong' }))).toEqual(WRONG);
    expect((await askToAdd(service, body.accessToken, { refreshToken: body.refreshToken })).status).toBe(200);
    service.advance(301);
    const late = await askToAdd(service, body.accessToken, { refreshToken: body.refreshToken });
    expect(outcomeOf(late)).toEqual([401, 'reauthentication_required']);
  });

  it('asks for a passkey that needs no address, and for none that is there', async () => {
    const service = aService();
    const { accessToken, address, user, added } = await anOwner(service);
    const { body } = await askToAdd(service, accessToken);
    expect(body.options).toEqual({
      rp: { id: PASSKEY_DOMAIN, name: '모두의마켓' },
      user: { id: Buffer.from(user.id).toString('base64url'), name: address, displayName: address },
      challenge: expect.stringMatching(/^[\w-]{76}$/),
      pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type: 'public-key', alg })),
      timeout: 300_000,
      excludeCredentials: [expect.objectContaining({ type: 'public-key', id: added.body.passkey.id })],
      authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'preferred' },
      attestation: 'none',
    });
  });

  it('answers a repeat the same, and tells it once', async () => {
    const service = aService();
    const address = freshAddress();
    const { body } = await account(service, address);
    const credential = await createCredential(service, body.accessToken, createDevice());
    const send = () =>
      service.post('/me/passkeys', { credential, name: ' 맥북 ' }, { headers: bearer(body.accessToken) });
    const first = await send();
    expect(first).toMatchObject({ status: 200, body: { passkey: { name: '맥북' } } });
    expect((await send()).body).toEqual(first.body);
    await service.deliver();
    expect(noticesOf(service, address)).toEqual(['passkey_added']);
    expect((await removePasskey(service, body.accessToken, first.body.passkey.id)).status).toBe(200);
    expect(outcomeOf(await send())).toEqual([410, 'already_used']);
  });

  it('takes no challenge of another session, of a log-in, or of long ago', async () => {
    const service = aService();
    const address = freshAddress();
    const { body: one } = await account(service, address);
    const { body: other } = await service.post('/login', { email: address, password: PASSWORD });
    const device = createDevice();
    const credential = await createCredential(service, one.accessToken, device);
    const send = (body: unknown, token: string) => service.post('/me/passkeys', body, { headers: bearer(token) });
    expect(outcomeOf(await send({ credential }, other.accessToken))).toEqual([400, 'invalid_request']);
    const { body: logIn } = await service.post('/login/passkey/options', {});
    const { body: add } = await askToAdd(service, one.accessToken);
    const mixed = createDevice().createJSON('https://api.example', {
      ...add.options,
      challenge: logIn.options.challenge,
    });
    expect(outcomeOf(await send({ credential: mixed }, one.accessToken))).toEqual([400, 'invalid_request']);
    service.advance(300);
    expect(outcomeOf(await send({ credential }, one.accessToken))).toEqual([410, 'expired']);
  });

  it('ends at ten', async () => {
    const service = aService();
    const { body } = await account(service, freshAddress());
    const late = await createCredential(service, body.accessToken, createDevice());
    for (let count = 0; count < 10; count++)
      expect((await addPasskey(service, body.accessToken, createDevice(), `열쇠 ${count}`)).status).toBe(200);
    expect(outcomeOf(await askToAdd(service, body.accessToken))).toEqual([409, 'too_many_passkeys']);
    const sent = await service.post('/me/passkeys', { credential: late }, { headers: bearer(body.accessToken) });
    expect(outcomeOf(sent)).toEqual([409, 'too_many_passkeys']);
    expect(await listPasskeys(service, body.accessToken)).toHaveLength(10);
  });
});

describe('logging in with a passkey', () => {
  it('opens a session of its account, without an address, and notes the use', async () => {
    const service = aService();
    const { device, user, accessToken } = await anOwner(service);
    const answer = await logInByPasskey(service, device);
    expect(answer).toMatchObject({ status: 200, body: { tokenType: 'Bearer', user } });
    expect(claimsOf(answer.body.accessToken).amr).toEqual(['pop', 'user', 'mfa']);
    expect((await me(service, answer.body.accessToken)).status).toBe(200);
    expect((await refresh(service, answer.body.refreshToken)).status).toBe(200);
    const [shown] = await listPasskeys(service, accessToken);
    expect(shown.usedAt).toBe(new Date(service.clock.time).toISOString());
  });

  it('by one factor, if the authenticator checks nobody', async () => {
    const service = aService();
    const { device } = await anOwner(service, createDevice({ userVerified: false }));
    const answer = await logInByPasskey(service, device);
    expect(claimsOf(answer.body.accessToken).amr).toEqual(['pop', 'user']);
  });

  it('works in cookie mode', async () => {
    const service = aService();
    const { device } = await anOwner(service);
    const credential = await useCredential(service, device);
    const headers = { origin: 'https://api.example' };
    const answer = await service.post('/login/passkey', { credential, credentials: 'cookie' }, { headers });
    expect([answer.status, answer.body.refreshToken]).toEqual([200, undefined]);
    expect(answer.cookies[0]).toMatch(/^__Host-latchkey-refresh=.+HttpOnly/);
  });

  it('works once for each challenge', async () => {
    const service = aService();
    const { device } = await anOwner(service, createDevice({ increment: 0 }));
    const credential = await useCredential(service, device);
    expect((await service.post('/login/passkey', { credential })).status).toBe(200);
    expect(outcomeOf(await service.post('/login/passkey', { credential }))).toEqual([410, 'already_used']);
    service.advance(300);
    expect(outcomeOf(await service.post('/login/passkey', { credential }))).toEqual([410, 'expired']);
  });

  it('opens one session when the same answer is sent many times at once', async () => {
    const service = aService();
    const { device } = await anOwner(service);
    const credential = await useCredential(service, device);
    const answers = await Promise.all(Array.from({ length: 5 }, () => service.post('/login/passkey', { credential })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('is refused when the counter goes back; the passkey stays', async () => {
    const service = aService();
    const { device, user, accessToken } = await anOwner(service);
    expect((await logInByPasskey(service, device)).status).toBe(200);
    const [row] = await service.store.load([userKey(user.id)]);
    if (!row?.passkeys) throw new Error('no passkeys');
    const passkeys = row.passkeys.map((passkey) => ({ ...passkey, counter: 9 }));
    await service.store.swap(userKey(user.id), row, { ...row, passkeys });
    expect(outcomeOf(await logInByPasskey(service, device))).toEqual(WRONG);
    expect(service.lines.join('')).toContain('passkey_counter_behind');
    expect(await listPasskeys(service, accessToken)).toHaveLength(1);
  });

  it('is refused alike for a passkey of nobody, a removed one, another origin and a wrong signature', async () => {
    const service = aService();
    const { device, accessToken, added } = await anOwner(service);
    const credential = await useCredential(service, device);
    const { body } = await service.post('/login/passkey/options', {});
    const elsewhere = device.getJSON('https://evil.example', body.options, ['https://evil.example']);
    const unsigned = { ...credential, response: { ...credential.response, signature: elsewhere.response.signature } };
    const strange = { ...credential, id: 'AAAA', rawId: 'AAAA' };
    const ofNobody = { ...credential, response: { ...credential.response, userHandle: 'bm9ib2R5' } };
    for (const sent of [elsewhere, unsigned, strange, ofNobody])
      expect(outcomeOf(await service.post('/login/passkey', { credential: sent }))).toEqual(WRONG);
    expect((await removePasskey(service, accessToken, added.body.passkey.id)).status).toBe(200);
    expect(outcomeOf(await service.post('/login/passkey', { credential }))).toEqual(WRONG);
  });

  it('tells only a right signature that the account is disabled', async () => {
    const service = aService();
    const { device, address, accessToken, refreshToken } = await anOwner(service);
    const before = await useCredential(service, device);
    await disable(service, address);
    expect(outcomeOf(await logInByPasskey(service, device))).toEqual([403, 'account_disabled']);
    const unsigned = { ...before, response: { ...before.response, signature: 'AAAA' } };
    expect(outcomeOf(await service.post('/login/passkey', { credential: unsigned }))).toEqual(WRONG);
    expect(await tryTokens(service, { accessToken, refreshToken })).toEqual(ENDED_SESSION);
    await enable(service, address);
    expect((await logInByPasskey(service, device)).status).toBe(200);
  });

  it('counts wrong ones for their network, and takes right ones back', async () => {
    const service = aService();
    const { device } = await anOwner(service, createDevice({ increment: 0 }));
    const credential = await useCredential(service, device);
    const strange = { ...credential, id: 'AAAA', rawId: 'AAAA' };
    const outcomes = new Set<string>();
    for (let time = 0; time < service.settings.limits.failuresPerClient + 1; time++)
      outcomes.add(`${outcomeOf(await service.post('/login/passkey', { credential: strange }))}`);
    expect([...outcomes]).toEqual(['401,invalid_credentials', '429,too_many_requests']);
    expect(outcomeOf(await service.post('/login/passkey', { credential }))).toEqual([429, 'too_many_requests']);
  });

  it('keeps an account whose deletion was asked for', async () => {
    const settings = { passkeyDomain: PASSKEY_DOMAIN, deletionGraceDays: 14 };
    const service = createTestService({ store: createTestStore(), settings });
    const { device, accessToken } = await anOwner(service);
    const asked = {
      method: 'DELETE',
      path: '/me',
      headers: bearer(accessToken),
      body: { password: PASSWORD },
    } as const;
    expect((await service.request(asked)).status).toBe(200);
    const answer = await logInByPasskey(service, device);
    expect((await me(service, answer.body.accessToken)).status).toBe(200);
    service.advance(15 * 86_400);
    expect((await logInByPasskey(service, device)).status).toBe(200);
  });
});

describe('the passkeys of an account', () => {
  it('get another name', async () => {
    const service = aService();
    const { accessToken, added } = await anOwner(service);
    const rename = (id: string) =>
      service.request({
        method: 'PATCH',
        path: '/me/passkeys',
        headers: bearer(accessToken),
        body: { id, name: '집 노트북 ' },
      });
    expect((await rename(added.body.passkey.id)).body.passkey).toEqual({ ...added.body.passkey, name: '집 노트북' });
    expect(outcomeOf(await rename('AAAA'))).toEqual([404, 'not_found']);
  });

  it('are removed by their owner, who is told once', async () => {
    const service = aService();
    const { accessToken, refreshToken, added, address } = await anOwner(service);
    const { id } = added.body.passkey;
    expect(outcomeOf(await removePasskey(service, accessToken, id, {}))).toEqual([401, 'reauthentication_required']);
    expect((await removePasskey(service, accessToken, id)).body).toEqual({ status: 'removed' });
    expect((await removePasskey(service, accessToken, id)).body).toEqual({ status: 'removed' });
    await service.deliver();
    expect(noticesOf(service, address).sort()).toEqual(['passkey_added', 'passkey_removed']);
    expect(await listPasskeys(service, accessToken)).toEqual([]);
    expect(await tryTokens(service, { accessToken, refreshToken })).toEqual(LIVE_SESSION);
  });
});

describe('a deployment', () => {
  it('without passkeyDomain has none of these routes', async () => {
    const service = createTestService({ store: createTestStore() });
    const { body } = await account(service, freshAddress());
    expect(outcomeOf(await service.post('/login/passkey/options', {}))).toEqual([404, 'not_found']);
    expect(outcomeOf(await askToAdd(service, body.accessToken))).toEqual([404, 'not_found']);
  });
});
