// @ts-check
// Where a person continues: `?returnTo=` is kept for this tab and followed only to an allowed origin.
import { recall, remember } from './note.client.js';
import { find, query } from './screen.client.js';

const KEY = 'returnTo';

/** @type {{ returnOrigins: string[], isSmsOn: boolean, profileFields?: readonly import('#texts/page-texts.ts').ShownField[], human?: { script: string, api: string, lead: string } }} */
export const settings = JSON.parse(find('settings').textContent);

/** An address that is not allowed is ignored. */
export function keepReturn() {
  const address = allowed(query.get(KEY));
  if (address !== undefined) remember(KEY, address);
}

export function readReturn() {
  return allowed(recall(KEY));
}

/** The address to continue at. It is used only once. */
export function takeReturn() {
  const address = readReturn();
  if (address !== undefined) remember(KEY, '');
  return address;
}

/** `URL.canParse` is newer than some browsers in use. @param {string} text */
function parse(text) {
  try {
    return new URL(text, location.origin);
  } catch {
    return undefined;
  }
}

/** @param {string | null} text */
function allowed(text) {
  const url = text ? parse(text) : undefined;
  if (url === undefined) return undefined;
  // A `blob:` URL has the origin of its page, so the origin alone is not enough.
  if (!/^https?:$/.test(url.protocol) || url.username || url.password) return undefined;
  return [location.origin, ...settings.returnOrigins].includes(url.origin) ? url.href : undefined;
}
