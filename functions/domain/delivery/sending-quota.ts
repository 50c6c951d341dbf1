// How fast and how much the account may still send, and which mails go first when the quota is short.
import type { Count, Draft, Key } from '../row.ts';
import { type Counter, counterOf, MINUTE_MILLISECONDS, SECOND_MILLISECONDS } from '../window.ts';
import type { MessagePurpose } from './delivery.ts';
import { isUrgent } from './delivery.ts';
import { SES_PACING } from './ses-quotas.ts';

/** The answer of `GetSendQuota`. `mailsPer24Hours` is -1 if there is no limit. */
export interface QuotaFigures {
  readonly mailsPer24Hours: number;
  readonly mailsPerSecond: number;
  readonly sentInLast24Hours: number;
}

/** The answer in a row, so that all couriers share one request. */
export interface SendingQuota extends QuotaFigures {
  readonly version: string;
  /** Epoch milliseconds of the last request. */
  readonly at: number;
}

/** Used before the first answer: the least that every account has. */
export const UNKNOWN_QUOTA: QuotaFigures = { mailsPer24Hours: -1, mailsPerSecond: 1, sentInLast24Hours: 0 };

/** Whether to ask again: every minute, and near the end of the day's quota every few seconds. */
export const isStale = (quota: Draft<SendingQuota> | undefined, now: number): boolean => {
  if (!quota) return true;
  const isShort = usedFraction(quota) >= SES_PACING.closelyWatchedFraction;
  const seconds = isShort ? SES_PACING.shortRefreshSeconds : SES_PACING.refreshSeconds;
  return now >= quota.at + seconds * 1000;
};

/** Whether a mail for this purpose may still be sent today. The last part is kept for people who wait in front of a screen. */
export const isWithinDay = (quota: QuotaFigures, purpose: MessagePurpose): boolean =>
  usedFraction(quota) < (isUrgent(purpose) ? 1 : 1 - SES_PACING.keptForUrgentFraction);

/** The used part of the day's quota in percent, with one decimal; `undefined` if there is no limit. */
export const usedPercent = (quota: QuotaFigures): number | undefined =>
  quota.mailsPer24Hours > 0 ? Math.round(usedFraction(quota) * 1000) / 10 : undefined;

const usedFraction = ({ mailsPer24Hours, sentInLast24Hours }: QuotaFigures): number =>
  mailsPer24Hours > 0 ? sentInLast24Hours / mailsPer24Hours : 0;

/** The slots of one second, shared by all couriers. */
export const slotCounter = (now: number): Counter =>
  counterOf('rate', 'mail', now, { length: SECOND_MILLISECONDS, keptFor: MINUTE_MILLISECONDS });

export const isSlotFree = ({ total }: Count, { mailsPerSecond }: QuotaFigures): boolean =>
  total <= Math.max(1, Math.floor(mailsPerSecond));

const WAITING_MILLISECONDS = 5 * SECOND_MILLISECONDS;

/** Counts urgent messages that found no slot for a few seconds. While there are any, other messages wait. */
export const urgentWaitingCounter = (now: number): Counter =>
  counterOf('waiting', 'urgent', now, { length: WAITING_MILLISECONDS, keptFor: MINUTE_MILLISECONDS });

/** The current row and the previous one. */
export const urgentWaitingKeys = (now: number): readonly [Key<'limit'>, Key<'limit'>] => [
  urgentWaitingCounter(now).key,
  urgentWaitingCounter(now - WAITING_MILLISECONDS).key,
];
