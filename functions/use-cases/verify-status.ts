// Lets the tab that began a sign-up learn that it was verified elsewhere, and log in, once.
import { type Challenge, continuationMatches } from '../domain/challenge.ts';
import { type Continuation, readContinuation } from '../domain/continuation.ts';
import { accept, type Outcome, refuse } from '../domain/errors.ts';
import { challengeKey, userKey } from '../domain/store-keys.ts';
import { isReachableAt, type User } from '../domain/user.ts';
import { decideAndSwap } from './decide-and-swap.ts';
import { type OpenSessionDependencies, openSession, type Tokens } from './open-session.ts';

export type VerifyStatus = { readonly status: 'pending' } | { readonly status: 'verified'; readonly tokens: Tokens };

export const createVerifyStatus =
  (dependencies: OpenSessionDependencies) =>
  async (request: { readonly continuation?: string }): Promise<Outcome<VerifyStatus>> => {
    const { store, clock } = dependencies;
    const continuation = readContinuation(request.continuation, 'signup');
    if (!continuation) return refuse('continuation_required');
    const key = challengeKey(continuation);
    const [current] = await store.load([key]);
    const now = clock.now();
    const state = decideStatus(current, continuation, now);
    if (!state.ok) return state;
    if (state.value === 'pending') return accept({ status: 'pending' });

    const [user] = await store.load([userKey(continuation.id)]);
    if (!isStillOwn(user, continuation)) return refuse('already_used');
    const swapped = await decideAndSwap(store, key, current, (seen) => {
      const again = decideStatus(seen, continuation, now);
      if (!again.ok) return again;
      return seen && again.value === 'verified' ? accept({ ...seen, continuationUsedAt: now }) : refuse('superseded');
    });
    if (!swapped.ok) return swapped;
    return accept({ status: 'verified', tokens: await openSession(dependencies, user) });
  };

const decideStatus = (
  current: Challenge | undefined,
  continuation: Continuation,
  now: number,
): Outcome<'pending' | 'verified'> => {
  if (current?.id !== continuation.id) return refuse('superseded');
  if (!continuationMatches(current, continuation.hash)) return refuse('continuation_required');
  if (current.continuationUsedAt !== undefined) return refuse('already_used');
  if (current.usedAt !== undefined) return now >= current.notAfter ? refuse('expired') : accept('verified');
  return now >= current.expiresAt ? refuse('expired') : accept('pending');
};

/** A changed password or address since then closes this way in. */
const isStillOwn = (user: User | undefined, continuation: Continuation): user is User =>
  isReachableAt(user, continuation.address) && (user.challengeFloor ?? '') < continuation.id;
