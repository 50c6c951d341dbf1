// The breaker: when too many new addresses bounce, AWS would pause the whole account, so first mails to strangers wait.
import type { LimitCounter } from '../store.ts';
import { type Counter, counterOf, HOUR_MILLISECONDS } from '../window.ts';
import { SES_BREAKER } from './ses-quotas.ts';

/** How many hours of mails are kept: those of SMTP servers count their own quota of a day. */
export const KEPT_HOURS = 25;

/** Mails sent, and mails that bounced for good, in one hour of the clock. */
export const reputationCounter = (what: 'sent' | 'bounced', now: number): Counter =>
  counterOf(what, 'mail', now, { length: HOUR_MILLISECONDS, keptFor: KEPT_HOURS * HOUR_MILLISECONDS });

export const isBroken = (sent: LimitCounter | undefined, bounced: LimitCounter | undefined): boolean => {
  const sends = sent?.total ?? 0;
  return sends >= SES_BREAKER.leastSends && (bounced?.total ?? 0) > SES_BREAKER.bounceFraction * sends;
};
