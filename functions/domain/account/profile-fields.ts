// The fields that a team asks people for. They limit what a profile may hold, wherever it is written.
import { accept, type FieldError, type Outcome, refuse } from '../errors.ts';
import type { Words } from '../locale.ts';
import type { ProfilePatch } from './profile.ts';
import type { Profile } from './user.ts';

export const FIELD_TYPES = ['text', 'number', 'boolean', 'choice'] as const;

export interface FieldChoice {
  readonly value: string;
  readonly label: Words;
}

export interface ProfileField {
  /** Named like a key of the profile. */
  readonly key: string;
  readonly type: (typeof FIELD_TYPES)[number];
  readonly label: Words;
  /** Must be there at sign-up, and can be changed but not removed. */
  readonly required: boolean;
  /** Whether the pages ask for it at sign-up. */
  readonly atSignUp: boolean;
  /** Whether its owner can change it after the sign-up. */
  readonly editable: boolean;
  /** Of a `choice`. */
  readonly choices?: readonly FieldChoice[];
  /** Of a `text`, in UTF-16 units, as `maxlength` in HTML counts. Default: `DEFAULT_MAXIMUM_LENGTH`. */
  readonly maximumLength?: number;
}

const DEFAULT_MAXIMUM_LENGTH = 100;
export const maximumLengthOf = ({ maximumLength = DEFAULT_MAXIMUM_LENGTH }: ProfileField): number => maximumLength;

/** As an own front end needs them: every text with its length. */
export const completeFields = (fields: readonly ProfileField[]): readonly ProfileField[] =>
  fields.map((field) => (field.type === 'text' ? { ...field, maximumLength: maximumLengthOf(field) } : field));

/** Each unit is at most 3 bytes of UTF-8, or 2 with the escape that JSON needs for `"` and `\`. */
const BYTES_OF_UNIT = 3;
/** The longest number that a profile holds, such as -1.2345678901234567e-100. */
const BYTES_OF_NUMBER = 24;
const jsonBytes = (text: string): number => Buffer.byteLength(JSON.stringify(text));

const bytesOfValue = (field: ProfileField): number => {
  if (field.type === 'number') return BYTES_OF_NUMBER;
  if (field.type === 'boolean') return 'false'.length;
  if (field.type === 'text') return maximumLengthOf(field) * BYTES_OF_UNIT + '""'.length;
  return Math.max(0, ...(field.choices ?? []).map(({ value }) => jsonBytes(value)));
};

/** The size of the largest profile that these fields allow, in bytes of JSON. */
export const largestProfileBytes = (fields: readonly ProfileField[]): number =>
  fields.reduce((sum, field) => sum + jsonBytes(field.key) + ':,'.length + bytesOfValue(field), '{}'.length);

/** The profile of a new account. Without fields, every key is accepted. */
export const checkNewProfile = (fields: readonly ProfileField[] | undefined, profile: Profile): Outcome<Profile> => {
  if (!fields) return accept(profile);
  const missing = fields.filter(({ key, required }) => required && !Object.hasOwn(profile, key));
  return outcomeOf(profile, [
    ...missing.map(({ key }) => faultAt(key, 'is missing: it is required')),
    ...faultsOf(fields, profile),
  ]);
};

/** A change of an account's profile. A key that is no field, from before there were fields, can only be removed. */
export const checkProfilePatch = (
  fields: readonly ProfileField[] | undefined,
  patch: ProfilePatch,
): Outcome<ProfilePatch> => {
  if (!fields) return accept(patch);
  const closed = fields.filter(({ key, editable }) => !editable && Object.hasOwn(patch, key));
  const removed = fields.filter(({ key, required, editable }) => editable && required && patch[key] === null);
  const written = Object.entries(patch).filter(
    (entry): entry is [string, string | number | boolean] =>
      entry[1] !== null && !closed.some(({ key }) => key === entry[0]),
  );
  return outcomeOf(patch, [
    ...closed.map(({ key }) => faultAt(key, 'cannot be changed after the sign-up')),
    ...removed.map(({ key }) => faultAt(key, 'is required: it can be changed, but not removed')),
    ...faultsOf(fields, Object.fromEntries(written)),
  ]);
};

/** The profile of an imported account. A required field may be missing: the person was not asked for it then. */
export const checkImportedProfile = (fields: readonly ProfileField[] | undefined, profile: Profile): Outcome<Profile> =>
  outcomeOf(profile, fields ? faultsOf(fields, profile) : []);

const outcomeOf = <Value>(value: Value, errors: readonly FieldError[]): Outcome<Value> =>
  errors.length === 0 ? accept(value) : refuse('invalid_request', { errors });

const faultAt = (key: string, message: string): FieldError => ({ path: `profile.${key}`, message });

const faultsOf = (fields: readonly ProfileField[], profile: Profile): FieldError[] =>
  Object.entries(profile).flatMap(([key, value]) => {
    const field = fields.find((one) => one.key === key);
    const message = field ? faultOf(field, value) : `is not a field of the profile: ${listOf(fields)}`;
    return message === undefined ? [] : [faultAt(key, message)];
  });

const listOf = (fields: readonly ProfileField[]): string =>
  fields.length === 0 ? 'there are none' : `the fields are ${fields.map(({ key }) => `"${key}"`).join(', ')}`;

/** What would be right, if this is wrong. */
const faultOf = (field: ProfileField, value: string | number | boolean): string | undefined => {
  if (field.type === 'number') return typeof value === 'number' ? undefined : 'must be a number';
  if (field.type === 'boolean') return typeof value === 'boolean' ? undefined : 'must be true or false';
  if (field.type === 'choice') {
    const values = (field.choices ?? []).map((choice) => choice.value);
    return values.some((one) => one === value)
      ? undefined
      : `must be one of ${values.map((one) => `"${one}"`).join(', ')}`;
  }
  if (typeof value !== 'string') return 'must be a string';
  if (field.required && value.trim() === '') return 'must not be empty: it is required';
  const maximum = maximumLengthOf(field);
  return value.length > maximum ? `must have at most ${maximum} characters` : undefined;
};
