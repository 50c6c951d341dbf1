// What a reset refuses, each case with its own error code, and the mail for an address that has no account (yet).
import { describe, expect, it } from 'vitest';
import { deriveCode } from '#domain/challenge/code.ts';
import { linkClaims, sealLinkToken } from '#domain/challenge/link-token.ts';
import { userKey } from '#domain/store-keys.ts';
import { askLogInLink, askReset, bearer, logIn } from '../../support/account.ts';
import { keysOf } from '../../support/builders.ts';
import { createHookedStore, once } from '../../support/faults/hooked-store.ts';
import { freshAddress } from '../../support/real-store.ts';
import { createTestService, type TestService } from '../../support/service.ts';
import { account, mailTo, PASSWORD, pendingSignUp } from '../../support/sign-up.ts';
import { createTestStore } from '../../support/test-store.ts';
import { wrongCode } from '../../support/wrong-code.ts';

const NEW_PASSWORD = 'staple battery horse';

const aService = () => createTestService({ store: createTestStore() });

/** A service with one account whose reset mail has arrived. */
const aReset = async () => {
  const service = aService();
  const address = freshAddress();
  const { accessToken } = (await account(service, address)).body;
  return { service, address, accessToken, ...(await askReset(service, address)) };
};

/** Link and code of a reset that was requested and not mailed, derived with the keys. */
const derivedReset = async (service: TestService, address: string) => {
  const ref = { purpose: 'reset', channel: 'email', address } as const;
  const challenge = await service.loadChallenge(address, 'reset');
  if (!challenge) throw new Error('no reset was asked for');
  return {
    token: sealLinkToken(keysOf(1), linkClaims(ref, challenge)),
    code: deriveCode(keysOf(1), ref, challenge.id),
  };
};

const confirm = (service: TestService, proof: object, password = NEW_PASSWORD) =>
  service.post('/reset/confirm', { ...proof, password });

describe('a weak password', () => {
  const weak = {
    too_short: () => 'short',
    too_long: () => 'x'.repeat(129),
    common: () => 'password1234',
    contains_address: (address: string) => `x${address.split('@')[0]?.toUpperCase()}x`,
  };

  it.each(Object.entries(weak))('(%s) is refused before anything is counted or used up', async (reason, make) => {
    const { service, address, token, code, continuation } = await aReset();
    const before = await service.loadChallenge(address, 'reset');
    for (const proof of [{ token }, { code, continuation }, { code: wrongCode(code), continuation }]) {
      service.operations.splice(0);
      const refused = await confirm(service, proof, make(address));
      expect(refused).toMatchObject({ status: 422, body: { code: 'weak_password', reason } });
      expect(service.operations.filter((operation) => !operation.startsWith('load'))).toEqual([]);
    }
    expect(await service.loadChallenge(address, 'reset')).toEqual(before);
    expect((await confirm(service, { token })).status).toBe(200);
  });
});

describe('a reset is refused', () => {
  it('as superseded if the account has left the address meanwhile, whatever else its row says', async () => {
    const { store, hook } = createHookedStore();
    const service = createTestService({ store });
    const address = freshAddress();
    const { id } = (await account(service, address)).body.user;
    const { token } = await askReset(service, address);
    const elsewhere = freshAddress();
    const happen = async () => {
      const [user] = await store.load([userKey(id)]);
      if (user) await store.swap(userKey(id), user, { ...user, email: elsewhere });
    };
    hook(once(({ kind }) => kind === 'user', happen));
    expect(await confirm(service, { token })).toMatchObject({ status: 410, body: { code: 'superseded' } });
    const [user] = await store.load([userKey(id)]);
    expect(user?.email).toBe(elsewhere);
    expect(await service.dependencies.passwords.verify(PASSWORD, user?.passwordHash ?? '')).toBe(true);
    expect(service.lines.join('')).not.toContain('"password_reset"');
  });

  it.each(['/reset', '/login/link'])('at %s where the address is none, and nothing is counted', async (path) => {
    const service = aService();
    const answer = await service.post(path, { email: 'nobody at example.com' });
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request', errors: [{ path: 'email' }] } });
    expect(service.operations).toEqual([]);
  });

  it('as expired 20 minutes after its mail, by link and by code', async () => {
    const { service, token, code, continuation } = await aReset();
    service.advance(20 * 60);
    const expired = { status: 410, body: { code: 'expired' } };
    expect(await confirm(service, { token })).toMatchObject(expired);
    expect(await confirm(service, { code, continuation })).toMatchObject(expired);
  });

  it('as expired without reading a table once the link itself has expired', async () => {
    const { service, token } = await aReset();
    service.advance(3 * 20 * 60);
    service.operations.splice(0);
    expect(await confirm(service, { token })).toMatchObject({ status: 410, body: { code: 'expired' } });
    expect(service.operations).toEqual([]);
  });

  it('as superseded once an expired one was followed by a new one, which works; its code is expired', async () => {
    const { service, address, token, code, continuation } = await aReset();
    service.advance(20 * 60);
    const next = await askReset(service, address);
    expect(next.token).not.toBe(token);
    const superseded = { status: 410, body: { code: 'superseded' } };
    expect(await confirm(service, { token })).toMatchObject(superseded);
    // Not superseded, which would tell the first who asked that somebody else did.
    expect(await confirm(service, { code, continuation })).toMatchObject({ status: 410, body: { code: 'expired' } });
    expect((await confirm(service, { token: next.token })).status).toBe(200);
  });

  it('as already_used the second time, by link and by code', async () => {
    const { service, address, token, code, continuation } = await aReset();
    expect((await confirm(service, { token })).status).toBe(200);
    const used = { status: 410, body: { code: 'already_used' } };
    expect(await confirm(service, { token }, PASSWORD)).toMatchObject(used);
    expect(await confirm(service, { code, continuation }, PASSWORD)).toMatchObject(used);
    expect((await logIn(service, address, NEW_PASSWORD)).status).toBe(200);
  });

  const others = {
    junk: async () => ({ token: Buffer.alloc(90, 1).toString('base64url') }),
    'log-in': askLogInLink,
    'sign-up': (service: TestService) => pendingSignUp(service, freshAddress()),
  };
  it.each(Object.entries(others))('as invalid_token by a %s link, without reading a table', async (_kind, linkOf) => {
    const { service, address } = await aReset();
    const { token } = await linkOf(service, address);
    service.operations.splice(0);
    expect(await confirm(service, { token })).toMatchObject({ status: 400, body: { code: 'invalid_token' } });
    expect(service.operations).toEqual([]);
  });

  it('as continuation_required by a code without one, or with that of another purpose', async () => {
    const { service, address, code } = await aReset();
    const { continuation } = await askLogInLink(service, address);
    const before = await service.loadChallenge(address, 'reset');
    for (const proof of [{ code }, { code, continuation }, { code, continuation: 'junk' }]) {
      expect(await confirm(service, proof)).toMatchObject({ status: 401, body: { code: 'continuation_required' } });
    }
    expect(await service.loadChallenge(address, 'reset')).toEqual(before);
  });

  it('as code_mismatch, counting down, by wrong codes; then the code is locked and the link still works', async () => {
    const { service, token, code, continuation } = await aReset();
    for (let attemptsLeft = 4; attemptsLeft >= 0; attemptsLeft--) {
      const wrong = await confirm(service, { code: wrongCode(code), continuation });
      expect(wrong).toMatchObject({ status: 401, body: { code: 'code_mismatch', attemptsLeft } });
    }
    const locked = await confirm(service, { code, continuation });
    expect(locked).toMatchObject({ status: 429, body: { code: 'too_many_requests', reason: 'code_locked' } });
    expect((await confirm(service, { token })).status).toBe(200);
  });
});

describe('an address without an account', () => {
  it('gets code_mismatch even for the right code', async () => {
    const service = aService();
    const address = freshAddress();
    const { continuation } = (await service.post('/reset', { email: address })).body;
    const { code, token } = await derivedReset(service, address);
    const answer = await confirm(service, { code, continuation });
    expect(answer).toMatchObject({ status: 401, body: { code: 'code_mismatch', attemptsLeft: 4 } });
    expect(await confirm(service, { token })).toMatchObject({ status: 410, body: { code: 'superseded' } });
  });

  it('with a pending sign-up gets its verification mail again: the byte-same link and code', async () => {
    const service = aService();
    const { address, token, code, continuation } = await pendingSignUp(service, freshAddress());
    await service.post('/reset', { email: address });
    const again = await mailTo(service, address);
    expect(service.mails).toHaveLength(2);
    expect([again.token, again.code]).toEqual([token, code]);
    expect(again.text).toContain(`https://api.example/verify?${token}.ko`);
    expect((await service.post('/verify', { token, continuation })).status).toBe(200);
  });

  it.each([
    ['no sign-up either', 0],
    ['a sign-up that has expired', 1800],
  ])('and with %s gets no mail, and the row has the reason', async (_what, seconds) => {
    const service = aService();
    const { address } = seconds ? await pendingSignUp(service, freshAddress()) : { address: freshAddress() };
    service.advance(seconds);
    service.mails.splice(0);
    expect((await service.post('/reset', { email: address })).status).toBe(202);
    await service.deliver();
    expect(service.mails).toEqual([]);
    expect((await service.loadChallenge(address, 'reset'))?.delivery).toMatchObject({
      status: 'skipped',
      reason: 'nothing_to_open',
    });
  });
});

describe('a reset requested before the address changed its account', () => {
  it('does not work for an account that was created after it', async () => {
    const service = aService();
    const address = freshAddress();
    const { continuation } = (await service.post('/reset', { email: address })).body;
    await service.deliver();
    const { token, code } = await derivedReset(service, address);
    service.advance(1);
    await account(service, address);
    const superseded = { status: 410, body: { code: 'superseded' } };
    expect(await confirm(service, { token })).toMatchObject(superseded);
    expect(await confirm(service, { code, continuation })).toMatchObject(superseded);
    expect((await logIn(service, address)).status).toBe(200);
  });

  it('does not work, like a log-in link, for the next account at the address after a deletion', async () => {
    const { service, address, accessToken, token, code, continuation } = await aReset();
    const logInLink = await askLogInLink(service, address);
    const body = { password: PASSWORD };
    const deleted = await service.request({ method: 'DELETE', path: '/me', body, headers: bearer(accessToken) });
    expect(deleted.status).toBe(200);
    service.advance(61);
    await account(service, address, 'password of the next one');
    const superseded = { status: 410, body: { code: 'superseded' } };
    expect(await confirm(service, { token })).toMatchObject(superseded);
    expect(await confirm(service, { code, continuation })).toMatchObject(superseded);
    expect(await service.post('/login/link/confirm', { token: logInLink.token })).toMatchObject(superseded);
    expect((await logIn(service, address, 'password of the next one')).status).toBe(200);
  });
});
