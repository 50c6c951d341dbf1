import { describe, expect, it } from 'vitest';
import {
  aliasCounter,
  attemptCounter,
  decideAlias,
  decideAttempt,
  decidePastCap,
  decideSending,
  isPastCap,
  mailboxCounter,
  pastCapCounter,
  sendingCounter,
} from '#domain/challenge/counters.ts';
import { DEFAULTS } from '#domain/defaults.ts';
import { DAY, HOUR, MINUTE, NOW } from '../../support/builders.ts';

const LIMITS = DEFAULTS.limits;
const CALLER = { client: '198.51.100.7', network: '198.51.100.0/24', device: 'Chrome, Windows', ip: '198.51.100.*' };
/** `NOW` is 03:04:05.678 UTC. */
const HOUR_START = Date.parse('2026-01-05T03:00:00Z');
const DAY_START = Date.parse('2026-01-05T00:00:00Z');

const wait = (reason: string, retryAfterSeconds: number) => ({
  ok: false,
  refusal: { code: 'too_many_requests', reason, retryAfterSeconds },
});

describe('sendingCounter', () => {
  it('is one row per client and hour, with a part for each minute', () => {
    expect(sendingCounter(CALLER, NOW)).toEqual({
      key: { kind: 'limit', table: 'verifications', pk: `limit#sending#198.51.100.7#${HOUR_START / 1000}` },
      window: { endsAt: HOUR_START + HOUR, slice: 'm4' },
    });
    expect(sendingCounter(CALLER, HOUR_START + HOUR - 1).window.slice).toBe('m59');
    expect(sendingCounter(CALLER, HOUR_START + HOUR).window).toEqual({ endsAt: HOUR_START + 2 * HOUR, slice: 'm0' });
  });
});

describe('decideSending', () => {
  it('lets 10 requests a minute through', () => {
    expect(decideSending({ total: 10, slice: 10 }, NOW, LIMITS).ok).toBe(true);
    expect(decideSending({ total: 11, slice: 11 }, NOW, LIMITS)).toEqual(wait('network', 55));
  });

  it('lets 100 requests an hour through, and names the longer wait', () => {
    expect(decideSending({ total: 100, slice: 1 }, NOW, LIMITS).ok).toBe(true);
    expect(decideSending({ total: 101, slice: 11 }, NOW, LIMITS)).toEqual(wait('network', 55 * 60 + 55));
  });
});

describe('aliasCounter and decideAlias', () => {
  it('is one row per purpose, address, network and day, with a part for each hour', () => {
    expect(aliasCounter('signup', 'minji@gmail.com', CALLER, NOW)).toEqual({
      key: {
        kind: 'limit',
        table: 'verifications',
        pk: `limit#alias-signup#minji@gmail.com#198.51.100.0/24#${DAY_START / 1000}`,
      },
      window: { endsAt: DAY_START + DAY, slice: 'h3' },
    });
    expect(aliasCounter('reset', 'minji@gmail.com', CALLER, NOW).key.pk).not.toBe(
      aliasCounter('signup', 'minji@gmail.com', CALLER, NOW).key.pk,
    );
  });

  it('lets 5 mails a day through, then one an hour, never none', () => {
    expect(decideAlias({ total: 5, slice: 5 }, NOW, LIMITS).ok).toBe(true);
    expect(decideAlias({ total: 6, slice: 2 }, NOW, LIMITS)).toEqual(wait('network', 55 * 60 + 55));
    expect(decideAlias({ total: 1000, slice: 1 }, NOW, LIMITS).ok).toBe(true);
  });
});

describe('the mails of one mailbox', () => {
  it('are counted in one row a day, with a part for each hour, and past the cap in one per network and hour', () => {
    expect(mailboxCounter('minji@gmail.com', NOW)).toEqual({
      key: { kind: 'limit', table: 'verifications', pk: `limit#mails#minji@gmail.com#${DAY_START / 1000}` },
      window: { endsAt: DAY_START + DAY, slice: 'h3' },
    });
    expect(pastCapCounter('minji@gmail.com', CALLER, NOW)).toEqual({
      key: {
        kind: 'limit',
        table: 'verifications',
        pk: `limit#mails-network#minji@gmail.com#198.51.100.0/24#${HOUR_START / 1000}`,
      },
      window: { endsAt: HOUR_START + HOUR },
    });
  });

  it('are 30 a day, then one an hour', () => {
    expect(isPastCap({ total: 30, slice: 30 }, LIMITS)).toBe(false);
    expect(isPastCap({ total: 31, slice: 2 }, LIMITS)).toBe(true);
    expect(isPastCap({ total: 1000, slice: 1 }, LIMITS)).toBe(false);
  });

  it('are one an hour for each network past that, up to 120 a day', () => {
    const [first, second] = [
      { total: 1, slice: 0 },
      { total: 2, slice: 0 },
    ];
    expect(decidePastCap({ total: 120, slice: 9 }, first, NOW, LIMITS).ok).toBe(true);
    expect(decidePastCap({ total: 31, slice: 9 }, second, NOW, LIMITS)).toEqual(wait('address', 55 * 60 + 55));
    expect(decidePastCap({ total: 121, slice: 9 }, first, NOW, LIMITS)).toEqual(wait('address', 55 * 60 + 55));
  });
});

describe('attemptCounter and decideAttempt', () => {
  it('is one row per network and hour for all its clients, with a part for each of them', () => {
    const other = { ...CALLER, client: '198.51.100.200' };
    expect(attemptCounter(CALLER, NOW)).toEqual({
      key: { kind: 'limit', table: 'verifications', pk: `limit#guesses#198.51.100.0/24#${HOUR_START / 1000}` },
      window: { endsAt: HOUR_START + HOUR, slice: 'c7' },
    });
    expect(attemptCounter(other, NOW).key).toEqual(attemptCounter(CALLER, NOW).key);
    expect(attemptCounter(other, NOW).window.slice).toBe('c200');
  });

  it('has at most 256 parts for an IPv6 network', () => {
    const parts = new Set(
      Array.from({ length: 2000 }, (_, index) => {
        const client = `2001:db8:1:${index.toString(16)}::/64`;
        return attemptCounter({ ...CALLER, client, network: '2001:db8:1::/48' }, NOW).window.slice;
      }),
    );
    expect(parts.size).toBeGreaterThan(200);
    for (const part of parts) expect(part).toMatch(/^c(\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])$/);
  });

  it('lets 60 guesses an hour of one client through', () => {
    expect(decideAttempt({ total: 60, slice: 60 }, NOW, LIMITS).ok).toBe(true);
    expect(decideAttempt({ total: 61, slice: 61 }, NOW, LIMITS)).toEqual(wait('network', 55 * 60 + 55));
  });

  it('lets 600 guesses an hour of one network through', () => {
    expect(decideAttempt({ total: 600, slice: 1 }, NOW, LIMITS).ok).toBe(true);
    expect(decideAttempt({ total: 601, slice: 1 }, NOW, LIMITS)).toEqual(wait('network', 55 * 60 + 55));
  });
});

describe('every counter', () => {
  it.each([
    ['sending', (at: number) => sendingCounter(CALLER, at), HOUR],
    ['alias', (at: number) => aliasCounter('signup', 'minji@gmail.com', CALLER, at), DAY],
    ['mailbox', (at: number) => mailboxCounter('minji@gmail.com', at), DAY],
    ['past the cap', (at: number) => pastCapCounter('minji@gmail.com', CALLER, at), HOUR],
    ['guesses', (at: number) => attemptCounter(CALLER, at), HOUR],
  ])('%s counts in one row until its window ends, then in another', (_name, counterAt, length) => {
    const first = counterAt(NOW);
    expect(counterAt(first.window.endsAt - 1).key).toEqual(first.key);
    expect(counterAt(first.window.endsAt - length).key).toEqual(first.key);
    expect(counterAt(first.window.endsAt).key).not.toEqual(first.key);
    expect(first.window.slice ?? 'x').toMatch(/^[a-z0-9]+$/);
  });

  it('returns a wait of at least a second, even in the last millisecond', () => {
    const last = HOUR_START + MINUTE - 1;
    expect(decideSending({ total: 11, slice: 11 }, last, LIMITS)).toEqual(wait('network', 1));
  });
});
