// The breaker. If too many new addresses bounce, AWS pauses the whole account, so first mails to new addresses wait before that.
import type { LimitCounter } from '../store.ts';
import { type Counter, counterOf, HOUR_MILLISECONDS } from '../window.ts';
import { SES_BREAKER } from './ses-quotas.ts';

/** How many hours of counters are kept. The daily usage of an SMTP server is counted from them. */
export const KEPT_HOURS = 25;

/** The mails sent, or the hard bounces, in one clock hour. */
export const reputationCounter = (what: 'sent' | 'bounced', now: number): Counter =>
  counterOf(what, 'mail', now, { length: HOUR_MILLISECONDS, keptFor: KEPT_HOURS * HOUR_MILLISECONDS });

export const isBroken = (sent: LimitCounter | undefined, bounced: LimitCounter | undefined): boolean => {
  const sends = sent?.total ?? 0;
  return sends >= SES_BREAKER.leastSends && (bounced?.total ?? 0) > SES_BREAKER.bounceFraction * sends;
};
