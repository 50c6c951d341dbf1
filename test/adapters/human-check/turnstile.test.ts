// Turnstile by siteverify: what is sent, what passes, what is refused, and what nobody can tell. A server stands in for Cloudflare.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hostnamesOf } from '#adapters/human-check/hostnames.ts';
import { createTurnstile } from '#adapters/human-check/turnstile.ts';
import type { SecretReader } from '#domain/ports/delivery.ts';
import type { HumanCheckCredentials } from '#schemas/secrets.ts';
import { TURNSTILE_FAILURES, type TurnstileFailure } from '../../../bin/local/human-check/failures.ts';
import { startTurnstile, type TurnstileDouble } from '../../../bin/local/human-check/turnstile.ts';
import { NOW } from '../../support/builders.ts';
import { freePort } from '../../support/servers/free-port.ts';
import { testSettings } from '../../support/service.ts';

const SITE_KEY = '0x4AAAAAAAtestsitekey';
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[48][0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const clock = { time: NOW, now: () => clock.time };

let cloudflare: TurnstileDouble;
let secretKey = 'right';
let forgotten = 0;
let lines: string[] = [];
const secret: SecretReader<HumanCheckCredentials> = {
  read: async () => ({ secretKey }),
  forget: () => {
    forgotten += 1;
    secretKey = 'right';
  },
};

beforeAll(async () => {
  cloudflare = await startTurnstile({ siteKey: SITE_KEY, secretKey: 'right', clock });
});
afterAll(() => cloudflare.stop());
beforeEach(() => {
  cloudflare.failWith();
  secretKey = 'right';
  forgotten = 0;
  lines = [];
});

const create = (options: Partial<Parameters<typeof createTurnstile>[0]> = {}) =>
  createTurnstile({
    secret,
    hostnames: new Set(['localhost', 'app.example']),
    log: { write: (event, fields) => void lines.push(`${event} ${fields?.['dependency'] ?? ''} ${fields?.['error']}`) },
    endpoint: cloudflare.origin,
    timeoutMilliseconds: 300,
    ...options,
  });
const solved = (action = 'signup', hostname = 'localhost') => cloudflare.issue({ action, hostname });
const SIGN_UP = { action: 'signup' } as const;

/** The requests that `work` sends. */
const sentBy = async (work: () => Promise<unknown>) => {
  const before = cloudflare.verified().length;
  await work();
  return cloudflare.verified().slice(before);
};

describe('a token', () => {
  it.each(['localhost', 'app.example'])('of a page of %s passes, once', async (hostname) => {
    const check = create();
    const token = solved('signup', hostname);
    expect(await check.check(token, SIGN_UP)).toBe('passed');
    expect(await check.check(token, SIGN_UP)).toBe('refused');
    expect(lines).toEqual(['human_token_refused  timeout-or-duplicate']);
  });

  it('is sent with the secret and a key for one retry, and without the address of the person', async () => {
    const token = solved();
    const [sent] = await sentBy(() => create().check(token, SIGN_UP));
    expect(sent).toEqual({ secret: 'right', response: token, idempotency_key: expect.stringMatching(UUID) });
  });

  it('is sent with the address where the stage says so', async () => {
    const request = { ...SIGN_UP, address: '203.0.113.9' };
    const [sent] = await sentBy(() => create().check(solved(), request));
    expect(sent).toMatchObject({ remoteip: '203.0.113.9' });
  });

  it('passes again for a repeat of the same request, and for no other', async () => {
    const check = create();
    const token = solved();
    expect(await check.check(token, { ...SIGN_UP, repeatOf: 'one' })).toBe('passed');
    expect(await check.check(token, { ...SIGN_UP, repeatOf: 'one' })).toBe('passed');
    expect(await check.check(token, { ...SIGN_UP, repeatOf: 'two' })).toBe('refused');
    expect(await check.check(token, SIGN_UP)).toBe('refused');
  });

  it('is refused after five minutes', async () => {
    const token = solved();
    clock.time += 300_000;
    expect(await create().check(token, SIGN_UP)).toBe('refused');
    expect(lines).toEqual(['human_token_refused  timeout-or-duplicate']);
  });

  it.each([
    ['for another flow', () => solved('reset'), 'wrong-action'],
    ['of a page elsewhere', () => solved('signup', 'evil.example'), 'wrong-hostname'],
    ['that is made up', () => 'XXXX.DUMMY.TOKEN.XXXX', 'invalid-input-response'],
  ])('%s is refused', async (_, token, error) => {
    expect(await create().check(token(), SIGN_UP)).toBe('refused');
    expect(lines).toEqual([`human_token_refused  ${error}`]);
  });
});

describe('every answer there is', () => {
  /** The outcome, the line, and how many requests it takes. */
  const OUTCOMES: Readonly<Record<TurnstileFailure, readonly ['refused' | 'unavailable', string, 1 | 2]>> = {
    missing_secret: ['unavailable', 'dependency_failed turnstile missing-input-secret', 2],
    invalid_secret: ['unavailable', 'dependency_failed turnstile invalid-input-secret', 2],
    missing_response: ['refused', 'human_token_refused  missing-input-response', 1],
    invalid_response: ['refused', 'human_token_refused  invalid-input-response', 1],
    bad_request: ['unavailable', 'dependency_failed turnstile bad-request', 1],
    duplicate: ['refused', 'human_token_refused  timeout-or-duplicate', 1],
    internal_error: ['unavailable', 'dependency_failed turnstile internal-error', 2],
    no_code: ['unavailable', 'dependency_failed turnstile unknown', 1],
    new_code: ['unavailable', 'dependency_failed turnstile unknown', 1],
    wrong_action: ['refused', 'human_token_refused  wrong-action', 1],
    wrong_hostname: ['refused', 'human_token_refused  wrong-hostname', 1],
    no_action: ['refused', 'human_token_refused  wrong-action', 1],
    shapeless: ['unavailable', 'dependency_failed turnstile Malformed', 2],
    page: ['unavailable', 'dependency_failed turnstile Malformed', 2],
    nothing: ['unavailable', 'dependency_failed turnstile Malformed', 2],
    server_error: ['unavailable', 'dependency_failed turnstile HTTP 500', 2],
    gateway: ['unavailable', 'dependency_failed turnstile HTTP 502', 2],
    down: ['unavailable', 'dependency_failed turnstile HTTP 503', 2],
    hang: ['unavailable', 'dependency_failed turnstile ETIMEDOUT', 2],
    reset: ['unavailable', 'dependency_failed turnstile ECONNRESET', 2],
  };

  it.each(Object.keys(TURNSTILE_FAILURES) as TurnstileFailure[])('%s never passes', async (failure) => {
    const [outcome, line, tries] = OUTCOMES[failure];
    cloudflare.failWith(failure);
    let result: string | undefined;
    const sent = await sentBy(async () => {
      result = await create().check(solved(), SIGN_UP);
    });
    expect([result, lines]).toEqual([outcome, [line]]);
    // A connection that was kept open and is cut is tried once more below this.
    expect(sent.length).toBeGreaterThanOrEqual(tries);
    expect(sent.length).toBeLessThanOrEqual(tries === 1 ? 1 : 4);
  });

  it.each(['internal_error', 'server_error', 'hang', 'reset', 'page'] as const)(
    'a passing %s is got over by one more try with the same key',
    async (failure) => {
      cloudflare.failWith(failure, 1);
      let result: string | undefined;
      const sent = await sentBy(async () => {
        result = await create().check(solved(), SIGN_UP);
      });
      expect([result, lines]).toEqual(['passed', []]);
      expect(new Set(sent.map(({ idempotency_key }) => idempotency_key)).size).toBe(1);
    },
  );

  it('nobody at the other end is unavailable', async () => {
    const endpoint = `http://127.0.0.1:${await freePort()}`;
    expect(await create({ endpoint }).check(solved(), SIGN_UP)).toBe('unavailable');
    expect(lines).toEqual(['dependency_failed turnstile ECONNREFUSED']);
  });
});

describe('the secret', () => {
  it('is read again once it was rotated', async () => {
    secretKey = 'the one before';
    expect(await create().check(solved(), SIGN_UP)).toBe('passed');
    expect(forgotten).toBe(1);
  });

  it('that cannot be read is unavailable, and Cloudflare is not asked', async () => {
    const unreadable = { read: () => Promise.reject(new Error('AccessDenied')), forget: () => undefined };
    const sent = await sentBy(async () => {
      expect(await create({ secret: unreadable }).check(solved(), SIGN_UP)).toBe('unavailable');
    });
    expect([sent, lines]).toEqual([[], ['dependency_failed secrets SecretUnreadable']]);
  });
});

describe('the hosts', () => {
  it('are those of the service, of its allowed origins, and of the pages that its mails lead to', () => {
    const clients = [
      { id: 'shop', name: 'Shop', redirectUris: ['https://elsewhere.example/'], linkUrl: 'https://shop.example/auth' },
    ];
    const settings = { ...testSettings, allowedOrigins: ['https://app.example:8443'], clients };
    expect([...hostnamesOf(settings)]).toEqual(['api.example', 'app.example', 'shop.example']);
  });
});
