// Tells the tab that began a sign-up that it was verified elsewhere, and logs it in, once.
import { isReachableAt, isUnchangedSince } from '#domain/account/user.ts';
import { type Challenge, continuationMatches } from '#domain/challenge/challenge.ts';
import { type Continuation, readContinuation } from '#domain/challenge/continuation.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Caller } from '#domain/network.ts';
import { challengeKey, emailClaimKey, userKey } from '#domain/store-keys.ts';
import { decideAndSwap } from '../decide-and-swap.ts';
import { openSession, prepareSession, type SessionPorts, type Tokens } from '../session/open-session.ts';

export type VerifyStatus = { readonly status: 'pending' } | { readonly status: 'verified'; readonly tokens: Tokens };

export const verifyStatus = async (
  dependencies: SessionPorts,
  request: { readonly continuation?: string | undefined },
  caller: Caller,
): Promise<Outcome<VerifyStatus>> => {
  const { store, clock } = dependencies;
  const continuation = readContinuation(request.continuation, 'signup');
  if (!continuation) return refuse('continuation_required');
  const key = challengeKey(continuation);
  const [current] = await store.load([key]);
  const now = clock.now();
  const state = decideStatus(current, continuation, now);
  if (!state.ok) return state;
  if (state.value === 'pending') return accept({ status: 'pending' });

  const [claim, user] = await store.load([emailClaimKey(continuation.address), userKey(continuation.id)]);
  const isOwn = isReachableAt(claim, user, continuation.address) && isUnchangedSince(continuation.id, user);
  if (!isOwn) return refuse('already_used');
  const opening = await prepareSession(dependencies);
  const swapped = await decideAndSwap(store, key, current, (seen) => {
    const again = decideStatus(seen, continuation, now);
    return again.ok && seen ? accept({ ...seen, continuationUsedAt: now }) : refuse('already_used');
  });
  if (!swapped.ok) return swapped;
  // The link was opened elsewhere, perhaps long before this request.
  const authentication = { caller, amr: ['link'], at: current?.usedAt } as const;
  const opened = await openSession(dependencies, opening, user, authentication);
  return opened.ok ? accept({ status: 'verified', tokens: opened.value }) : opened;
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
