// @ts-check
// Where a person goes on to: `?returnTo=` is kept for this tab, and followed only to where the team allows it.
import { recall, remember } from './note.client.js';
import { find, query } from './screen.client.js';

const KEY = 'returnTo';

/** @type {{ returnOrigins: string[], isSmsOn: boolean }} */
export const settings = JSON.parse(find('settings').textContent);

/** Anything that is not allowed is as if it were not there. */
export function keepReturn() {
  const address = allowed(query.get(KEY));
  if (address !== undefined) remember(KEY, address);
}

/** The address to go on to, once. */
export function takeReturn() {
  const address = allowed(recall(KEY));
  if (address !== undefined) remember(KEY, '');
  return address;
}

/** @param {string | null} text */
function allowed(text) {
  if (!text || !URL.canParse(text, location.origin)) return undefined;
  const url = new URL(text, location.origin);
  // `blob:` has the origin of its page, too.
  if (!/^https?:$/.test(url.protocol) || url.username || url.password) return undefined;
  return [location.origin, ...settings.returnOrigins].includes(url.origin) ? url.href : undefined;
}
