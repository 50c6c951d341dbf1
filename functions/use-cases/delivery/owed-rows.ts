// The rows that owe a message: challenges and notices, in one form for the courier.
import type { Challenge } from '#domain/challenge/challenge.ts';
import { firstNetwork, lastNetwork } from '#domain/challenge/send-limits.ts';
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

/** What an outcome changes beside the delivery, by the kind of the row. */
interface Along {
  readonly challenge?: (seen: Challenge) => Challenge;
  readonly notice?: (seen: Notice) => Notice;
}

/**
 * Writes the outcome of the message, starting from the loaded row. `decide` gets the current row; if it returns `undefined`,
 * nothing is written and the result is `superseded`. `along` changes other fields with it.
 */
export const swapDelivery = (
  store: Store,
  row: OwedRow,
  decide: (item: Challenge | Notice) => Delivery | undefined,
  along: Along = {},
): Promise<Outcome<Challenge | Notice>> =>
  row.kind === 'notice'
    ? decideAndSwap(store, row.owed.key, row.item, withDelivery(decide, along.notice), ROUNDS)
    : decideAndSwap(store, row.owed.key, row.item, withDelivery(decide, along.challenge), ROUNDS);

const withDelivery =
  <Item extends Challenge | Notice>(
    decide: (item: Challenge | Notice) => Delivery | undefined,
    along: (seen: Item) => Item = (seen) => seen,
  ) =>
  (seen: Item | undefined): Outcome<Item> => {
    const delivery = seen && decide(seen);
    return delivery ? accept({ ...along(seen), delivery }) : refuse('superseded');
  };

/** Whether the row still waits for the outcome of the message that this ticket names. */
export const isNotable = (item: Challenge | Notice, ticket: DeliveryTicket): boolean =>
  item.id === ticket.id && item.delivery.seq === ticket.seq && isWaiting(item.delivery);

/** Whether the message must still be sent. That of a used challenge opens nothing any more. */
export const isNeeded = (row: OwedRow): boolean => row.kind === 'notice' || row.item.usedAt === undefined;

/** Callers whose address cannot be parsed share one network of this name, too. */
const UNKNOWN = 'unknown';

/** The network that asked for the current message. */
export const askingNetwork = (row: OwedRow): string =>
  (row.kind === 'challenge' ? lastNetwork(row.item) : undefined) ?? UNKNOWN;

/**
 * The network that asked for the message with this id and `seq`; `undefined` if nobody knows. Once the message was asked for
 * again, it is the network that asked first: nobody but a stranger asks for an address that bounces, and must not pass that on.
 */
export const networkOfMessage = (
  row: OwedRow | undefined,
  { id, seq }: Pick<DeliveryTicket, 'id' | 'seq'>,
): string | undefined => {
  if (row?.kind !== 'challenge') return undefined;
  const { item } = row;
  return item.id === id && item.delivery.seq === seq ? lastNetwork(item) : firstNetwork(item);
};
