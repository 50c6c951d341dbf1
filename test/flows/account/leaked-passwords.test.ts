// A password that is known from a leak is refused wherever somebody chooses one, and nothing of the request is used up.
import { describe, expect, it } from 'vitest';
import { createContinuation } from '#domain/challenge/continuation.ts';
import { askReset, bearer, logIn } from '../../support/account.ts';
import { asAdmin } from '../../support/admin.ts';
import { aRef, ID } from '../../support/builders.ts';
import { freshAddress } from '../../support/real-store.ts';
import { type Answer, createTestService, type ServiceOptions, type TestService } from '../../support/service.ts';
import { account, mailTo, PASSWORD, pendingSignUp } from '../../support/sign-up.ts';
import { createTestStore } from '../../support/test-store.ts';
import { wrongCode } from '../../support/wrong-code.ts';

const LEAKED = 'leaked elsewhere 1';
const CHOSEN = 'a password of my own';
const REFUSED = { status: 422, body: { code: 'weak_password', reason: 'leaked' } };

const start = (options: ServiceOptions = {}) => {
  const asked: string[] = [];
  const leakedPasswords = {
    has: async (password: string) => {
      asked.push(password);
      return password === LEAKED;
    },
  };
  return { asked, service: createTestService({ store: createTestStore(), leakedPasswords, ...options }) };
};

type Choose = (password: string) => Promise<Answer>;

/** What makes the request, once the account, mail or link that it needs is there. */
const CHOICES: Readonly<Record<string, (service: TestService) => Promise<Choose>>> = {
  'a sign-up': async (service) => {
    const email = freshAddress();
    return (password) => service.post('/signup', { email, password });
  },
  'a sign-up link': async (service) => {
    const { token } = await pendingSignUp(service, freshAddress());
    return (newPassword) => service.post('/verify', { token, newPassword });
  },
  'a reset by link': async (service) => {
    const address = freshAddress();
    await account(service, address);
    const { token } = await askReset(service, address);
    return (password) => service.post('/reset/confirm', { token, password });
  },
  'a reset by code': async (service) => {
    const address = freshAddress();
    await account(service, address);
    const { code, continuation } = await askReset(service, address);
    return (password) => service.post('/reset/confirm', { code, continuation, password });
  },
  'an invitation': async (service) => {
    const email = freshAddress();
    await asAdmin(service, '/admin/users/create', { email, invite: true, reason: 'Ticket 1042' });
    const { token } = await mailTo(service, email);
    return (password) => service.post('/invitation/confirm', { token, password });
  },
  'a change of the password': async (service) => {
    const { body } = await account(service, freshAddress());
    return (newPassword) =>
      service.post('/me/password', { currentPassword: PASSWORD, newPassword }, { headers: bearer(body.accessToken) });
  },
};

describe.each(Object.entries(CHOICES))('%s', (_what, prepare) => {
  it('is refused with a leaked password, asks once, uses nothing up, and goes on with another', async () => {
    const { service, asked } = start();
    const choose = await prepare(service);
    asked.splice(0);
    const mails = service.mails.length;
    for (let count = 0; count < 6; count++) expect(await choose(LEAKED)).toMatchObject(REFUSED);
    expect(asked).toEqual(Array(6).fill(LEAKED));
    await service.deliver();
    expect(service.mails).toHaveLength(mails);
    expect((await choose(CHOSEN)).status).toBeLessThan(300);
    expect(asked).toHaveLength(7);
  });

  it('leaves neither password in a log line or a row', async () => {
    const leakedPasswords = { has: async (password: string) => password === LEAKED };
    // In memory, where a test can look at all rows.
    const service = createTestService({ leakedPasswords });
    const choose = await prepare(service);
    expect(await choose(LEAKED)).toMatchObject(REFUSED);
    expect((await choose(CHOSEN)).status).toBeLessThan(300);
    await service.deliver();
    const everything = JSON.stringify([...service.rows.values()]) + service.lines.join('');
    expect(service.rows.size).toBeGreaterThan(0);
    for (const password of [LEAKED, CHOSEN]) expect(everything).not.toContain(password);
  });

  it('asks nobody about a password that is refused anyway', async () => {
    const { service, asked } = start();
    const choose = await prepare(service);
    asked.splice(0);
    expect(await choose('short')).toMatchObject({ status: 422, body: { reason: 'too_short' } });
    expect(await choose('password1234')).toMatchObject({ status: 422, body: { reason: 'common' } });
    expect(asked).toEqual([]);
  });

  it('is asked for in the form that is hashed, beside the hash', async () => {
    const { service: plain } = start();
    const { passwords } = plain.dependencies;
    const order: string[] = [];
    const pending: (() => void)[] = [];
    const { service } = start({
      passwords: {
        ...passwords,
        hash: async (password) => {
          order.push(`hash ${password}`);
          for (const end of pending.splice(0)) end();
          return passwords.hash(password);
        },
      },
      leakedPasswords: {
        has: async (password) => {
          order.push(`ask ${password}`);
          // Answers only once the hash was begun.
          if (!order.includes(`hash ${password}`)) await new Promise<void>((resolve) => void pending.push(resolve));
          return false;
        },
      },
    });
    const choose = await prepare(service);
    order.splice(0);
    expect((await choose('wide space 한글'.normalize('NFD').replaceAll(' ', '\u3000'))).status).toBeLessThan(300);
    expect(order.toSorted()).toEqual(['ask wide space 한글', 'hash wide space 한글']);
  });

  it('is not refused in a stage that does not ask', async () => {
    const service = createTestService({ store: createTestStore() });
    const choose = await prepare(service);
    expect((await choose(LEAKED)).status).toBeLessThan(300);
  });
});

describe('a sign-up', () => {
  const signUp = (service: TestService, email: string, password: string, more: object = {}) =>
    service.post('/signup', { email, password }, more);

  it('does the same work and answers alike for known and unknown addresses', async () => {
    const { service } = start();
    const known = freshAddress();
    await account(service, known);
    service.advance(61);
    const workFor = async (address: string) => {
      service.operations.splice(0);
      const { status, text } = await signUp(service, address, LEAKED);
      return { status, text: text.replace(/"[\w-]{20,}"/g, ''), operations: [...service.operations] };
    };
    expect(await workFor(known)).toEqual(await workFor(freshAddress()));
  });

  it('with an alias gives back what was counted for its mailbox', async () => {
    const { service } = start();
    const name = freshAddress().split('@')[0];
    for (let tag = 0; tag < 4; tag++)
      expect(await signUp(service, `${name}+${tag}@example.com`, LEAKED)).toMatchObject(REFUSED);
    for (let tag = 0; tag < 5; tag++)
      expect((await signUp(service, `${name}+${tag}@example.com`, CHOSEN)).status).toBe(202);
    expect((await signUp(service, `${name}+9@example.com`, CHOSEN)).status).toBe(429);
  });

  it('that is repeated with its key asks nobody again', async () => {
    const { service, asked } = start();
    const headers = { 'idempotency-key': 'a-key-of-22-characters-or-more' };
    const address = freshAddress();
    expect((await signUp(service, address, CHOSEN, { headers })).status).toBe(202);
    expect((await signUp(service, address, CHOSEN, { headers })).status).toBe(202);
    expect(asked).toEqual([CHOSEN]);
  });
});

describe('nobody is asked', () => {
  it('by a log-in, even with a password that has leaked since', async () => {
    const plain = createTestService({ store: createTestStore() });
    const address = freshAddress();
    await account(plain, address, LEAKED);
    const { service, asked } = start({ store: plain.store });
    expect((await logIn(service, address, LEAKED)).status).toBe(200);
    expect(asked).toEqual([]);
  });

  it('by a proof that is none: a wrong link, code, continuation or current password', async () => {
    const { service, asked } = start();
    const address = freshAddress();
    const { body } = await account(service, address);
    const { code, continuation } = await askReset(service, address);
    const ofNobody = createContinuation({ bytes: (count) => Buffer.alloc(count, 7) }, aRef({ purpose: 'reset' }), ID);
    asked.splice(0);
    const change = { currentPassword: 'not the password', newPassword: LEAKED };
    const answers = [
      await service.post('/reset/confirm', { token: 'x'.repeat(80), password: LEAKED }),
      await service.post('/verify', { token: 'x'.repeat(80), newPassword: LEAKED }),
      await service.post('/invitation/confirm', { token: 'x'.repeat(80), password: LEAKED }),
      await service.post('/reset/confirm', { code: wrongCode(code), continuation, password: LEAKED }),
      await service.post('/reset/confirm', { code, continuation: ofNobody.continuation, password: LEAKED }),
      await service.post('/me/password', change, { headers: bearer(body.accessToken) }),
    ];
    expect(answers.map((answer) => answer.body.code)).not.toContain('weak_password');
    expect(asked).toEqual([]);
  });
});
