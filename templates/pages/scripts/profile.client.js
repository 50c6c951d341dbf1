// @ts-check
// The fields of a profile in a form, as the server has written them: their values, and what is missing.
import { markField } from './fields.client.js';
import { find, texts } from './screen.client.js';

/** @typedef {HTMLInputElement | HTMLSelectElement} Control */
/** @typedef {Record<string, string | number | boolean>} Profile */

/** @param {string} form */
export function profileControls(form) {
  return [.../** @type {NodeListOf<Control>} */ (find(form).querySelectorAll('[name^="profile."]'))];
}

/** @param {Control} control */
export function keyOf({ name }) {
  return name.slice('profile.'.length);
}

/** What the person entered; `undefined` if the form asks for nothing. Marks what is missing. @param {string} form */
export function readProfile(form) {
  const controls = profileControls(form);
  if (controls.length === 0) return undefined;
  /** @type {Profile} */
  const profile = {};
  for (const control of controls) {
    const value = valueIn(control);
    if (value !== undefined) profile[keyOf(control)] = value;
  }
  return profile;
}

/** `undefined` if it is empty. Marks the control if it may not be, or is no number. @param {Control} control */
export function valueIn(control) {
  if (control.type === 'checkbox') return /** @type {HTMLInputElement} */ (control).checked;
  const text = control.value.trim();
  const isNumber = control.inputMode === 'decimal';
  const number = Number(text.normalize('NFKC'));
  const isEmpty = text === '';
  if (isEmpty ? control.getAttribute('aria-required') === 'true' : isNumber && !Number.isFinite(number)) {
    markField(control.name, texts.fields[isNumber ? 'number' : control.type === 'text' ? 'missing' : 'choice']);
  }
  if (isEmpty) return undefined;
  return isNumber ? number : text;
}
