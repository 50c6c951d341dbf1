// What is stored: the shape of every item, the one port to a database, and when a row may be removed.
import type { EmailClaim, User } from './account/user.ts';
import { type Challenge, challengeEndsAt } from './challenge/challenge.ts';
import { type Notice, noticeEndsAt } from './delivery/notice.ts';
import type { SendingQuota } from './delivery/sending-quota.ts';
import type { Count, CountWindow, Draft, ItemKind, Key } from './row.ts';
import { type LogInAttempts, logInAttemptsEndAt } from './session/log-in-attempts.ts';
import type { Session } from './session/session.ts';
import { HOUR_MILLISECONDS } from './window.ts';

/** A counter of one fixed window. It never blocks anything by itself: `domain/limits.ts` decides. */
export interface LimitCounter {
  readonly total: number;
}

/** An address where nothing is sent until an operator lifts it. */
export interface Suppression {
  readonly version: string;
  readonly reason: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** Every kind of stored item and its shape. `functions/adapters/store/stored-items.ts` parses each on load. */
export interface Items extends Record<ItemKind, unknown> {
  attempts: LogInAttempts;
  challenge: Challenge;
  claim: EmailClaim;
  limit: LimitCounter;
  notice: Notice;
  quota: SendingQuota;
  session: Session;
  suppression: Suppression;
  user: User;
}

/** The rows behind `Keys`, in the same order; `undefined` where there is none. */
export type Loaded<Keys extends readonly Key[]> = {
  -readonly [Index in keyof Keys]: Keys[Index] extends Key<infer Kind> ? Items[Kind] | undefined : never;
};

/** A swap either holds, or says what stands there instead (so that the caller can decide once more without another read). */
export type Swap<Item> =
  | { readonly ok: true; readonly item: Item }
  | { readonly ok: false; readonly current: Item | undefined };

/**
 * The whole of what Latchkey asks of a database: to read rows, and to swap, remove or count in one row at a time.
 * Every method throws `DependencyError` when the store cannot be reached after its retries.
 */
export interface Store {
  /** Reads one row or a batch across tables, strongly consistent. */
  load<const Keys extends readonly Key[]>(keys: Keys): Promise<Loaded<Keys>>;
  /**
   * Writes `next` on the condition that the row is still as `expected`:
   * absent, or of that version. Repeating a swap whose answer was lost answers `ok` again.
   */
  swap<Kind extends ItemKind>(
    key: Key<Kind>,
    expected: { readonly version: string } | 'absent',
    next: Draft<Items[Kind]>,
  ): Promise<Swap<Items[Kind]>>;
  /** Removes the row on the condition that it still has that version; `false` if it has not. A missing row counts as removed. */
  remove(key: Key, expected: { readonly version: string }): Promise<boolean>;
  /** Adds `by` atomically; makes the row if there is none. */
  count(key: Key<'limit'>, by: number, window: CountWindow): Promise<Count>;
  /** Ids of up to 100 sessions of a user, the newest first. Eventually consistent, and ended ones may be among them. */
  sessionsOf(userId: string): Promise<readonly string[]>;
}

/** Removal only cleans up: every reader checks expiry itself. */
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
