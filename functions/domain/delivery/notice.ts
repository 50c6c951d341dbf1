// A notice is a mail that tells the owner about a change. Its row is written before the change, and it is sent after the change.
import { hasChanged, type User } from '../account/user.ts';
import type { Locale } from '../locale.ts';
import type { NoticeKind, NoticeRef } from '../purpose.ts';
import type { Draft } from '../row.ts';
import { DAY_MILLISECONDS, MINUTE_MILLISECONDS } from '../window.ts';
import { type Delivery, isWaiting, requestDelivery } from './delivery.ts';

/** All times are epoch milliseconds. */
export interface Notice {
  /** The id of the change. */
  readonly id: string;
  readonly version: string;
  readonly userId: string;
  readonly locale: Locale;
  /** The generation of the master secret that the undo link is derived from. */
  readonly keyGeneration: number;
  readonly createdAt: number;
  /** The notice is not sent after this time. */
  readonly expiresAt: number;
  /** An undo link works until then; absent: until `expiresAt`. */
  readonly undoUntil?: number;
  /** The device that made the change, and its IP address with the last part hidden. Absent: unknown, or an old row. */
  readonly device?: string;
  readonly ip?: string;
  /** Until when a log-in keeps the account. Only of one that is about to be deleted. */
  readonly keptUntil?: number;
  /** Masked. Only where an account moved to another address; older rows have none. */
  readonly newAddress?: string;
  /** When the change was first seen. The notice is sent from then on, whatever happens to the account. */
  readonly dueAt?: number;
  readonly delivery: Delivery;
}

/** A change is written right after its notice. A change that is not there after this time was given up. */
const CHANGE_WAIT_MILLISECONDS = 10 * MINUTE_MILLISECONDS;
const KEPT_MILLISECONDS = 7 * DAY_MILLISECONDS;

export interface NoticeBeginning {
  readonly changeId: string;
  readonly userId: string;
  readonly locale: Locale;
  readonly keyGeneration: number;
  readonly now: number;
  readonly expiresAt: number;
  readonly undoUntil?: number | undefined;
  readonly dueAt?: number | undefined;
  readonly newAddress?: string | undefined;
  readonly keptUntil?: number | undefined;
  readonly device: string;
  readonly ip: string;
}

/** The row to write, or `undefined` if the current notice is already owed or sent. A row past its end counts as none. */
export const beginNotice = (current: Notice | undefined, begin: NoticeBeginning): Draft<Notice> | undefined => {
  const {
    changeId: id,
    userId,
    locale,
    keyGeneration,
    now: createdAt,
    expiresAt,
    undoUntil,
    dueAt,
    newAddress,
    keptUntil,
  } = begin;
  const isOwed = current && !isGivenUp(current) && createdAt < current.createdAt + CHANGE_WAIT_MILLISECONDS / 2;
  const isTold = current?.dueAt !== undefined && createdAt < noticeEndsAt(current);
  if (isOwed || isTold) return undefined;
  return {
    id,
    userId,
    locale,
    keyGeneration,
    createdAt,
    expiresAt,
    ...(undoUntil !== undefined && { undoUntil }),
    ...(dueAt !== undefined && { dueAt }),
    ...(newAddress !== undefined && { newAddress }),
    ...(keptUntil !== undefined && { keptUntil }),
    ...(begin.device !== UNKNOWN && { device: begin.device }),
    ...(begin.ip !== UNKNOWN && { ip: begin.ip }),
    delivery: requestDelivery(createdAt, current?.delivery),
  };
};

/** The word for a device or address that cannot be told. */
const UNKNOWN = 'unknown';

const isGivenUp = ({ delivery }: Notice): boolean =>
  delivery.status === 'skipped' && (delivery.reason === 'not_changed' || delivery.reason === 'withdrawn');

/** The id in the account of an undone change; `changeId` is the id of the change that was undone. */
export const undoIdOf = (changeId: string): string => `undo:${changeId}`;

/** `unknown`: the account is gone, and with it the list of its changes. */
export type Sight = 'made' | 'missing' | 'unknown';

/** Whether the account shows the change that the notice tells of. */
export const sightOf = ({ kind, changeId }: NoticeRef, user: User | undefined): Sight => {
  if (kind === 'account_deleted') return user ? 'missing' : 'made';
  if (!user) return 'unknown';
  const isMade = hasChanged(user, kind === 'email_restored' ? undoIdOf(changeId) : changeId);
  // The way back lives longer than the list of changes.
  const canBeUndone = user.emailHistory?.some((former) => former.changeId === changeId) ?? false;
  return isMade || (kind === 'email_changed' && canBeUndone) ? 'made' : 'missing';
};

/** A request whose change was refused withdraws its notice within this time. */
const WITHDRAWAL_MILLISECONDS = MINUTE_MILLISECONDS;

/**
 * Whether the notice is sent now. `later`: its change may still come. If the account is gone, nobody can tell whether the
 * change was made before; the owner is told then, because a notice too many does less harm than one too few.
 */
export const judgeNotice = (notice: Notice, sight: Sight, now: number): 'due' | 'later' | 'not_changed' => {
  if (notice.dueAt !== undefined || sight === 'made') return 'due';
  if (sight === 'unknown') return now < notice.createdAt + WITHDRAWAL_MILLISECONDS ? 'later' : 'due';
  return awaitsChange(notice, now) ? 'later' : 'not_changed';
};

/** The notice of a change that was refused; `undefined` if it is already due or decided. */
export const withdrawNotice = (notice: Notice, now: number): Draft<Notice> | undefined => {
  const { delivery } = notice;
  if (notice.dueAt !== undefined || !isWaiting(delivery)) return undefined;
  return { ...notice, delivery: { ...delivery, status: 'skipped', reason: 'withdrawn', at: now } };
};

/**
 * Notices without a token that a team may want to read. A deleted account is not among them: its address would stay in the
 * team's mailbox. Nor is a log-in: it changes nothing, and there are many.
 */
const COPIED: readonly NoticeKind[] = ['password_changed', 'email_restored', 'phone_changed'];
export const isCopied = (kind: NoticeKind): boolean => COPIED.includes(kind);

/** Whether the change may still be written. */
export const awaitsChange = (notice: Notice, now: number): boolean => now < notice.createdAt + CHANGE_WAIT_MILLISECONDS;

/** That of an unused account is read when the account is deleted, and that of an asked deletion is news until then. */
export const noticeEndsAt = ({ createdAt, keptUntil = createdAt }: Draft<Notice>): number =>
  keptUntil + KEPT_MILLISECONDS;
