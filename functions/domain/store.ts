// The stored items: their shapes, the port to the database, and when a row may be removed.

import type { PurgeState } from './account/unused.ts';
import type { EmailClaim, User } from './account/user.ts';
import { type AuditRow, auditEndsAt } from './audit/audit.ts';
import { type Challenge, challengeEndsAt } from './challenge/challenge.ts';
import { type Deferral, deferralEndsAt } from './delivery/deferral.ts';
import { type Notice, noticeEndsAt } from './delivery/notice.ts';
import type { SendingQuota } from './delivery/sending-quota.ts';
import { type Suppression, suppressionEndsAt } from './delivery/suppression.ts';
import { type UsedCeremony, usedCeremonyEndsAt } from './factors/ceremony.ts';
import type { PasskeyDomain } from './factors/passkey-domain.ts';
import { type Grant, grantEndsAt } from './oauth/grant.ts';
import type { Count, CountWindow, Draft, ItemKind, Key } from './row.ts';
import { type LogInAttempts, logInAttemptsEndAt } from './session/log-in-attempts.ts';
import type { Session } from './session/session.ts';
import { HOUR_MILLISECONDS } from './window.ts';

/** A counter of one fixed window. It only counts; `domain/challenge/counters.ts` decides. */
export interface LimitCounter {
  readonly total: number;
  /** The parts of the window that were counted, e.g. `h7`, and what newer code wrote. */
  readonly [slice: string]: unknown;
}

/** Every kind of stored item and its shape. `functions/adapters/store/stored-items.ts` parses each item on load. */
export interface Items extends Record<ItemKind, unknown> {
  attempts: LogInAttempts;
  audit: AuditRow;
  ceremony: UsedCeremony;
  challenge: Challenge;
  claim: EmailClaim;
  deferral: Deferral;
  grant: Grant;
  limit: LimitCounter;
  notice: Notice;
  passkeyDomain: PasskeyDomain;
  purge: PurgeState;
  quota: SendingQuota;
  session: Session;
  suppression: Suppression;
  user: User;
}

/** The rows for `Keys`, in the same order; `undefined` for a row that does not exist. */
export type Loaded<Keys extends readonly Key[]> = {
  -readonly [Index in keyof Keys]: Keys[Index] extends Key<infer Kind> ? Items[Kind] | undefined : never;
};

/** A swap succeeds, or returns the current row, so that the caller can decide again without another read. */
export type Swap<Item> =
  | { readonly ok: true; readonly item: Item }
  | { readonly ok: false; readonly current: Item | undefined };

export type Reads = 'consistent' | 'eventual';

export interface Page {
  readonly limit: number;
  /** Lists only ids that are smaller than this one. */
  readonly before?: string | undefined;
}

/**
 * All that Latchkey needs from a database: read rows, and swap, remove or count in one row at a time.
 * Every method throws `DependencyError` if the store cannot be reached after its retries.
 */
export interface Store {
  /**
   * Reads any number of rows across tables, strongly consistent. `eventual` costs half and may miss the last second: never
   * for a decision.
   */
  load<const Keys extends readonly Key[]>(keys: Keys, reads?: Reads): Promise<Loaded<Keys>>;
  /**
   * Writes `next` if the row still is as `expected`: absent, or of that version. If the answer of a successful swap was
   * lost, repeating the swap answers `ok` again.
   */
  swap<Kind extends ItemKind>(
    key: Key<Kind>,
    expected: { readonly version: string } | 'absent',
    next: Draft<Items[Kind]>,
  ): Promise<Swap<Items[Kind]>>;
  /** Removes the row if it still has that version; otherwise `false`. A missing row counts as removed. */
  remove(key: Key, expected: { readonly version: string }): Promise<boolean>;
  /** Adds `by` atomically; creates the row if it does not exist. */
  count(key: Key<'limit'>, by: number, window: CountWindow): Promise<Count>;
  /** The ids of the sessions of a user, newest first, up to 100 or the given limit. Eventually consistent, and may include ended sessions. */
  sessionsOf(userId: string, page?: Page): Promise<readonly string[]>;
  /** The same for the audit rows of an account. */
  auditOf(userId: string, page?: Page): Promise<readonly string[]>;
  /**
   * Rows of accounts after the one with this id, or from the first one, in an order of the table's own. Fewer than `limit`: there
   * are no more. Eventually consistent; reads the whole table, so it is for operators alone.
   */
  usersAfter(userId: string | undefined, limit: number): Promise<readonly User[]>;
  /** The ids of the accounts that have this phone number (E.164), up to 100. Eventually consistent. */
  usersByPhone(phone: string): Promise<readonly string[]>;
}

/** The database removes rows only to save space: every reader checks expiry itself. */
type Lifetimes = { readonly [Kind in ItemKind]?: (item: Draft<Items[Kind]>) => number | undefined };
const ENDS: Lifetimes = {
  attempts: logInAttemptsEndAt,
  audit: auditEndsAt,
  ceremony: usedCeremonyEndsAt,
  challenge: challengeEndsAt,
  deferral: deferralEndsAt,
  grant: grantEndsAt,
  notice: noticeEndsAt,
  session: (session) => session.expiresAt + HOUR_MILLISECONDS,
  suppression: suppressionEndsAt,
};

/** The TTL attribute in epoch seconds; `undefined` for rows that are never removed. */
export const timeToLive = <Kind extends ItemKind>(kind: Kind, item: Draft<Items[Kind]>): number | undefined => {
  const endsAt = ENDS[kind]?.(item);
  return endsAt === undefined ? undefined : Math.ceil(endsAt / 1000);
};
