// Logging in with a password over a real database: the same answer for every address, and the waits after wrong passwords.
import { describe, expect, it } from 'vitest';
import { createArgon2Hasher } from '#adapters/passwords/argon2.ts';
import { emailClaimKey, userKey } from '#domain/store-keys.ts';
import { askLogInLink, askReset, LIVE_SESSION, logIn, me, refresh, tryTokens } from '../../support/account.ts';
import { createHookedStore } from '../../support/faults/hooked-store.ts';
import { freshAddress } from '../../support/real-store.ts';
import { ROUNDS } from '../../support/rounds.ts';
import { createTestService, freshNetwork, type TestService } from '../../support/service.ts';
import { account, beginSignUp, PASSWORD } from '../../support/sign-up.ts';
import { createTestStore } from '../../support/test-store.ts';
import { watchComparisons } from '../../support/watch-comparisons.ts';

const WRONG = 'not the password';
const aService = () => createTestService({ store: createTestStore() });

/** One wrong password from each of several unused networks, one second apart. */
const storm = async (service: TestService, address: string, networks: readonly string[]) => {
  const statuses: number[] = [];
  for (const network of networks) {
    statuses.push((await logIn(service, address, WRONG, `${network}.1`)).status);
    service.advance(1);
  }
  return statuses;
};
/** An account, and others who are quicker with the next writes of its row of attempts. */
const beside = async () => {
  const { store, hook } = createHookedStore();
  const service = createTestService({ store });
  const address = freshAddress();
  await account(service, address);
  const lose = (writes: number) => {
    let left = writes;
    hook(({ kind }) => (kind === 'attempts' && left-- > 0 ? 'lost' : undefined));
  };
  return { lose, service, address };
};
const networks = (count: number) => Array.from({ length: count }, freshNetwork);

describe('logging in', () => {
  it('with the right password opens a session of the account', async () => {
    const service = aService();
    const address = freshAddress();
    const owner = await account(service, address);
    const answer = await logIn(service, address.toUpperCase());
    expect(answer).toMatchObject({ status: 200, body: { tokenType: 'Bearer', user: owner.body.user } });
    expect(answer.body.refreshToken).not.toBe(owner.body.refreshToken);
    expect((await me(service, answer.body.accessToken)).body).toEqual(owner.body.user);
    expect((await refresh(service, answer.body.refreshToken)).status).toBe(200);
  });

  it('answers and works the same for a wrong password and for an unknown address', async () => {
    const service = aService();
    const address = freshAddress();
    await account(service, address);
    const comparisons = watchComparisons(service);
    const record = async (email: string) => {
      service.operations.splice(0);
      comparisons.count = 0;
      const answer = await logIn(service, email, WRONG);
      return { answer, operations: [...service.operations], comparisons: comparisons.count };
    };
    const [ofKnown, ofUnknown] = [await record(address), await record(freshAddress())];
    expect(ofKnown).toMatchObject({ answer: { status: 401, body: { code: 'invalid_credentials' } }, comparisons: 2 });
    expect(ofUnknown).toEqual(ofKnown);
  });

  it('with the right password of a pending sign-up is email_not_verified, with and without an account alike', async () => {
    const service = aService();
    const [known, unknown, pending] = [freshAddress(), freshAddress(), 'password of the sign-up'];
    await account(service, known);
    service.advance(61);
    for (const address of [known, unknown]) await beginSignUp(service, address, pending);
    const comparisons = watchComparisons(service);
    const record = async (address: string, password: string) => {
      service.operations.splice(0);
      comparisons.count = 0;
      const answer = await logIn(service, address, password);
      return { answer, operations: [...service.operations], comparisons: comparisons.count };
    };
    for (const [password, expected] of [
      [pending, { status: 403, body: { code: 'email_not_verified' } }],
      [WRONG, { status: 401, body: { code: 'invalid_credentials' } }],
    ] as const) {
      const [ofKnown, ofUnknown] = [await record(known, password), await record(unknown, password)];
      expect(ofKnown).toMatchObject({ answer: expected, comparisons: 2 });
      expect(ofUnknown).toEqual(ofKnown);
    }
    expect((await logIn(service, known)).status).toBe(200);
  });

  it('with the right password succeeds beside three others of the same moment, which each write the row of attempts twice', async () => {
    const { lose, service, address } = await beside();
    lose(6);
    expect((await logIn(service, address)).status).toBe(200);
  });

  it('that loses to all others is try_again, and compares nothing', async () => {
    const { lose, service, address } = await beside();
    const comparisons = watchComparisons(service);
    lose(8);
    const refused = await logIn(service, address);
    expect([refused.status, refused.body.code, comparisons.count]).toEqual([409, 'try_again', 0]);
    expect((await logIn(service, address)).status).toBe(200);
  });

  it('hashes the password again if the parameters were raised, and only then', async () => {
    const service = aService();
    const address = freshAddress();
    await account(service, address);
    const hash = async () => {
      const [claim] = await service.store.load([emailClaimKey(address)]);
      const [user] = await service.store.load([userKey(claim?.userId ?? '')]);
      return user?.passwordHash ?? '';
    };
    const before = await hash();
    await logIn(service, address);
    expect(await hash()).toBe(before);
    Object.assign(service.dependencies.passwords, createArgon2Hasher({ memoryKibibytes: 16, passes: 1 }));
    expect((await logIn(service, address)).status).toBe(200);
    expect([before, await hash()]).toEqual([expect.stringContaining('m=8,'), expect.stringContaining('m=16,')]);
    expect((await logIn(service, address)).status).toBe(200);
  });
});

describe('wrong passwords from one network', () => {
  it(`are compared five times at most, of ${ROUNDS.guesses} in parallel, and none is a 500`, async () => {
    const service = aService();
    const address = freshAddress();
    await account(service, address);
    const comparisons = watchComparisons(service);
    const answers = await Promise.all(Array.from({ length: ROUNDS.guesses }, () => logIn(service, address, WRONG)));
    expect(comparisons.count).toBeGreaterThan(0);
    // An attempt compares with the account and with a pending sign-up.
    expect(comparisons.count).toBeLessThanOrEqual(5 * 2);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(comparisons.count / 2);
    expect(answers.filter(({ status }) => ![401, 409, 429].includes(status))).toEqual([]);
    for (let attempt = 0; attempt < 5; attempt++) await logIn(service, address, WRONG);
    expect(comparisons.count).toBeLessThanOrEqual(5 * 2);
    expect((await logIn(service, address)).status).toBe(429);
  }, 600_000);

  it('wait longer each time, from 1 s to 15 min; attempts meanwhile do not prolong it, nor are they compared', async () => {
    const service = aService();
    const address = freshAddress();
    await account(service, address);
    const comparisons = watchComparisons(service);
    const refused = (seconds: number) => ({
      status: 429,
      headers: { 'retry-after': String(seconds) },
      body: { code: 'too_many_requests', reason: 'network', retryAfterSeconds: seconds },
    });
    for (let free = 0; free < 5; free++) expect((await logIn(service, address, WRONG)).status).toBe(401);
    for (const seconds of [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]) {
      comparisons.count = 0;
      expect(await logIn(service, address)).toMatchObject(refused(seconds));
      service.advance(seconds - 0.5);
      expect(await logIn(service, address)).toMatchObject(refused(1));
      expect(comparisons.count).toBe(0);
      service.advance(0.5);
      expect((await logIn(service, address, WRONG)).status).toBe(401);
    }
  });

  it('are forgotten once the right one comes', async () => {
    const service = aService();
    const address = freshAddress();
    await account(service, address);
    for (let round = 0; round < 3; round++) {
      for (let wrong = 0; wrong < 4; wrong++) expect((await logIn(service, address, WRONG)).status).toBe(401);
      expect((await logIn(service, address)).status).toBe(200);
    }
  });

  it('are limited to 60 an hour of one client over all addresses; others are not affected, nor is this one in the next hour', async () => {
    const service = aService();
    const [address, neighbour] = [freshAddress(), freshAddress()];
    await account(service, address);
    await account(service, neighbour);
    const network = freshNetwork();
    const right = (host: number) => logIn(service, address, PASSWORD, `${network}.${host}`);
    for (let count = 0; count < 5; count++) {
      expect((await logIn(service, neighbour, PASSWORD, `${network}.1`)).status).toBe(200);
    }
    for (let count = 0; count < 60; count++) {
      expect((await logIn(service, freshAddress(), WRONG, `${network}.1`)).status).toBe(401);
    }
    const refused = await right(1);
    expect(refused).toMatchObject({ status: 429, body: { code: 'too_many_requests', reason: 'network' } });
    expect((await logIn(service, address)).status).toBe(200);
    expect((await logIn(service, freshAddress(), WRONG, `${network}.99`)).status).toBe(401);
    service.advance(refused.body.retryAfterSeconds);
    expect((await right(1)).status).toBe(200);
  });

  it('are not counted when the right one comes 150 times at once: the network is not stopped', async () => {
    const service = aService();
    const address = freshAddress();
    await account(service, address);
    await Promise.all(Array.from({ length: 150 }, () => logIn(service, address)));
    service.advance(1);
    expect((await logIn(service, address)).status).toBe(200);
  });

  it('do not affect open sessions', async () => {
    const service = aService();
    const address = freshAddress();
    const { body } = await account(service, address);
    for (let wrong = 0; wrong < 8; wrong++) await logIn(service, address, WRONG);
    expect(await tryTokens(service, body)).toEqual(LIVE_SESSION);
  });
});

describe('strangers with wrong passwords from 200 networks', () => {
  it('keep the owner out for at most the 60 s that the answer tells, however often they try meanwhile', async () => {
    const service = aService();
    const address = freshAddress();
    await account(service, address);
    const strangers = networks(200);
    const statuses = await storm(service, address, strangers);
    expect(statuses.filter((status) => status === 401).length).toBeLessThan(60);
    const refused = await logIn(service, address);
    const { reason, retryAfterSeconds } = refused.body;
    expect([refused.status, reason, refused.headers['retry-after']]).toEqual([429, 'address', `${retryAfterSeconds}`]);
    expect(retryAfterSeconds).toBeLessThanOrEqual(60);
    expect(await storm(service, address, strangers.slice(0, retryAfterSeconds))).not.toContain(401);
    expect((await logIn(service, address)).status).toBe(200);
  });

  it('do not keep the owner out at all on a network of an earlier log-in', async () => {
    const service = aService();
    const address = freshAddress();
    await account(service, address);
    expect((await logIn(service, address)).status).toBe(200);
    await storm(service, address, networks(200));
    expect((await logIn(service, address, PASSWORD, `${freshNetwork()}.1`)).body.reason).toBe('address');
    expect((await logIn(service, address)).status).toBe(200);
  });

  it.each(['/login/link', '/reset'])(
    'do not keep the owner out of a network once %s has opened the account there',
    async (path) => {
      const service = aService();
      const address = freshAddress();
      await account(service, address);
      const strangers = networks(200);
      await storm(service, address, strangers);
      expect((await logIn(service, address)).body.reason).toBe('address');
      const { token } = await (path === '/reset' ? askReset : askLogInLink)(service, address);
      const body = { token, ...(path === '/reset' && { password: PASSWORD }) };
      expect((await service.post(`${path}/confirm`, body)).status).toBe(200);
      await storm(service, address, strangers);
      expect((await logIn(service, address)).status).toBe(200);
    },
  );
});
