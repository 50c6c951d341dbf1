// The sign-up function with ten times as many requests as it can hash passwords for: it answers as many as before, and of the
// others it has written nothing.
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { createIds } from '#adapters/ids.ts';
import { createMemoryStore } from '#adapters/store/memory-store.ts';
import { systemRandomness } from '#adapters/system-clock.ts';
import type { PasswordHasher } from '#domain/ports/passwords.ts';
import { challengeKey } from '#domain/store-keys.ts';
import { createSignUpHandler } from '#handlers/signup.ts';
import { createAdmission } from '#http/admission.ts';
import { createLogger } from '#runtime/logger.ts';
import { apiEvent, lambdaContext } from '../support/api-event.ts';
import { NOW } from '../support/builders.ts';
import { testSettings } from '../support/service.ts';

const HASH_MILLISECONDS = 25;
const LEFT = 10_000;
const HASH = `$argon2id$v=19$m=8,t=1,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`;

/** Until what waits for no hash is done. */
const turn = async () => {
  for (let round = 0; round < 3; round++) await setImmediate();
};

/** One function whose hashes take the time of a clock that this test moves. */
const createFunction = () => {
  let now = 0;
  let busyUntil = 0;
  const hashing: { readonly endsAt: number; end(): void }[] = [];
  const hash = () =>
    new Promise<string>((resolve) => {
      busyUntil = Math.max(busyUntil, now) + HASH_MILLISECONDS;
      hashing.push({ endsAt: busyUntil, end: () => resolve(HASH) });
    });
  const passwords: PasswordHasher = { hash, verify: async () => false, isOwn: () => true, isOutdated: () => false };
  const clock = { now: () => NOW + Math.floor(now) };
  const memory = createMemoryStore();
  const counted: string[] = [];
  const store: typeof memory = {
    ...memory,
    count: (key, by, window) => {
      counted.push(key.pk);
      return memory.count(key, by, window);
    },
  };
  const lines: string[] = [];
  const handler = createSignUpHandler({
    settings: testSettings,
    log: createLogger((line) => lines.push(line), testSettings.stage),
    admission: createAdmission(() => now),
    store,
    clock,
    passwords,
    ids: createIds(clock),
    random: systemRandomness,
    commonPasswords: { has: async () => false },
    humanCheck: undefined,
    leakedPasswords: undefined,
  });
  const passTo = async (time: number) => {
    for (let first = hashing[0]; first && first.endsAt <= time; first = hashing[0]) {
      hashing.shift();
      now = first.endsAt;
      first.end();
      await turn();
    }
    now = time;
  };
  return { handler, passTo, store, counted, lines, now: () => now };
};

interface Answered {
  readonly address: string;
  readonly status: number;
  readonly retryAfter: number;
  readonly at: number;
}

const overload = async (perSecond: number, seconds: number) => {
  const service = createFunction();
  const answers: Answered[] = [];
  const ask = async (index: number) => {
    const address = `user-${index}@example.com`;
    const body = { email: address, password: 'correct horse battery' };
    const ip = `11.${index >> 8}.${index & 255}.9`;
    const context = { ...lambdaContext, getRemainingTimeInMillis: () => LEFT };
    const result = await service.handler(apiEvent({ method: 'POST', path: '/signup', body, ip }), context);
    const retryAfter = Number(result.headers?.['retry-after'] ?? 0);
    answers.push({ address, status: result.statusCode ?? 0, retryAfter, at: service.now() });
  };
  for (let index = 0; index < perSecond * seconds; index++) {
    await service.passTo((index * 1000) / perSecond);
    void ask(index);
    await turn();
  }
  await service.passTo(1000 * seconds + LEFT);
  await vi.waitFor(() => expect(answers).toHaveLength(perSecond * seconds));
  return { ...service, answers };
};

describe('a function with ten times as many requests as it can serve', () => {
  it('serves as many as it can, refuses the others at once, and has written and counted nothing of them', async () => {
    const [capacity, seconds] = [1000 / HASH_MILLISECONDS, 10];
    const { answers, store, counted, lines } = await overload(10 * capacity, seconds);
    expect(answers).toHaveLength(10 * capacity * seconds);
    const served = answers.filter(({ status }) => status === 202);
    const refused = answers.filter(({ status }) => status === 503);
    expect(served.length + refused.length).toBe(answers.length);
    const inTime = served.filter(({ at }) => at >= 2000 && at < seconds * 1000);
    expect(inTime.length / (seconds - 2)).toBeGreaterThan(0.8 * capacity);

    expect(Math.min(...refused.map(({ retryAfter }) => retryAfter))).toBeGreaterThanOrEqual(1);
    expect(Math.max(...refused.map(({ retryAfter }) => retryAfter))).toBeLessThanOrEqual(LEFT / 1000);
    const keys = refused.map(({ address }) => challengeKey({ purpose: 'signup', channel: 'email', address }));
    expect((await store.load(keys)).filter(Boolean)).toEqual([]);
    // One for its client and one for the mailbox.
    expect(counted).toHaveLength(2 * served.length);
    expect(lines.filter((line) => line.includes('"overloaded"'))).toHaveLength(refused.length);
  });

  it('refuses nothing at nine tenths of it', async () => {
    const { answers } = await overload(36, 5);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
  });
});
