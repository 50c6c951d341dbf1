// Chooses the reader's language: the one the request names, else the one the browser prefers (RFC 9110), else Korean.
import { LOCALES, type Locale } from '#domain/locale.ts';

const DEFAULT_LOCALE: Locale = 'ko';

export const chooseLocale = (asked: string | undefined, acceptLanguage: string | undefined): Locale =>
  toLocale(asked) ?? preferred(acceptLanguage ?? '') ?? DEFAULT_LOCALE;

const toLocale = (tag: string | undefined): Locale | undefined => {
  const language = tag?.trim().toLowerCase().split(/[-_]/)[0];
  return LOCALES.find((locale) => locale === language);
};

const preferred = (acceptLanguage: string): Locale | undefined =>
  acceptLanguage
    .slice(0, 512)
    .split(',')
    .map((range) => {
      const [tag, ...parameters] = range.split(';');
      const quality = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/i.exec(parameter)?.[1]).find(Boolean);
      return { locale: toLocale(tag), quality: Number(quality ?? 1) };
    })
    .filter(({ locale, quality }) => locale !== undefined && quality > 0)
    .sort((one, other) => other.quality - one.quality)[0]?.locale;
