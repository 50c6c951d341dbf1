// @ts-check
// The boxes for what people agree to, as the server has written them: their answers, and the box that ticks all of them.
import { markField } from './fields.client.js';
import { texts } from './screen.client.js';

/** @typedef {{ key: string, version: string, granted: boolean }} Answer */

const all = /** @type {HTMLInputElement | null} */ (document.getElementById('consents-all'));

/** Those that are asked for. @returns {HTMLInputElement[]} */
function boxes() {
  const found = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll('[name^="consent-"]'));
  return [...found].filter((box) => !box.disabled);
}

/** The answers; `undefined` if the form asks for nothing. Marks what is required and not ticked. */
export function readConsents() {
  const asked = boxes();
  for (const box of asked)
    if (box.getAttribute('aria-required') === 'true' && !box.checked) markField(box.name, texts.fields.consent);
  return asked.length === 0 ? undefined : asked.map(answerOf);
}

/** @param {HTMLInputElement} box @returns {Answer} */
function answerOf({ name, checked, dataset }) {
  return { key: name.slice('consent-'.length), version: String(dataset['version']), granted: checked };
}

/** Night goes with the rest of marketing only. @param {HTMLInputElement} changed */
function couple({ checked, dataset }) {
  const other = checked ? dataset['kind'] === 'night' && 'marketing' : dataset['kind'] === 'marketing' && 'night';
  for (const box of boxes()) if (box.dataset['kind'] === other) box.checked = checked;
}

export function prepareConsents() {
  if (!all) return;
  all.addEventListener('change', () => {
    for (const box of boxes()) {
      box.checked = all.checked;
      // What was missing is there now.
      box.dispatchEvent(new Event('input', { bubbles: true }));
    }
  });
  for (const box of boxes()) {
    box.addEventListener('change', () => {
      couple(box);
      followBoxes();
    });
  }
}

/** The first box says what the others are. */
function followBoxes() {
  if (!all) return;
  const ticked = boxes().filter(({ checked }) => checked).length;
  all.checked = ticked === boxes().length;
  all.indeterminate = ticked > 0 && !all.checked;
}
