// Reports the sending quota of an SMTP server: the limits come from the configuration, the usage from our own counters.
import { KEPT_HOURS, reputationCounter } from '#domain/delivery/reputation.ts';
import type { Clock, QuotaReader } from '#domain/ports.ts';
import type { Store } from '#domain/store.ts';
import { HOUR_MILLISECONDS } from '#domain/window.ts';

interface CountedQuotaOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** -1: no daily limit. */
  readonly mailsPer24Hours: number;
  readonly mailsPerSecond: number;
}

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
    const hours = Array.from({ length: KEPT_HOURS }, (_, ago) => now - ago * HOUR_MILLISECONDS);
    const counters = await store.load(hours.map((hour) => reputationCounter('sent', hour).key));
    const sentInLast24Hours = counters.reduce((sum, counter) => sum + (counter?.total ?? 0), 0);
    return { mailsPer24Hours, mailsPerSecond, sentInLast24Hours };
  },
});
