// Turns a proven sign-up into an account. The order of its four writes makes every crash between them repairable by a repeat.
import { type Challenge, signUpData, takeBackAttempt, useChallenge } from '../domain/challenge.ts';
import { accept, type Outcome, refuse } from '../domain/errors.ts';
import type { Draft, Randomness } from '../domain/ports.ts';
import { challengeKey, emailClaimKey, userKey } from '../domain/store-keys.ts';
import { isBefore, isStaleClaim, type User } from '../domain/user.ts';
import { decideAndSwap } from './decide-and-swap.ts';
import { type OpenSessionDependencies, openSession, prepareSession, type Tokens } from './open-session.ts';

export interface CompleteSignUpDependencies extends OpenSessionDependencies {
  readonly random: Randomness;
}

export interface ProvenSignUp {
  readonly address: string;
  readonly challenge: Challenge;
  /** Whether the client that began proved it; it then gets its session here and not by `/verify/status`. */
  readonly byContinuation: boolean;
  /** Whether an attempt was counted for this proof; it is taken back. */
  readonly wasGuess: boolean;
}

/** The courier may note deliveries in the same row meanwhile. */
const ROUNDS_BESIDE_COURIER = 5;
const EPOCH_BYTES = 9;

export const completeSignUp = async (
  dependencies: CompleteSignUpDependencies,
  proven: ProvenSignUp,
): Promise<Outcome<Tokens>> => {
  // Keys are asked for beside the first write: a key service that is down must fail before the sign-up is used.
  const [opening, put] = await Promise.all([prepareSession(dependencies), putUser(dependencies, proven)]);
  if (!put.ok) return put;
  const user = put.value;
  if (hasMovedOn(user, proven)) {
    const used = await markUsed(dependencies, proven);
    return used.ok ? refuse('already_used') : used;
  }
  const claimed = await claimAddress(dependencies, proven.address, user);
  if (!claimed.ok && claimed.refusal.code === 'try_again') return claimed;
  const used = await markUsed(dependencies, proven);
  if (!claimed.ok) return giveUp(dependencies, user, used, claimed);
  if (!used.ok) return used;
  return accept(await openSession(dependencies, opening, user));
};

/** An account that a crashed request made, and that its owner has changed since: not this link's to open, nor to remove. */
const hasMovedOn = (user: User, { address, challenge }: ProvenSignUp): boolean =>
  user.email !== address || !isBefore(challenge.id, user);

/** The address is somebody else's: the account made for it goes again, unless the row of the sign-up could not be settled. */
const giveUp = async (
  { store }: CompleteSignUpDependencies,
  user: User,
  used: Outcome<Challenge>,
  refused: Outcome<never>,
): Promise<Outcome<never>> => {
  if (!used.ok && used.refusal.code === 'try_again') return used;
  await store.remove(userKey(user.id), user);
  return refused;
};

/** Puts the account under the challenge's own id, so that a repeat finds what an earlier try left. */
const putUser = async (
  { store, clock, random }: CompleteSignUpDependencies,
  { address, challenge }: ProvenSignUp,
): Promise<Outcome<User>> => {
  const now = clock.now();
  const { passwordHash, profile } = signUpData(challenge);
  const swap = await store.swap(userKey(challenge.id), 'absent', {
    id: challenge.id,
    email: address,
    passwordHash,
    emailVerifiedAt: now,
    locale: challenge.locale,
    profile,
    epoch: random.bytes(EPOCH_BYTES).toString('base64url'),
    createdAt: now,
  });
  const user = swap.ok ? swap.item : swap.current;
  return user ? accept(user) : refuse('try_again');
};

/** The commit point: from here on the address belongs to this account. */
const claimAddress = async (
  { store, clock }: CompleteSignUpDependencies,
  address: string,
  user: User,
): Promise<Outcome<undefined>> => {
  const key = emailClaimKey(address);
  const first = await store.swap(key, 'absent', { userId: user.id });
  if (first.ok || first.current?.userId === user.id) return accept(undefined);
  if (!first.current) return refuse('try_again');
  const [holder] = await store.load([userKey(first.current.userId)]);
  if (!isStaleClaim(first.current, holder, address, clock.now())) return refuse('already_registered');
  const second = await store.swap(key, first.current, { userId: user.id });
  return second.ok || second.current?.userId === user.id ? accept(undefined) : refuse('try_again');
};

/** Exactly one request passes here; the others are told to log in. */
const markUsed = (
  { store, clock }: CompleteSignUpDependencies,
  { address, challenge, byContinuation, wasGuess }: ProvenSignUp,
): Promise<Outcome<Challenge>> => {
  const key = challengeKey({ purpose: 'signup', channel: 'email', address });
  const decide = (seen: Challenge | undefined): Outcome<Draft<Challenge>> => {
    if (seen?.id !== challenge.id || seen.usedAt !== undefined) return refuse('already_used');
    return accept(useChallenge(wasGuess ? takeBackAttempt(seen) : seen, clock.now(), byContinuation));
  };
  return decideAndSwap(store, key, challenge, decide, ROUNDS_BESIDE_COURIER);
};
