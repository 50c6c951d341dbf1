// Reports the sending quota of an SMTP server: the limits come from the configuration, the usage from our own counters.
import { inLastDay, OVER_ALL, reputationKeys } from '#domain/delivery/reputation.ts';
import type { QuotaReader } from '#domain/ports/delivery.ts';
import type { Clock } from '#domain/ports.ts';
import type { Store } from '#domain/store.ts';
import { limitKey } from '#domain/store-keys.ts';
import { HOUR_MILLISECONDS, startOf } from '#domain/window.ts';

interface CountedQuotaOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** -1: no daily limit. */
  readonly mailsPer24Hours: number;
  readonly mailsPerSecond: number;
}

/** Rows of the last release, one for each hour. They are gone a day after the deployment. */
const hourKeys = (now: number) =>
  Array.from({ length: 25 }, (_, ago) =>
    limitKey('sent', 'mail', startOf(now - ago * HOUR_MILLISECONDS, HOUR_MILLISECONDS)),
  );

/**
 * Counts the oldest hour in full, although part of it is more than 24 hours ago: over-counting is safe, exceeding the limit
 * is not.
 */
export const createCountedQuotaReader = ({
  store,
  clock,
  mailsPer24Hours,
  mailsPerSecond,
}: CountedQuotaOptions): QuotaReader => ({
  read: async () => {
    const now = clock.now();
    const [today, yesterday, ...old] = await store.load([...reputationKeys('sent', OVER_ALL, now), ...hourKeys(now)]);
    const sentBefore = old.reduce((sum, counter) => sum + (counter?.total ?? 0), 0);
    const sentInLast24Hours = inLastDay(today, yesterday, now) + sentBefore;
    return { mailsPer24Hours, mailsPerSecond, sentInLast24Hours };
  },
});
