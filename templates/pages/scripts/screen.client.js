// @ts-check
// What the hosted pages show: texts, states and messages.

/** @typedef {import('#texts/page-texts.ts').ClientTexts} ClientTexts */

/** @type {ClientTexts} */
export const texts = JSON.parse(find('texts').textContent);
export const locale = document.documentElement.lang;
export const query = new URLSearchParams(location.search);
const problem = find('problem');
const news = find('status');
const heading = find('heading');
const firstTitle = heading.textContent;
const titleEnd = document.title.slice(firstTitle.length);

/** Shows one state: every part that names it in `data-state`. @param {string} state @param {string} [title] @param {boolean} [isNew] whether to read it out */
export function show(state, title = firstTitle, isNew = false) {
  for (const part of stateParts()) part.hidden = !(part.dataset['state'] ?? '').split(' ').includes(state);
  heading.textContent = title;
  document.title = title + titleEnd;
  if (isNew) {
    heading.focus({ preventScroll: true });
    scrollTo(0, 0);
  }
}

/** @returns {NodeListOf<HTMLElement>} */
function stateParts() {
  return document.querySelectorAll('[data-state]');
}

/** Writes a text with an address in it. Its lines break behind `@` and dots; what is copied has nothing of that. @param {string} id @param {string} text */
export function writeAddress(id, text) {
  const parts = text.split(/([@.])/).map((part, index) => (index % 2 ? [part, document.createElement('wbr')] : [part]));
  find(id).replaceChildren(...parts.flat());
}

/** Shows a success message and scrolls to it. @param {string} message */
export function tell(message) {
  news.textContent = message;
  if (message) news.scrollIntoView({ block: 'nearest' });
}

/** Shows an error message and scrolls to it. @param {string} message */
export function complain(message) {
  problem.textContent = message;
  if (message) problem.scrollIntoView({ block: 'nearest' });
}

/** The other language of this very page. */
export function keepQueryInLanguageLinks() {
  for (const link of document.querySelectorAll('a[hreflang]')) {
    const url = new URL(location.href);
    url.searchParams.set('lang', link.getAttribute('hreflang') ?? '');
    link.setAttribute('href', `${url.pathname}${url.search}${url.hash}`);
  }
}

/** @param {number | undefined} seconds */
export function formatWait(seconds) {
  if (seconds === undefined) return texts.aMoment;
  if (seconds < 100) return formatUnit(seconds, 'second');
  return seconds < 60 * 60 ? formatUnit(seconds / 60, 'minute') : formatUnit(seconds / 3600, 'hour');
}

/** @param {number} amount @param {'second' | 'minute' | 'hour'} unit */
function formatUnit(amount, unit) {
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(Math.ceil(amount));
}

/** @param {object} table @param {string} key @returns {key is never} */
export function isKey(table, key) {
  // Not `Object.hasOwn`, which Safari 15.0 does not have.
  return Object.keys(table).includes(key);
}

/** @param {string} id */
export function find(id) {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`#${id} is missing`);
  return found;
}
