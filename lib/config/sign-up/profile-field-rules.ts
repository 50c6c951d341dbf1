// The rules between the parts of a profile's fields, and between the fields.
import { PROFILE_MAXIMUM_BYTES, PROFILE_MAXIMUM_KEYS } from '#domain/account/profile.ts';
import { largestProfileBytes, type ProfileField } from '#domain/account/profile-fields.ts';
import type { ConfigFault } from '../faults.ts';
import { faultIf, type Rule } from '../resolve.ts';
import type { StageInput } from '../schema.ts';
import { completeWords, missingWords } from '../words.ts';

const MAXIMUM_CHOICES = 50;

const isDistinct = (names: readonly string[]): boolean => new Set(names).size === names.length;

type GivenField = NonNullable<StageInput['profileFields']>[number];

const fieldRule = (field: GivenField, path: string): ConfigFault[] => {
  const { type, required, atSignUp, editable, choices, maximumLength } = field;
  return [
    ...faultIf(
      required && !atSignUp,
      `${path}.required`,
      'goes with atSignUp true: what must be there is asked for when the account is made. Ask for it at sign-up, or leave required out',
    ),
    ...faultIf(
      !atSignUp && !editable,
      `${path}.editable`,
      'must be true without atSignUp: nobody could ever fill in the field',
    ),
    ...faultIf(
      type === 'choice' && choices === undefined,
      `${path}.choices`,
      `is missing: name 2 to ${MAXIMUM_CHOICES} choices`,
    ),
    ...faultIf(type !== 'choice' && choices !== undefined, `${path}.choices`, 'goes with type "choice": leave it out'),
    ...faultIf(
      type === 'choice' && choices !== undefined && (choices.length < 2 || choices.length > MAXIMUM_CHOICES),
      `${path}.choices`,
      `must name 2 to ${MAXIMUM_CHOICES} choices`,
    ),
    ...faultIf(
      !isDistinct((choices ?? []).map(({ value }) => value)),
      `${path}.choices`,
      'must give each choice a value of its own',
    ),
    ...faultIf(
      type !== 'text' && maximumLength !== undefined,
      `${path}.maximumLength`,
      'goes with type "text": leave it out',
    ),
  ];
};

const wordsOf = (
  { label, choices = [] }: GivenField,
  path: string,
  languages: StageInput['languages'],
): ConfigFault[] => [
  ...missingWords(label, `${path}.label`, languages),
  ...choices.flatMap((choice, index) => missingWords(choice.label, `${path}.choices.${index}.label`, languages)),
];

/** `undefined` if there is no such key. */
export const profileFieldsOf = ({
  profileFields: fields,
  languages,
}: StageInput): readonly ProfileField[] | undefined =>
  fields?.map(({ label, choices, ...field }) => ({
    ...field,
    label: completeWords(label, languages),
    ...(choices && {
      choices: choices.map(({ value, label: of }) => ({ value, label: completeWords(of, languages) })),
    }),
  }));

export const profileFieldsAreRight: Rule = ({ values }) => {
  const fields = values.profileFields;
  if (!fields) return [];
  const bytes = largestProfileBytes(profileFieldsOf(values) ?? []);
  return [
    ...fields.flatMap((field, index) => {
      const path = `profileFields.${index}`;
      return [...fieldRule(field, path), ...wordsOf(field, path, values.languages)];
    }),
    ...faultIf(!isDistinct(fields.map(({ key }) => key)), 'profileFields', 'must give each field a key of its own'),
    ...faultIf(
      fields.length > PROFILE_MAXIMUM_KEYS,
      'profileFields',
      `must have at most ${PROFILE_MAXIMUM_KEYS} fields`,
    ),
    ...faultIf(
      bytes > PROFILE_MAXIMUM_BYTES,
      'profileFields',
      `can hold up to ${bytes} bytes in all, 3 for each character of a text, and a profile has room for ${PROFILE_MAXIMUM_BYTES}: give texts a smaller maximumLength`,
    ),
  ];
};
