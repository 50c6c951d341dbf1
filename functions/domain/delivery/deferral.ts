// The pace of a recipient domain whose mails the server defers (421, 450, 451). Every mail is tried once without it. The
// retries of the whole domain share it, so that they take no slots from mails to other domains (ADR 0034).
import type { Draft } from '../row.ts';
import { HOUR_MILLISECONDS, SECOND_MILLISECONDS } from '../window.ts';
import { LONGEST_DEFERRED_SECONDS } from './delivery.ts';

/** One row for each domain that defers. Without a row there is no pace. */
export interface Deferral {
  readonly version: string;
  /** Deferred tries in a row. 0: a retry was sent since. */
  readonly deferrals: number;
  /** Epoch milliseconds. Until then retries wait; with 0 deferrals they do not, and a new deferral does not count. */
  readonly until: number;
}

const FIRST_MILLISECONDS = 15 * SECOND_MILLISECONDS;
/** A one-time code lives for three minutes, so its domain must be tried more than once in that time. */
const LONGEST_MILLISECONDS = 60 * SECOND_MILLISECONDS;
/** Longer than one try takes. If its courier dies, another mail tries after this time. */
const TRIAL_MILLISECONDS = 30 * SECOND_MILLISECONDS;
/**
 * As long as a mail waits at most, so that each waiting mail is tried once before the pace begins again. Without this, a
 * server that defers every first try (greylisting) would hold back the retries that it takes.
 */
const OPEN_MILLISECONDS = LONGEST_DEFERRED_SECONDS * SECOND_MILLISECONDS;

/** The row may be removed then, and counts no more. */
export const deferralEndsAt = ({ until }: Pick<Deferral, 'until'>): number => until + HOUR_MILLISECONDS;

/** `trial`: the pace has ended, and one retry goes first to see whether the domain takes mails again. */
export const judgeRetry = (deferral: Deferral | undefined, now: number): 'free' | 'trial' | 'held' => {
  if (!deferral || deferral.deferrals === 0 || now >= deferralEndsAt(deferral)) return 'free';
  return now < deferral.until ? 'held' : 'trial';
};

export const beginTrial = ({ deferrals }: Deferral, now: number): Draft<Deferral> => ({
  deferrals,
  until: now + TRIAL_MILLISECONDS,
});

/** The pace after a deferred try: doubled with each. `undefined` if the row already covers this deferral. */
export const slowDown = (seen: Deferral | undefined, isOwnTrial: boolean, now: number): Draft<Deferral> | undefined => {
  if (seen && now < seen.until && !isOwnTrial) return undefined;
  const deferrals = seen && now < deferralEndsAt(seen) ? seen.deferrals + 1 : 1;
  const milliseconds = Math.min(FIRST_MILLISECONDS * 2 ** Math.min(deferrals - 1, 10), LONGEST_MILLISECONDS);
  return { deferrals, until: now + milliseconds };
};

/** After a trial that was sent. */
export const openAgain = (now: number): Draft<Deferral> => ({ deferrals: 0, until: now + OPEN_MILLISECONDS });
