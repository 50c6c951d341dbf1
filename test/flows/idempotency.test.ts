// A request that is repeated with its idempotency key, over a real database: one message, one answer, one count.
import { describe, expect, it } from 'vitest';
import { attemptsOf } from '#use-cases/session/proof/password-attempt.ts';
import { bearer } from '../support/account.ts';
import { anOwner } from '../support/email-change.ts';
import { FAULTS } from '../support/faults/faults.ts';
import { sweep } from '../support/faults/sweep.ts';
import { freshPhone } from '../support/one-time-code.ts';
import { freshAddress } from '../support/real-store.ts';
import { createTestService, freshNetwork, type TestService } from '../support/service.ts';
import { account, PASSWORD, pendingSignUp } from '../support/sign-up.ts';
import { createTestStore } from '../support/test-store.ts';

const store = createTestStore();
const aService = () => createTestService({ store });
const aKey = () => crypto.randomUUID();

interface Asking {
  readonly path: string;
  readonly body: object;
  readonly headers?: Record<string, string>;
}

const FLOWS: Readonly<Record<string, (service: TestService) => Promise<Asking>>> = {
  'a sign-up': async () => ({ path: '/signup', body: { email: freshAddress(), password: PASSWORD } }),
  'a resend': async (service) => {
    const { continuation } = await pendingSignUp(service, freshAddress());
    service.advance(61);
    return { path: '/signup/resend', body: { continuation } };
  },
  'a log-in link': async (service) => {
    const email = freshAddress();
    await account(service, email);
    return { path: '/login/link', body: { email } };
  },
  'a reset': async (service) => {
    const email = freshAddress();
    await account(service, email);
    return { path: '/reset', body: { email } };
  },
  'a reset that a stranger asked for before': async (service) => {
    const email = freshAddress();
    await account(service, email);
    await service.post('/reset', { email });
    await service.deliver();
    service.advance(61);
    return { path: '/reset', body: { email } };
  },
  'a code by mail': async () => ({ path: '/otp', body: { channel: 'email', to: freshAddress() } }),
  'a change of email': async (service) => {
    const { accessToken } = await anOwner(service);
    return { path: '/me/email', body: { newEmail: freshAddress(), password: PASSWORD }, headers: bearer(accessToken) };
  },
  'a change of phone': async (service) => {
    const { accessToken } = await anOwner(service);
    return { path: '/me/phone', body: { phone: freshPhone().typed, password: PASSWORD }, headers: bearer(accessToken) };
  },
};

const asker = ({ path, body, headers }: Asking, service: TestService, key: string | undefined = aKey()) => {
  const ip = `${freshNetwork()}.9`;
  return () => service.post(path, body, { ip, headers: { ...headers, ...(key && { 'idempotency-key': key }) } });
};

const countsIn = ({ operations }: TestService) =>
  operations
    .filter((operation) => operation.startsWith('count'))
    .reduce((total, operation) => total + Number(operation.split(' ')[1]), 0);

const sentBy = (service: TestService) => service.mails.length + service.texts.length;

describe.each(Object.entries(FLOWS))('%s with a key', (_name, flow) => {
  it('that is repeated 10 times in a row is sent and counted once, and answered the same', async () => {
    const service = aService();
    const ask = asker(await flow(service), service);
    const before = sentBy(service);
    const first = await ask();
    expect(first.status).toBe(202);
    service.operations.splice(0);
    for (let times = 0; times < 10; times++) {
      service.advance(7);
      expect(await ask()).toMatchObject({ status: 202, text: first.text });
    }
    expect(service.operations.filter((operation) => !operation.startsWith('load'))).toEqual([]);
    await service.deliver();
    expect(sentBy(service)).toBe(before + 1);
  });

  it('that comes 10 times at once is sent once, with one continuation, and counted once', async () => {
    const service = aService();
    const asking = await flow(service);
    const ask = asker(asking, service);
    const before = sentBy(service);
    service.operations.splice(0);
    const answers = await Promise.all(Array.from({ length: 10 }, ask));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(202));
    // One for the client, and one for the mailbox or the numbers of the account.
    expect(countsIn(service)).toBe(2);
    expect(new Set([...answers, await ask()].map(({ text }) => text)).size).toBe(1);
    await service.deliver();
    expect(sentBy(service)).toBe(before + 1);
  });

  it('is another request with another key, so the cool-down refuses it', async () => {
    const service = aService();
    const asking = await flow(service);
    expect((await asker(asking, service)()).status).toBe(202);
    expect((await asker(asking, service)()).body).toMatchObject({ reason: 'cool_down' });
  });
});

describe('a key', () => {
  it('with another body, or another address, is another request', async () => {
    const service = aService();
    const key = aKey();
    const email = freshAddress();
    const ask = (body: object) => asker({ path: '/signup', body }, service, key)();
    const first = await ask({ email, password: PASSWORD });
    expect((await ask({ email, password: `${PASSWORD} 2` })).body.reason).toBe('cool_down');
    const other = await ask({ email: freshAddress(), password: PASSWORD });
    expect(other.status).toBe(202);
    expect(other.body.continuation.split('.')[1]).not.toBe(first.body.continuation.split('.')[1]);
  });

  it('for an alias counts once for the client, once for the base address and once for the mailbox, also at once', async () => {
    const service = aService();
    const email = freshAddress().replace('@', '+tag@');
    const ask = asker({ path: '/signup', body: { email, password: PASSWORD } }, service);
    const answers = await Promise.all(Array.from({ length: 4 }, ask));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(countsIn(service)).toBe(3);
  });

  it('for a phone number counts one number of the day, however many requests come at once', async () => {
    const service = aService();
    const { accessToken } = await anOwner(service);
    const change = async () => {
      const body = { phone: freshPhone().typed, password: PASSWORD };
      const ask = asker({ path: '/me/phone', body, headers: bearer(accessToken) }, service);
      const answers = await Promise.all(Array.from({ length: 5 }, ask));
      return new Set([...answers, await ask()].map(({ status }) => status));
    };
    for (let numbers = 0; numbers < service.settings.limits.numbersPerAccount; numbers++)
      expect(await change()).toEqual(new Set([202]));
    expect(await change()).toEqual(new Set([429]));
  });

  it('works until the answer has expired', async () => {
    const service = aService();
    const ask = asker({ path: '/signup', body: { email: freshAddress(), password: PASSWORD } }, service);
    const first = await ask();
    service.advance(first.body.expiresInSeconds - 1);
    expect((await ask()).text).toBe(first.text);
    service.advance(1);
    expect((await ask()).text).not.toBe(first.text);
  });

  it('gives a continuation that works', async () => {
    const service = aService();
    const email = freshAddress();
    const ask = asker({ path: '/signup', body: { email, password: PASSWORD } }, service);
    await ask();
    const { continuation } = (await ask()).body;
    await service.deliver();
    const { token } = service.mails.at(-1) ?? {};
    expect((await service.post('/verify', { token, continuation })).status).toBe(200);
  });

  it.each(['short', '', 'a'.repeat(21), 'a'.repeat(129), `${'a'.repeat(22)}.`])('like "%s" is refused', async (key) => {
    const service = aService();
    const body = { email: freshAddress(), password: PASSWORD };
    const answer = await service.post('/signup', body, { headers: { 'idempotency-key': key } });
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', errors: [{ path: 'Idempotency-Key' }] },
    });
    expect(service.operations).toEqual([]);
  });
});

describe.each(Object.entries(FLOWS))('%s whose answer is lost at any step', (_name, flow) => {
  it('is answered by the repeat, always the same, and sent once', async () => {
    const runs = await sweep(store, async (service, arm) => {
      const ask = asker(await flow(service), service);
      const before = sentBy(service);
      arm();
      expect([202, 503]).toContain((await ask()).status);
      service.setFaults();
      const repeats = [];
      for (let times = 0; times < 10; times++) repeats.push(await ask());
      expect(new Set(repeats.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
      expect(repeats[0]?.status).toBe(202);
      await service.deliver();
      expect(sentBy(service)).toBe(before + 1);
    });
    // A load, two counts and a write at least, with each fault; a resend counts its client alone.
    expect(runs).toBeGreaterThanOrEqual(4 * FAULTS.length);
  });
});

describe('a wrong password with a key', () => {
  const change = async (service: TestService, password: string, key = aKey()) => {
    const owner = await anOwner(service);
    const body = { newEmail: freshAddress(), password };
    const asking = { path: '/me/email', body, headers: bearer(owner.accessToken) };
    const row = async () => (await service.store.load([attemptsOf(owner.address)]))[0];
    return { asking, ask: asker(asking, service, key), failures: async () => (await row())?.failures };
  };

  it('is compared each time and counted once, also at once: it is the same guess', async () => {
    const service = aService();
    const { ask, failures } = await change(service, 'mistyped');
    const answers = await Promise.all(Array.from({ length: 8 }, ask));
    expect(new Set(answers.map(({ body }) => body.code))).toEqual(new Set(['invalid_credentials']));
    expect(await failures()).toBe(1);
    await service.deliver();
    expect(service.mails.filter(({ tags }) => tags.purpose === 'email_change')).toEqual([]);
  });

  it('is counted again after a minute', async () => {
    const service = aService();
    const { ask, failures } = await change(service, 'mistyped');
    await ask();
    service.advance(59);
    await ask();
    expect(await failures()).toBe(1);
    service.advance(1);
    await ask();
    expect(await failures()).toBe(2);
  });

  it('is another guess with another password, whatever the key: each is counted, and then there is a wait', async () => {
    const service = aService();
    const key = aKey();
    const { asking, failures } = await change(service, 'mistyped');
    const { logInFailuresPerNetwork } = service.settings.limits;
    const ip = `${freshNetwork()}.9`;
    const headers = { ...asking.headers, 'idempotency-key': key };
    const codes = [];
    for (let guess = 0; guess <= logInFailuresPerNetwork; guess++) {
      const body = { ...asking.body, password: `guess ${guess}` };
      codes.push((await service.post(asking.path, body, { ip, headers })).body.code);
    }
    expect(codes.pop()).toBe('too_many_requests');
    expect(new Set(codes)).toEqual(new Set(['invalid_credentials']));
    expect(await failures()).toBe(logInFailuresPerNetwork);
  });
});
