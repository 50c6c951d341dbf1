// Claims an address for an account, if the address is free or its claim is stale.
import { type EmailClaim, isStaleClaim, type User } from '#domain/account/user.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Ports } from '#domain/ports.ts';
import type { Draft } from '#domain/row.ts';
import type { Store } from '#domain/store.ts';
import { emailClaimKey, userKey } from '#domain/store-keys.ts';
import { decideAndSwap } from '../decide-and-swap.ts';

type Dependencies = Pick<Ports, 'store' | 'clock'>;

/** Claims the address of a new account. With this claim the account exists, and is told of as an event. */
export const foundAccount = (dependencies: Dependencies, address: string, user: User): Promise<Outcome<undefined>> =>
  takeAddress(dependencies, address, {
    userId: user.id,
    founding: true,
    ...(user.emailVerifiedAt !== undefined && { verified: true }),
    ...(user.lastAct !== undefined && { act: user.lastAct }),
  });

/**
 * `reservedUntil` (epoch milliseconds) is for an account that is not at the address yet: no other account may take the
 * claim before that time. If the account already has the claim, its reservation is extended. An address of another
 * account is `already_registered`.
 */
export const claimAddress = (
  dependencies: Dependencies,
  address: string,
  user: User,
  reservedUntil?: number,
): Promise<Outcome<undefined>> => takeAddress(dependencies, address, { userId: user.id, reservedUntil });

const takeAddress = async (
  { store, clock }: Dependencies,
  address: string,
  claim: Draft<EmailClaim>,
): Promise<Outcome<undefined>> => {
  const key = emailClaimKey(address);
  const { userId, reservedUntil } = claim;
  const isEnough = (held: EmailClaim | undefined) =>
    held?.userId === userId && (reservedUntil === undefined || (held.reservedUntil ?? 0) >= reservedUntil);
  const first = await store.swap(key, 'absent', claim);
  if (first.ok || isEnough(first.current)) return accept(undefined);
  if (!first.current) return refuse('try_again');
  if (first.current.userId !== userId) {
    const [holder] = await store.load([userKey(first.current.userId)]);
    if (!isStaleClaim(first.current, holder, address, clock.now())) return refuse('already_registered');
  }
  const second = await store.swap(key, first.current, claim);
  return second.ok || isEnough(second.current) ? accept(undefined) : refuse('try_again');
};

/** Reserves an address that the account is about to leave. `superseded` if the account no longer has it. */
export const reserveAddress = async (
  { store }: Pick<Ports, 'store'>,
  address: string,
  user: User,
  reservedUntil: number,
): Promise<Outcome<EmailClaim>> => {
  const key = emailClaimKey(address);
  const [held] = await store.load([key]);
  return decideAndSwap(store, key, held, (seen) =>
    seen?.userId === user.id
      ? accept({ userId: user.id, reservedUntil: Math.max(seen.reservedUntil ?? 0, reservedUntil) })
      : refuse('superseded'),
  );
};

/**
 * Removes the row of an account that did not get its address. The mark says that it never was an account: its removal is not told
 * of as a deletion.
 */
export const abandonUser = async (store: Store, user: User): Promise<void> => {
  const key = userKey(user.id);
  const marked = await store.swap(key, user, { ...user, abandoned: true });
  if (marked.ok) await store.remove(key, marked.item);
};
