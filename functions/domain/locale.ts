// The languages of mails, sms and pages.

export const LOCALES = ['ko', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

/** Words of a team in every language of its pages. */
export type Words = Readonly<Record<Locale, string>>;
