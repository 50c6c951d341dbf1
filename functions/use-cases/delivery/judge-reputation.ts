// Whether the breaker holds a first mail: by its network, by the domain of its recipient, or over all.
import {
  inLastDay,
  isBroken,
  isTrialFree,
  type MailSource,
  maySuspect,
  reputationKeys,
  type Scope,
  scopesOf,
  trialCounter,
} from '#domain/delivery/reputation.ts';
import type { Key } from '#domain/row.ts';
import type { LimitCounter, Store } from '#domain/store.ts';

/** A scope with enough bounces to look how many mails were sent. */
export interface Suspect {
  readonly scope: Scope;
  readonly bounced: number;
}

/** The rows with the bounces of the last day, two for each scope. */
export const suspicionKeys = (source: MailSource, now: number): readonly Key<'limit'>[] =>
  scopesOf(source).flatMap((scope) => reputationKeys('bounced', scope, now));

/** `rows`: those of `suspicionKeys`. Normally the result is empty, and nothing else is read. */
export const suspectsAmong = (
  source: MailSource,
  rows: readonly (LimitCounter | undefined)[],
  now: number,
): readonly Suspect[] =>
  scopesOf(source)
    .map((scope, index) => ({ scope, bounced: inLastDay(rows[2 * index], rows[2 * index + 1], now) }))
    .filter(({ scope, bounced }) => maySuspect(scope, bounced));

/** Each scope that is held lets a few mails an hour through, and a mail must be one of them in each. */
export const isHeld = async (
  store: Pick<Store, 'load' | 'count'>,
  suspects: readonly Suspect[],
  now: number,
): Promise<boolean> => {
  if (suspects.length === 0) return false;
  const keys = suspects.flatMap(({ scope }) => [...reputationKeys('sent', scope, now), trialCounter(scope, now).key]);
  const rows = await store.load(keys);
  const held = suspects.flatMap(({ scope, bounced }, index) => {
    const [today, yesterday, trials] = rows.slice(3 * index);
    const isOpen = isBroken(scope, inLastDay(today, yesterday, now), bounced);
    return isOpen ? [{ scope, trials: trials?.total ?? 0 }] : [];
  });
  if (held.some(({ scope, trials }) => !isTrialFree(scope, trials))) return true;
  for (const { scope } of held) {
    const { key, window } = trialCounter(scope, now);
    const { total } = await store.count(key, 1, window);
    // Another courier may have taken the last one since.
    if (!isTrialFree(scope, total - 1)) return true;
  }
  return false;
};
