// @ts-check
// The sentences of this page, and its times.
import { locale, texts } from '../screen.client.js';

export const words = /** @type {NonNullable<import('../screen.client.js').ClientTexts['security']>} */ (texts.security);

const times = new Intl.DateTimeFormat(locale, { dateStyle: 'long' });

/** @param {string} time */
export function dayOf(time) {
  return times.format(new Date(time));
}
