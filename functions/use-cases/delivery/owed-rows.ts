// The rows that owe a message: challenges and notices, in one form for the courier.
import type { Challenge } from '#domain/challenge/challenge.ts';
import { type Delivery, type DeliveryTicket, isWaiting, type MessagePurpose } from '#domain/delivery/delivery.ts';
import type { Notice } from '#domain/delivery/notice.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { ChallengeRef, Channel, NoticeRef } from '#domain/purpose.ts';
import type { Key } from '#domain/row.ts';
import type { Store } from '#domain/store.ts';
import { challengeKey, noticeKey, parseChallengeKey, parseNoticeKey } from '#domain/store-keys.ts';
import { decideAndSwap } from '../decide-and-swap.ts';

/** The recipient of the message that a row owes, and its purpose. */
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
  | { readonly kind: 'challenge'; readonly owed: OwedChallenge; readonly item: Challenge }
  | { readonly kind: 'notice'; readonly owed: OwedNotice; readonly item: Notice };

/** `undefined` for keys of other rows. */
export const owedOf = (pk: string): OwedTo | undefined => {
  const notice = parseNoticeKey(pk);
  if (notice) {
    const { address, kind: purpose } = notice;
    return { kind: 'notice', key: noticeKey(notice), ref: notice, purpose, channel: 'email', address };
  }
  const ref = parseChallengeKey(pk);
  return ref && { kind: 'challenge', key: challengeKey(ref), ref, ...ref };
};

export const loadRow = async (store: Store, owed: OwedTo): Promise<OwedRow | undefined> => {
  if (owed.kind === 'notice') {
    const [item] = await store.load([owed.key]);
    return item && { kind: 'notice', owed, item };
  }
  const [item] = await store.load([owed.key]);
  return item && { kind: 'challenge', owed, item };
};

/** Requests change the same row as the courier, and its outcome must not be lost. */
const ROUNDS = 20;

/**
 * Writes the outcome of the message, starting from the loaded row. `decide` gets the current row; if it returns `undefined`,
 * nothing is written and the result is `superseded`. `ofNotice` is written beside it, if the row is a notice.
 */
export const swapDelivery = (
  store: Store,
  row: OwedRow,
  decide: (item: Challenge | Notice) => Delivery | undefined,
  ofNotice: Pick<Notice, 'dueAt'> = {},
): Promise<Outcome<Challenge | Notice>> =>
  row.kind === 'notice'
    ? decideAndSwap(store, row.owed.key, row.item, withDelivery<Notice>(decide, ofNotice), ROUNDS)
    : decideAndSwap(store, row.owed.key, row.item, withDelivery<Challenge>(decide), ROUNDS);

const withDelivery =
  <Item extends Challenge | Notice>(
    decide: (item: Challenge | Notice) => Delivery | undefined,
    more: Partial<Item> = {},
  ) =>
  (seen: Item | undefined): Outcome<Item> => {
    const delivery = seen && decide(seen);
    return delivery ? accept({ ...seen, ...more, delivery }) : refuse('superseded');
  };

/** Whether the row still waits for the outcome of the message that this ticket names. */
export const isNotable = (item: Challenge | Notice, ticket: DeliveryTicket): boolean =>
  item.id === ticket.id && item.delivery.seq === ticket.seq && isWaiting(item.delivery);

/** Whether the message must still be sent. The message of a used challenge is not needed. */
export const isOwed = (row: OwedRow, ticket: DeliveryTicket): boolean =>
  isNotable(row.item, ticket) && (row.kind === 'notice' || row.item.usedAt === undefined);
