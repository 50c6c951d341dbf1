// Decides whether a mail may be sent now: within the rate and the daily quota of the account, and not held by the breaker.
import { isUrgent, type MessagePurpose } from '#domain/delivery/delivery.ts';
import type { DeliveryReason } from '#domain/delivery/reasons.ts';
import { isBroken, reputationCounter } from '#domain/delivery/reputation.ts';
import {
  isSlotFree,
  isWithinDay,
  type QuotaFigures,
  slotCounter,
  urgentWaitingCounter,
  urgentWaitingKeys,
} from '#domain/delivery/sending-quota.ts';
import type { Ports } from '#domain/ports.ts';
import type { LimitCounter } from '#domain/store.ts';
import { QUOTA_KEY } from '#domain/store-keys.ts';
import { nextStart, SECOND_MILLISECONDS } from '#domain/window.ts';
import { logDependencyFailure } from './log-dependency-failure.ts';
import { readQuota } from './read-quota.ts';

type Dependencies = Pick<Ports, 'store' | 'clock' | 'pause' | 'log' | 'quotaReader'>;

/** `undefined`: send it. Otherwise the reason to wait. */
export type Turn = DeliveryReason | undefined;

/** If no slot is free within this time, the mail goes back to the queue. */
const PATIENCE_MILLISECONDS = 2000;

/** `isFirst`: the address has no account yet. */
export const paceMail = async (
  dependencies: Dependencies,
  purpose: MessagePurpose,
  isFirst: boolean,
): Promise<Turn> => {
  const { store, clock } = dependencies;
  const now = clock.now();
  const [quotaRow, waitingNow, waitingBefore, sent, bounced] = await store.load([
    QUOTA_KEY,
    ...urgentWaitingKeys(now),
    reputationCounter('sent', now).key,
    reputationCounter('bounced', now).key,
  ]);
  if (isFirst && isBroken(sent, bounced)) return 'reputation';
  const quota = await readQuota(dependencies, quotaRow);
  if (!isWithinDay(quota, purpose)) return isUrgent(purpose) ? 'quota_exceeded' : 'quota_reserved';
  if (isUrgent(purpose)) return (await takeSlot(dependencies, quota)) ? undefined : waitAsUrgent(dependencies);
  if (isAnybodyIn(waitingNow) || isAnybodyIn(waitingBefore)) return 'rate_exceeded';
  return (await takeSlot(dependencies, quota)) ? undefined : 'rate_exceeded';
};

const isAnybodyIn = (waiting: LimitCounter | undefined): boolean => (waiting?.total ?? 0) > 0;

const takeSlot = async ({ store, clock, pause }: Dependencies, quota: QuotaFigures): Promise<boolean> => {
  const giveUpAt = clock.now() + PATIENCE_MILLISECONDS;
  for (;;) {
    const now = clock.now();
    const { key, window } = slotCounter(now);
    if (isSlotFree(await store.count(key, 1, window), quota)) return true;
    const next = nextStart(now, SECOND_MILLISECONDS);
    if (next >= giveUpAt) return false;
    await pause.wait(next - now);
  }
};

/** Shows the other couriers that a person waits in front of a screen. */
const waitAsUrgent = async ({ store, clock }: Dependencies): Promise<Turn> => {
  const { key, window } = urgentWaitingCounter(clock.now());
  await store.count(key, 1, window);
  return 'rate_exceeded';
};

/** Counts a sent mail for the breaker. Best effort. */
export const countSentMail = async ({ store, clock, log }: Dependencies): Promise<void> => {
  const { key, window } = reputationCounter('sent', clock.now());
  await store.count(key, 1, window).catch((error) => logDependencyFailure(log, error));
};
