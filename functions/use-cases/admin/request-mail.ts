// Asks the courier for a mail that an administrator sends: it is counted, but waits for none of the limits that strangers meet.

import { mayOpen, type User } from '#domain/account/user.ts';
import { limitAddress } from '#domain/address.ts';
import { beginChallenge, type Challenge, resendable, resendChallenge } from '#domain/challenge/challenge.ts';
import { mailboxCounter } from '#domain/challenge/counters.ts';
import { newGeneration } from '#domain/challenge/key-generations.ts';
import { withoutWaits } from '#domain/challenge/send-limits.ts';
import type { Lifetimes } from '#domain/defaults.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Locale } from '#domain/locale.ts';
import { UNKNOWN } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import type { AdminMail } from '#domain/purpose.ts';
import { challengeKey } from '#domain/store-keys.ts';
import { ROUNDS_BESIDE_COURIER } from '../challenge/finish-proof.ts';
import { decideAndSwap } from '../decide-and-swap.ts';

export interface MailOrder {
  readonly purpose: AdminMail;
  readonly address: string;
  /** Whose account the mail opens. Absent for a sign-up: only a pending one is sent again. */
  readonly user?: User;
  /** Of the administrator. */
  readonly network?: string | undefined;
  /** What becomes of a live one: it is sent again with the same link, or it is left as it is. */
  readonly onLive: 'resend' | 'leave';
}

type Dependencies = Pick<Ports, 'store' | 'clock' | 'ids' | 'settings' | 'log'>;

export const requestMail = async (dependencies: Dependencies, order: MailOrder): Promise<Outcome<Challenge>> => {
  const { store, clock, log } = dependencies;
  const { purpose, address, onLive } = order;
  const key = challengeKey({ purpose, channel: 'email', address });
  const [current] = await store.load([key]);
  const now = clock.now();
  const live = liveOf(order, current, now);
  if (live && onLive === 'leave') return accept(live);
  if (!live && !order.user) return refuse('nothing_to_send');
  const counter = mailboxCounter(limitAddress(address), now);
  await store.count(counter.key, 1, counter.window);
  const requested = await decideAndSwap(
    store,
    key,
    current,
    (seen) => next(dependencies, order, seen, now),
    ROUNDS_BESIDE_COURIER,
  );
  if (!requested.ok) return requested;
  log.write(live ? 'challenge_resent' : 'challenge_begun', { challenge: requested.value.id, purpose });
  return requested;
};

/** The challenge of the row if its link works, and goes on to work for some time. */
const liveOf = ({ user }: MailOrder, seen: Challenge | undefined, now: number): Challenge | undefined => {
  if (!seen || now >= seen.expiresAt || (user && !mayOpen(seen.id, user))) return undefined;
  return resendable(seen, seen.id, now);
};

const LIFETIMES = {
  signup: 'signupSeconds',
  reset: 'resetSeconds',
  invitation: 'invitationSeconds',
} as const satisfies Record<AdminMail, keyof Lifetimes>;

const next = (
  { ids, settings }: Dependencies,
  order: MailOrder,
  seen: Challenge | undefined,
  now: number,
): ReturnType<typeof beginChallenge> => {
  const { purpose, user, network = UNKNOWN } = order;
  const lifetimeSeconds = settings.lifetimes[LIFETIMES[purpose]];
  const sending = { now, network, lifetimeSeconds, limits: withoutWaits(settings.limits) };
  const live = liveOf(order, seen, now);
  if (live) return resendChallenge(live, sending);
  if (!user) return refuse('nothing_to_send');
  const id = ids.next(latest(seen?.id, user.challengeFloor));
  const locale: Locale = user.locale;
  return beginChallenge(seen, { ...sending, id, locale, keyGeneration: newGeneration(settings, purpose) });
};

const latest = (one = '', other = ''): string | undefined => (one > other ? one : other) || undefined;
