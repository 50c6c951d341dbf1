// A few small values that a person stores with their account. They are the person's own words: nothing may be decided by them.
import { accept, type Outcome, refuse } from '../errors.ts';
import type { Profile } from './user.ts';

export const PROFILE_MAXIMUM_KEYS = 20;
export const PROFILE_MAXIMUM_BYTES = 2048;

/** `null` removes a key (RFC 7396). */
export type ProfilePatch = Readonly<Record<string, string | number | boolean | null>>;

export const mergeProfile = (profile: Profile, patch: ProfilePatch): Outcome<Profile> => {
  const merged = { ...profile, ...patch };
  const kept = Object.fromEntries(
    Object.entries(merged).filter((entry): entry is [string, string | number | boolean] => entry[1] !== null),
  );
  const isTooLarge =
    Object.keys(kept).length > PROFILE_MAXIMUM_KEYS || Buffer.byteLength(JSON.stringify(kept)) > PROFILE_MAXIMUM_BYTES;
  if (!isTooLarge) return accept(kept);
  const message = 'must have at most 20 keys and 2 KB as JSON in all, with what is there already';
  return refuse('invalid_request', { errors: [{ path: 'profile', message }] });
};
