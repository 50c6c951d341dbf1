// Moves an account to its verified new address. If the process dies before the commit point, all earlier writes expire.
import { changeEmail, isLastRenewal, mayOpen, type User } from '#domain/account/user.ts';
import { changeData } from '#domain/challenge/challenge.ts';
import { isContinuationOf } from '#domain/challenge/continuation.ts';
import type { LinkClaims } from '#domain/challenge/link-token.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Caller } from '#domain/network.ts';
import { userKey } from '#domain/store-keys.ts';
import { HOUR_MILLISECONDS, MINUTE_MILLISECONDS } from '#domain/window.ts';
import { isOwnChange } from '../challenge/change-owner.ts';
import { finishProof, markUsed } from '../challenge/finish-proof.ts';
import { type CodeAttempt, openLink, type Proof, proveByCode, proveByLink } from '../challenge/prove.ts';
import { amrOf, openSession, prepareSession, type SessionPorts, type Tokens } from '../session/open-session.ts';
import { renewUser } from '../session/renew-user.ts';
import { claimAddress, reserveAddress } from './claim-address.ts';
import { isFinal, withdraw, writeNotice } from './write-notice.ts';

type Dependencies = SessionPorts;

/** `askerId`: the user who sent a valid access token. */
export type EmailConfirmation =
  | { readonly token: string; readonly continuation?: string | undefined; readonly askerId?: string | undefined }
  | CodeAttempt;

const CLAIM_MILLISECONDS = 10 * MINUTE_MILLISECONDS;
/** The old address stays reserved a little longer than its undo link works. */
const MARGIN_MILLISECONDS = HOUR_MILLISECONDS;

export const confirmEmailChange = async (
  dependencies: Dependencies,
  request: EmailConfirmation,
  caller: Caller,
): Promise<Outcome<Tokens>> => {
  const { store, log } = dependencies;
  const proven =
    'token' in request
      ? await proveByOwnLink(dependencies, request)
      : await proveByCode(dependencies, 'email_change', request, caller);
  if (!proven.ok) return proven;
  const proof = proven.value;
  return finishProof(dependencies, proof, async () => {
    const [user] = await store.load([userKey(changeData(proof.challenge).userId)]);
    if (!user) return refuse('superseded');
    const opening = await prepareSession(dependencies);
    const moved = await moveUser(dependencies, proof, user, caller);
    if (!moved.ok) return moved;
    const used = await markUsed(dependencies, proof);
    if (!used.ok) return used;
    log.write('email_changed', { user: user.id });
    return openSession(dependencies, opening, moved.value, { caller, amr: amrOf(request) });
  });
};

/** Access to the new mailbox is not enough: the link needs the continuation, or an access token of the user who asked. */
const proveByOwnLink = async (
  dependencies: Dependencies,
  { token, continuation, askerId }: Extract<EmailConfirmation, { readonly token: string }>,
): Promise<Outcome<Proof>> => {
  const opened = await openLink(dependencies, 'email_change', token);
  if (!opened.ok) return opened;
  const proven = await proveByLink(dependencies, opened.value);
  if (!proven.ok) return proven;
  const { ref, challenge } = proven.value;
  if (!(await isBound(dependencies, opened.value, proven.value))) return refuse('superseded');
  const isOwn = isContinuationOf(continuation, ref, challenge);
  return isOwn || changeData(challenge).userId === askerId ? proven : refuse('continuation_required');
};

/**
 * The user id is believed only if the row's MAC and the link agree with it. A link from before the MAC existed names no user,
 * and its row may have none. The courier seals no such link any more, and the last one expires 3 lifetimes after the deployment.
 */
const isBound = async (dependencies: Dependencies, { userId }: LinkClaims, proof: Proof): Promise<boolean> => {
  const data = changeData(proof.challenge);
  if (userId === undefined && data.mac === undefined) return true;
  if (userId !== undefined && userId !== data.userId) return false;
  return isOwnChange(dependencies, proof.ref, proof.challenge);
};

/** A repeat after the commit point finds that the account has moved, and continues from there. */
const moveUser = async (
  dependencies: Dependencies,
  { ref, challenge }: Proof,
  user: User,
  caller: Caller,
): Promise<Outcome<User>> => {
  const { clock, settings } = dependencies;
  const { address: email } = ref;
  const changeId = challenge.id;
  const isMoved = (seen: User) => isLastRenewal(seen, changeId);
  if (isMoved(user)) return accept(user);
  if (!mayOpen(changeId, user)) return refuse('superseded');
  if (user.email === email) return refuse('already_registered');

  const claimed = await claimAddress(dependencies, email, user, clock.now() + CLAIM_MILLISECONDS);
  if (!claimed.ok) return claimed;
  const noticeRef = { kind: 'email_changed', address: user.email, changeId } as const;
  const { emailUndoSeconds, emailUndoShortSeconds } = settings.lifetimes;
  const isShort = changeData(challenge).oldMailboxLost === true;
  const undoSeconds = isShort ? Math.min(emailUndoShortSeconds, emailUndoSeconds) : undefined;
  const notice = await writeNotice(dependencies, noticeRef, user, caller, {
    undoSeconds,
    newAddress: email,
  });
  if (!notice.ok) return notice;
  const until = notice.value.undoUntil ?? notice.value.expiresAt;
  const reserved = await reserveAddress(dependencies, user.email, user, until + MARGIN_MILLISECONDS);
  if (!reserved.ok) {
    if (isFinal(reserved)) await withdraw(dependencies, noticeRef, user);
    return reserved;
  }
  const moved = await renewUser(dependencies, user, 'superseded', (seen, renewal) => {
    if (seen.email !== user.email || !mayOpen(changeId, seen)) return refuse('superseded');
    return accept(changeEmail(seen, { ...renewal, changeId, email, until }));
  });
  if (moved.ok || moved.refusal.code !== 'superseded') return moved;
  // Two requests used the same link, and the other one has moved the account.
  const [seen] = await dependencies.store.load([userKey(user.id)]);
  if (seen && isMoved(seen)) return accept(seen);
  await withdraw(dependencies, noticeRef, user);
  return moved;
};
