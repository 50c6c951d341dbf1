// The breaker: when too many new addresses bounce, AWS would pause the whole account, so first mails to strangers wait.
import type { Key } from '../row.ts';
import type { LimitCounter } from '../store.ts';
import { limitKey } from '../store-keys.ts';
import { SES_BREAKER } from './ses-quotas.ts';

const HOUR_MILLISECONDS = 60 * 60 * 1000;

interface Counter {
  readonly key: Key<'limit'>;
  readonly endsAt: number;
}

/** How many hours of mails are kept: those of SMTP servers count their own quota of a day. */
export const KEPT_HOURS = 25;

/** Mails sent, and mails that bounced for good, in one hour of the clock. */
export const reputationCounter = (what: 'sent' | 'bounced', now: number): Counter => {
  const startsAt = now - (now % HOUR_MILLISECONDS);
  return { key: limitKey(what, 'mail', startsAt), endsAt: startsAt + KEPT_HOURS * HOUR_MILLISECONDS };
};

export const isBroken = (sent: LimitCounter | undefined, bounced: LimitCounter | undefined): boolean => {
  const sends = sent?.total ?? 0;
  return sends >= SES_BREAKER.leastSends && (bounced?.total ?? 0) > SES_BREAKER.bounceFraction * sends;
};
