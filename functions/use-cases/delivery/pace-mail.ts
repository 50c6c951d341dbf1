// Decides whether a mail may be sent now: within the rate and the daily quota of the account, and not held by the breaker.
import { isUrgent, type MessagePurpose } from '#domain/delivery/delivery.ts';
import type { DeliveryReason } from '#domain/delivery/reasons.ts';
import { type MailSource, OVER_ALL, reputationCounter, scopesOf } from '#domain/delivery/reputation.ts';
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
import { isHeld, suspectsAmong, suspicionKeys } from './judge-reputation.ts';
import { logDependencyFailure } from './log-dependency-failure.ts';
import { readQuota } from './read-quota.ts';

type Dependencies = Pick<Ports, 'store' | 'clock' | 'pause' | 'log' | 'quotaReader'>;

/** `undefined`: send it. Otherwise the reason to wait. */
export type Turn = DeliveryReason | undefined;

/** If no slot is free within this time, the mail goes back to the queue. */
const PATIENCE_MILLISECONDS = 2000;

/** `first`: where a mail to an address without an account comes from and goes to; the breaker may hold it. */
export const paceMail = async (
  dependencies: Dependencies,
  purpose: MessagePurpose,
  first?: MailSource,
): Promise<Turn> => {
  const { store, clock } = dependencies;
  const now = clock.now();
  const [quotaRow, waitingNow, waitingBefore, ...bounced] = await store.load([
    QUOTA_KEY,
    ...urgentWaitingKeys(now),
    ...(first ? suspicionKeys(first, now) : []),
  ]);
  const suspects = first ? suspectsAmong(first, bounced, now) : [];
  const quota = await readQuota(dependencies, quotaRow);
  if (!isWithinDay(quota, purpose)) return isUrgent(purpose) ? 'quota_exceeded' : 'quota_reserved';
  if (await isHeld(store, suspects, now)) return 'reputation';
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

/** Counts a sent mail for the breaker: each over all, a first one for its network and domain, too. Best effort. */
export const countSentMail = async ({ store, clock, log }: Dependencies, first?: MailSource): Promise<void> => {
  const now = clock.now();
  const scopes = first ? scopesOf(first) : [OVER_ALL];
  await Promise.all(
    scopes.map(async (scope) => {
      const { key, window } = reputationCounter('sent', scope, now);
      await store.count(key, 1, window).catch((error) => logDependencyFailure(log, error));
    }),
  );
};
