// @ts-check
// Where a person continues: `?returnTo=` is kept for this tab and followed only to an allowed origin.
import { recall, remember } from './note.client.js';
import { find, query } from './screen.client.js';

const KEY = 'returnTo';

/** @type {{ returnOrigins: string[], isSmsOn: boolean }} */
export const settings = JSON.parse(find('settings').textContent);

/** An address that is not allowed is ignored. */
export function keepReturn() {
  const address = allowed(query.get(KEY));
  if (address !== undefined) remember(KEY, address);
}

/** The address to continue at. It is used only once. */
export function takeReturn() {
  const address = allowed(recall(KEY));
  if (address !== undefined) remember(KEY, '');
  return address;
}

/** @param {string | null} text */
function allowed(text) {
  if (!text || !URL.canParse(text, location.origin)) return undefined;
  const url = new URL(text, location.origin);
  // A `blob:` URL has the origin of its page, so the origin alone is not enough.
  if (!/^https?:$/.test(url.protocol) || url.username || url.password) return undefined;
  return [location.origin, ...settings.returnOrigins].includes(url.origin) ? url.href : undefined;
}
