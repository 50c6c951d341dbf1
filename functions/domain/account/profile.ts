// A few small values that a person stores with their account. They are the person's own words: nothing may be decided by them.
import { accept, type Outcome, refuse } from '../errors.ts';
import type { Profile } from './user.ts';

export const PROFILE_MAXIMUM_KEYS = 20;
export const PROFILE_MAXIMUM_BYTES = 2048;
export const PROFILE_KEY_MAXIMUM_LENGTH = 32;
/** Of a key. */
export const PROFILE_KEY = /^[a-z][a-zA-Z0-9]{0,31}$/;
/** They match, and are names of JavaScript itself. */
export const PROFILE_KEYS_REFUSED: readonly string[] = ['constructor', 'prototype'];

/** `null` removes a key (RFC 7396). */
export type ProfilePatch = Readonly<Record<string, string | number | boolean | null>>;

/** With `fields`, keys from before there were fields take no room: nobody could make room on a page. They can only be removed. */
export const mergeProfile = (
  profile: Profile,
  patch: ProfilePatch,
  fields?: readonly { readonly key: string }[],
): Outcome<Profile> => {
  const merged = { ...profile, ...patch };
  const kept = Object.entries(merged).filter(
    (entry): entry is [string, string | number | boolean] => entry[1] !== null,
  );
  const counted = fields ? kept.filter(([key]) => fields.some((field) => field.key === key)) : kept;
  const isTooLarge =
    counted.length > PROFILE_MAXIMUM_KEYS ||
    Buffer.byteLength(JSON.stringify(Object.fromEntries(counted))) > PROFILE_MAXIMUM_BYTES;
  if (!isTooLarge) return accept(Object.fromEntries(kept));
  const message = 'must have at most 20 keys and 2 KB as JSON in all, with what is there already';
  return refuse('invalid_request', { errors: [{ path: 'profile', message }] });
};
