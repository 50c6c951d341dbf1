// Changes what a person agrees to. It needs no further proof: to withdraw is as easy as to agree.
import { type ConsentAnswer, changeConsents } from '#domain/account/consents.ts';
import type { User } from '#domain/account/user.ts';
import { type Outcome, refuse } from '#domain/errors.ts';
import type { Locale } from '#domain/locale.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import { userKey } from '#domain/store-keys.ts';
import { decideAndSwap } from '../decide-and-swap.ts';

export interface ConsentUpdate {
  readonly answers: readonly ConsentAnswer[];
  /** The language in which the person was asked. */
  readonly locale: Locale;
}

export const updateConsents = async (
  { store, clock, settings }: Pick<Ports, 'store' | 'clock' | 'settings'>,
  user: User,
  { answers, locale }: ConsentUpdate,
  caller: Caller,
): Promise<Outcome<User>> => {
  const context = { at: clock.now(), locale, network: caller.ip };
  const change = (seen: User) => changeConsents(seen, settings.consents, answers, context);
  const first = change(user);
  // Nothing new: a repeat writes nothing.
  if (!first.ok || first.value === user) return first;
  return decideAndSwap(store, userKey(user.id), user, (seen) =>
    seen?.epoch === user.epoch ? change(seen) : refuse('unauthenticated'),
  );
};
