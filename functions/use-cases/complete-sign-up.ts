// Turns a proven sign-up into an account. The order of its four writes makes every crash between them repairable by a repeat.
import { type Challenge, takeBackAttempt, useChallenge } from '../domain/challenge.ts';
import { accept, type Outcome, refuse } from '../domain/errors.ts';
import type { Draft, Randomness } from '../domain/ports.ts';
import { challengeKey, emailClaimKey, userKey } from '../domain/store-keys.ts';
import { isStaleClaim, type User } from '../domain/user.ts';
import { decideAndSwap } from './decide-and-swap.ts';
import { type OpenSessionDependencies, openSession, type Tokens } from './open-session.ts';

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
  const user = await putUser(dependencies, proven);
  const claimed = await claimAddress(dependencies, proven.address, user);
  if (!claimed.ok && claimed.refusal.code === 'try_again') return claimed;
  const used = await markUsed(dependencies, proven);
  if (!claimed.ok) {
    // Only the one request that used the challenge removes the orphan: nobody else can still be about to log into it.
    if (used.ok) await dependencies.store.remove(userKey(user.id), user);
    return claimed;
  }
  if (!used.ok) return used;
  return accept(await openSession(dependencies, user));
};

/** Puts the account under the challenge's own id, so that a repeat finds what an earlier try left. */
const putUser = async (
  { store, clock, random }: CompleteSignUpDependencies,
  { address, challenge }: ProvenSignUp,
): Promise<User> => {
  const now = clock.now();
  const draft: Draft<User> = {
    id: challenge.id,
    email: address,
    passwordHash: challenge.data?.passwordHash ?? missingData(),
    emailVerifiedAt: now,
    locale: challenge.locale,
    profile: challenge.data?.profile ?? {},
    epoch: random.bytes(EPOCH_BYTES).toString('base64url'),
    createdAt: now,
  };
  const swap = await store.swap(userKey(challenge.id), 'absent', draft);
  if (swap.ok) return swap.item;
  return swap.current ?? missingData();
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

const missingData = (): never => {
  throw new Error('a live sign-up has no data');
};
