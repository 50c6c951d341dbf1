// Proves that the mails given to an SMTP server in the last 24 hours are counted, and read in one load.
import { describe, expect, it } from 'vitest';
import { createCountedQuotaReader } from '#adapters/mail/counted-quota-reader.ts';
import { createMemoryStore } from '#adapters/store/memory-store.ts';
import { OVER_ALL, reputationCounter } from '#domain/delivery/reputation.ts';
import type { Store } from '#domain/store.ts';
import { limitKey } from '#domain/store-keys.ts';
import { startOf } from '#domain/window.ts';

const HOUR = 60 * 60 * 1000;
/** In the middle of an hour. */
const NOW = Date.UTC(2026, 0, 2, 12, 30);

const readAfter = async (sentHoursAgo: readonly number[], countedBefore: readonly number[] = []) => {
  const store = createMemoryStore();
  for (const ago of sentHoursAgo) {
    const { key, window } = reputationCounter('sent', OVER_ALL, NOW - ago * HOUR);
    await store.count(key, 1, window);
  }
  for (const ago of countedBefore) {
    const start = startOf(NOW - ago * HOUR, HOUR);
    await store.count(limitKey('sent', 'mail', start), 1, { endsAt: start + 25 * HOUR });
  }
  let loads = 0;
  const counted: Store = {
    ...store,
    load: (keys) => {
      loads++;
      return store.load(keys);
    },
  };
  const options = { store: counted, clock: { now: () => NOW }, mailsPer24Hours: 500, mailsPerSecond: 2 };
  return { figures: await createCountedQuotaReader(options).read(), loads };
};

describe('the quota of an SMTP server', () => {
  it('is what the settings say, with nothing used before the first mail', async () => {
    const { figures, loads } = await readAfter([]);
    expect(figures).toEqual({ mailsPer24Hours: 500, mailsPerSecond: 2, sentInLast24Hours: 0 });
    expect(loads).toBe(1);
  });

  it('counts the mails of the last 24 hours', async () => {
    expect((await readAfter([0, 0, 0.4, 1, 7, 23])).figures.sentInLast24Hours).toBe(6);
  });

  it('counts the oldest hour in full: over-counting is safe', async () => {
    expect((await readAfter([23.9, 24.4])).figures.sentInLast24Hours).toBe(2);
  });

  it('counts what the last release counted by the hour', async () => {
    expect((await readAfter([0, 5], [1, 23, 24.4, 26])).figures.sentInLast24Hours).toBe(5);
  });

  it('forgets what is older', async () => {
    expect((await readAfter([24.6, 25, 48])).figures.sentInLast24Hours).toBe(0);
  });
});
