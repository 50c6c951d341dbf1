// Undoes an email change with the link sent to the old address, for an owner whose account was taken over.
import {
  type FormerEmail,
  hasChanged,
  isGone,
  isLastRenewal,
  restoreEmail,
  type User,
  undoableChange,
} from '#domain/account/user.ts';
import { beginChallenge, type Challenge } from '#domain/challenge/challenge.ts';
import { createContinuation } from '#domain/challenge/continuation.ts';
import type { LinkClaims } from '#domain/challenge/link-token.ts';
import { undoIdOf } from '#domain/delivery/notice.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import { withoutThiefsFactors } from '#domain/factors/taken-over.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import { challengeKey, emailClaimKey, userKey } from '#domain/store-keys.ts';
import { openLink } from '../challenge/prove.ts';
import { type Sent, sentBy } from '../challenge/sent.ts';
import { decideAndSwap } from '../decide-and-swap.ts';
import { renewUser } from '../session/renew-user.ts';
import { isFinal, withdraw, writeNotice } from './write-notice.ts';

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
  if (!user || isGone(user, dependencies.clock.now())) return refuse('superseded');
  const restored = await restore(dependencies, opened.value, user, caller);
  return restored.ok ? beginReset(dependencies, restored.value, caller) : restored;
};

const restore = async (
  dependencies: Dependencies,
  { address, id }: LinkClaims,
  user: User,
  caller: Caller,
): Promise<Outcome<User>> => {
  const { clock, log } = dependencies;
  const changeId = undoIdOf(id);
  // If the process died between this swap and the reset, a repeat begins the reset, as long as nothing else has changed.
  if (isLastRenewal(user, changeId)) return accept(user);
  const permit = (seen: User): Outcome<FormerEmail> => {
    const former = undoableChange(seen, address, id);
    if (!former) return refuse(hasChanged(seen, changeId) ? 'already_used' : 'superseded');
    if (clock.now() >= former.until) return refuse('expired');
    return seen.disabled ? refuse('account_disabled') : accept(former);
  };
  const permitted = permit(user);
  if (!permitted.ok) return permitted;
  // Set a random password: the attacker may know the current one.
  const passwordHash = await dependencies.passwords.hash(dependencies.random.bytes(32).toString('base64url'));
  const refs = losersOf(user, permitted.value).map(
    (loser) => ({ kind: 'email_restored', address: loser, changeId: id }) as const,
  );
  const notices = await Promise.all(refs.map((ref) => writeNotice(dependencies, ref, user, caller)));
  const unwritten = notices.find((notice) => !notice.ok);
  if (unwritten) return unwritten;
  const restored = await renewUser(dependencies, user, 'superseded', (seen, renewal) => {
    const former = permit(seen);
    if (!former.ok) return former;
    // The account has moved on meanwhile, so other addresses would lose it. A repeat tells those.
    if (seen.email !== user.email) return refuse('try_again');
    if (isGone(seen, clock.now())) return refuse('superseded');
    // Who took the account over may have asked for its deletion, and added a way in or one that keeps the owner out.
    const { deleteAt: _over, ...kept } = withoutThiefsFactors(seen, id);
    const back = restoreEmail(kept, former.value, { ...renewal, changeId, now: clock.now() });
    return accept(back.passwordHash === undefined ? back : { ...back, passwordHash });
  });
  if (isFinal(restored)) await Promise.all(refs.map((ref) => withdraw(dependencies, ref, user)));
  if (restored.ok) log.write('email_restored', { user: user.id });
  return restored;
};

/** The addresses that lose the account: the present one, and those between, whose undo links stop working. */
const losersOf = ({ email, emailHistory = [] }: User, former: FormerEmail): readonly string[] => {
  const index = emailHistory.findIndex(({ changeId }) => changeId === former.changeId);
  const between = emailHistory.slice(index + 1).map(({ address }) => address);
  return [...new Set([email, ...between])].filter((address) => address !== former.address);
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
      isByOwner: true,
    });
  });
  if (!begun.ok) return begun;
  log.write('challenge_begun', { challenge: begun.value.id, purpose: 'reset' });
  const times = sentBy(begun.value, { now, network: caller.network, limits: settings.limits });
  return accept({ address: ref.address, ...times, continuation });
};
