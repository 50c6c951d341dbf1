// The breaker. If too many new addresses bounce, AWS pauses the whole account, so first mails to new addresses wait before
// that. It judges where they come from and go to before it judges all: first the network that asked, then the domain of the
// recipient, and all first mails only when many networks bounce at several domains.
import type { Key } from '../row.ts';
import type { LimitCounter } from '../store.ts';
import { type Counter, counterOf, DAY_MILLISECONDS, HOUR_MILLISECONDS, partOf } from '../window.ts';
import { SES_BREAKER } from './ses-quotas.ts';

/** Who asked for a first mail, and where it goes. */
export interface MailSource {
  readonly network: string;
  readonly domain: string;
}

/** What the breaker judges. */
export interface Scope {
  readonly kind: 'network' | 'domain' | 'all';
  /** As the keys of the counters name it. */
  readonly subject: string;
}

export const OVER_ALL: Scope = { kind: 'all', subject: 'all' };
export const networkScope = (network: string): Scope => ({ kind: 'network', subject: `network:${network}` });
export const domainScope = (domain: string): Scope => ({ kind: 'domain', subject: `domain:${domain}` });

/** In the order in which they are judged. */
export const scopesOf = ({ network, domain }: MailSource): readonly Scope[] => [
  networkScope(network),
  domainScope(domain),
  OVER_ALL,
];

export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

/** The mails sent, or the hard bounces, of one day (UTC) with its hours. Kept for another day, because the window slides. */
export const reputationCounter = (what: 'sent' | 'bounced', { subject }: Scope, now: number): Counter =>
  counterOf(what, subject, now, {
    length: DAY_MILLISECONDS,
    keptFor: 2 * DAY_MILLISECONDS,
    slice: `h${hourOf(now)}`,
  });

/** Today's row and yesterday's. */
export const reputationKeys = (
  what: 'sent' | 'bounced',
  scope: Scope,
  now: number,
): readonly [Key<'limit'>, Key<'limit'>] => [
  reputationCounter(what, scope, now).key,
  reputationCounter(what, scope, now - DAY_MILLISECONDS).key,
];

/** The sum over the current hour and the 24 before it: SES counts any 24 hours, and over-counting is safe. */
export const inLastDay = (
  today: LimitCounter | undefined,
  yesterday: LimitCounter | undefined,
  now: number,
): number => {
  const current = hourOf(now);
  const hours = (counter: LimitCounter | undefined, from: number, to: number): number => {
    let sum = 0;
    for (let hour = from; hour <= to; hour++) {
      const counted = counter?.[`h${hour}`];
      if (typeof counted === 'number') sum += counted;
    }
    return sum;
  };
  return hours(today, 0, current) + hours(yesterday, current, 23);
};

const hourOf = (now: number): number => partOf(now, DAY_MILLISECONDS, HOUR_MILLISECONDS);

/** Whether this many bounces can hold first mails at all. If not, nobody has to look how many mails were sent. */
export const maySuspect = ({ kind }: Scope, bounced: number): boolean => bounced >= SES_BREAKER[kind].suspectedFrom;

/** `sent`: of a network or a domain only first mails, over all every mail, as SES counts them. */
export const isBroken = ({ kind }: Scope, sent: number, bounced: number): boolean => {
  const { leastBounces, leastSends } = SES_BREAKER[kind];
  const isEnough = bounced >= leastBounces || sent >= leastSends;
  return isEnough && bounced > SES_BREAKER.bounceFraction * sent;
};

/** First mails that a held scope lets through in this hour, so that the breaker can see whether they still bounce. */
export const trialCounter = ({ subject }: Scope, now: number): Counter =>
  counterOf('trial', subject, now, { length: HOUR_MILLISECONDS });

export const isTrialFree = ({ kind }: Scope, usedBefore: number): boolean =>
  usedBefore < SES_BREAKER[kind].trialsPerHour;

/**
 * Whether a bounce is charged to the next scope, too. A network counts once a day for a domain, and a domain counts only up
 * to the number that holds the domain itself: what has one cause never holds what has another.
 */
export const isChargedOn = ({ kind }: Scope, bouncedToday: number): boolean =>
  bouncedToday <= SES_BREAKER[kind].chargedOn;

/** No first mail is held for longer: without new bounces every hold ends within 25 hours. */
export const LONGEST_HOLD_MILLISECONDS = 2 * DAY_MILLISECONDS;
