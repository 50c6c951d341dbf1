// A request that is repeated with its idempotency key, over a real database: one message, one answer, one count.
import { describe, expect, it } from 'vitest';
import { bearer } from '../support/account.ts';
import { anOwner } from '../support/email-change.ts';
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
    // Passwords are checked one after the other, so requests at once may lose there. Their repeat gets the answer.
    const refused = answers.filter(({ status }) => status !== 202).map(({ body }) => body.code);
    const mayBeRefused = asking.path.startsWith('/me/') ? ['try_again', 'too_many_requests'] : [];
    expect(refused.filter((code) => !mayBeRefused.includes(code))).toEqual([]);
    // One for the client, and one for the mailbox or the numbers of the account.
    if (refused.length === 0) expect(countsIn(service)).toBe(2);
    const given = answers.filter(({ status }) => status === 202).map(({ text }) => text);
    expect(new Set([...given, (await ask()).text]).size).toBe(1);
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
      await Promise.all(Array.from({ length: 5 }, ask));
      return (await ask()).status;
    };
    for (let numbers = 0; numbers < service.settings.limits.numbersPerAccount; numbers++)
      expect(await change()).toBe(202);
    expect(await change()).toBe(429);
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

it('an answer that is lost at any step is given by the repeat, and one mail is sent', async () => {
  await sweep(store, async (service, arm) => {
    const ask = asker({ path: '/signup', body: { email: freshAddress(), password: PASSWORD } }, service);
    arm();
    expect([202, 503]).toContain((await ask()).status);
    service.setFaults();
    const repeated = await ask();
    expect(repeated.status).toBe(202);
    expect((await ask()).text).toBe(repeated.text);
    await service.deliver();
    expect(service.mails).toHaveLength(1);
  });
});
