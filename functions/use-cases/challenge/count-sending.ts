// The two counters that limit the messages requested by one client, and for the aliases of one address.
import { limitAddress } from '#domain/address.ts';
import { aliasCounter, decideAlias, decideSending, sendingCounter } from '#domain/challenge/counters.ts';
import { accept, type Outcome } from '#domain/errors.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import type { ChallengeRef } from '#domain/purpose.ts';

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

/** Counts a mail to an alias (`name+tag@…`, dots at Gmail) for its base address. Other addresses are counted in their own row. */
export const countAlias = async (
  { store, settings }: Dependencies,
  ref: ChallengeRef,
  caller: Caller,
  now: number,
): Promise<Outcome<undefined>> => {
  const behind = limitAddress(ref.address);
  if (behind === ref.address) return accept(undefined);
  const { key, window } = aliasCounter(ref.purpose, behind, caller, now);
  return decideAlias(await store.count(key, 1, window), now, settings.limits);
};
