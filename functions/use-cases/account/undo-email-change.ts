// Undoes an email change with the link sent to the old address, for an owner whose account was taken over.
import { hasChanged, restoreEmail, type User, undoableChange } from '#domain/account/user.ts';
import { beginChallenge, type Challenge } from '#domain/challenge/challenge.ts';
import { createContinuation } from '#domain/challenge/continuation.ts';
import type { LinkClaims } from '#domain/challenge/link-token.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import { challengeKey, emailClaimKey, userKey } from '#domain/store-keys.ts';
import { openLink } from '../challenge/prove.ts';
import { type Sent, sentBy } from '../challenge/send-challenge.ts';
import { decideAndSwap } from '../decide-and-swap.ts';
import { renewUser } from '../session/renew-user.ts';

type Dependencies = Pick<Ports, 'store' | 'clock' | 'ids' | 'random' | 'settings' | 'log' | 'passwords' | 'keyRing'>;

export const undoEmailChange = async (
  dependencies: Dependencies,
  request: { readonly token: string },
  caller: Caller,
): Promise<Outcome<Sent>> => {
  const { store } = dependencies;
  const opened = await openLink(dependencies, 'email_undo', request.token);
  if (!opened.ok) return opened;
  const [claim] = await store.load([emailClaimKey(opened.value.address)]);
  const [user] = claim ? await store.load([userKey(claim.userId)]) : [];
  if (!user) return refuse('superseded');
  const restored = await restore(dependencies, opened.value, user);
  return restored.ok ? beginReset(dependencies, restored.value, caller) : restored;
};

const restore = async (dependencies: Dependencies, { address, id }: LinkClaims, user: User): Promise<Outcome<User>> => {
  const { clock, log } = dependencies;
  const changeId = `undo:${id}`;
  // If the process died between this swap and the reset, a repeat begins the reset, as long as nothing else has changed.
  if (user.changeIds?.at(-1) === changeId) return accept(user);
  // Set a random password: the attacker may know the current one.
  const passwordHash = await dependencies.passwords.hash(dependencies.random.bytes(32).toString('base64url'));
  const restored = await renewUser(dependencies, user, 'superseded', (seen, renewal) => {
    const now = clock.now();
    const former = undoableChange(seen, address, id);
    if (!former) return refuse(hasChanged(seen, changeId) ? 'already_used' : 'superseded');
    if (now >= former.until) return refuse('expired');
    return accept({ ...restoreEmail(seen, former, { ...renewal, changeId, now }), passwordHash });
  });
  if (restored.ok) log.write('email_restored', { user: user.id });
  return restored;
};

/**
 * The owner has no working password now, so a reset begins at once. It is exempt from all limits on sending, because an
 * undo link works once. If a reset was begun after the undo, nothing is left to do.
 */
const beginReset = async (
  { store, clock, ids, random, settings, log }: Dependencies,
  user: User,
  caller: Caller,
): Promise<Outcome<Sent>> => {
  const ref = { purpose: 'reset', channel: 'email', address: user.email } as const;
  const { challengeFloor: floor = '' } = user;
  const [current] = await store.load([challengeKey(ref)]);
  const now = clock.now();
  let continuation = '';
  const begun = await decideAndSwap(store, challengeKey(ref), current, (seen: Challenge | undefined) => {
    if (seen && seen.id > floor) return refuse('already_used');
    const id = ids.next(floor);
    const created = createContinuation(random, ref, id);
    continuation = created.continuation;
    return beginChallenge(undefined, {
      now,
      id,
      network: caller.network,
      lifetimeSeconds: settings.lifetimes.resetSeconds,
      limits: settings.limits,
      locale: user.locale,
      keyGeneration: settings.masterKeys.current,
      continuationHash: created.hash,
    });
  });
  if (!begun.ok) return begun;
  log.write('challenge_begun', { challenge: begun.value.id, purpose: 'reset' });
  return accept({ ...sentBy(begun.value, now), continuation });
};
