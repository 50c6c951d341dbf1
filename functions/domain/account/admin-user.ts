// The account as administrators see it: all but what opens it.
import { type Locale, spokenLocale } from '../locale.ts';
import { type Metadata, readMetadata } from './metadata.ts';
import type { Profile, User } from './user.ts';

export interface AdminUser {
  readonly userId: string;
  readonly email: string;
  readonly emailVerified: boolean;
  readonly phone?: string;
  readonly phoneVerified: boolean;
  readonly locale: Locale;
  readonly profile: Profile;
  /** All of it, whatever the configuration shows to the owner. */
  readonly metadata?: Metadata;
  readonly disabled: boolean;
  readonly hasPassword: boolean;
  /** How many. Absent: none. */
  readonly passkeys?: number;
  readonly secondFactor?: true;
  readonly createdAt: string;
  readonly activeAt?: string;
}

export const toAdminUser = (user: User, { languages }: { readonly languages: readonly Locale[] }): AdminUser => {
  const metadata = readMetadata(user);
  return {
    userId: user.id,
    email: user.email,
    emailVerified: user.emailVerifiedAt !== undefined,
    ...(user.phone !== undefined && { phone: user.phone }),
    phoneVerified: user.phoneVerifiedAt !== undefined,
    locale: spokenLocale(languages, user.locale),
    profile: user.profile,
    ...(metadata && { metadata }),
    disabled: user.disabled !== undefined,
    hasPassword: user.passwordHash !== undefined,
    ...(user.passkeys?.length && { passkeys: user.passkeys.length }),
    ...(user.secondFactor && { secondFactor: true }),
    createdAt: new Date(user.createdAt).toISOString(),
    ...(user.activeAt !== undefined && { activeAt: new Date(user.activeAt).toISOString() }),
  };
};
