// A notice is a mail that tells the owner about a change. Its row is written before the change, and it is sent after the change.
import type { Locale } from '../locale.ts';
import type { Draft } from '../row.ts';
import { DAY_MILLISECONDS, MINUTE_MILLISECONDS } from '../window.ts';
import { type Delivery, requestDelivery } from './delivery.ts';

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
  /** The notice is not sent after this time; an undo link works until then. */
  readonly expiresAt: number;
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
}

/** The row to write, or `undefined` if the current notice is already owed or sent. */
export const beginNotice = (current: Notice | undefined, begin: NoticeBeginning): Draft<Notice> | undefined => {
  const { changeId: id, userId, locale, keyGeneration, now: createdAt, expiresAt } = begin;
  const isGivenUp = current?.delivery.status === 'skipped' && current.delivery.reason === 'not_changed';
  if (current && !isGivenUp && createdAt < current.createdAt + CHANGE_WAIT_MILLISECONDS / 2) return undefined;
  const delivery = requestDelivery(createdAt, current?.delivery);
  return { id, userId, locale, keyGeneration, createdAt, expiresAt, delivery };
};

/** Whether the change may still be written. */
export const awaitsChange = (notice: Notice, now: number): boolean => now < notice.createdAt + CHANGE_WAIT_MILLISECONDS;

export const noticeEndsAt = ({ createdAt }: Draft<Notice>): number => createdAt + KEPT_MILLISECONDS;
