// Moves an account to another address, for a person who lost the mailbox.
//
// An administrator can mistype the address, and must not hand the account to a stranger by that. So the account moves at once, but
// nothing is sent to the new address, and nobody has proven it: only a mail opens the account, and only if somebody asks for one
// there. The person does so on the page of the reset, and so types the address a second time. If the two differ, no mail comes,
// and the administrator moves the account once more. Password and passkeys end, too: whoever has them may be why the mailbox is lost.
// The old address gets the notice with the link that undoes the change, as at a change by the owner. An address that nobody had
// proven gets neither: it may be the mistyped one.
import { moveByAdmin } from '#domain/account/standing.ts';
import type { User } from '#domain/account/user.ts';
import { readEmail } from '#domain/address.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import { type Caller, UNKNOWN } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import { emailClaimKey } from '#domain/store-keys.ts';
import { HOUR_MILLISECONDS, MINUTE_MILLISECONDS } from '#domain/window.ts';
import { claimAddress, reserveAddress } from '../account/claim-address.ts';
import { isFinal, withdraw, writeNotice } from '../account/write-notice.ts';
import { renewUser } from '../session/renew-user.ts';
import { loadUser } from './load-user.ts';
import { type AdminCall, noteAct } from './note-act.ts';

export interface AdminEmailChange {
  readonly userId: string;
  readonly email: string;
  /** Somebody else may read the old mailbox: it can undo the change for a short time only. */
  readonly oldMailboxLost?: boolean | undefined;
}

type Dependencies = Pick<Ports, 'store' | 'clock' | 'ids' | 'random' | 'settings' | 'log'>;

/** As in `account/confirm-email-change.ts`. */
const CLAIM_MILLISECONDS = 10 * MINUTE_MILLISECONDS;
const MARGIN_MILLISECONDS = HOUR_MILLISECONDS;

/** The owner is told what changed, but not where an administrator sits. */
const NOBODY_TOLD: Caller = { client: UNKNOWN, network: UNKNOWN, device: UNKNOWN, ip: UNKNOWN };

export const changeEmailOf = async (
  dependencies: Dependencies,
  { userId, email, oldMailboxLost }: AdminEmailChange,
  call: AdminCall,
): Promise<Outcome<User>> => {
  const { store, clock, log } = dependencies;
  const address = readEmail(email, 'email');
  if (!address.ok) return address;
  const user = await loadUser(store, userId);
  if (!user) return refuse('not_found');
  const actId = await noteAct(dependencies, { ...call, userId, what: 'admin.change_email' });
  // Its owner could not be told, and could not undo it.
  if (user.disabled) return refuse('account_disabled');
  if (user.email === address.value) return refuse('same_address');
  const claimed = await claimAddress(dependencies, address.value, user, clock.now() + CLAIM_MILLISECONDS);
  if (!claimed.ok) return claimed;
  const move = { email: address.value, actId, oldMailboxLost };
  const moved = await (user.emailVerifiedAt === undefined
    ? moveUser(dependencies, user, move)
    : moveWithNotice(dependencies, user, move));
  if (!moved.ok) return moved;
  if (user.emailVerifiedAt === undefined) await release(dependencies, user);
  log.write('email_changed', { user: userId });
  return moved;
};

interface Move {
  readonly email: string;
  /** It is also the id of the change. */
  readonly actId: string;
  readonly oldMailboxLost?: boolean | undefined;
}

const moveWithNotice = async (dependencies: Dependencies, user: User, move: Move): Promise<Outcome<User>> => {
  const ref = { kind: 'email_changed', address: user.email, changeId: move.actId } as const;
  const { emailUndoSeconds, emailUndoShortSeconds } = dependencies.settings.lifetimes;
  const undoSeconds = move.oldMailboxLost ? Math.min(emailUndoShortSeconds, emailUndoSeconds) : undefined;
  const notice = await writeNotice(dependencies, ref, user, NOBODY_TOLD, { undoSeconds, newAddress: move.email });
  if (!notice.ok) return notice;
  const until = notice.value.undoUntil ?? notice.value.expiresAt;
  const reserved = await reserveAddress(dependencies, user.email, user, until + MARGIN_MILLISECONDS);
  // Something else has moved or removed the account at the same moment.
  const moved = reserved.ok ? await moveUser(dependencies, user, move, until) : refuse('try_again');
  if (isFinal(moved)) await withdraw(dependencies, ref, user);
  return moved;
};

/** The commit point. `until`: as long as the old address can undo it. */
const moveUser = (
  dependencies: Dependencies,
  user: User,
  { email, actId }: Move,
  until?: number,
): Promise<Outcome<User>> =>
  renewUser(dependencies, user, 'not_found', (seen, renewal) =>
    seen.email === user.email
      ? accept(moveByAdmin(seen, { ...renewal, changeId: actId, email, until }))
      : refuse('try_again'),
  );

/** Best effort: a claim that is left is stale, and can be taken. */
const release = async ({ store }: Dependencies, { id, email }: User): Promise<void> => {
  const remove = async () => {
    const [claim] = await store.load([emailClaimKey(email)]);
    if (claim?.userId === id) await store.remove(emailClaimKey(email), claim);
  };
  await remove().catch(() => undefined);
};
