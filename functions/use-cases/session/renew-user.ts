// The one swap behind every change that ends all sessions: what changes, a new epoch, and a floor under outstanding challenges.
import { hasChanged, mayOpen, type Renewal, type User } from '#domain/account/user.ts';
import { type ErrorCode, type Outcome, refuse } from '#domain/errors.ts';
import type { Ports } from '#domain/ports.ts';
import { challengeKey, userKey } from '#domain/store-keys.ts';
import { decideAndSwap } from '../decide-and-swap.ts';
import { newEpoch } from './new-epoch.ts';

/** `decide` gets the row as it is now, and what to renew it with. `gone` answers when there is none any more. */
export const renewUser = async (
  dependencies: Pick<Ports, 'store' | 'clock' | 'ids' | 'random'>,
  user: User,
  gone: ErrorCode,
  decide: (seen: User, renewal: Renewal) => Outcome<User>,
): Promise<Outcome<User>> => {
  const { store, ids, random } = dependencies;
  const epoch = newEpoch(random);
  const renewed = await decideAndSwap(store, userKey(user.id), user, (seen) =>
    seen ? decide(seen, { epoch, floor: ids.next(seen.challengeFloor) }) : refuse(gone),
  );
  if (renewed.ok) await retireChallenges(dependencies, renewed.value);
  return renewed;
};

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
