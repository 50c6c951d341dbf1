// When each kind of row may be removed. Removal only cleans up: every reader checks expiry itself.
import { challengeEndsAt } from './challenge.ts';
import { logInAttemptsEndAt } from './log-in-attempts.ts';
import { noticeEndsAt } from './notice.ts';
import type { Draft, ItemKind, Items } from './ports.ts';

const HOUR_MILLISECONDS = 60 * 60 * 1000;

type Lifetimes = { readonly [Kind in ItemKind]?: (item: Draft<Items[Kind]>) => number };
const ENDS: Lifetimes = {
  attempts: logInAttemptsEndAt,
  challenge: challengeEndsAt,
  notice: noticeEndsAt,
  session: (session) => session.expiresAt + HOUR_MILLISECONDS,
};

/** The TTL attribute in epoch seconds; `undefined` for rows that stay. */
export const timeToLive = <Kind extends ItemKind>(kind: Kind, item: Draft<Items[Kind]>): number | undefined => {
  const endsAt = ENDS[kind]?.(item);
  return endsAt === undefined ? undefined : Math.ceil(endsAt / 1000);
};
