// An account, and the claim that makes it reachable at its address.
import type { Locale } from './mail.ts';

export type Profile = Readonly<Record<string, string | number | boolean>>;

/** All times are epoch milliseconds. */
export interface User {
  readonly id: string;
  readonly version: string;
  readonly email: string;
  /** argon2id, PHC string. */
  readonly passwordHash: string;
  readonly emailVerifiedAt: number;
  readonly phone?: string;
  readonly phoneVerifiedAt?: number;
  readonly locale: Locale;
  readonly profile: Profile;
  /** Random; a new one ends every session at once. */
  readonly epoch: string;
  /** Challenges of this account with an id at or below it are dead. */
  readonly challengeFloor?: string;
  readonly createdAt: number;
}

/** Says which account an address belongs to. */
export interface EmailClaim {
  readonly version: string;
  readonly userId: string;
  /** Epoch milliseconds; until then nobody may take the claim, even if its user is elsewhere. */
  readonly reservedUntil?: number;
}

/** An account is reachable at an address only if the claim names it and its own `email` is that address. */
export const isReachableAt = (claim: EmailClaim | undefined, user: User | undefined, address: string): user is User =>
  user !== undefined && claim?.userId === user.id && user.email === address;

/** A claim whose user is elsewhere or missing may be taken once its reservation has passed. `user` is the one it names. */
export const isStaleClaim = (claim: EmailClaim, user: User | undefined, address: string, now: number): boolean =>
  user?.email !== address && (claim.reservedUntil === undefined || now >= claim.reservedUntil);

/** Whether what this challenge proved still holds for the account it made: no changed password or address since. */
export const isBefore = (challengeId: string, user: User): boolean => (user.challengeFloor ?? '') < challengeId;

/** The account as the API shows it. */
export interface PublicUser {
  readonly id: string;
  readonly email: string;
  readonly emailVerified: boolean;
  readonly phone?: string;
  readonly phoneVerified: boolean;
  readonly locale: Locale;
  readonly profile: Profile;
}

export const toPublicUser = (user: User): PublicUser => ({
  id: user.id,
  email: user.email,
  emailVerified: true,
  ...(user.phone !== undefined && { phone: user.phone }),
  phoneVerified: user.phoneVerifiedAt !== undefined,
  locale: user.locale,
  profile: user.profile,
});
