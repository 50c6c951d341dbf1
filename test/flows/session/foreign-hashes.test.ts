// Accounts whose passwords another system hashed: the first log-in, and every hash that cannot be compared.
import { describe, expect, it } from 'vitest';
import { readHash } from '#domain/account/foreign-hash.ts';
import type { User } from '#domain/account/user.ts';
import { emailClaimKey, userKey } from '#domain/store-keys.ts';
import { type ForeignSample, foreignSamples } from '../../adapters/passwords/foreign-hashes/read-hashes.ts';
import { bearer, logIn } from '../../support/account.ts';
import { FAULTS } from '../../support/faults/faults.ts';
import { sweep } from '../../support/faults/sweep.ts';
import { freshAddress } from '../../support/real-store.ts';
import { createTestService, type TestService } from '../../support/service.ts';
import { account } from '../../support/sign-up.ts';
import { createTestStore } from '../../support/test-store.ts';
import { watchComparisons } from '../../support/watch-comparisons.ts';

const store = createTestStore();
const { cheap, byDefault, weak } = foreignSamples;

const keyOf = (sample: ForeignSample) => `${sample.library}: ${sample.kind} ${sample.hash.slice(0, 10)}`;
/** One of each kind of each library. */
const kinds = [
  ...new Map(
    [...byDefault.filter(({ library }) => /better-auth|firebase/.test(library)), ...cheap]
      .toReversed()
      .map((sample) => [`${sample.library} ${sample.kind}`, sample] as const),
  ).values(),
].map((sample) => [keyOf(sample), sample] as const);
const [, BCRYPT] = kinds.find(([, { kind }]) => kind === 'bcrypt') ?? [];
if (!BCRYPT) throw new Error('there is no bcrypt');

const userAt = async (service: TestService, address: string): Promise<User> => {
  const [claim] = await service.store.load([emailClaimKey(address)]);
  const [user] = await service.store.load([userKey(claim?.userId ?? '')]);
  if (!user) throw new Error('no account');
  return user;
};

/** An account as an import leaves it. */
const imported = async (service: TestService, hash: string) => {
  const address = freshAddress();
  const { accessToken } = (await account(service, address)).body;
  const user = await userAt(service, address);
  const read = readHash(hash);
  const passwordHash = read.ok ? read.stored : hash;
  expect((await service.store.swap(userKey(user.id), user, { ...user, passwordHash })).ok).toBe(true);
  return { address, accessToken };
};

const hashAt = async (service: TestService, address: string) => (await userAt(service, address)).passwordHash ?? '';

const refusals = (service: TestService) =>
  service.lines.map((line) => JSON.parse(line)).filter(({ event }) => event === 'password_hash_refused');

describe('the first log-in of an imported account', () => {
  it.each(kinds)('ends with a hash of ours, and the next one works with it: %s', async (_name, { password, hash }) => {
    const service = createTestService({ store });
    const { address } = await imported(service, hash);
    expect((await logIn(service, address, `x${password}`)).status).toBe(401);
    expect(await hashAt(service, address)).not.toMatch(/^\$argon2id\$v=19\$m=8,/);
    expect((await logIn(service, address, password)).status).toBe(200);
    const renewed = await hashAt(service, address);
    expect(service.dependencies.passwords.isOwn(renewed)).toBe(true);
    expect((await logIn(service, address, password)).status).toBe(200);
    expect(await hashAt(service, address)).toBe(renewed);
    expect((await logIn(service, address, `x${password}`)).status).toBe(401);
    expect(refusals(service)).toEqual([]);
  });

  it('may happen several times at once', async () => {
    const service = createTestService({ store });
    const { address } = await imported(service, BCRYPT.hash);
    const answers = await Promise.all(Array.from({ length: 4 }, () => logIn(service, address, BCRYPT.password)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(service.dependencies.passwords.isOwn(await hashAt(service, address))).toBe(true);
    expect((await logIn(service, address, BCRYPT.password)).status).toBe(200);
  });

  it('ends no session and gives no other epoch', async () => {
    const service = createTestService({ store });
    const { address, accessToken } = await imported(service, BCRYPT.hash);
    const { epoch } = await userAt(service, address);
    await logIn(service, address, BCRYPT.password);
    expect((await userAt(service, address)).epoch).toBe(epoch);
    expect((await service.request({ method: 'GET', path: '/me', headers: bearer(accessToken) })).status).toBe(200);
  });

  it('with a fault at any call never answers 500, and the next one renews the hash', async () => {
    const runs = await sweep(store, async (service, arm) => {
      const { address } = await imported(service, BCRYPT.hash);
      arm();
      const first = await logIn(service, address, BCRYPT.password);
      expect([200, 503]).toContain(first.status);
      service.setFaults();
      expect((await logIn(service, address, BCRYPT.password)).status).toBe(200);
      expect(service.dependencies.passwords.isOwn(await hashAt(service, address))).toBe(true);
      expect((await logIn(service, address, BCRYPT.password)).status).toBe(200);
    });
    expect(runs).toBeGreaterThan(4 * FAULTS.length);
  });

  it('loses to a change of the password that comes between, and to no other', async () => {
    const service = createTestService({ store });
    const { address, accessToken } = await imported(service, BCRYPT.hash);
    const newPassword = 'another horse battery';
    const [changed, first] = await Promise.all([
      service.post('/me/password', { currentPassword: BCRYPT.password, newPassword }, { headers: bearer(accessToken) }),
      logIn(service, address, BCRYPT.password),
    ]);
    expect([200, 409, 503]).toContain(changed.status);
    // If the change came before it.
    expect(changed.status === 200 ? [200, 401] : [200]).toContain(first.status);
    const right = changed.status === 200 ? newPassword : BCRYPT.password;
    expect((await logIn(service, address, right)).status).toBe(200);
  });
});

describe('the password of an imported account', () => {
  it('confirms its owner before a change', async () => {
    const service = createTestService({ store });
    const { address, accessToken } = await imported(service, BCRYPT.hash);
    const change = (currentPassword: string) =>
      service.post(
        '/me/password',
        { currentPassword, newPassword: 'another horse battery' },
        { headers: bearer(accessToken) },
      );
    expect((await change('a wrong password')).body.code).toBe('invalid_credentials');
    expect((await change(BCRYPT.password)).status).toBe(200);
    expect((await logIn(service, address, 'another horse battery')).status).toBe(200);
  });

  it('confirms the deletion of the account', async () => {
    const service = createTestService({ store });
    const { accessToken } = await imported(service, BCRYPT.hash);
    const remove = (password: string) =>
      service.request({ method: 'DELETE', path: '/me', body: { password }, headers: bearer(accessToken) });
    expect((await remove('a wrong password')).status).toBe(401);
    expect((await remove(BCRYPT.password)).status).toBe(200);
  });
});

describe('a hash that cannot be compared', () => {
  const others = ['', 'not-a-hash', '$2b$15$'.padEnd(60, 'a'), 'x'.repeat(5000), '$fbscrypt$v=1,n=14', '\u0000'];
  const hashes = [...new Set([...weak.map(({ hash }) => hash), ...others])];

  it.each(hashes.map((hash) => [JSON.stringify(hash.slice(0, 30)), hash]))(
    'is a wrong password to the caller, and an error in the log: %s',
    async (_name, hash) => {
      const service = createTestService({ store });
      const { address } = await imported(service, hash);
      const comparisons = watchComparisons(service);
      const refused = await logIn(service, address, 'correct horse battery staple');
      const counts = [comparisons.count];
      const unknown = await logIn(service, freshAddress(), 'correct horse battery staple');
      counts.push(comparisons.count - (counts[0] ?? 0));
      expect(refused.status).toBe(401);
      expect({ ...refused.body, requestId: '' }).toEqual({ ...unknown.body, requestId: '' });
      expect(counts[0]).toBe(counts[1]);
      const { id } = await userAt(service, address);
      expect(refusals(service)).toEqual([expect.objectContaining({ level: 'error', user: id })]);
      expect(service.lines.join('')).not.toContain(hash === '' ? 'no such text' : hash);
      expect(await hashAt(service, address)).toBe(hash);
    },
  );

  it('is a wrong password where the owner confirms a change, too', async () => {
    const service = createTestService({ store });
    const { accessToken } = await imported(service, weak[0]?.hash ?? '');
    const body = { currentPassword: 'correct horse battery staple', newPassword: 'another horse battery' };
    const refused = await service.post('/me/password', body, { headers: bearer(accessToken) });
    expect(refused.body.code).toBe('invalid_credentials');
    expect(refusals(service)).toHaveLength(1);
  });
});

describe('with a sample of the hashes of the former system', () => {
  /** Which hashes of each system a log-in compares, and in which forms. */
  const watch = (service: TestService) => {
    const { foreignPasswords } = service.dependencies;
    const own = watchComparisons(service);
    const watched = { theirs: 0, own: () => own.count };
    const { verify } = foreignPasswords;
    Object.assign(foreignPasswords, {
      verify: (typed: string, hash: string | undefined) => {
        watched.theirs++;
        return verify(typed, hash);
      },
    });
    return watched;
  };

  it('every log-in compares as many of ours and one of theirs, whoever asks', async () => {
    const service = createTestService({ store, settings: { importedHash: BCRYPT.hash } });
    const own = freshAddress();
    await account(service, own);
    const addresses = [
      own,
      freshAddress(),
      (await imported(service, BCRYPT.hash)).address,
      (await imported(service, weak[0]?.hash ?? '')).address,
    ];
    const counts = [];
    for (const address of addresses) {
      const watched = watch(service);
      expect((await logIn(service, address, 'a wrong password')).status).toBe(401);
      counts.push([watched.own(), watched.theirs]);
    }
    expect(counts).toEqual(addresses.map(() => [2, 1]));
  });

  it('the sample opens no account', async () => {
    const service = createTestService({ store, settings: { importedHash: BCRYPT.hash } });
    const address = freshAddress();
    await account(service, address);
    for (const at of [address, freshAddress()]) expect((await logIn(service, at, BCRYPT.password)).status).toBe(401);
  });
});
