// Writes down that an account is in use, for the purge. At most one write a month, and none where nothing is purged.
import { isUseDue, noteUse } from '#domain/account/unused.ts';
import type { User } from '#domain/account/user.ts';
import { accept, refuse } from '#domain/errors.ts';
import type { Ports } from '#domain/ports.ts';
import { userKey } from '#domain/store-keys.ts';
import { decideAndSwap } from '../decide-and-swap.ts';

const ROUNDS = 3;

/** Throws if it cannot be written: an account that is in use must not be deleted. A row that is gone stays gone, and so is its session. */
export const noteUseOf = async (
  { store, clock, settings }: Pick<Ports, 'store' | 'clock' | 'settings'>,
  user: User,
): Promise<void> => {
  const now = clock.now();
  if (settings.purgeAfterMonths === undefined || !isUseDue(user, now)) return;
  const decide = (seen: User | undefined) =>
    seen && isUseDue(seen, now) ? accept(noteUse(seen, now)) : refuse('superseded');
  await decideAndSwap(store, userKey(user.id), user, decide, ROUNDS);
};
