import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeProfile, PROFILE_MAXIMUM_BYTES } from '#domain/account/profile.ts';
import {
  checkNewProfile,
  checkProfilePatch,
  completeFields,
  FIELD_TYPES,
  largestProfileBytes,
  type ProfileField,
} from '#domain/account/profile-fields.ts';
import type { Outcome } from '#domain/errors.ts';
import { accepted, refusalOf } from '../../support/builders.ts';
import { NAME, PROFILE, PROFILE_FIELDS } from '../../support/profile-fields.ts';

const faultsOf = (outcome: Outcome<unknown>) =>
  Object.fromEntries((refusalOf(outcome)?.errors ?? []).map(({ path, message }) => [path, message]));

describe('a new profile', () => {
  it('may hold anything where no fields are set', () => {
    expect(accepted(checkNewProfile(undefined, { anything: 1 }))).toEqual({ anything: 1 });
  });

  it('may hold the fields, also those that the pages do not ask for', () => {
    expect(accepted(checkNewProfile(PROFILE_FIELDS, PROFILE))).toEqual(PROFILE);
    expect(accepted(checkNewProfile(PROFILE_FIELDS, { ...PROFILE, organization: '하늘' }))).toMatchObject(PROFILE);
  });

  it('must hold what is required, and names each that is missing', () => {
    expect(faultsOf(checkNewProfile(PROFILE_FIELDS, { news: true }))).toEqual({
      'profile.name': 'is missing: it is required',
      'profile.plan': 'is missing: it is required',
    });
  });

  it('names what would be right for each wrong value, and repeats none', () => {
    const wrong = { name: 'S3CR3T'.repeat(9), plan: 'S3CR3T', birthYear: 'S3CR3T', news: 'S3CR3T', company: 'S3CR3T' };
    const outcome = checkNewProfile(PROFILE_FIELDS, wrong);
    expect(faultsOf(outcome)).toEqual({
      'profile.name': 'must have at most 20 characters',
      'profile.plan': 'must be one of "work", "home"',
      'profile.birthYear': 'must be a number',
      'profile.news': 'must be true or false',
      'profile.company':
        'is not a field of the profile: the fields are "name", "plan", "birthYear", "news", "organization"',
    });
    expect(JSON.stringify(outcome)).not.toContain('S3CR3T');
  });

  it('needs more than blanks in a required text, and text in every text', () => {
    expect(faultsOf(checkNewProfile([NAME], { name: ' ' }))).toEqual({
      'profile.name': 'must not be empty: it is required',
    });
    expect(faultsOf(checkNewProfile([NAME], { name: 1 }))).toEqual({ 'profile.name': 'must be a string' });
  });

  it('may hold nothing where the list of fields is empty', () => {
    expect(checkNewProfile([], {}).ok).toBe(true);
    expect(faultsOf(checkNewProfile([], { a: 1 }))).toEqual({
      'profile.a': 'is not a field of the profile: there are none',
    });
  });

  it.each(['toString', 'constructor', 'hasOwnProperty'])('takes %s for no field and for no value', (key) => {
    expect(checkNewProfile(PROFILE_FIELDS, { ...PROFILE, [key]: 'x' }).ok).toBe(false);
    expect(faultsOf(checkNewProfile([{ ...NAME, key }], {}))).toHaveProperty([`profile.${key}`]);
  });
});

describe('a change of a profile', () => {
  it('may be anything where no fields are set', () => {
    expect(accepted(checkProfilePatch(undefined, { a: null, b: 1 }))).toEqual({ a: null, b: 1 });
  });

  it('needs no required field that it does not concern', () => {
    expect(checkProfilePatch(PROFILE_FIELDS, { news: true, organization: null }).ok).toBe(true);
  });

  it('neither changes what is closed nor removes what is required', () => {
    expect(faultsOf(checkProfilePatch(PROFILE_FIELDS, { birthYear: 1990, name: null, plan: 'home' }))).toEqual({
      'profile.birthYear': 'cannot be changed after the sign-up',
      'profile.name': 'is required: it can be changed, but not removed',
    });
    expect(faultsOf(checkProfilePatch(PROFILE_FIELDS, { birthYear: null }))).toEqual({
      'profile.birthYear': 'cannot be changed after the sign-up',
    });
  });

  it('removes keys that are no fields, and sets none', () => {
    expect(checkProfilePatch(PROFILE_FIELDS, { nickName: null }).ok).toBe(true);
    expect(Object.keys(faultsOf(checkProfilePatch(PROFILE_FIELDS, { nickName: 'x' })))).toEqual(['profile.nickName']);
  });

  it('has room for every field beside a profile that was full before there were fields', () => {
    const full = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`k${index}`, 'x'.repeat(90)]));
    expect(accepted(mergeProfile(full, PROFILE, PROFILE_FIELDS))).toEqual({ ...full, ...PROFILE });
    expect(mergeProfile(full, PROFILE).ok).toBe(false);
  });
});

describe('fields as an own front end gets them', () => {
  it('say the length of every text', () => {
    const lengths = completeFields(PROFILE_FIELDS).map(({ maximumLength }) => maximumLength);
    expect(lengths).toEqual([20, undefined, undefined, undefined, 100]);
  });
});

const word = fc.string({ minLength: 1, maxLength: 8 });
const fieldOf = (key: string): fc.Arbitrary<ProfileField> =>
  fc
    .record({
      type: fc.constantFrom(...FIELD_TYPES),
      required: fc.boolean(),
      editable: fc.boolean(),
      values: fc.uniqueArray(word, { minLength: 2, maxLength: 4 }),
      maximumLength: fc.integer({ min: 1, max: 60 }),
    })
    .map(({ type, required, editable, values, maximumLength }) => ({
      key,
      type,
      label: { ko: key, en: key },
      required,
      atSignUp: true,
      editable,
      ...(type === 'choice' && { choices: values.map((value) => ({ value, label: { ko: value, en: value } })) }),
      ...(type === 'text' && { maximumLength }),
    }));
const fields = fc
  .integer({ min: 0, max: 6 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => fieldOf(`field${index}`))));

/** Text of one to four bytes a character, and of those that JSON escapes. */
const unit = fc.oneof(
  fc.constantFrom('a', 'é', '가', '😀', '"', '\\', '\u2028'),
  fc.string({ minLength: 1, maxLength: 1, unit: 'grapheme' }),
);
const anyText = (maximumLength: number) =>
  fc.array(unit, { maxLength: maximumLength }).map((units) => {
    let text = '';
    for (const one of units) if (text.length + one.length <= maximumLength) text += one;
    return text;
  });
const storable = fc
  .double({ noNaN: true, min: -(2 ** 53) + 1, max: 2 ** 53 - 1 })
  .filter((value) => value === 0 || Math.abs(value) >= 1e-100);

const valueIn = (field: ProfileField): fc.Arbitrary<string | number | boolean> => {
  if (field.type === 'number') return storable;
  if (field.type === 'boolean') return fc.boolean();
  if (field.type === 'choice') return fc.constantFrom(...(field.choices ?? []).map(({ value }) => value));
  return anyText(field.maximumLength ?? 0).map((text) => (field.required && text.trim() === '' ? 'x' : text));
};
const anyValue = fc.oneof(fc.string(), storable, fc.boolean());

describe('for all fields', () => {
  const filled = fields.chain((list) =>
    fc.record({
      list: fc.constant(list),
      profile: fc
        .tuple(...list.map(valueIn))
        .map((values) => Object.fromEntries(list.map(({ key }, index) => [key, values[index] ?? '']))),
    }),
  );

  it('a value of its kind is accepted, and the whole is as large as the sum of the fields at most', () => {
    fc.assert(
      fc.property(filled, ({ list, profile }) => {
        expect(checkNewProfile(list, profile).ok).toBe(true);
        expect(Buffer.byteLength(JSON.stringify(profile))).toBeLessThanOrEqual(largestProfileBytes(list));
      }),
    );
  });

  it('a profile that was accepted, and changed by an accepted change, is one that is accepted', () => {
    const patchOf = (list: readonly ProfileField[]) =>
      fc.dictionary(
        fc.constantFrom('other', ...list.map(({ key }) => key)),
        fc.oneof(anyValue, fc.constant(null), ...list.map(valueIn)),
      );
    const changed = filled.chain(({ list, profile }) =>
      fc.record({ list: fc.constant(list), profile: fc.constant(profile), patch: patchOf(list) }),
    );
    fc.assert(
      fc.property(changed, ({ list, profile, patch }) => {
        fc.pre(largestProfileBytes(list) <= PROFILE_MAXIMUM_BYTES);
        const checked = checkProfilePatch(list, patch);
        fc.pre(checked.ok);
        const after = accepted(mergeProfile(profile, patch, list));
        expect(checkNewProfile(list, after).ok).toBe(true);
        for (const { key, editable } of list) if (!editable) expect(after[key]).toBe(profile[key]);
      }),
    );
  });
});
