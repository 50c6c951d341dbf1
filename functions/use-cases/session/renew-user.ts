// The two swaps that end all sessions of an account: alone, or with a change of its password or address.
import { endSessions, type Renewal, type User } from '#domain/account/user.ts';
import { accept, type ErrorCode, type Outcome, refuse } from '#domain/errors.ts';
import type { Ports, Randomness } from '#domain/ports.ts';
import { userKey } from '#domain/store-keys.ts';
import { retireChallenges } from '../challenge/retire-challenges.ts';
import { decideAndSwap } from '../decide-and-swap.ts';

const EPOCH_BYTES = 9;

/** The random value that sessions share with their account while they are valid. */
export const newEpoch = (random: Randomness): string => random.bytes(EPOCH_BYTES).toString('base64url');

/** Starts a new epoch, which ends every session. `gone`: the error if `user` no longer has the epoch that was read. */
export const renewEpoch = (
  { store, random }: Pick<Ports, 'store' | 'random'>,
  user: User,
  gone: ErrorCode,
): Promise<Outcome<User>> => {
  const epoch = newEpoch(random);
  return decideAndSwap(store, userKey(user.id), user, (seen) =>
    seen?.epoch === user.epoch ? accept(endSessions(seen, epoch)) : refuse(gone),
  );
};

/** Writes a change of password or address, a new epoch, and a new floor for challenges. `decide` gets the current row and the values to renew it with. `gone`: the error if the row no longer exists. */
export const renewUser = async (
  dependencies: Pick<Ports, 'store' | 'clock' | 'ids' | 'random'>,
  user: User,
  gone: ErrorCode,
  decide: (seen: User, renewal: Renewal) => Outcome<User>,
): Promise<Outcome<User>> => {
  const { store, clock, ids, random } = dependencies;
  const epoch = newEpoch(random);
  const renewed = await decideAndSwap(store, userKey(user.id), user, (seen) =>
    seen ? decide(seen, { epoch, floor: ids.next(seen.challengeFloor), now: clock.now() }) : refuse(gone),
  );
  if (renewed.ok) await retireChallenges(dependencies, renewed.value);
  return renewed;
};
