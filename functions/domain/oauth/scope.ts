// What a client may ask for, and which facts of an account each scope gives (OpenID Connect Core, section 5.4).
import type { User } from '../account/user.ts';
import { type Locale, spokenLocale } from '../locale.ts';
import { ACCOUNT_SCOPE } from './client.ts';

export const SCOPES = ['openid', 'email', 'phone', 'profile', 'offline_access', ACCOUNT_SCOPE] as const;
export type Scope = (typeof SCOPES)[number];

const words = (text: string): readonly string[] => text.split(' ').filter((word) => word !== '');

/** The known ones, each once, in the order of `SCOPES`. Others are ignored (OpenID Connect Core, section 3.1.2.1). */
export const readScope = (text: string): string => {
  const asked = words(text);
  return SCOPES.filter((scope) => asked.includes(scope)).join(' ');
};

export const hasScope = (scope: string, wanted: Scope): boolean => words(scope).includes(wanted);

/** Whether a refresh asks for nothing that was not granted (RFC 6749, section 6). */
export const isWithin = (asked: string, granted: string): boolean =>
  words(asked).every((scope) => words(granted).includes(scope));

/** The claims about a person that the scope gives. `languages`: those of the stage. */
export const claimsOf = (
  user: User,
  scope: string,
  languages: readonly Locale[],
): Readonly<Record<string, string | boolean>> => {
  const name = user.profile['name'];
  return {
    ...(hasScope(scope, 'email') && { email: user.email, email_verified: user.emailVerifiedAt !== undefined }),
    ...(hasScope(scope, 'phone') &&
      user.phone !== undefined && {
        phone_number: user.phone,
        phone_number_verified: user.phoneVerifiedAt !== undefined,
      }),
    ...(hasScope(scope, 'profile') && {
      locale: spokenLocale(languages, user.locale),
      ...(typeof name === 'string' && { name }),
    }),
  };
};
