// Changes the language and the profile of an account; both need no further proof.

import { mergeProfile, type ProfilePatch } from '#domain/account/profile.ts';
import { checkProfilePatch } from '#domain/account/profile-fields.ts';
import type { User } from '#domain/account/user.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Locale } from '#domain/locale.ts';
import type { Ports } from '#domain/ports.ts';
import { userKey } from '#domain/store-keys.ts';
import { decideAndSwap } from '../decide-and-swap.ts';

export interface ProfileUpdate {
  readonly locale?: Locale | undefined;
  readonly profile?: ProfilePatch | undefined;
}

export const updateProfile = async (
  { store, settings: { profileFields } }: Pick<Ports, 'store' | 'settings'>,
  user: User,
  { locale, profile = {} }: ProfileUpdate,
): Promise<Outcome<User>> => {
  const checked = checkProfilePatch(profileFields, profile);
  if (!checked.ok) return checked;
  return decideAndSwap(store, userKey(user.id), user, (seen) => {
    if (seen?.epoch !== user.epoch) return refuse('unauthenticated');
    const merged = mergeProfile(seen.profile, profile, profileFields);
    return merged.ok ? accept({ ...seen, locale: locale ?? seen.locale, profile: merged.value }) : merged;
  });
};
