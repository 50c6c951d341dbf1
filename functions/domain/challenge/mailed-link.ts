// The addresses of pages in a mail: `<page>?<token>.<language>`, or `<page>?<language>` without a token. No `=` or `&` stands
// in them, which HTML would escape, and they end with letters: a mail program that turns plain text into links would leave
// out a `-` or `_` at the end of a token.
import { LOCALES, type Locale } from '../locale.ts';

/** The part after the path of a hosted page. */
export const mailedQuery = (locale: Locale, token?: string): string => `?${mailed(locale, token)}`;

/** The same of a team's own page. Browsers send no fragment to its server, so no log and no `Referer` holds the token. */
export const mailedFragment = (locale: Locale, token?: string): string => `#${mailed(locale, token)}`;

const mailed = (locale: Locale, token: string | undefined): string =>
  token === undefined ? locale : `${token}.${locale}`;

export interface MailedLink {
  /** It may be anything: only its keys can tell. Absent: the page is opened without one. */
  readonly token?: string | undefined;
  /** Absent in older links, and in one that was cut off. */
  readonly locale?: Locale | undefined;
}

/** Older links gave the token a name; some programs add `=` to a part without one. */
const MAILED = /(?:^[?#]?|&)(?:token=([\w-]*)|([\w-]{20,})(?:\.([a-z]{2}))?=?|([a-z]{2})=?)(?:&|$)/;

/** What the query of a page, or its fragment, says of the mail that led to it. */
export const readMailedLink = (query: string): MailedLink => {
  const [, named, token = named, beside, alone = beside] = MAILED.exec(query) ?? [];
  return { token, locale: LOCALES.find((locale) => locale === alone) };
};
