// An account, and the claim that makes it reachable at its address.
import { accept, type Outcome, refuse, secondsUntil } from '../errors.ts';
import type { Passkey } from '../factors/passkey.ts';
import type { SecondFactor } from '../factors/second-factor.ts';
import type { Locale } from '../locale.ts';
import { DAY_MILLISECONDS, notedAt } from '../window.ts';
import type { ConsentsHeld } from './consents.ts';

export type Profile = Readonly<Record<string, string | number | boolean>>;

/** All times are epoch milliseconds. */
export interface User extends ConsentsHeld {
  readonly id: string;
  readonly version: string;
  readonly email: string;
  /** argon2id, PHC string. Absent: the account has no password, and none matches. */
  readonly passwordHash?: string;
  /** In the order in which they were added. Absent: none. */
  readonly passkeys?: readonly Passkey[];
  /** Absent: every way to log in opens a session alone. */
  readonly secondFactor?: SecondFactor;
  /** Absent: nobody has proven the address yet. Only a mail to it opens the account, and sets this. */
  readonly emailVerifiedAt?: number;
  readonly phone?: string;
  readonly phoneVerifiedAt?: number;
  readonly locale: Locale;
  readonly profile: Profile;
  /** As the team wrote it, past this service: `metadata.ts` reads it. */
  readonly metadata?: unknown;
  /** Random. A new one ends every session at once. */
  readonly epoch: string;
  /** Challenges of this account with this id or a lower one no longer work. Absent only if `id` is that of its sign-up. */
  readonly challengeFloor?: string;
  /** The changes of the last 24 hours, newest last. Notices and repeated requests look their change up here. */
  readonly changes?: readonly Change[];
  /** The latest changes as 0.1 wrote them, newest last. Only read. */
  readonly changeIds?: readonly string[];
  /** Former addresses that can still undo their change, newest last. */
  readonly emailHistory?: readonly FormerEmail[];
  /** From where the sign-up was completed, or the address proven. A log-in from there is not new. Absent in accounts of the last release. */
  readonly origin?: Origin;
  /** Addresses that left `emailHistory`: their claims may still name the account, and are removed with it. */
  readonly leftAddresses?: readonly string[];
  readonly createdAt: number;
  /** Nobody gets in, no token is accepted, and no mail is sent. */
  readonly disabled?: Disabling;
  /** The id of the audit row of the latest act of an administrator that changed this row. */
  readonly lastAct?: string;
  /** Written right before the row is removed, because it never became an account: its removal is no event. */
  readonly abandoned?: true;
  /** The owner asked for the deletion: from then on the account counts as gone. A log-in before keeps it. Epoch milliseconds. */
  readonly deleteAt?: number;
  /** Written right before somebody else than the owner removes the account. */
  readonly removal?: Removal;
  /** When the account was last used. */
  readonly activeAt?: number;
  /** Of the line that the account was imported from. The same line again is recognised by it. */
  readonly importDigest?: string;
}

export interface Removal {
  readonly by: 'admin' | 'system';
  /** The part of the service. */
  readonly who?: string;
  /** The id of the audit row of an administrator's act. */
  readonly act?: string;
}

export interface Disabling {
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface Origin {
  readonly network: string;
  readonly device: string;
}

export interface Change {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** The epoch that the change started. A change of the phone number starts none. */
  readonly epoch?: string;
  /** Made by an owner who gave the current password. */
  readonly byPassword?: true;
}

export interface FormerEmail {
  readonly address: string;
  /** The change away from this address: the id of its challenge and of its undo link. */
  readonly changeId: string;
  /** The change can be undone until then. Epoch milliseconds. */
  readonly until: number;
}

/** Names the account that an address belongs to. */
export interface EmailClaim {
  readonly version: string;
  readonly userId: string;
  /** Until then no other account may take the claim, even if its user has another address. Epoch milliseconds. */
  readonly reservedUntil?: number | undefined;
  /** The claim with which the account came to be. */
  readonly founding?: true;
  /** Beside `founding`: the address had been proven by then. */
  readonly verified?: true;
  /** Beside `founding`: the id of the audit row of the administrator's act that created the account. */
  readonly act?: string;
}

/** Whether its owner can log in without a mail. */
export const hasOwnWayIn = ({ passwordHash, passkeys = [] }: Pick<User, 'passwordHash' | 'passkeys'>): boolean =>
  passwordHash !== undefined || passkeys.length > 0;

/** An account is reachable at an address only if the claim names it and its own `email` is that address. */
export const isReachableAt = (claim: EmailClaim | undefined, user: User | undefined, address: string): user is User =>
  user !== undefined && claim?.userId === user.id && user.email === address;

/** Whether the owner asked for the deletion and its time has come. The purge removes the row later, and nobody sees that it is there. */
export const isGone = (user: Pick<User, 'deleteAt'> | undefined, now: number): boolean =>
  user?.deleteAt !== undefined && now >= user.deleteAt;

/**
 * A claim whose user has another address or is missing may be taken after its reservation, and that of a user that is gone at
 * once. `user` is the one it names.
 */
export const isStaleClaim = (claim: EmailClaim, user: User | undefined, address: string, now: number): boolean =>
  isGone(user, now) || (user?.email !== address && (claim.reservedUntil === undefined || now >= claim.reservedUntil));

/** Whether the account is still as the sign-up created it, as far as password, second factor, address and an administrator's acts go. */
export const isUnchangedSince = (signUpId: string, user: User): boolean =>
  (user.challengeFloor ?? '') < signUpId && !user.disabled && !user.secondFactor;

/** An account that no sign-up created has a floor from its beginning: its id may be of another service, which says nothing of time. */
export const floorOf = (user: User): string => user.challengeFloor ?? user.id;

/** Whether a challenge may open this account: it began after the account was created and after its last change of password or address. */
export const mayOpen = (challengeId: string, user: User): boolean => challengeId > floorOf(user) && !user.disabled;

export const hasChanged = (user: User, changeId: string): boolean =>
  user.changes?.some(({ id }) => id === changeId) || user.changeIds?.includes(changeId) || false;

/** Whether nothing has renewed the account or ended its sessions since this change. Only then may a repeat of its request open a session. */
export const isLastRenewal = (user: User, changeId: string): boolean =>
  user.changes?.some(({ id, epoch }) => id === changeId && epoch === user.epoch) ?? false;

const withChange = (user: User, change: Change): User => {
  const isKept = ({ at }: Change) => at > change.at - DAY_MILLISECONDS;
  return { ...user, changes: [...(user.changes?.filter(isKept) ?? []), change] };
};

/** The account with a change that ends no session, link or code. */
export const addChange = (user: User, changeId: string, now: number): User =>
  withChange(user, { id: changeId, at: now });

/** All sessions end. Links and codes keep working: who asked for a reset may still need it. */
export const endSessions = (user: User, epoch: string): User => ({ ...user, epoch });

/** Part of every change of password or address: all sessions end, and every challenge up to `floor` stops working. */
export interface Renewal {
  readonly epoch: string;
  /** A new id. */
  readonly floor: string;
  readonly now: number;
}

/** `changeId`: the id of the change for notices and repeated requests. */
export type ChangeRenewal = Renewal & { readonly changeId: string } & Pick<Change, 'byPassword'>;

export const renewCredentials = (user: User, renewal: ChangeRenewal): User => {
  const { epoch, floor: challengeFloor, changeId: id, now: at, byPassword } = renewal;
  return { ...withChange(user, { id, at, epoch, ...(byPassword && { byPassword }) }), epoch, challengeFloor };
};

const PASSWORD_CHANGES_A_DAY = 20;

/** Whether the owner may change the password once more by giving the current one. Resets are never refused: their mails are limited. */
export const permitPasswordChange = ({ changes = [] }: User, now: number): Outcome<undefined> => {
  const ends = changes.flatMap(({ at, byPassword }) => (byPassword ? [notedAt(at, now) + DAY_MILLISECONDS] : []));
  const until = ends.filter((end) => now < end).at(-PASSWORD_CHANGES_A_DAY);
  if (until === undefined) return accept(undefined);
  return refuse('too_many_requests', { reason: 'address', retryAfterSeconds: secondsUntil(until, now) });
};

const CHANGES_A_DAY = 50;

/** Whether the account may be changed once more today, in a way that nothing else limits. */
export const permitChange = ({ changes = [] }: User, now: number): Outcome<undefined> => {
  const ends = changes.map(({ at }) => notedAt(at, now) + DAY_MILLISECONDS).filter((end) => now < end);
  const until = ends.at(-CHANGES_A_DAY);
  if (until === undefined) return accept(undefined);
  return refuse('too_many_requests', { reason: 'address', retryAfterSeconds: secondsUntil(until, now) });
};

/** These addresses are no longer in its history. */
export const leaveAddresses = (user: User, addresses: readonly string[]): User => {
  const left = new Set([...(user.leftAddresses ?? []), ...addresses]);
  return left.size === 0 ? user : { ...user, leftAddresses: [...left] };
};

const addressesIn = (history: readonly FormerEmail[]): string[] => history.map(({ address }) => address);

/** The account at its new address. The change can be undone from the old address until `until`. */
export const changeEmail = (
  user: User,
  change: ChangeRenewal & { readonly email: string; readonly until: number },
): User => {
  const { changeId, email, until, now } = change;
  const stillOpen = user.emailHistory?.filter((former) => former.until > now) ?? [];
  const ended = user.emailHistory?.filter((former) => former.until <= now) ?? [];
  return {
    ...leaveAddresses(renewCredentials(user, change), addressesIn(ended)),
    email,
    emailVerifiedAt: now,
    emailHistory: [...stillOpen, { address: user.email, changeId, until }],
  };
};

/** The change that this undo link can still undo. */
export const undoableChange = (user: User, address: string, changeId: string): FormerEmail | undefined =>
  user.emailHistory?.find((former) => former.changeId === changeId && former.address === address);

/** The account back at a former address. That change and all later ones are removed, so their undo links stop working. */
export const restoreEmail = (user: User, former: FormerEmail, renewal: ChangeRenewal): User => {
  const history = user.emailHistory ?? [];
  const index = history.findIndex(({ changeId }) => changeId === former.changeId);
  return {
    ...leaveAddresses(renewCredentials(user, renewal), [user.email, ...addressesIn(history.slice(index + 1))]),
    email: former.address,
    emailVerifiedAt: renewal.now,
    emailHistory: history.slice(0, Math.max(0, index)),
  };
};
