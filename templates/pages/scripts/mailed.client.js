// @ts-check
// What the mail that led here said, and the language that goes on with the person. The account page needs neither.
import { readMailedLink } from '#domain/challenge/mailed-link.ts';
import { query } from './screen.client.js';

export const mailed = readMailedLink(location.search);

/** A path with the language of the page. @param {string} path */
export function pageUrl(path) {
  const url = new URL(path, location.href);
  const language = query.get('lang') ?? mailed.locale;
  if (language !== undefined) url.searchParams.set('lang', language);
  return url;
}
