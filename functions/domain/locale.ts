// The languages of mails, sms and pages.

/** Those that `functions/texts` has a folder for. */
export const LOCALES = ['ko', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

/** Words of a team in every language of its pages. */
export type Words = Readonly<Record<Locale, string>>;

/** What the people who run the service read, whatever languages its users read. */
export type OperatorWords = Readonly<Record<'en' | 'ko', string>>;

/** Those of a stage that names none. The first language of a stage is its default. */
export const DEFAULT_LANGUAGES: readonly Locale[] = ['ko', 'en'];

/** The language, if the stage has it, else its default. */
export const spokenLocale = (languages: readonly Locale[], asked: string | undefined): Locale =>
  languages.find((locale) => locale === asked) ?? languages[0] ?? LOCALES[0];

/** `must be "ko" or "en"`. */
export const mustBeOneOf = (locales: readonly Locale[]): string =>
  `must be ${locales.map((locale) => `"${locale}"`).join(' or ')}`;
