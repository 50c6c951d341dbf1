// @ts-check
// How every page begins: what works the same on all of them, and then the page's own start.
import { enableToggles, focusFirst, measurePasswords, meltFaults } from './fields.client.js';
import { nameBrokenLogo } from './logo.client.js';
import { enableMailHint } from './mail-hint.client.js';
import { keepReturn } from './return.client.js';
import { find, keepQueryInLanguageLinks, texts } from './screen.client.js';
import { tidyFields } from './typed.client.js';

/** @param {() => void} start */
export function startPage(start) {
  find('content').removeAttribute('inert');
  find('loading').hidden = true;
  nameBrokenLogo();
  keepReturn();
  keepQueryInLanguageLinks();
  enableToggles();
  tidyFields();
  meltFaults();
  measurePasswords();
  enableMailHint((address) => texts.mailHint.replace('{address}', address));
  // A page restored from the browser's cache would still be busy and still contain the password.
  addEventListener('pageshow', (event) => event.persisted && location.reload());
  start();
  focusFirst();
}
