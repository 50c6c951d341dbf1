// The rules between what a stage asks people to agree to, and the sentence that a minimum age makes.
import type { AskedConsent } from '#domain/account/consents.ts';
import { LOCALES, type Locale, type Words } from '#domain/locale.ts';
import type { OwnSentences } from '#domain/settings.ts';
import { fill } from '#texts/fill.ts';
import { pageTextsOf } from '#texts/pages.ts';
import { faultIf, type Rule } from '../resolve.ts';
import type { StageInput } from '../schema.ts';
import { completeWords, missingWords } from '../words.ts';

const MAXIMUM_CONSENTS = 10;

export const CONSENT_RULES: readonly Rule[] = [
  ({ values: { consents: asked = [], languages } }) =>
    asked.flatMap(({ title }, index) => missingWords(title, `consents.${index}.title`, languages)),
  ({ values: { consents: asked = [] } }) => [
    ...faultIf(asked.length > MAXIMUM_CONSENTS, 'consents', `must have at most ${MAXIMUM_CONSENTS} consents`),
    ...faultIf(
      new Set(asked.map(({ key }) => key)).size < asked.length,
      'consents',
      'must give each consent a key of its own',
    ),
  ],
  /** Article 22 (5) of the Personal Information Protection Act: nobody may be refused a service for not agreeing to these. */
  ({ values: { consents: asked = [] } }) =>
    asked.flatMap(({ kind, required }, index) =>
      faultIf(
        required && (kind === 'marketing' || kind === 'night'),
        `consents.${index}.required`,
        `must be false: nobody may have to agree to ${kind}, by Korean law`,
      ),
    ),
  ({ values: { consents: asked = [] } }) =>
    asked.flatMap(({ kind, required }, index) =>
      faultIf(kind === 'age' && !required, `consents.${index}.required`, 'must be true for the kind "age"'),
    ),
  ({ values: { consents: asked = [] } }) =>
    asked.flatMap(({ kind }, index) =>
      faultIf(
        kind === 'night' && !asked.some((other) => other.kind === 'marketing'),
        `consents.${index}.kind`,
        'is "night", which goes beside a consent of the kind "marketing" only: add that one',
      ),
    ),
  ({ values: { consents: asked = [], minimumAge: age } }) =>
    faultIf(
      age !== undefined && asked.some(({ key, kind }) => kind === 'age' || key === AGE),
      'minimumAge',
      'makes the consent "age" itself: leave out one of the two',
    ),
];

const AGE = 'age';

const ageTitle = (age: number, own: OwnSentences | undefined): Words =>
  Object.fromEntries(
    LOCALES.map((locale) => [locale, fill(pageTextsOf(locale, own).html.minimumAge, { age: `${age}` })]),
  ) as Record<Locale, string>;

/** `minimumAge` is a consent of its own, and the first that is asked for. */
export const consentsOf = ({
  consents = [],
  minimumAge: age,
  languages,
  texts,
}: StageInput): readonly AskedConsent[] => {
  const asked = consents.map((consent) => ({ ...consent, title: completeWords(consent.title, languages) }));
  if (age === undefined) return asked;
  return [{ key: AGE, kind: 'age', version: String(age), required: true, title: ageTitle(age, texts) }, ...asked];
};
