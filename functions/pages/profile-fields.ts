// The fields of a profile on the pages: as controls of a form, and as the account page's script needs them.
import { maximumLengthOf, type ProfileField } from '#domain/account/profile-fields.ts';
import type { Locale } from '#domain/locale.ts';
import type { PageTexts, ShownField } from '#texts/page-texts.ts';
import booleanPart from '../../templates/pages/parts/profile-boolean.html' with { type: 'text' };
import choicePart from '../../templates/pages/parts/profile-choice.html' with { type: 'text' };
import textPart from '../../templates/pages/parts/profile-text.html' with { type: 'text' };
import { escapeHtml, fillTemplate } from './template.ts';

export const shownFields = (fields: readonly ProfileField[], locale: Locale): readonly ShownField[] =>
  fields.map(({ key, label, choices }) => ({
    key,
    label: label[locale],
    ...(choices && { choices: Object.fromEntries(choices.map((one) => [one.value, one.label[locale]])) }),
  }));

/** What a browser knows of a person, by the usual names of keys: https://html.spec.whatwg.org/#autofill */
const AUTOCOMPLETE: Readonly<Record<string, string>> = {
  name: 'name',
  givenName: 'given-name',
  familyName: 'family-name',
  nickname: 'nickname',
  nickName: 'nickname',
  organization: 'organization',
  company: 'organization',
  jobTitle: 'organization-title',
  country: 'country-name',
  postalCode: 'postal-code',
  birthYear: 'bday-year',
  website: 'url',
};
const autocompleteOf = (key: string): string => (Object.hasOwn(AUTOCOMPLETE, key) && AUTOCOMPLETE[key]) || 'off';

const PARTS = { text: textPart, number: textPart, boolean: booleanPart, choice: choicePart };
/** Longer than any number that a profile holds. */
const NUMBER_MAXIMUM_LENGTH = 30;

/** One control for each field, named `profile.<key>`. */
export const fieldsMarkup = (fields: readonly ProfileField[], locale: Locale, { html }: PageTexts): string =>
  fields.map((field) => fieldMarkup(field, locale, html)).join('\n');

const fieldMarkup = (field: ProfileField, locale: Locale, html: PageTexts['html']): string => {
  const { key, type, label, required, choices = [] } = field;
  const { optionalLabel, noChoice, noChoiceOptional } = html;
  const options = choices.map((one) => `              ${optionOf(one.value, one.label[locale])}`).join('\n');
  return fillTemplate(
    PARTS[type].trimEnd(),
    { options },
    {
      key,
      label: required ? label[locale] : optionalLabel.replace('{label}', () => label[locale]),
      isRequired: String(required),
      autocomplete: autocompleteOf(key),
      inputMode: type === 'number' ? 'decimal' : 'text',
      maximumLength: String(type === 'text' ? maximumLengthOf(field) : NUMBER_MAXIMUM_LENGTH),
      noChoice: required ? noChoice : noChoiceOptional,
    },
  );
};

const optionOf = (value: string, label: string): string =>
  `<option value="${escapeHtml(value)}">${escapeHtml(label)}</option>`;
