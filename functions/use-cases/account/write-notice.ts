// Writes the notice of a change before the change itself. The courier sends it once the account shows the change.
import type { User } from '#domain/account/user.ts';
import { maskEmail } from '#domain/address.ts';
import { beginNotice, type Notice, sightOf, withdrawNotice } from '#domain/delivery/notice.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import type { NoticeRef } from '#domain/purpose.ts';
import { noticeKey, userKey } from '#domain/store-keys.ts';
import { decideAndSwap } from '../decide-and-swap.ts';

const ROUNDS = 3;

export interface NoticeOptions {
  /** How long the undo link works; by default as long as the notice may be sent. */
  readonly undoSeconds?: number | undefined;
  /** It tells of no change of the account, so it is sent without waiting for one. */
  readonly isDue?: boolean;
  /** Where the account moves to. */
  readonly newAddress?: string;
  /** Until when a log-in keeps the account. Epoch milliseconds. */
  readonly keptUntil?: number;
}

/** A repeat finds the notice of its first try, and requests it again only if the courier gave it up. */
export const writeNotice = async (
  { store, clock, settings }: Pick<Ports, 'store' | 'clock' | 'settings'>,
  ref: NoticeRef,
  user: User,
  { device, ip }: Caller,
  { undoSeconds, isDue = false, newAddress, keptUntil }: NoticeOptions = {},
): Promise<Outcome<Notice>> => {
  const now = clock.now();
  const key = noticeKey(ref);
  let current: Notice | undefined;
  for (let round = 0; round < ROUNDS; round++) {
    const next = beginNotice(current, {
      changeId: ref.changeId,
      userId: user.id,
      locale: user.locale,
      keyGeneration: settings.masterKeys.current,
      now,
      expiresAt: now + settings.lifetimes.emailUndoSeconds * 1000,
      undoUntil: undoSeconds === undefined ? undefined : now + undoSeconds * 1000,
      dueAt: isDue ? now : undefined,
      newAddress: newAddress === undefined ? undefined : maskEmail(newAddress),
      keptUntil,
      device,
      ip,
    });
    if (!next && current) return accept(current);
    if (!next) break;
    const swap = await store.swap(key, current ?? 'absent', next);
    if (swap.ok) return accept(swap.item);
    current = swap.current;
  }
  return refuse('try_again');
};

/**
 * For a refused change: its notice must not wait for it, and must not alarm anybody. A notice stays if its change was made
 * after all, by another request with the same link. Best effort: a notice that stays is given up by the courier.
 */
export const withdraw = async (
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  ref: NoticeRef,
  user: User,
): Promise<void> => {
  const withdrawSeen = async () => {
    const [notice, seen] = await store.load([noticeKey(ref), userKey(user.id)]);
    if (!notice || sightOf(ref, seen) !== 'missing') return;
    await decideAndSwap(store, noticeKey(ref), notice, (current) => {
      const withdrawn = current && withdrawNotice(current, clock.now());
      return withdrawn ? accept(withdrawn) : refuse('superseded');
    });
  };
  await withdrawSeen().catch(() => undefined);
};

/** Whether no repeat of the request can make the change any more. A repeat shares the notice, so it must not be withdrawn before. */
export const isFinal = (outcome: Outcome<unknown>): boolean => !outcome.ok && outcome.refusal.code !== 'try_again';
