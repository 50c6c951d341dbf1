// The rows that owe somebody a message: challenges and notices, as the courier sees both.
import type { Challenge } from '#domain/challenge/challenge.ts';
import { type Delivery, type DeliveryTicket, isWaiting, type MessagePurpose } from '#domain/delivery/delivery.ts';
import type { Notice, NoticeRef } from '#domain/delivery/notice.ts';
import type { ChallengeRef, Channel } from '#domain/purpose.ts';
import type { Key } from '#domain/row.ts';
import type { Store } from '#domain/store.ts';
import { challengeKey, noticeKey, parseChallengeKey, parseNoticeKey } from '#domain/store-keys.ts';

/** Whom a row owes its message, and what for. */
interface Owed<Kind extends 'challenge' | 'notice', Ref> {
  readonly kind: Kind;
  readonly key: Key<Kind>;
  readonly ref: Ref;
  readonly purpose: MessagePurpose;
  readonly channel: Channel;
  readonly address: string;
}
export type OwedChallenge = Owed<'challenge', ChallengeRef>;
export type OwedNotice = Owed<'notice', NoticeRef>;
export type OwedTo = OwedChallenge | OwedNotice;

export type OwedRow =
  | { readonly kind: 'challenge'; readonly owner: OwedChallenge; readonly item: Challenge }
  | { readonly kind: 'notice'; readonly owner: OwedNotice; readonly item: Notice };

/** `undefined` for keys of other rows. */
export const ownerOf = (pk: string): OwedTo | undefined => {
  const notice = parseNoticeKey(pk);
  if (notice) {
    const { address, kind: purpose } = notice;
    return { kind: 'notice', key: noticeKey(notice), ref: notice, purpose, channel: 'email', address };
  }
  const ref = parseChallengeKey(pk);
  return ref && { kind: 'challenge', key: challengeKey(ref), ref, ...ref };
};

export const loadRow = async (store: Store, owner: OwedTo): Promise<OwedRow | undefined> => {
  if (owner.kind === 'notice') {
    const [item] = await store.load([owner.key]);
    return item && { kind: 'notice', owner, item };
  }
  const [item] = await store.load([owner.key]);
  return item && { kind: 'challenge', owner, item };
};

/** Writes what became of it; `false` if the row is no longer as it was loaded. */
export const swapDelivery = async (store: Store, row: OwedRow, delivery: Delivery): Promise<boolean> => {
  const swap =
    row.kind === 'notice'
      ? await store.swap(row.owner.key, row.item, { ...row.item, delivery })
      : await store.swap(row.owner.key, row.item, { ...row.item, delivery });
  return swap.ok;
};

/** Whether the row still waits for what became of the message that this ticket names. */
export const isNotable = ({ item }: OwedRow, ticket: DeliveryTicket): boolean =>
  item.id === ticket.id && item.delivery.seq === ticket.seq && isWaiting(item.delivery);

/** Whether the message is still to be sent: nobody needs that of a used challenge. */
export const isOwed = (row: OwedRow, ticket: DeliveryTicket): boolean =>
  isNotable(row, ticket) && (row.kind === 'notice' || row.item.usedAt === undefined);
