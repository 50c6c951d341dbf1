// When an account counts as unused, and when it is deleted for that (ADR 0057).
import { decodeTime } from 'ulid';
import { DAY_MILLISECONDS } from '../window.ts';
import type { User } from './user.ts';

/** How the purge goes through all accounts. All times are epoch milliseconds. */
export interface PurgeState {
  readonly version: string;
  /** No use from before counts against an account: nobody wrote it down. */
  readonly since: number;
  /** When the present pass began. */
  readonly passAt: number;
  /** The present pass has seen all accounts. */
  readonly isOver: boolean;
  /** The account that was seen last. Absent: none yet. */
  readonly cursor?: string;
  /** The addresses of the accounts that were about to be deleted: after a crash their claims are still there. */
  readonly removing?: readonly { readonly userId: string; readonly addresses: readonly string[] }[];
}

/** The use of an account is written down at most once in this time. It is as much before its last use, so deletion waits as long. */
const NOTED_EVERY_MILLISECONDS = 30 * DAY_MILLISECONDS;

/** The mail may be sent for a day, and comes at least 30 days before the deletion. */
const NOTICE_SENDING_MILLISECONDS = DAY_MILLISECONDS;
const NOTICE_MILLISECONDS = 30 * DAY_MILLISECONDS + NOTICE_SENDING_MILLISECONDS;

export const noticeTimes = (now: number) => ({
  expiresAt: now + NOTICE_SENDING_MILLISECONDS,
  keptUntil: now + NOTICE_MILLISECONDS,
});

/** A floor is an id of the service, with the time in it: an import, a new password, an act of an administrator. */
const timeOfFloor = ({ challengeFloor }: User): number =>
  challengeFloor !== undefined && /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/.test(challengeFloor) ? decodeTime(challengeFloor) : 0;

export const lastUseOf = (user: User): number => Math.max(user.activeAt ?? user.createdAt, timeOfFloor(user));

/** Whether this use has to be written down. */
export const isUseDue = (user: User, now: number): boolean =>
  now >= (user.activeAt ?? user.createdAt) + NOTED_EVERY_MILLISECONDS;

/** The account in use again: nothing of a deletion stays. */
export const noteUse = ({ removal: _ended, ...user }: User, now: number): User => ({ ...user, activeAt: now });

/** A month later is the same day of the next month, or a day after it. */
const addMonths = (at: number, months: number): number => {
  const date = new Date(at);
  return date.setUTCMonth(date.getUTCMonth() + months);
};

/**
 * Since when the account is unused; `undefined` if it is not, or is left alone: a disabled one gets no mail, and the address of an
 * unproven one may be a stranger's, so nobody could be told. Administrators decide about those.
 */
export const unusedSince = (
  user: User,
  { since, months, now }: { readonly since: number; readonly months: number; readonly now: number },
): number | undefined => {
  if (user.disabled || user.emailVerifiedAt === undefined) return undefined;
  const from = Math.max(lastUseOf(user), since);
  return now >= addMonths(from, months) ? from : undefined;
};
