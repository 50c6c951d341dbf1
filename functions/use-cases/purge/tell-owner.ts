// Tells the owner of an unused account that it will be deleted. Without this mail nothing is.

import { noticeTimes } from '#domain/account/unused.ts';
import type { User } from '#domain/account/user.ts';
import { eventId } from '#domain/audit/event-id.ts';
import { isWaiting, requestDelivery } from '#domain/delivery/delivery.ts';
import { beginNotice, type Notice } from '#domain/delivery/notice.ts';
import { UNKNOWN_CALLER } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import type { NoticeRef } from '#domain/purpose.ts';
import { noticeKey } from '#domain/store-keys.ts';

/** `asked`: the mail was asked for by this call. `held`: it did not arrive, and is tried again a month later. */
export type Telling = 'asked' | 'waiting' | 'held' | 'told';

const ARRIVED = ['sent', 'delivered', 'complained'];

/** The same for every run, so that two ask for one mail. Any use of the account leads to another one. */
const refOf = ({ id, email }: User, unusedSince: number): NoticeRef => ({
  kind: 'account_unused',
  address: email,
  changeId: eventId(unusedSince, id, 'account_unused'),
});

export const tellOwner = async (
  { store, clock, settings }: Pick<Ports, 'store' | 'clock' | 'settings'>,
  user: User,
  unusedSince: number,
): Promise<Telling> => {
  const now = clock.now();
  const ref = refOf(user, unusedSince);
  const key = noticeKey(ref);
  const [current] = await store.load([key]);
  const state = current && stateOf(current, now);
  if (current && state !== 'again') return state ?? 'waiting';
  const begun = beginNotice(undefined, {
    changeId: ref.changeId,
    userId: user.id,
    locale: user.locale,
    keyGeneration: settings.masterKeys.current,
    now,
    dueAt: now,
    ...noticeTimes(now),
    device: UNKNOWN_CALLER.device,
    ip: UNKNOWN_CALLER.ip,
  });
  if (!begun) throw new Error('a new notice was not begun');
  const next = { ...begun, delivery: requestDelivery(now, current?.delivery) };
  const swap = await store.swap(key, current ?? 'absent', next);
  return swap.ok ? 'asked' : 'waiting';
};

const stateOf = (notice: Notice, now: number): Telling | 'again' => {
  const { delivery, keptUntil = 0 } = notice;
  const isOver = now >= keptUntil;
  if (ARRIVED.includes(delivery.status)) return isOver ? 'told' : 'waiting';
  if (isOver) return 'again';
  return isWaiting(delivery) ? 'waiting' : 'held';
};
