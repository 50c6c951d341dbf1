// Marks the reset and log-in challenges of an account used after a change of the account has made them invalid.
import { hasChanged, mayOpen, type User } from '#domain/account/user.ts';
import type { Ports } from '#domain/ports.ts';
import { challengeKey } from '#domain/store-keys.ts';

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
    const swaps = keys.map(async (key, index) => {
      const challenge = challenges[index];
      if (!challenge || challenge.usedAt !== undefined || !isDead(challenge.id, user)) return;
      // With the id of the floor in the row, its old links and codes stay `superseded` and do not become `already_used`.
      await store.swap(key, challenge, { ...challenge, id: user.challengeFloor ?? user.id, usedAt: clock.now() });
    });
    await Promise.all(swaps);
  };
  await retire().catch(() => undefined);
};
