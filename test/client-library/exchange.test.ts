// What the client and the hosted pages share: one request in bounded time, its repeat, and a turn under a lock.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { askTwice, exchange } from '../../client/exchange.ts';
import type { Locks } from '../../client/platform.ts';
import { underLock } from '../../client/session/lock.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const lost = () => Promise.reject(new TypeError('the connection was lost'));
/** Answers never, and gives up when it is told to. */
const stuck = (_url: string, { signal }: { readonly signal: AbortSignal }) =>
  new Promise<Response>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

describe('exchange', () => {
  it.each([
    [Response.json({ code: 'expired' }, { status: 410 }), { status: 410, body: { code: 'expired' } }],
    [new Response('<h1>Bad Gateway</h1>', { status: 502 }), { status: 502, body: {} }],
    [Response.json(null), { status: 200, body: {} }],
  ])('reads an answer', async (response, expected) => {
    expect(await exchange(async () => response, '/', {})).toEqual(expected);
  });

  it('says that there was none, and whether the time was up', async () => {
    expect(await exchange(lost, '/', {})).toEqual({ status: 0, body: {}, isLate: false });
    const waiting = exchange(stuck, '/', {});
    await vi.advanceTimersByTimeAsync(30_000);
    expect(await waiting).toEqual({ status: 0, body: {}, isLate: true });
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('askTwice', () => {
  it.each([
    ['a lost answer once', { status: 0, body: {} }, 2],
    ['nothing that took the whole time', { status: 0, body: {}, isLate: true }, 1],
    ['nothing that was answered', { status: 503, body: {} }, 1],
  ])('repeats %s', async (_, answer, times) => {
    const ask = vi.fn(async () => answer);
    const asked = askTwice(ask);
    await vi.advanceTimersByTimeAsync(1000);
    expect(await asked).toEqual(answer);
    expect(ask).toHaveBeenCalledTimes(times);
  });
});

describe('underLock', () => {
  const free: Locks = { request: (_name, _options, work) => work() };
  const refusing: Locks = { request: () => Promise.reject(new DOMException('blocked', 'SecurityError')) };
  const held: Locks = {
    request: (_name, { signal }) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  };

  it.each([
    ['a free lock', free],
    ['no locks', undefined],
    ['a browser that refuses them', refusing],
  ])('works once with %s', async (_, locks) => {
    const work = vi.fn(async () => 'done');
    expect(await underLock(locks, 'refresh', 5000, work)).toBe('done');
    expect(work).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('begins without the lock when its patience ends', async () => {
    const work = vi.fn(async () => 'done');
    const turn = underLock(held, 'refresh', 5000, work);
    await vi.advanceTimersByTimeAsync(4999);
    expect(work).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(await turn).toBe('done');
  });

  it.each([free, undefined, refusing])('does not repeat work that failed', async (locks) => {
    const work = vi.fn(lost);
    await expect(underLock(locks, 'refresh', 5000, work)).rejects.toThrow('the connection was lost');
    expect(work).toHaveBeenCalledTimes(1);
  });
});
