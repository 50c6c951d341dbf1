// Writes the notice of a change before the change itself. The courier sends it once the account shows the change.
import type { User } from '#domain/account/user.ts';
import { beginNotice, type Notice } from '#domain/delivery/notice.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Ports } from '#domain/ports.ts';
import type { NoticeRef } from '#domain/purpose.ts';
import { noticeKey } from '#domain/store-keys.ts';

const ROUNDS = 3;

/** A repeat finds the notice of its first try, and requests it again only if the courier gave it up. */
export const writeNotice = async (
  { store, clock, settings }: Pick<Ports, 'store' | 'clock' | 'settings'>,
  ref: NoticeRef,
  user: User,
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
    });
    if (!next && current) return accept(current);
    if (!next) break;
    const swap = await store.swap(key, current ?? 'absent', next);
    if (swap.ok) return accept(swap.item);
    current = swap.current;
  }
  return refuse('try_again');
};
