// One test for each fault that was once found by reading or by a person: it stays mended.
import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '#adapters/store/memory-store.ts';
import { readContinuation } from '#domain/challenge/continuation.ts';
import { accept, DependencyError } from '#domain/errors.ts';
import type { Store } from '#domain/store.ts';
import { emailClaimKey, userKey } from '#domain/store-keys.ts';
import { createHttpHandler } from '#http/http-handler.ts';
import { json } from '#http/reply.ts';
import { createLogger } from '#runtime/logger.ts';
import { parseFields } from '#schemas/field-errors.ts';
import { SignUpRequest } from '#schemas/requests.ts';
import { parseSettings } from '#schemas/settings.ts';
import { apiEvent, lambdaContext } from './support/api-event.ts';
import { aUser, idNumber, USER_ID } from './support/builders.ts';
import { createHookedStore, once } from './support/faults/hooked-store.ts';
import { createTestService, type TestService, testSettings } from './support/service.ts';
import { PASSWORD, type PendingSignUp, pendingSignUp } from './support/sign-up.ts';
import { wrongCode } from './support/wrong-code.ts';

const ADDRESS = 'minji@example.com';
const idOf = ({ continuation }: PendingSignUp) => readContinuation(continuation, 'signup')?.id ?? '';

/** Another account takes the address while a sign-up for it is pending. */
const claimByRival = async (store: Store, address = ADDRESS): Promise<void> => {
  await store.swap(userKey(USER_ID), 'absent', aUser({ email: address }));
  await store.swap(emailClaimKey(address), 'absent', { userId: USER_ID });
};

describe('an account nobody can reach', () => {
  it('gives no session to the first tab that polls before it is removed', async () => {
    const { store, hook } = createHookedStore(createMemoryStore());
    const service = createTestService({ store });
    const pending = await pendingSignUp(service, ADDRESS);
    await claimByRival(store);
    const answers: unknown[] = [];
    const poll = async () => {
      answers.push((await service.post('/verify/status', { continuation: pending.continuation })).body);
    };
    hook(once((_key, by) => by === 'remove', poll));
    const verified = await service.post('/verify', { token: pending.token, password: PASSWORD });
    expect(verified.body.code).toBe('already_registered');
    expect(answers).toMatchObject([{ code: 'already_used' }]);
  });

  it('gives no session to the first tab after a crash before it was removed', async () => {
    const service = createTestService();
    const pending = await pendingSignUp(service, ADDRESS);
    await claimByRival(service.store);
    service.setFaults((call) => (call === 'store.remove' ? 'before' : undefined));
    await service.post('/verify', { token: pending.token, password: PASSWORD });
    service.setFaults();
    const polled = await service.post('/verify/status', { continuation: pending.continuation });
    expect(polled.body).toMatchObject({ code: 'already_used' });
  });

  it('is not left behind with its password hash when two requests verify the same link', async () => {
    const { store, hook } = createHookedStore(createMemoryStore());
    const service = createTestService({ store });
    const pending = await pendingSignUp(service, ADDRESS);
    const verify = () => service.post('/verify', { token: pending.token, continuation: pending.continuation });
    const rival = async () => {
      await claimByRival(store);
      expect((await verify()).body.code).toBe('already_registered');
    };
    hook(once((key, by) => by === 'swap' && key.kind === 'user', rival));
    // The second request has loaded the live challenge; the first one runs from end to end before its first write.
    await verify();
    expect(await store.load([userKey(idOf(pending))])).toEqual([undefined]);
  });

  it('is removed between a lost swap and its reading without a 500', async () => {
    const base = createMemoryStore();
    const service = createTestService({
      store: {
        ...base,
        // The real store reads what stands there after the lost swap; by then a parallel request may have removed it.
        swap: async (key, expected, next) => {
          const swap = await base.swap(key, expected, next);
          return !swap.ok && key.kind === 'user' ? { ok: false, current: undefined } : swap;
        },
      },
    });
    const pending = await pendingSignUp(service, ADDRESS);
    await claimByRival(base);
    await base.swap(userKey(idOf(pending)), 'absent', aUser({ id: idOf(pending), email: ADDRESS }));
    const { status } = await service.post('/verify', { token: pending.token, continuation: pending.continuation });
    expect(status).not.toBe(500);
  });
});

describe('a sign-up link whose account was committed by a request that then crashed', () => {
  /** The account is there and claimed; the challenge is not marked used. */
  const crashed = async (): Promise<{ service: TestService; pending: PendingSignUp }> => {
    const service = createTestService();
    const pending = await pendingSignUp(service, ADDRESS);
    let swaps = 0;
    service.setFaults((call) => (call === 'store.swap' && ++swaps === 3 ? 'before' : undefined));
    const answer = await service.post('/verify', { token: pending.token, continuation: pending.continuation });
    expect(answer.status).toBe(503);
    service.setFaults();
    return { service, pending };
  };
  const change = async ({ service, pending }: Awaited<ReturnType<typeof crashed>>, set: object): Promise<void> => {
    const [user] = await service.store.load([userKey(idOf(pending))]);
    if (!user) throw new Error('the account is missing');
    expect(await service.store.swap(userKey(user.id), user, { ...user, ...set })).toMatchObject({ ok: true });
  };

  it('opens no session after the password was changed since', async () => {
    const state = await crashed();
    await change(state, {
      passwordHash: '$argon2id$new',
      epoch: 'new',
      challengeFloor: idNumber(9).replace('01K', '02K'),
    });
    const { token, continuation } = state.pending;
    const again = await state.service.post('/verify', { token, continuation });
    expect(again.body.accessToken).toBeUndefined();
  });

  it('opens no session after the account moved to another address', async () => {
    const state = await crashed();
    await change(state, { email: 'new@example.com', epoch: 'new' });
    const { token, continuation } = state.pending;
    const again = await state.service.post('/verify', { token, continuation });
    expect(again.body.accessToken).toBeUndefined();
  });
});

describe('an account that moved to another address after a crash', () => {
  it('is not removed by its old link when somebody else has that address now', async () => {
    const service = createTestService();
    const pending = await pendingSignUp(service, ADDRESS);
    const id = idOf(pending);
    await service.store.swap(userKey(id), 'absent', aUser({ id, email: 'new@example.com' }));
    await claimByRival(service.store);
    const { token, continuation } = pending;
    const { body } = await service.post('/verify', { token, continuation });
    expect(body.accessToken).toBeUndefined();
    expect(await service.store.load([userKey(id)])).toMatchObject([{ email: 'new@example.com' }]);
  });
});

describe('a guess', () => {
  it('is not used up when the key service fails before it could be compared', async () => {
    const service = createTestService();
    const { code, continuation } = await pendingSignUp(service, ADDRESS);
    service.setFaults((call) => (call === 'keyRing.generation' ? 'before' : undefined));
    for (let attempt = 0; attempt < 5; attempt++) {
      expect((await service.post('/verify', { code, continuation })).status).toBe(503);
    }
    service.setFaults();
    const { status, body } = await service.post('/verify', { code, continuation });
    expect([status, body.code]).toEqual([200, undefined]);
  });

  it('on a locked code is told a wait after which the same guess can work, or none', async () => {
    const service = createTestService();
    const { code, continuation } = await pendingSignUp(service, ADDRESS);
    for (let guess = 1; guess <= 5; guess++) {
      await service.post('/verify', { code: wrongCode(code, guess), continuation });
    }
    service.advance(120);
    const { body, headers } = await service.post('/verify', { code, continuation });
    expect(body).toMatchObject({ code: 'too_many_requests', reason: 'code_locked' });
    // This code stays locked for good; "in one second" sends clients into a loop.
    expect(headers['retry-after']).not.toBe('1');
  });
});

describe('the mail', () => {
  it('does not promise more minutes than its link has left', async () => {
    const service = createTestService();
    const { continuation } = await pendingSignUp(service, ADDRESS);
    service.advance(85 * 60);
    const resent = await service.post('/signup/resend', { continuation });
    expect(resent.body.expiresInSeconds).toBe(300);
    await service.deliver();
    expect(service.mails).toHaveLength(2);
    const minutes = /(\d+)분 동안/.exec(service.mails[1]?.text ?? '')?.[1];
    expect(Number(minutes)).toBeLessThanOrEqual(5);
  });

  it('can be written for the shortest lifetime that the settings accept', async () => {
    const accepted = parseSettings({ ...testSettings, lifetimes: { signupSeconds: 60 } });
    const service = createTestService({ settings: { lifetimes: accepted.lifetimes } });
    await service.post('/signup', { email: ADDRESS, password: PASSWORD });
    await service.deliver();
    expect(service.mails).toHaveLength(1);
  });
});

describe('field errors', () => {
  const errorsOf = (profile: unknown) => {
    const parsed = parseFields(SignUpRequest, { email: 'a@example.com', password: 'x', profile });
    return parsed.ok ? [] : parsed.errors;
  };

  it.each([[null], [{}], [[1]]])('of a profile value like %j name its path and every kind it may be', (value) => {
    expect(errorsOf({ nickname: value })).toEqual([
      { path: 'profile.nickname', message: 'must be a string, a number or a boolean' },
    ]);
  });
});

describe('settings', () => {
  const { lifetimes: _lifetimes, limits: _limits, ...input } = testSettings;
  const messageOf = (set: object): string => {
    try {
      parseSettings({ ...input, ...set });
      return 'accepted';
    } catch (error) {
      return `${error}`;
    }
  };

  it('name the key they do not know, so that a misspelt one can be found', () => {
    expect(messageOf({ sneder: 1 })).toContain('sneder');
    expect(messageOf({ limits: { coolDown: 1 } })).toContain('limits.coolDown');
  });

  it.each(['null', '*', 'https://app.example/', 'app.example', 'https://APP.example', 'https://app.example/path'])(
    'refuse %s as an allowed origin: no browser sends it, or every sandboxed frame does',
    (origin) => {
      expect(messageOf({ allowedOrigins: [origin] })).toContain('allowedOrigins.0');
    },
  );

  it.each(['https://api.example?x=1', 'https://api.example#x', 'https://user:secret@api.example'])(
    'refuse the issuer %s, on which no link could be built',
    (issuer) => {
      expect(messageOf({ issuer })).toContain('issuer');
    },
  );
});

describe('the pipeline', () => {
  const serve = (error: unknown) => {
    const lines: string[] = [];
    const log = createLogger((line) => lines.push(line), testSettings.stage);
    const route = async () => {
      if (error) throw error;
      return accept(json(200, {}));
    };
    const handlers = { 'POST /signup': route, 'POST /signup/resend': route, 'HEAD /signup': route };
    return { handler: createHttpHandler<'signup'>({ settings: testSettings, log }, handlers), lines };
  };

  it('logs no line of a message that looks like a place in the code', async () => {
    const { handler, lines } = serve(new Error('cannot use\n    at minji@example.com'));
    await handler(apiEvent({ method: 'POST', path: '/signup/resend', body: {} }), lambdaContext);
    expect(lines.join('')).toContain('unexpected_error');
    expect(lines.join('')).not.toContain('minji@example.com');
  });

  it.each([
    ['an exception', '/signup', new Error('x')],
    ['a failed dependency', '/signup', new DependencyError('kms', new Error('x'))],
    ['an unknown path', '/nowhere', undefined],
  ])('answers HEAD without a body after %s', async (_name, path, error) => {
    const { handler } = serve(error);
    const result = await handler(apiEvent({ method: 'HEAD', path }), lambdaContext);
    expect(result.statusCode).toBeGreaterThanOrEqual(400);
    expect(result.body).toBe('');
  });
});

describe('a ticket in the retry queue', () => {
  it('of a kind this code does not know is kept for newer code, not thrown away', async () => {
    const service = createTestService();
    const body = JSON.stringify({ pk: `notice#password#email:${ADDRESS}#x`, id: idNumber(1), seq: 1 });
    const event = { Records: [{ messageId: 'm1', body, eventSource: 'aws:sqs' }] } as never;
    expect(await service.courier(event)).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
  });
});
