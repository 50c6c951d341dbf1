// Limits to how many phone numbers one account has SMS sent in a day: SMS costs money, and a free account asks by itself.
import type { User } from '#domain/account/user.ts';
import type { Challenge } from '#domain/challenge/challenge.ts';
import { accept, type Outcome, refuse, secondsUntil } from '#domain/errors.ts';
import type { Ports } from '#domain/ports.ts';
import { counterOf, DAY_MILLISECONDS, nextStart } from '#domain/window.ts';
import type { Counted } from '../../challenge/count-sending.ts';

/** Counts a number that is new to the account. `current`: the last challenge for the number, of whatever account. */
export const countNumber = async (
  { store, clock, settings }: Pick<Ports, 'store' | 'clock' | 'settings'>,
  user: User,
  phone: string,
  current: Challenge | undefined,
): Promise<Outcome<Counted | undefined>> => {
  const now = clock.now();
  if (isRepeat(current, user, now) || user.phone === phone) return accept(undefined);
  // Each number has a slice, because requests at once for one number are one number: `total - slice` are the others.
  const { key, window } = counterOf('numbers', user.id, now, { length: DAY_MILLISECONDS, slice: phone });
  const { total, slice } = await store.count(key, 1, window);
  const takeBack = async () => {
    await store.count(key, -1, window);
  };
  if (total - slice < settings.limits.numbersPerAccount) return accept({ takeBack });
  await takeBack();
  const retryAfterSeconds = secondsUntil(nextStart(now, DAY_MILLISECONDS), now);
  return refuse('too_many_requests', { reason: 'address', retryAfterSeconds });
};

/** Whether the account has asked for this number lately. */
const isRepeat = (current: Challenge | undefined, user: User, now: number): boolean =>
  current?.data !== undefined &&
  'userId' in current.data &&
  current.data.userId === user.id &&
  now < current.sendsWindowEndsAt;
