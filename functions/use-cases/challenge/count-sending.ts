// The counters that limit the messages requested by one client, for the aliases of one address, and for one mailbox.
import { limitAddress } from '#domain/address.ts';
import {
  aliasCounter,
  decideAlias,
  decidePastCap,
  decideSending,
  isPastCap,
  mailboxCounter,
  pastCapCounter,
  sendingCounter,
} from '#domain/challenge/counters.ts';
import { accept, type Outcome } from '#domain/errors.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import type { ChallengeRef } from '#domain/purpose.ts';
import type { Counter } from '#domain/window.ts';

type Dependencies = Pick<Ports, 'store' | 'settings'>;

/** Counts a sending request for its client. A route that sends does this before it reads a row. */
export const countSending = async (
  { store, settings }: Dependencies,
  caller: Caller,
  now: number,
): Promise<Outcome<undefined>> => {
  const { key, window } = sendingCounter(caller, now);
  return decideSending(await store.count(key, 1, window), now, settings.limits);
};

/** The request was a repeat and sends nothing. */
export const takeBackSending = async ({ store }: Dependencies, caller: Caller, now: number): Promise<void> => {
  const { key, window } = sendingCounter(caller, now);
  await store.count(key, -1, window);
};

/** What was counted. `takeBack` is for a message that is not sent after all. */
export interface Counted {
  takeBack(): Promise<void>;
}
const NOTHING_COUNTED: Counted = { takeBack: async () => undefined };

/** Counts a mail to an alias (`name+tag@…`, dots at Gmail) for its base address. Other addresses are counted in their own row. */
export const countAlias = async (
  { store, settings }: Dependencies,
  ref: ChallengeRef,
  caller: Caller,
  now: number,
): Promise<Outcome<Counted>> => {
  const behind = limitAddress(ref.address);
  if (behind === ref.address) return accept(NOTHING_COUNTED);
  const { key, window } = aliasCounter(ref.purpose, behind, caller, now);
  const allowed = decideAlias(await store.count(key, 1, window), now, settings.limits);
  return allowed.ok ? accept({ takeBack: async () => void (await store.count(key, -1, window)) }) : allowed;
};

/**
 * Counts a mail for its mailbox, also the first one, so that the work does not tell whether there was one before. Many requests
 * at once do not use up the mails of the day: all but one take theirs back.
 */
export const countMail = async (
  { store, settings: { limits } }: Dependencies,
  { channel, address }: ChallengeRef,
  caller: Caller,
  now: number,
): Promise<Outcome<Counted>> => {
  const counted: Counter[] = [];
  const takeBack = async () => {
    await Promise.all(counted.map(({ key, window }) => store.count(key, -1, window)));
  };
  if (channel !== 'email') return accept({ takeBack });
  const add = (counter: Counter) => {
    counted.push(counter);
    return store.count(counter.key, 1, counter.window);
  };
  const mailbox = limitAddress(address);
  const count = await add(mailboxCounter(mailbox, now));
  if (!isPastCap(count, limits)) return accept({ takeBack });
  const permitted = decidePastCap(count, await add(pastCapCounter(mailbox, caller, now)), now, limits);
  if (permitted.ok) return accept({ takeBack });
  await takeBack();
  return permitted;
};
