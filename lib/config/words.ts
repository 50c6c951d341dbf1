// A team's own words, in each language of its stage.
import * as z from 'zod/mini';
import { DEFAULT_LANGUAGES, LOCALES, type Locale, type Words } from '#domain/locale.ts';
import type { ConfigFault } from './faults.ts';
import { object, oneLine } from './fields.ts';

export type GivenWords = { readonly [Key in Locale]?: string };

/** One line in any language. Which must be there, `missingWords` says. */
export const words = (maximumLength: number) =>
  object(
    Object.fromEntries(LOCALES.map((locale) => [locale, z.exactOptional(oneLine(maximumLength))])) as Record<
      Locale,
      z.ZodMiniExactOptional<ReturnType<typeof oneLine>>
    >,
  );

/** A fault for each language of the stage without words. */
export const missingWords = (
  given: GivenWords,
  path: string,
  languages: readonly Locale[] = DEFAULT_LANGUAGES,
): ConfigFault[] =>
  languages
    .filter((locale) => given[locale] === undefined)
    .map((locale) => ({ path: `${path}.${locale}`, message: 'is missing: the stage has this language' }));

/** A language that the stage does not have gets the words of its default, so that no reader has to ask. */
export const completeWords = (given: GivenWords, languages: readonly Locale[] = DEFAULT_LANGUAGES): Words => {
  const [main = 'ko'] = languages;
  const entries = LOCALES.map((locale) => [locale, given[locale] ?? given[main] ?? '']);
  return Object.fromEntries(entries) as Record<Locale, string>;
};
