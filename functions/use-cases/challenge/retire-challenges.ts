// Marks the reset and log-in challenges of an account used, once a change of the account has made them dead.
import { hasChanged, mayOpen, type User } from '#domain/account/user.ts';
import type { Ports } from '#domain/ports.ts';
import { challengeKey } from '#domain/store-keys.ts';

/** The one that made this change is marked by its own flow. */
const isDead = (id: string, user: User): boolean => !mayOpen(id, user) && !hasChanged(user, id);

/**
 * The floor alone makes them dead. Marked used, they make room for new ones at once: a begin does not look at the account,
 * and would send a dead one again. Best effort: the courier sends nothing that cannot open the account.
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
      // Under the floor's id its own links and codes stay what they are: superseded, not used.
      await store.swap(key, challenge, { ...challenge, id: user.challengeFloor ?? user.id, usedAt: clock.now() });
    });
    await Promise.all(swaps);
  };
  await retire().catch(() => undefined);
};
