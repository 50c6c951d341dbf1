// The team's mark, and the ways to other languages.
import type { Brand } from '#domain/brand.ts';
import type { Locale } from '#domain/locale.ts';
import { escapeHtml } from './template.ts';

/** The team's logo, or its name if there is no logo. The script shows the name if the logo does not load. */
export const brandMark = ({ name, logoUrl, logoUrlDark }: Brand): string => {
  if (logoUrl === undefined) return escapeHtml(name);
  const logo = `<img class="logo" src="${escapeHtml(logoUrl)}" alt="${escapeHtml(name)}">`;
  if (logoUrlDark === undefined) return logo;
  return `<picture><source srcset="${escapeHtml(logoUrlDark)}" media="(prefers-color-scheme: dark)">${logo}</picture>`;
};

/** Each in its own words, because a person looks for a language that they can read. */
export const languageLinks = (others: readonly Locale[], nameOf: (locale: Locale) => string): string => {
  const links = others.map(
    (locale) => `<a href="?lang=${locale}" lang="${locale}" hreflang="${locale}">${nameOf(locale)}</a>`,
  );
  return others.length === 0 ? '' : `<span id="language">${links.join(' ')}</span>`;
};

export const languageChoice = (locale: Locale, name: string): string =>
  `            <div class="choice">
              <input id="language-${locale}" name="locale" type="radio" value="${locale}">
              <label for="language-${locale}" lang="${locale}">${name}</label>
            </div>`;
