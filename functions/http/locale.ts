// Chooses the reader's language: the one the request names, else the one the browser prefers (RFC 9110), else the default of the
// stage.
import { type Locale, spokenLocale } from '#domain/locale.ts';

type Languages = readonly Locale[];

export const chooseLocale = (
  languages: Languages,
  asked: string | undefined,
  acceptLanguage: string | undefined,
): Locale => toLocale(languages, asked) ?? preferred(languages, acceptLanguage ?? '') ?? spokenLocale(languages, asked);

const toLocale = (languages: Languages, tag: string | undefined): Locale | undefined => {
  const language = tag?.trim().toLowerCase().split(/[-_]/)[0];
  return languages.find((locale) => locale === language);
};

const preferred = (languages: Languages, acceptLanguage: string): Locale | undefined =>
  acceptLanguage
    .slice(0, 512)
    .split(',')
    .map((range) => {
      const [tag, ...parameters] = range.split(';');
      const quality = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/i.exec(parameter)?.[1]).find(Boolean);
      return { locale: toLocale(languages, tag), quality: Number(quality ?? 1) };
    })
    .filter(({ locale, quality }) => locale !== undefined && quality > 0)
    .sort((one, other) => other.quality - one.quality)[0]?.locale;
