// Marks the reset and log-in challenges of an account used after a change of the account has made them invalid.
import { floorOf, hasChanged, mayOpen, type User } from '#domain/account/user.ts';
import type { Challenge } from '#domain/challenge/challenge.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Ports } from '#domain/ports.ts';
import type { Draft } from '#domain/row.ts';
import { challengeKey } from '#domain/store-keys.ts';
import { decideAndSwap } from '../decide-and-swap.ts';
import { ROUNDS_BESIDE_COURIER } from './finish-proof.ts';

/** The challenge that made this change is marked by its own flow. */
const isDead = (id: string, user: User): boolean => !mayOpen(id, user) && !hasChanged(user, id);

/**
 * The floor alone makes them invalid. Once they are marked used, a new request begins a new challenge: it does not load the
 * account, and would otherwise send the invalid one again. Best effort: the courier never sends an invalid link.
 */
export const retireChallenges = async ({ store, clock }: Pick<Ports, 'store' | 'clock'>, user: User): Promise<void> => {
  const keys = (['reset', 'login'] as const).map((purpose) =>
    challengeKey({ purpose, channel: 'email', address: user.email }),
  );
  const retire = async () => {
    const challenges = await store.load(keys);
    // With the id of the floor in the row, its old links and codes stay `superseded` and do not become `already_used`.
    const decide = (seen: Challenge | undefined): Outcome<Draft<Challenge>> =>
      seen && seen.usedAt === undefined && isDead(seen.id, user)
        ? accept({ ...seen, id: floorOf(user), usedAt: clock.now() })
        : refuse('superseded');
    await Promise.all(
      keys.map((key, index) => decideAndSwap(store, key, challenges[index], decide, ROUNDS_BESIDE_COURIER)),
    );
  };
  await retire().catch(() => undefined);
};
