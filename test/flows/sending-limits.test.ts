// How many messages one client can request, over a real database: every route that sends is counted, and no other request is.
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createContinuation } from '#domain/challenge/continuation.ts';
import { bearer } from '../support/account.ts';
import { aRef, ID } from '../support/builders.ts';
import { anOwner } from '../support/email-change.ts';
import { createHookedStore, losing, once } from '../support/faults/hooked-store.ts';
import { askByMail, freshPhone } from '../support/one-time-code.ts';
import { freshAddress } from '../support/real-store.ts';
import { type Answer, createTestService, freshNetwork, type TestService, testSettings } from '../support/service.ts';
import { account, beginSignUp, mailTo, PASSWORD } from '../support/sign-up.ts';
import { createTestStore } from '../support/test-store.ts';
import { wrongCode } from '../support/wrong-code.ts';

const store = createTestStore();
/** The numbers of one account have a limit of their own: `account/phone-numbers.test.ts`. */
const limits = { ...testSettings.limits, numbersPerAccount: 1000 };
const aService = () => createTestService({ store, settings: { limits } });

/** A well-formed continuation of an address that has no challenge. */
const ofNothing = () => {
  const ref = aRef({ purpose: 'signup', address: freshAddress() });
  return createContinuation({ bytes: (count) => Buffer.alloc(count, 7) }, ref, ID).continuation;
};

type Send = (service: TestService, accessToken: string, ip: string) => ReturnType<TestService['post']>;

const allowedStatus = (path: string) => (path === '/signup/resend' ? 410 : 202);

/** One request for one mail or sms to a new address. */
const ROUTES: Readonly<Record<string, Send>> = {
  '/signup': (service, _token, ip) => service.post('/signup', { email: freshAddress(), password: PASSWORD }, { ip }),
  '/signup/resend': (service, _token, ip) => service.post('/signup/resend', { continuation: ofNothing() }, { ip }),
  '/reset': (service, _token, ip) => service.post('/reset', { email: freshAddress() }, { ip }),
  '/login/link': (service, _token, ip) => service.post('/login/link', { email: freshAddress() }, { ip }),
  '/otp': (service, _token, ip) => service.post('/otp', { channel: 'email', to: freshAddress() }, { ip }),
  '/me/email': (service, token, ip) =>
    service.post('/me/email', { newEmail: freshAddress(), password: PASSWORD }, { ip, headers: bearer(token) }),
  '/me/phone': (service, token, ip) =>
    service.post('/me/phone', { phone: freshPhone().typed, password: PASSWORD }, { ip, headers: bearer(token) }),
};

describe('one client', () => {
  it.each(Object.entries(ROUTES))(
    'at %s is stopped after 10 requests a minute, before anything is written',
    async (path, send) => {
      const allowed = allowedStatus(path);
      const service = aService();
      const { accessToken } = await anOwner(service);
      const network = freshNetwork();
      for (let count = 0; count < 10; count++) {
        expect((await send(service, accessToken, `${network}.44`)).status).toBe(allowed);
      }
      service.operations.splice(0);
      const refused = await send(service, accessToken, `${network}.44`);
      expect(refused).toMatchObject({ status: 429, body: { code: 'too_many_requests', reason: 'network' } });
      expect(service.operations.filter((operation) => !operation.startsWith('load'))).toEqual(['count 1']);
      expect((await send(service, accessToken, `${network}.45`)).status).toBe(allowed);
      service.advance(60);
      expect((await send(service, accessToken, `${network}.44`)).status).toBe(allowed);
    },
  );

  it('is the whole /64 of a phone with IPv6, and its neighbours are others', async () => {
    const service = aService();
    const prefix = `2001:db8:${randomBytes(2).toString('hex')}`;
    const statusFrom = async (ip: string) =>
      (await service.post('/reset', { email: freshAddress() }, { ip: `${prefix}:${ip}` })).status;
    for (let count = 1; count <= 10; count++) expect(await statusFrom(`1::${count}`)).toBe(202);
    expect(await statusFrom('1:f816:3eff:fe12:3456')).toBe(429);
    expect(await statusFrom('2::1')).toBe(202);
  });

  it('is counted over all these routes together', async () => {
    const service = aService();
    const { accessToken } = await anOwner(service);
    const ip = `${freshNetwork()}.44`;
    const sends = Object.entries(ROUTES);
    const asked = [...sends, ...sends.slice(0, 4)];
    const answers = [];
    for (const [, send] of asked) answers.push((await send(service, accessToken, ip)).status);
    expect(answers).toEqual([...asked.slice(0, 10).map(([path]) => allowedStatus(path)), 429]);
  });
});

it('a malformed continuation is answered before anything is counted', async () => {
  const service = aService();
  const ip = `${freshNetwork()}.44`;
  for (let count = 0; count < 12; count++) {
    expect((await service.post('/signup/resend', { continuation: 'nonsense' }, { ip })).status).toBe(401);
  }
  expect(service.operations).toEqual([]);
});

describe('the aliases of one mailbox', () => {
  const withAlias = () => {
    const service = aService();
    const name = freshAddress().split('@')[0];
    return { service, alias: (tag: number) => `${name}+${tag}@example.com` };
  };

  it('are counted when a mail is sent again, too', async () => {
    const { service, alias } = withAlias();
    const { continuation } = await beginSignUp(service, alias(0));
    for (let tag = 1; tag < 5; tag++) await beginSignUp(service, alias(tag));
    await service.deliver();
    // Those that found no slot before the quota was known come again.
    await service.deliverQueued();
    service.advance(61);
    const resent = await service.post('/signup/resend', { continuation });
    expect(resent).toMatchObject({ status: 429, body: { code: 'too_many_requests', reason: 'network' } });
    await service.deliver();
    expect(service.mails).toHaveLength(5);
  });

  it('are not charged for requests that the cool-down refuses', async () => {
    const { service, alias } = withAlias();
    const { continuation } = await beginSignUp(service, alias(0));
    const refused = { status: 429, body: { reason: 'cool_down' } };
    for (let times = 0; times < 2; times++) {
      expect(await service.post('/signup/resend', { continuation })).toMatchObject(refused);
      expect(await service.post('/signup', { email: alias(0), password: PASSWORD })).toMatchObject(refused);
    }
    service.advance(61);
    for (let tag = 1; tag < 5; tag++) await beginSignUp(service, alias(tag));
    expect((await service.post('/signup', { email: alias(5), password: PASSWORD })).body.reason).toBe('network');
  });
});

describe('one mailbox', () => {
  /** Asks from a new network each time, for every purpose in turn, under the address and aliases of it. */
  const aMailbox = () => {
    const service = aService();
    const [name = ''] = freshAddress().split('@');
    const address = (tag: number) => (tag % 2 === 0 ? `${name}@example.com` : `${name}+${tag}@example.com`);
    const ask = (tag: number, ip = `${freshNetwork()}.9`) => {
      const email = address(tag);
      const paths: readonly (readonly [string, object])[] = [
        ['/signup', { email, password: PASSWORD }],
        ['/reset', { email }],
        ['/login/link', { email }],
        ['/otp', { channel: 'email', to: email }],
      ];
      const [path, body] = paths[Math.floor(tag / 2) % paths.length] ?? ['', {}];
      return service.post(path, body, { ip });
    };
    const fill = async (ip?: string) => {
      for (let tag = 0; tag < 30; tag++) {
        expect((await ask(tag, ip)).status).toBe(202);
        service.advance(61);
      }
    };
    return { service, ask, fill };
  };

  it('gets 30 mails a day over all purposes and aliases, and then one an hour for a network', async () => {
    const { service, ask, fill } = aMailbox();
    await fill();
    const ip = `${freshNetwork()}.9`;
    const answers: Answer[] = [];
    for (let tag = 31; tag < 41; tag += 2) answers.push(await ask(tag, ip));
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
    const refused = answers.at(-1);
    expect(refused).toMatchObject({ status: 429, body: { code: 'too_many_requests', reason: 'address' } });
    // The owner elsewhere is not made to wait for the strangers.
    expect((await ask(51)).status).toBe(202);
    service.advance(refused?.body.retryAfterSeconds);
    expect((await ask(53, ip)).status).toBe(202);
  });

  it('is not charged for many requests at once of which one is sent', async () => {
    const { service, ask } = aMailbox();
    expect((await ask(0)).status).toBe(202);
    for (let round = 0; round < 3; round++) {
      service.advance(61);
      const answers = await Promise.all(Array.from({ length: 20 }, () => ask(0)));
      expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
    }
    for (let tag = 1; tag < 53; tag += 2) expect((await ask(tag)).status).toBe(202);
  });
});

describe('a network with a limit of two failures an hour', () => {
  const limits = { ...testSettings.limits, failuresPerNetwork: 2 };
  const aNetwork = () => {
    const { store: hooked, hook } = createHookedStore();
    const service = createTestService({ store: hooked, settings: { limits } });
    // Not the network that asks for the codes: that one is not counted.
    const ip = `${freshNetwork()}.9`;
    const check = ({ code, continuation }: { readonly code: string; readonly continuation: string }) =>
      service.post('/otp/check', { code, continuation }, { ip });
    const guess = async (isRight = true) => {
      const { code, continuation } = await askByMail(service);
      service.advance(7);
      return check({ code: isRight ? code : wrongCode(code), continuation });
    };
    return { service, hook, guess, check };
  };

  it('is not charged for right attempts', async () => {
    const { guess } = aNetwork();
    for (let times = 0; times < 4; times++) expect((await guess()).status).toBe(200);
    for (let times = 0; times < 2; times++) expect((await guess(false)).body.code).toBe('code_mismatch');
    expect((await guess()).body.reason).toBe('network');
  });

  it('is not charged for attempts that lost a race and were not compared', async () => {
    const { service, hook, guess, check } = aNetwork();
    const { code, continuation } = await askByMail(service);
    hook(losing('challenge'));
    for (let times = 0; times < 4; times++) {
      expect((await check({ code, continuation })).body.code).toBe('try_again');
    }
    hook();
    for (let times = 0; times < 2; times++) expect((await guess(false)).body.code).toBe('code_mismatch');
  });

  it('is not charged for attempts that are refused while others are running', async () => {
    const { service, hook, guess, check } = aNetwork();
    await guess(false);
    const [one, other] = [await askByMail(service), await askByMail(service)];
    let refused: Answer | undefined;
    const happen = async () => {
      refused = await check(other);
    };
    hook(once(({ kind }) => kind === 'challenge', happen));
    expect((await check(one)).status).toBe(200);
    expect(refused?.body.reason).toBe('network');
    expect((await check(other)).status).toBe(200);
    expect((await guess(false)).body.code).toBe('code_mismatch');
  });
});

describe('resendInSeconds', () => {
  it('is the wait of the network that asked: an hour after its fifth mail, a minute for another network', async () => {
    const service = aService();
    const [body, ip] = [{ email: freshAddress() }, `${freshNetwork()}.44`];
    const waits: unknown[] = [];
    for (let mail = 0; mail < 5; mail++) {
      const asked = await service.post('/reset', body, { ip });
      waits.push(asked.body.resendInSeconds);
      service.advance(60);
    }
    expect(waits).toEqual([60, 60, 60, 60, 3600]);
    expect((await service.post('/reset', body, { ip })).body.retryAfterSeconds).toBe(3540);
    const other = await service.post('/reset', body, { ip: `${freshNetwork()}.44` });
    expect(other.body.resendInSeconds).toBe(60);
  });
});

describe('a neighbour in the same network who guesses passwords until it is stopped', () => {
  const aNeighbourhood = async () => {
    const service = aService();
    const network = freshNetwork();
    const [owner, neighbour] = [`${network}.7`, `${network}.8`];
    const address = freshAddress();
    const answered = await account(service, address);
    expect(answered.status).toBe(200);
    const logIn = (ip: string, email = address, password = PASSWORD) =>
      service.post('/login', { email, password }, { ip });
    const guessAll = async () => {
      for (let guess = 0; guess < 60; guess++) {
        expect((await logIn(neighbour, freshAddress(), 'not the password')).status).toBe(401);
      }
      expect((await logIn(neighbour, freshAddress(), 'not the password')).body.reason).toBe('network');
    };
    return { service, address, owner, neighbour, logIn, guessAll };
  };

  it('does not stop the other addresses of the network', async () => {
    const { owner, logIn, guessAll } = await aNeighbourhood();
    await guessAll();
    expect((await logIn(owner)).status).toBe(200);
  });

  it('is served, even there, if it has logged in from this network before', async () => {
    const { neighbour, logIn, guessAll } = await aNeighbourhood();
    expect((await logIn(neighbour)).status).toBe(200);
    await guessAll();
    expect((await logIn(neighbour)).status).toBe(200);
  });

  it('can still use the code that it asked for itself', async () => {
    const { service, neighbour, guessAll } = await aNeighbourhood();
    await guessAll();
    const to = freshAddress();
    const asked = await service.post('/otp', { channel: 'email', to }, { ip: neighbour });
    const { code } = await mailTo(service, to);
    const { continuation } = asked.body;
    const check = (guess: string) => service.post('/otp/check', { code: guess, continuation }, { ip: neighbour });
    expect((await check(wrongCode(code ?? ''))).body.code).toBe('code_mismatch');
    expect((await check(code ?? '')).status).toBe(200);
  });
});
