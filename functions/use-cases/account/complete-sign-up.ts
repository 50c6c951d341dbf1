// Creates the account of a proven sign-up. If the process dies between two of its four writes, repeating the request completes it.
import { isUnchangedSince, type User } from '#domain/account/user.ts';
import { type Challenge, hasSameOwner, signUpData } from '#domain/challenge/challenge.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Caller } from '#domain/network.ts';
import type { Draft } from '#domain/row.ts';
import { challengeKey, emailClaimKey, userKey } from '#domain/store-keys.ts';
import { markUsed, ROUNDS_BESIDE_COURIER } from '../challenge/finish-proof.ts';
import type { Proof } from '../challenge/prove.ts';
import { retireChallenges } from '../challenge/retire-challenges.ts';
import {
  type Authentication,
  openSession,
  prepareSession,
  type SessionPorts,
  type Tokens,
} from '../session/open-session.ts';
import { newEpoch } from '../session/renew-user.ts';
import { abandonUser, foundAccount } from './claim-address.ts';

type Dependencies = SessionPorts;

/** `byContinuation`: the client that began the sign-up sent this request, so it gets its session here, not by `/verify/status`. */
export const completeSignUp = async (
  dependencies: Dependencies,
  proof: Proof,
  byContinuation: boolean,
  authentication: Authentication,
): Promise<Outcome<Tokens>> => {
  // The keys are fetched together with the first write: if the key service is down, the sign-up must not be used.
  const [opening, put] = await Promise.all([
    prepareSession(dependencies),
    putUser(dependencies, proof, authentication.caller),
  ]);
  if (!put.ok) return put;
  const user = put.value;
  if (hasMovedOn(user, proof)) {
    const used = await markUsed(dependencies, proof, byContinuation);
    return used.ok ? refuse('already_used') : used;
  }
  // The commit point: from here on the address belongs to this account.
  const claimed = await foundAccount(dependencies, proof.ref.address, user);
  if (!claimed.ok && claimed.refusal.code === 'try_again') return claimed;
  const [used] = await Promise.all([
    markUsed(dependencies, proof, byContinuation),
    claimed.ok && retireChallenges(dependencies, user),
  ]);
  if (!claimed.ok) return giveUp(dependencies, user, used, claimed);
  if (!used.ok) {
    await removeRevived(dependencies, proof, user);
    return used;
  }
  return openSession(dependencies, opening, user, authentication);
};

/** Whether a crashed request created the account and its owner has changed it since. This link then neither opens nor removes it. */
const hasMovedOn = (user: User, { ref, challenge }: Pick<Proof, 'ref' | 'challenge'>): boolean =>
  user.email !== ref.address || !isUnchangedSince(challenge.id, user);

/** Another account has the address. Removes the new account, unless the sign-up could not be marked used. */
const giveUp = async (
  { store }: Dependencies,
  user: User,
  used: Outcome<Challenge>,
  refused: Outcome<never>,
): Promise<Outcome<never>> => {
  if (!used.ok && used.refusal.code === 'try_again') return used;
  await abandonUser(store, user);
  return refused;
};

/** Writes the account under the id of the challenge, so that a repeat finds the row of an earlier try. */
const putUser = async (
  { store, clock, random }: Dependencies,
  { ref, challenge }: Proof,
  { network, device }: Caller,
): Promise<Outcome<User>> => {
  const now = clock.now();
  const { passwordHash, profile, consents } = signUpData(challenge);
  const key = userKey(challenge.id);
  const draft = {
    id: challenge.id,
    email: ref.address,
    passwordHash,
    emailVerifiedAt: now,
    locale: challenge.locale,
    profile,
    ...(consents && { consents }),
    epoch: newEpoch(random),
    origin: { network, device },
    createdAt: now,
  };
  const swap = await store.swap(key, 'absent', draft);
  const user = swap.ok ? swap.item : swap.current;
  if (!user) return refuse('try_again');
  if (isOf({ ref, challenge }, user, passwordHash)) return accept(user);
  return replaceUser({ store }, { ref, challenge }, user, draft);
};

/** Whether a row that is there already is that of this sign-up, or of an account that it has become. One that a request gives up is neither. */
const isOf = (proof: Pick<Proof, 'ref' | 'challenge'>, user: User, passwordHash: string | undefined): boolean =>
  !user.abandoned && (user.passwordHash === passwordHash || hasMovedOn(user, proof));

/**
 * The row is of an earlier try with another password, before the sign-up was taken over by its link. It was loaded before the
 * sign-up is checked once more: a request that lost the sign-up can never overwrite the row of the one that has it.
 */
const replaceUser = async (
  { store }: Pick<Dependencies, 'store'>,
  { ref, challenge }: Pick<Proof, 'ref' | 'challenge'>,
  current: User,
  draft: Draft<User>,
): Promise<Outcome<User>> => {
  let seen: User | undefined = current;
  for (let round = 0; round < ROUNDS_BESIDE_COURIER && seen; round++) {
    const held: User = seen;
    const [signUp] = await store.load([challengeKey(ref)]);
    const isOwn = signUp?.id === challenge.id && signUp.usedAt === undefined && hasSameOwner(signUp, challenge);
    if (!isOwn) return refuse('already_used');
    const swap = await store.swap(userKey(challenge.id), { version: held.version }, draft);
    if (swap.ok) return accept(swap.item);
    seen = swap.current;
    if (seen && isOf({ ref, challenge }, seen, draft.passwordHash)) return accept(seen);
  }
  return refuse('try_again');
};

/** Removes the new account if it was deleted between loading the sign-up and writing the account. */
const removeRevived = async ({ store }: Dependencies, { ref, challenge }: Proof, user: User): Promise<void> => {
  const [signUp, claim] = await store.load([challengeKey(ref), emailClaimKey(ref.address)]);
  if (signUp?.id !== challenge.id || signUp.accountDeletedAt === undefined) return;
  if (claim?.userId === user.id) await store.remove(emailClaimKey(ref.address), claim);
  await store.remove(userKey(user.id), user);
};
